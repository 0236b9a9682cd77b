"""Screens by their names: a place in Qt's list changes with every cable."""

from collections.abc import Iterable

from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget


def screen_named(name: str) -> QScreen | None:
    """Return the screen of that name, None while it is away."""
    return next((screen for screen in QGuiApplication.screens() if screen.name() == name), None)


def fill_screen(window: QWidget, screen: QScreen) -> None:
    """Let a window fill a screen."""
    window.winId()  # a window that has no handle yet cannot be told its screen
    handle = window.windowHandle()
    if handle is not None:
        handle.setScreen(screen)  # what Wayland goes by; the place is what X11 and Windows do
    window.setGeometry(screen.geometry())
    window.showFullScreen()


def shows(screen: QScreen, window: QWidget) -> bool:
    """Say whether a visible window lies on this screen.

    By its middle, not by `window.screen()`: see `screen_room`.
    """
    return window.isVisible() and screen.geometry().contains(window.frameGeometry().center())


def other_screens(kept: str) -> dict[str, str]:
    """Return the screens beside the first by name, in words; one that is away stays named."""
    first = QGuiApplication.primaryScreen()
    found: dict[str, str] = {}
    for screen in QGuiApplication.screens():
        if screen.name() != first.name():
            found[screen.name()] = _words(screen)
    if kept and kept not in found:
        found[kept] = f"{kept}（现在没有连接）"
    return found


def screens_here() -> Iterable[tuple[str, str]]:
    """Yield the name of each screen, and in words which one it is."""
    first = QGuiApplication.primaryScreen()
    for screen in QGuiApplication.screens():
        words = _words(screen)
        yield screen.name(), f"{words}，主屏幕" if screen == first else words


def _words(screen: QScreen) -> str:
    size = screen.size() * screen.devicePixelRatio()
    return f"{screen.name()}（{size.width()} × {size.height()}）"
