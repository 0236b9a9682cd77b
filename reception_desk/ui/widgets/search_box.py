"""The search field: asks while the person types, shows what comes back."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from reception_desk.ui.widgets.choice_popup import ChoicePopup
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.field_icon import FieldIcon

PAUSE_MS = 10
_PARTIAL = "中心传来的记录还在编入检索，可能没有找全；请稍后再查。"
_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class _Memory:
    """What stood in the field: its text, the caret, and the selection's other end."""

    text: str
    caret: int
    anchor: int

    @property
    def first(self) -> int:
        return min(self.caret, self.anchor)

    @property
    def last(self) -> int:
        return max(self.caret, self.anchor)


class SearchBox(QLineEdit):
    """Emits `asked(number, text)` after a short pause in typing.

    The page searches and calls `show_results(number, choices)`; an answer to any but the last
    question is ignored. Choosing emits `chosen(key)`.
    """

    asked = Signal(int, str)
    chosen = Signal(str)

    def __init__(self, hint: str, *, name: str = "查找") -> None:
        super().__init__()
        self._number = 0
        self._waits_for_enter = False
        self.setPlaceholderText(hint)
        self.setAccessibleName(name)
        FieldIcon(self, "search", name, self.setFocus, is_leading=True)
        self._popup = ChoicePopup(self)
        self._popup.picked.connect(self._choose)
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._ask)
        self.textEdited.connect(self._typed)

    @property
    def results_shown(self) -> bool:
        """Whether the list of results is open."""
        return self._popup.isVisible()

    def remember(self) -> _Memory:
        """Return what stands in the field (`card_burst.ForgetfulField`)."""
        caret = self.cursorPosition()
        if not self.hasSelectedText():
            return _Memory(self.text(), caret, caret)
        ends = self.selectionStart(), self.selectionEnd()
        return _Memory(self.text(), caret, ends[0] if caret == ends[1] else ends[1])

    def take_back(self, memory: _Memory) -> None:
        """Be as before a code was typed, also for Ctrl+Z."""
        self.undo()
        there = self.remember()
        if (there.text, there.first, there.last) != (memory.text, memory.first, memory.last):
            # The step took the person's own letters before the code along.
            kept = len(memory.text) - (len(there.text) - there.last)
            self.insert(memory.text[there.first : kept])
        self.setSelection(memory.anchor, memory.caret - memory.anchor)
        if memory.anchor == memory.caret:
            self.setCursorPosition(memory.caret)
        self._typed()

    def show_results(
        self, number: int, results: Sequence[Choice], *, is_partial: bool = False
    ) -> None:
        """Show the answer to question `number`, unless a later one was asked.

        `is_partial`: there may be more than was found, which is said below the results.
        """
        if number != self._number or not self.text().strip() or not self.hasFocus():
            return
        nothing = "" if results else f"没有找到“{self.text().strip()}”"
        self._popup.show_choices(results, _PARTIAL if is_partial else nothing)
        if self._waits_for_enter and results:
            self._choose(results[0])
        self._waits_for_enter = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._popup.handles(event.key()):
            return
        if event.key() in _ENTER_KEYS:
            self._enter()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._popup.hide()
        self._waits_for_enter = False

    def _typed(self) -> None:
        self._number += 1  # what is on its way answers an older question
        self._waits_for_enter = False
        if self.text().strip():
            self._timer.start()
        else:
            self._timer.stop()
            self._popup.hide()

    def _ask(self) -> None:
        self.asked.emit(self._number, self.text().strip())

    def _enter(self) -> None:
        """Choose the marked result; before the answer is there, the first one when it comes."""
        marked = self._popup.current
        if marked is not None and not self._timer.isActive():
            self._choose(marked)
        elif self.text().strip():
            self._waits_for_enter = True
            if self._timer.isActive():
                self._timer.stop()
                self._ask()

    def _choose(self, choice: Choice) -> None:
        self._popup.hide()
        self._timer.stop()
        self._number += 1
        self.clear()
        self.chosen.emit(choice.key)
