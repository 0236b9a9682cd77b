"""A kiosk on a real file, pressed as a visitor presses it."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from reception_desk.ui.kiosk.kiosk_screen import KioskScreen


def tap(button: QPushButton) -> None:
    """Touch in the middle of a button, as it can be seen."""
    assert button.isVisible(), button.accessibleName()
    QTest.mouseClick(
        button,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QPoint(button.width() // 2, button.height() // 2),
    )


def settled(qtbot: QtBot, kiosk: KioskScreen) -> None:
    qtbot.waitUntil(lambda: kiosk.tasks.pending == 0, timeout=30_000)


def type_keys(kiosk: KioskScreen, keys: str) -> None:
    for key in keys:
        tap(kiosk.inquiring.code.keypad.keys[key])


def ask(qtbot: QtBot, kiosk: KioskScreen, code: str, ending: str, card: str = "progress") -> None:
    """From the start to what comes after the second secret."""
    tap(kiosk.start.cards[card])
    give(qtbot, kiosk, code, ending)


def give(qtbot: QtBot, kiosk: KioskScreen, code: str, ending: str) -> None:
    """Type a code and an ending."""
    view = kiosk.inquiring.code
    assert kiosk.window.current is view
    type_keys(kiosk, code)
    tap(view.onward)
    type_keys(kiosk, ending)
    tap(view.onward)
    settled(qtbot, kiosk)


def every_word(kiosk: KioskScreen) -> str:
    """Whatever the window holds, in sight or not."""
    return "\n".join(label.text() for label in kiosk.window.findChildren(QLabel))


def read_number(qtbot: QtBot, kiosk: KioskScreen) -> None:
    """Leave the number that was just taken, once the kiosk lets one."""
    assert kiosk.pause.isActive()
    kiosk.pause.setInterval(1)
    qtbot.waitUntil(kiosk.taken.home.isEnabled)
    tap(kiosk.taken.home)
