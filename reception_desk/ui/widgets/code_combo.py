"""A choice from a code list, found by name, code or pinyin initials."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit

from reception_desk.ui.widgets.choice_popup import ChoicePopup
from reception_desk.ui.widgets.choices import Choice, matching
from reception_desk.ui.widgets.field_icon import FieldIcon


class CodeCombo(QLineEdit):
    """Typing narrows the list; Enter or Tab takes the marked entry; a click opens all.

    What is typed and finds nothing goes back to the last choice when the person leaves, so the
    field always holds a code of the list or nothing.
    """

    code_changed = Signal(str)

    def __init__(self, choices: Iterable[Choice] = (), *, hint: str = "") -> None:
        super().__init__()
        self._choices = list(choices)
        self._code = ""
        self._popup = ChoicePopup(self)
        self._popup.picked.connect(self._take)
        self.setPlaceholderText(hint)
        FieldIcon(self, "chevron-down", "打开列表", self.open_list)
        self.textEdited.connect(self._narrow)

    def set_choices(self, choices: Iterable[Choice]) -> None:
        """Offer another list; a code that is not in it is dropped."""
        self._choices = list(choices)
        self.set_code(self._code)

    def code(self) -> str:
        """Return the chosen code, or nothing."""
        return self._code

    def set_code(self, code: str) -> None:
        """Choose by code; an unknown code empties the field."""
        chosen = next((choice for choice in self._choices if choice.key == code), None)
        self._put(chosen)

    def open_list(self) -> None:
        """Open the whole list with the chosen entry marked."""
        self.setFocus()
        self._popup.show_choices(self._choices)
        self._popup.mark(self._code)

    def settle(self) -> None:
        """Take the marked entry of the open list, or what the typed text names."""
        marked = self._popup.current
        if marked is not None:
            self._take(marked)
        else:
            self._settle_text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._popup.handles(event.key()):
            return
        if event.key() == Qt.Key.Key_Down and not self._popup.isVisible():
            self.open_list()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.selectAll()
            self.open_list()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.settle()
        elif event.reason() not in (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        ):
            self._settle_text()
        self._popup.hide()

    def event(self, event: QEvent) -> bool:
        # An open list takes Escape before a dialog does.
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
            and self._popup.isVisible()
        ):
            event.accept()
            return True
        return super().event(event)

    def _narrow(self, typed: str) -> None:
        found = matching(self._choices, typed)
        self._popup.show_choices(found, "" if found else f"没有与“{typed}”相符的选项")

    def _settle_text(self) -> None:
        typed = self.text().strip()
        exact = next((choice for choice in self._choices if choice.title == typed), None)
        if exact is not None or not typed:
            self._put(exact)
        else:
            self.set_code(self._code)

    def _take(self, choice: Choice) -> None:
        self._put(choice)
        self.selectAll()

    def _put(self, choice: Choice | None) -> None:
        self._popup.hide()
        self.setText(choice.title if choice else "")
        self.setCursorPosition(0)
        code = choice.key if choice else ""
        if code != self._code:
            self._code = code
            self.code_changed.emit(code)
