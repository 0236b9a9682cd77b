"""The field that holds another matter."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.matter_field import MatterField
from tests.ui.stage import show

FOUND = (Choice("m1", "要求修路", "T-1-20261123-001 已登记"), Choice("m2", "要求修桥"))


def test_what_is_found_by_words_and_chosen_is_held_and_named(qtbot: QtBot):
    field = MatterField()
    show(qtbot, field)
    field.search.setFocus()
    with qtbot.waitSignal(field.asked) as asked:
        qtbot.keyClicks(field.search, "xiu")
    assert asked.args is not None
    number, text = asked.args
    assert text == "xiu"
    field.show_results(number, FOUND)
    qtbot.keyClick(field.search, Qt.Key.Key_Down)
    qtbot.keyClick(field.search, Qt.Key.Key_Up)
    qtbot.keyClick(field.search, Qt.Key.Key_Return)
    assert field.matter_id == "m1"
    shown = [part.text() for part in field.findChildren(QLabel) if part.isVisible()]
    assert "已选：要求修路 T-1-20261123-001 已登记" in shown


def test_nothing_is_held_at_first_and_what_is_given_stays(qtbot: QtBot):
    field = MatterField()
    show(qtbot, field)
    assert field.matter_id == ""
    field.set_matter("m9", "拟办时所选的事项")
    assert field.matter_id == "m9"
