"""What an entry says: its words, and the owner and day of a promise or what was shown."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from reception_desk.ui import text_size
from reception_desk.ui.pages.video_sessions.log_draft import EntryDraft
from reception_desk.ui.widgets.buttons import Button
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.widgets.date_field import DateField
from reception_desk.ui.widgets.flow_layout import FlowLayout

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_FRAME = 14
_UNIT, _OWNER, _DAY, _EXHIBIT = 200, 120, 160, 320


class EntryText(QPlainTextEdit):
    """Two lines; Enter is the end, Shift+Enter a new line. Signal `entered()`."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        height = self.fontMetrics().lineSpacing() * 2 + _FRAME
        return QSize(super().sizeHint().width(), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class EntryFields(QWidget):
    """Signals: `changed()` by the person, `finished()`: Enter, and nothing is missing.

    Enter goes to the first field that is missing.
    """

    changed = Signal()
    finished = Signal()
    page_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.text = EntryText()
        self.unit = CodeCombo(hint="责任单位")
        self.owner = QLineEdit()
        self.due_on = DateField("何日前，如 12.5")
        self.exhibit = CodeCombo(hint="出示的材料：名称，或按 ↓ 选择")
        self.take_button = Button("拍一页", self.page_asked.emit, icon="scan")
        self._titles: dict[str, str] = {}
        self._awaited = ""
        self._promise, self._shown = QWidget(), QWidget()
        self._wanted = (False, False)
        self._is_filling = False
        self._name_fields()
        self._arrange()
        self._listen()

    def set_units(self, units: Iterable[Choice]) -> None:
        """Offer these units as owners."""
        self.unit.set_choices(units)

    def set_exhibits(self, exhibits: Iterable[Choice]) -> None:
        """Offer what is on record in the matter."""
        listed = list(exhibits)
        self._titles = {choice.key: choice.title for choice in listed}
        self.exhibit.set_choices(listed)
        if self._awaited in self._titles:
            self.exhibit.set_code(self._awaited)
            self._awaited = ""
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_page(self, sha256: str) -> None:
        """A page was just taken: it is what is shown, as soon as the list has it."""
        self._awaited = sha256

    def say_taking(self, *, is_taking: bool) -> None:
        """While a page is taken the button stops it."""
        self.take_button.setText("停止" if is_taking else "拍一页")

    def show_draft(self, draft: EntryDraft | None) -> None:
        """Show what was typed so far, or nothing."""
        self._is_filling = True
        self.text.setPlainText(draft.text if draft else "")
        self.text.moveCursor(QTextCursor.MoveOperation.End)
        self.unit.set_code(draft.unit_id if draft else "")
        self.owner.setText(draft.owner if draft else "")
        self.due_on.set_day(draft.due_on if draft else None)
        self.exhibit.set_code(draft.shown if draft else "")
        self._is_filling = False
        self.suit(draft)

    def suit(self, draft: EntryDraft | None) -> None:
        """Show the fields that an entry of this kind has."""
        self._wanted = (
            draft is not None and draft.is_promise,
            draft is not None and draft.is_exhibit,
        )
        self._promise.setVisible(self._wanted[0])
        self._shown.setVisible(self._wanted[1])

    def taken_into(self, draft: EntryDraft) -> EntryDraft:
        """Return the entry with what stands in the fields."""
        return replace(
            draft,
            text=self.text.toPlainText(),
            unit_id=self.unit.code(),
            owner=self.owner.text(),
            due_on=self.due_on.day(),
            shown=self.exhibit.code(),
        )

    def go_on(self, draft: EntryDraft) -> None:
        """Enter: go to what is missing, or say that nothing is."""
        missing = next(self._missing(draft), None)
        if missing is not None:
            missing.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.finished.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter in a field of the second row finish the field and go on."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in _ENTER
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            if isinstance(watched, CodeCombo | DateField):
                watched.settle()
            if watched is self.exhibit and self.exhibit.code():
                self.text.setFocus(Qt.FocusReason.TabFocusReason)  # more may be said of it
                self.text.moveCursor(QTextCursor.MoveOperation.End)
            else:
                self.text.entered.emit()
            return True
        return False

    def _missing(self, draft: EntryDraft) -> Iterator[QWidget]:
        if draft.is_exhibit and not draft.shown:
            yield self.exhibit
        if draft.needs_words and not draft.text.strip():
            yield self.text
        if draft.is_promise:
            values = (draft.unit_id, draft.owner.strip(), draft.due_on)
            fields = (self.unit, self.owner, self.due_on)
            yield from (field for field, value in zip(fields, values, strict=True) if not value)

    def _take_title(self) -> None:
        """What is shown is called by its title until somebody writes more."""
        title = self._titles.get(self.exhibit.code(), "")
        if title and not self.text.toPlainText().strip():
            self.text.setPlainText(title)

    def _tell(self) -> None:
        if not self._is_filling:
            self.changed.emit()

    def _name_fields(self) -> None:
        self.text.setPlaceholderText("要点；回车写入，Shift+回车 换行")
        self.owner.setPlaceholderText("责任人")
        for part, name in (
            (self.text, "要点"),
            (self.unit, "责任单位（必填）"),
            (self.owner, "责任人（必填）"),
            (self.due_on, "办理时限（必填）"),
            (self.exhibit, "出示的材料（必填）"),
        ):
            part.setAccessibleName(name)

    def _listen(self) -> None:
        self.text.textChanged.connect(self._tell)
        self.owner.textEdited.connect(self._tell)
        self.unit.code_changed.connect(self._tell)
        self.due_on.date_changed.connect(self._tell)
        self.exhibit.code_changed.connect(self._tell)
        self.exhibit.code_changed.connect(self._take_title)
        for part in (self.unit, self.owner, self.due_on, self.exhibit):
            part.installEventFilter(self)

    def _arrange(self) -> None:
        flow = FlowLayout(self._promise, spacing=8)
        for part, width in ((self.unit, _UNIT), (self.owner, _OWNER), (self.due_on, _DAY)):
            part.setMinimumWidth(text_size.scaled(width))
            flow.addWidget(part)
        row = QHBoxLayout(self._shown)
        row.setContentsMargins(0, 0, 0, 0)
        self.exhibit.setMaximumWidth(text_size.scaled(_EXHIBIT))
        row.setSpacing(8)
        row.addWidget(self.exhibit, 1)
        row.addWidget(self.take_button)
        row.addStretch(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        for part in (self._shown, self.text, self._promise):
            whole.addWidget(part)
        self.suit(None)
