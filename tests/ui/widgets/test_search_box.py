"""A person's key is in the search field at once; a code leaves no trace in it."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reception_desk.ui.widgets.card_burst import GAP_MS, CardBurstFilter
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.search_box import SearchBox
from tests.ui.hands import compose, type_timed
from tests.ui.stage import show

CODE = "420921190001010016"
Hand = Callable[[SearchBox], None]


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Hand:
    return lambda field: QTest.keyClick(field, key, held)


CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
HANDS: dict[str, Hand] = {
    "backspace": press(Qt.Key.Key_Backspace),
    "delete": press(Qt.Key.Key_Delete),
    "left": press(Qt.Key.Key_Left),
    "right": press(Qt.Key.Key_Right),
    "home": press(Qt.Key.Key_Home),
    "select left": press(Qt.Key.Key_Left, SHIFT),
    "select right": press(Qt.Key.Key_Right, SHIFT),
    "select all": press(Qt.Key.Key_A, CTRL),
    "undo": press(Qt.Key.Key_Z, CTRL),
}


@pytest.fixture
def boxes(qtbot, app):
    """One field where codes come in between, and one where they never did."""
    scanned, calm = SearchBox("查找"), SearchBox("查找")
    page = show(qtbot, scanned, calm)
    watch = CardBurstFilter(page)
    watch.start(app)
    return watch, scanned, calm


class Typist:
    """Keeps the clock of the window system."""

    def __init__(self, watch: CardBurstFilter) -> None:
        self._watch = watch
        self._now = 1_000_000

    def key(self, field: SearchBox, sign: str) -> None:
        self._into(field, sign, 0)

    def code(self, field: SearchBox, code: str, gap_ms: int) -> None:
        self._into(field, code, gap_ms)

    def _into(self, field: SearchBox, text: str, gap_ms: int) -> None:
        self._now += 10 * GAP_MS
        assert QApplication.focusWidget() is field
        type_timed(text, gap_ms=gap_ms, start_ms=self._now)
        self._now += gap_ms * len(text)
        self._watch._end()


def state(field: SearchBox) -> tuple[object, ...]:
    return field.text(), field.cursorPosition(), field.selectionStart(), field.selectedText()


def test_a_key_is_in_the_field_at_once(boxes):
    _watch, scanned, _calm = boxes
    scanned.setFocus()
    type_timed("z", gap_ms=0)
    assert scanned.text() == "z"


def test_a_code_is_told_and_taken_out_of_the_field_again(boxes):
    watch, scanned, _calm = boxes
    codes: list[str] = []
    chosen: list[str] = []
    watch.burst.connect(codes.append)
    scanned.chosen.connect(chosen.append)
    scanned.setFocus()
    type_timed("zw", gap_ms=200)
    type_timed(CODE + "\n", gap_ms=5, start_ms=9000)
    assert (codes, scanned.text(), chosen) == ([CODE], "zw", [])
    type_timed("x", gap_ms=5, start_ms=20_000)
    assert scanned.text() == "zwx"


def test_the_answer_to_half_a_code_is_not_shown(boxes):
    _watch, scanned, _calm = boxes
    questions: list[int] = []
    scanned.asked.connect(lambda number, _text: questions.append(number))
    scanned.setFocus()
    type_timed(CODE[:9], gap_ms=5)
    scanned._ask()
    type_timed(CODE[9:] + "\n", gap_ms=5, start_ms=1045)
    scanned.show_results(questions[-1], [Choice("person:1", "张伟", "")])
    assert (scanned.text(), scanned.results_shown) == ("", False)


def test_half_a_code_stays_where_the_focus_was(boxes):
    _watch, scanned, calm = boxes
    scanned.setFocus()
    type_timed("4209", gap_ms=5)
    calm.setFocus()
    assert (scanned.text(), calm.text()) == ("4209", "")


def test_a_word_of_an_input_method_is_never_taken_back(boxes):
    watch, scanned, _calm = boxes
    scanned.setFocus()
    type_timed("1234567", gap_ms=1)
    compose(scanned, "zhang")
    type_timed("89", gap_ms=1, start_ms=1008)
    watch._end()
    assert scanned.text() == "123456789"


@settings(
    deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    acts=st.lists(
        st.one_of(
            st.sampled_from("abc 12"),
            st.sampled_from(sorted(HANDS)),
            st.tuples(st.text("0123456789X", min_size=8, max_size=20), st.integers(0, GAP_MS - 1)),
        ),
        max_size=14,
    )
)
def test_a_field_is_as_if_no_code_had_come(boxes, acts):
    """Text, caret and selection after each act, and every step of Ctrl+Z at the end."""
    watch, scanned, calm = boxes
    typist = Typist(watch)
    seen: dict[SearchBox, list[tuple[object, ...]]] = {}
    for field in (scanned, calm):
        field.clear()
        field.setFocus()
        seen[field] = []
        for act in acts:
            if isinstance(act, tuple):
                if field is scanned:
                    typist.code(field, *act)
            elif act in HANDS:
                HANDS[act](field)
            else:
                typist.key(field, act)
            seen[field].append(state(field))
        while field.isUndoAvailable():
            field.undo()
            seen[field].append((field.text(),))
    assert seen[scanned] == seen[calm]
