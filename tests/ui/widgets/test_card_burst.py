"""Fast typing of readers and scanners never lands in the field; a person's typing always does."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QSpinBox

from reception_desk.ui.widgets.card_burst import GAP_MS, SHORTEST, CardBurstFilter
from reception_desk.ui.widgets.text_area import TextArea
from tests.ui.hands import commit, compose, type_timed
from tests.ui.stage import show

CODE = "420921190001010016"


@pytest.fixture
def desk(qtbot, app):
    fields = [QLineEdit(), QLineEdit()]
    page = show(qtbot, *fields)
    fields[0].setFocus()
    watch = CardBurstFilter(page)
    watch.start(app)
    return watch, *fields


def heard(watch):
    bursts = []
    watch.burst.connect(bursts.append)
    return bursts


def test_burst_with_enter_is_told_and_kept_from_the_field(desk):
    watch, field, _other = desk
    bursts = heard(watch)
    entered = []
    field.returnPressed.connect(lambda: entered.append(True))
    type_timed(CODE + "\n", gap_ms=5)
    assert bursts == [CODE]
    assert field.text() == ""
    assert entered == []


def test_burst_without_enter_ends_by_itself(qtbot, desk):
    watch, field, _other = desk
    with qtbot.waitSignal(watch.burst) as told:
        type_timed(CODE, gap_ms=5)
    assert told.args == [CODE]
    assert field.text() == ""


def test_typing_of_a_person_arrives_in_order(qtbot, desk):
    watch, field, _other = desk
    bursts = heard(watch)
    type_timed("zhangwei12345", gap_ms=GAP_MS + 10)
    qtbot.waitUntil(lambda: field.text() == "zhangwei12345")
    assert bursts == []


def test_two_keys_rolled_over_each_other_both_arrive(qtbot, desk):
    _watch, field, _other = desk
    type_timed("th", gap_ms=4)
    qtbot.waitUntil(lambda: field.text() == "th")


def test_enter_after_a_short_word_is_the_persons(qtbot, desk):
    _watch, field, _other = desk
    entered = []
    field.returnPressed.connect(lambda: entered.append(field.text()))
    type_timed("abc\n", gap_ms=5)
    assert entered == ["abc"]


def test_half_a_code_lands_where_it_was_typed_when_the_focus_moves(desk):
    watch, field, other = desk
    bursts = heard(watch)
    type_timed("4209", gap_ms=5)
    other.setFocus()
    assert field.text() == "4209"
    type_timed(CODE + "\n", gap_ms=5, start_ms=5000)
    assert (bursts, other.text()) == ([CODE], "")


def test_filter_rests_while_an_input_method_composes(qtbot, desk):
    watch, field, _other = desk
    bursts = heard(watch)
    compose(field, "zhang")
    assert watch.is_composing
    commit(field, "张")
    assert not watch.is_composing
    assert field.text() == "张"
    compose(field, "w")
    type_timed("12345678\n", gap_ms=1)
    assert bursts == []


def password() -> QLineEdit:
    field = QLineEdit("geheim")
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field


def combo() -> QComboBox:
    field = QComboBox()
    field.addItems(["1", "2", "3"])
    field.setEditable(True)
    return field


@pytest.mark.parametrize("make", [password, combo, QSpinBox, lambda: TextArea(limit=50)])
def test_no_field_is_touched_by_a_code(qtbot, app, make):
    field = make()
    page = show(qtbot, field)
    field.setFocus()
    watch = CardBurstFilter(page)
    watch.start(app)
    bursts = heard(watch)
    changes = []
    for edit in (field, *field.findChildren(QLineEdit), *field.findChildren(QPlainTextEdit)):
        if hasattr(edit, "textChanged"):
            edit.textChanged.connect(lambda *_: changes.append(True))
    type_timed(CODE + "\n", gap_ms=5)
    assert (bursts, changes) == ([CODE], [])


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(gaps=st.lists(st.integers(1, 80), min_size=1, max_size=30))
def test_every_key_goes_to_exactly_one_place(desk, gaps):
    """A run of quick keys is a burst or is in the field: nothing is lost, doubled or turned."""
    watch, field, _other = desk
    field.clear()
    bursts = heard(watch)
    typed = "".join(chr(ord("a") + at % 26) for at in range(len(gaps)))
    runs: list[str] = []
    at_ms = 100_000
    for sign, gap in zip(typed, gaps, strict=True):
        at_ms += gap
        if not runs or gap >= GAP_MS:
            runs.append("")
        runs[-1] += sign
        type_timed(sign, gap_ms=0, start_ms=at_ms)
    watch._end()
    watch._last_ms = 0.0
    watch.burst.disconnect(bursts.append)
    assert bursts == [run for run in runs if len(run) >= SHORTEST]
    assert field.text() == "".join(run for run in runs if len(run) < SHORTEST)
