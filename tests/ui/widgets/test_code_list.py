"""Several of a long list: each is taken once, and dropped with its button."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.code_list import CodeList
from reception_desk.ui.widgets.form_grid import FormGrid, Row
from tests.ui.accessibility import nameless_controls
from tests.ui.stage import show


@pytest.fixture
def units(qtbot: QtBot) -> CodeList:
    """The field as a form has it, where Enter takes what is marked and goes on."""
    known = [Choice("T100", "花园镇", keys=("hyz",)), Choice("T101", "丰山镇", keys=("fsz",))]
    made = CodeList(known)
    form = FormGrid([Row("协办单位", made), Row("电话", QLineEdit())])
    show(qtbot, form, width=400, height=200)
    return made


def take(units: CodeList, typed: str) -> None:
    units.field.setFocus()
    QTest.keyClicks(units.field, typed)
    QTest.keyClick(units.field, Qt.Key.Key_Return)


def test_each_is_found_by_its_letters_and_taken_once(qtbot: QtBot, units: CodeList):
    with qtbot.waitSignal(units.chosen_changed):
        take(units, "fsz")
    take(units, "hyz")
    take(units, "fsz")
    assert units.codes() == ("T101", "T100")
    assert units.field.text() == ""
    assert nameless_controls(units) == []


def test_one_is_dropped_with_its_button(qtbot: QtBot, units: CodeList):
    units.set_codes(["T100", "nobody", "T101"])
    assert units.codes() == ("T100", "T101")
    with qtbot.waitSignal(units.chosen_changed):
        units.buttons["T100"].click()
    assert units.codes() == ("T101",)
    assert units.field.hasFocus()
