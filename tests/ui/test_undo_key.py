"""Ctrl+Z: the field's text first, the desk's last correction when there is none."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from reception_desk.ui.undo_key import UndoKey
from tests.ui.stage import show

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit, QSpinBox])
def test_the_text_is_undone_first_and_then_the_desk(
    qtbot: QtBot, app: QApplication, kind: type[QWidget]
):
    field, heard = kind(), []
    window = show(qtbot, field)
    key = UndoKey(app, window)
    shortcut = QShortcut(QKeySequence("Ctrl+Z"), window)
    shortcut.activated.connect(lambda: heard.append("desk"))
    field.setFocus()
    before = text_of(field)

    QTest.keyClick(field, Qt.Key.Key_Z, CONTROL)
    assert heard == ["desk"]
    QTest.keyClicks(field, "7")
    assert text_of(field) != before
    QTest.keyClick(field, Qt.Key.Key_Z, CONTROL)

    assert text_of(field) == before
    assert heard == ["desk"]
    QTest.keyClick(field, Qt.Key.Key_Z, CONTROL)
    assert heard == ["desk", "desk"]
    assert key.parent() is window


def text_of(field: QWidget) -> str:
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText()
    assert isinstance(field, QLineEdit | QSpinBox)
    return field.text()
