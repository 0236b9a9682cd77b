"""The form of an act of keeping: times as they are typed, and what is asked of each act."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reception_desk.records.recordings import KeepingEvent, KeepingInput, RetentionClass
from reception_desk.ui.dialogs.keeping_form import KeepingForm, seconds_of


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [("90", 90), ("1:30", 90), ("00:01:30", 90), ("1：30", 90), (" 5 ", 5), ("", None),
     ("1:", None), ("a", None), ("1:2:3:4", None)],
)  # fmt: skip
def test_times_are_read_as_people_write_them(typed: str, seconds: int | None):
    assert seconds_of(typed) == seconds


def test_an_act_says_what_it_needs(qtbot: QtBot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    window.show()
    form = KeepingForm(window, KeepingEvent.RETAINED)
    asked: list[KeepingInput] = []
    form.asked.connect(asked.append)
    form.open()
    form.press.click()
    assert asked == []
    form.reason.set_text("移交档案馆")
    form.press.click()
    (act,) = asked
    assert (act.event, act.retention) == (KeepingEvent.RETAINED, RetentionClass.TEN_YEARS)
    assert (act.from_second, act.reason) == (None, "移交档案馆")
    form.close()
