"""Works the real window as a clerk does, without a person: for `desk demo` and `desk shots`."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import (
    QCoreApplication,
    QEventLoop,
    QMessageLogContext,
    QPoint,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from reception_desk.errors import DeskError
from reception_desk.ui import application_fonts, theme
from reception_desk.ui.tokens import Scheme
from reception_desk.ui.widgets.code_combo import CodeCombo

_log = logging.getLogger(__name__)

STEP_MS = 15
LONGEST_STEP_MS = 150
PATIENCE_SECONDS = 30.0
MOST_LOOKS = 20
"""A clock on screen may never come to rest."""
_QUICK_PNG = 80
"""What Qt calls quality is how little it compresses: 7 % larger files in two thirds of the time."""


def begin_application() -> QApplication:
    """Return the dressed application that a rehearsal plays in."""
    qInstallMessageHandler(_hear_qt)
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(["reception-desk"])
    application_fonts.install(app)
    theme.apply(app, Scheme.LIGHT)
    return app


def dress(app: QApplication, scheme: str, *, text_scale: float) -> None:
    """Give the application a scheme (light, dark) and a text size (1.0 to 2.0)."""
    theme.apply(app, Scheme(scheme), text_scale)


def _hear_qt(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Log what Qt says, but not what the off-screen platform says it cannot do."""
    if not message.startswith("This plugin does not support"):
        _log.warning("Qt: %s", message)


class Rehearsal:
    """Types, chooses, waits and takes pictures; pictures are numbered in their order."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.pictures: list[Path] = []
        folder.mkdir(parents=True, exist_ok=True)

    def wait(
        self, is_done: Callable[[], bool], what: str, *, seconds: float = PATIENCE_SECONDS
    ) -> None:
        """Let the window work until `is_done`; raises `DeskError` naming `what` after `seconds`.

        A nested event loop, because it lets other threads run; only a rehearsal may wait so. What
        takes long is looked at more and more seldom: some looks ask the database.
        """
        waited = 0
        while not is_done():
            if waited >= seconds * 1000:
                raise DeskError(f"演示没有等到：{what}。", advice="请运行 desk doctor 查看原因。")
            step = max(STEP_MS, min(waited // 4, LONGEST_STEP_MS))
            self.settle(step)
            waited += step

    def bring_forward(self, window: QWidget) -> None:
        """Make a window the one that hears the keys."""
        window.activateWindow()
        self.wait(window.isActiveWindow, "窗口到前台")

    def settle(self, milliseconds: int = STEP_MS) -> None:
        """Let the window paint and hear what came."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def write(self, field: QWidget, text: str) -> None:
        """Put the focus on a field and write as an input method does."""
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        for line_number, line in enumerate(text.split("\n")):
            if line_number:
                QTest.keyClick(field, Qt.Key.Key_Return)
            event = QInputMethodEvent("", [])
            event.setCommitString(line)
            QCoreApplication.sendEvent(field, event)

    def choose(self, combo: CodeCombo, keys: str) -> None:
        """Type pinyin initials or a code and take the first entry."""
        combo.clear()
        self.write(combo, keys)
        QTest.keyClick(combo, Qt.Key.Key_Return)

    def press_enter(self) -> None:
        """Press Enter where the focus is."""
        target = QApplication.focusWidget()
        if target is not None:
            QTest.keyClick(target, Qt.Key.Key_Return)

    def press(self, keys: str) -> None:
        """Press keys where the focus is, in Qt's words: `Tab`, `Shift+Left`."""
        target = QApplication.focusWidget()
        if target is None:
            raise LookupError(f"nothing has the focus to hear {keys}")
        QTest.keySequence(target, QKeySequence(keys))

    def draw(self, pad: QWidget, stroke: Sequence[tuple[float, float]]) -> None:
        """Draw a line with the mouse, through places in shares of the pad."""
        places = [QPoint(round(x * pad.width()), round(y * pad.height())) for x, y in stroke]
        left, no_keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QTest.mousePress(pad, left, no_keys, places[0])
        for place in places[1:]:
            QTest.mouseMove(pad, place)
        QTest.mouseRelease(pad, left, no_keys, places[-1])

    def take_picture(self, window: QWidget, name: str) -> Path:
        """Paint the window into `NN-name.png` once its layout has come to rest."""
        self.settle(60)
        path = self._folder / f"{len(self.pictures) + 1:02d}-{name}.png"
        picture, before = window.grab().toImage(), None
        for _ in range(MOST_LOOKS):
            if picture == before:
                break
            self.settle(60)
            picture, before = window.grab().toImage(), picture
        if not picture.save(str(path), quality=_QUICK_PNG):
            raise DeskError(f"图片 {path.name} 没有写成。", advice="请检查输出文件夹。")
        self.pictures.append(path)
        return path
