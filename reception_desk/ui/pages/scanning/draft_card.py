"""What was read on the page: drafts beside what is registered, and the way to the whole text."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.records.text_drafts import ComparedDraft, DraftStanding
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.labels import label


class DraftCard(Card):
    """Signals: `use_asked(TextDraft)`, `text_asked()`."""

    use_asked = Signal(object)
    text_asked = Signal()

    def __init__(self) -> None:
        super().__init__("认出的文字")
        self._words = label("", "muted", wraps=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(10)
        self.text_button = Button("看全文 9", self.text_asked.emit, icon="file")
        self.add(self._words)
        self.add(self._rows)
        self.add(self.text_button)
        self.say("")

    def say(self, words: str) -> None:
        """Show one sentence instead of drafts; hidden without any."""
        self._clear()
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self.text_button.hide()
        self.set_count("")
        self.setVisible(bool(words))

    def show_drafts(self, drafts: Sequence[ComparedDraft], *, line_count: int) -> None:
        """Show what was found on a page of so many lines of text."""
        self.say("这一页没有文字。" if not line_count else "")
        self.setVisible(True)
        self.set_count(f"{line_count} 行" if line_count else "")
        self.text_button.setVisible(line_count > 0)
        for compared in drafts:
            self._rows.addWidget(self._row(compared))

    def _row(self, compared: ComparedDraft) -> QWidget:
        draft = compared.draft
        row = QWidget()
        whole = QVBoxLayout(row)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2)
        value = label(draft.value, wraps=True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        told, act = _words(compared)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(draft.field.label, "muted"), 1)
        if act and not draft.problem:
            head.addWidget(Button(act, partial(self.use_asked.emit, draft), look=Look.LINK))
        whole.addLayout(head)
        whole.addWidget(value)
        for words, look in ((draft.problem, "warn"), (told, "muted")):
            if words:
                whole.addWidget(label(words, look, wraps=True))
        return row

    def _clear(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()


def _words(compared: ComparedDraft) -> tuple[str, str]:
    """Return how a draft and the registration stand, and what can be done about it."""
    match compared.standing:
        case DraftStanding.SAME:
            return "与登记一致", ""
        case DraftStanding.MISSING:
            return "登记中没有", "补入登记…"
        case DraftStanding.DIFFERENT:
            return f"登记为 {compared.recorded}", "更正登记…"
        case DraftStanding.NO_FIELD:
            return "", ""
