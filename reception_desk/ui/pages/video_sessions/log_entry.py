"""The line in which the log is written: struck by a key at the moment, typed afterwards."""

from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.models.database import now
from reception_desk.records.session_log import NoteKind
from reception_desk.ui.pages.video_sessions.key_tags import KeyTag, KeyTags
from reception_desk.ui.pages.video_sessions.log_draft import EntryDraft
from reception_desk.ui.pages.video_sessions.log_fields import EntryFields
from reception_desk.ui.pages.video_sessions.log_words import LogLine, clock_text
from reception_desk.ui.widgets.buttons import Button, IconButton
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.inline_bar import InlineBar
from reception_desk.ui.widgets.labels import ElidedLabel, label

SPEAKER_KEYS = "QWERTYUIOP"
KINDS = tuple(k for k in NoteKind if k not in {NoteKind.INTERRUPTED, NoteKind.RESUMED})
_MOST_SHOWN = 14
_HINT = "谁说到什么，就按 Alt+1 … 7：时间按下时记下，文字随后再打"


class EntryLine(Card):
    """Signals: `finished(EntryDraft)`: Enter at its end; `aside(EntryDraft)`: another began before
    it was; `resumed(datetime)`: the interruption is over; `dropped(EntryDraft)`, `typed()`,
    `waiting_asked(key)`.
    """

    finished = Signal(object)
    aside = Signal(object)
    dropped = Signal(object)
    resumed = Signal(object)
    typed = Signal()
    waiting_asked = Signal(str)

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self.setAccessibleName("记录")
        self._zone = zone
        self._draft: EntryDraft | None = None
        self._kind = NoteKind.CLAIM
        self._speaker = ""
        self._is_paused = False
        self.kinds = KeyTags("记录种类", self._strike)
        self.people = KeyTags("说话的人", self._choose_speaker)
        self.fields = EntryFields()
        self.bar = InlineBar()
        self._when = label("", "strong")
        self._about = ElidedLabel("", "muted")
        self._drop = IconButton("close", "不记这一条", self.drop, size=14)
        self._head, self._waiting, chips = QWidget(), QWidget(), QWidget()
        self._waiting_flow = FlowLayout(chips, spacing=6)
        self._arrange_waiting(chips)
        self._arrange()
        self._show_kinds()
        self._show_head()
        self.fields.changed.connect(self._typed)
        self.fields.text.entered.connect(self._go_on)
        self.fields.finished.connect(self._finish)

    @property
    def draft(self) -> EntryDraft | None:
        """The entry as it stands, None before one is begun."""
        return self.fields.taken_into(self._draft) if self._draft is not None else None

    def press(self, key: str) -> None:
        """Alt with a digit strikes an entry, with a letter it names who speaks."""
        if code := self.kinds.code_of(key):
            self._strike(code)
        elif code := self.people.code_of(key):
            self._choose_speaker(code)

    def show_people(self, people: Sequence[tuple[str, str]], *, is_paused: bool) -> None:
        """Offer who may speak as (key, words), and 中断 or 恢复."""
        tags = [
            KeyTag(sign, key, words)
            for sign, (key, words) in zip(SPEAKER_KEYS, people, strict=False)
        ]
        self.people.show_tags(tags, self._speaker)
        self._is_paused = is_paused
        self._show_kinds()

    def show_draft(self, draft: EntryDraft | None) -> None:
        """Go on with an entry, or be empty for the next one."""
        self._draft = draft
        if draft is not None:
            self._kind, self._speaker = draft.kind, draft.speaker
            self.people.press(self._speaker)
        self.fields.show_draft(draft)
        self._show_kinds()
        self._show_head()

    def correct(self, line: LogLine, kind: NoteKind) -> None:
        """Begin an entry that puts another right; its words stand there to be changed."""
        begun = EntryDraft.begin(kind, now(), self._speaker)
        self._put_aside()
        self.show_draft(replace(begun, correction_of=line.note_id, text=line.text))
        self._about.setText(f"更正 {line.when} 的{line.kind}")
        self.take_focus()
        self.typed.emit()

    def drop(self) -> None:
        """Do without the entry."""
        draft = self.draft
        self.show_draft(None)
        self.take_focus()
        if draft is not None:
            self.dropped.emit(draft)

    def show_waiting(self, waiting: Sequence[EntryDraft]) -> None:
        """Show what was begun and not written yet; each leads back to it."""
        empty(self._waiting_flow)
        for draft in waiting:
            words = f"{clock_text(draft.said_at, self._zone)} {draft.kind.label} {draft.text}"
            shown = words if len(words) <= _MOST_SHOWN + 9 else f"{words[: _MOST_SHOWN + 8]}…"
            button = Button(shown.strip(), lambda key=draft.key: self.waiting_asked.emit(key))
            button.setAccessibleName(f"未写完：{words}")
            self._waiting_flow.addWidget(button)
        self._waiting.setVisible(bool(waiting))

    def take_focus(self) -> None:
        """Begin at the words."""
        self.fields.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _strike(self, code: str) -> None:
        """Begin an entry at this moment; one that was begun before waits with its own."""
        moment, kind = now(), NoteKind(code)
        if kind is NoteKind.RESUMED:
            self._show_kinds()
            self.resumed.emit(moment)
            return
        self._put_aside()
        self._kind = kind
        self.show_draft(EntryDraft.begin(kind, moment, self._speaker))
        first = self.fields.exhibit if kind is NoteKind.EVIDENCE else self.fields.text
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_speaker(self, code: str) -> None:
        """Name who speaks; the same again is nobody."""
        self._speaker = "" if code == self._speaker else code
        self.people.press(self._speaker)
        if self._draft is not None:
            self._draft = replace(self._draft, speaker=self._speaker)
            self.typed.emit()
        self.take_focus()

    def _put_aside(self) -> None:
        draft = self.draft
        if draft is not None and draft.has_words:
            self.aside.emit(draft)

    def _typed(self) -> None:
        """Words without a key begin an entry of the kind before."""
        if self._draft is None:
            self._draft = EntryDraft.begin(self._kind, now(), self._speaker)
            self.fields.suit(self._draft)
            self._show_head()
        self.typed.emit()

    def _go_on(self) -> None:
        if (draft := self.draft) is not None:
            self.fields.go_on(draft)

    def _finish(self) -> None:
        if (draft := self.draft) is not None:
            self.bar.clear()
            self.show_draft(None)
            self.take_focus()
            self.finished.emit(draft)

    def _show_kinds(self) -> None:
        last = NoteKind.RESUMED if self._is_paused else NoteKind.INTERRUPTED
        tags = [KeyTag(kind.key, kind.value, kind.label[:2], kind.label) for kind in (*KINDS, last)]
        self.kinds.show_tags(tags, self._kind.value)

    def _show_head(self) -> None:
        draft = self._draft
        self._drop.setVisible(draft is not None)
        self._when.setVisible(draft is not None)
        if draft is None:
            self._about.setText(_HINT)
            return
        self._when.setText(clock_text(draft.said_at, self._zone))
        self._about.setText("更正" if draft.correction_of else f"{draft.kind.label}，记为此刻")

    def _arrange_waiting(self, chips: QWidget) -> None:
        column = QVBoxLayout(self._waiting)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label("未写完，还没有写入记录：", "hint"))
        column.addWidget(chips)

    def _arrange(self) -> None:
        row = QHBoxLayout(self._head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._when)
        row.addWidget(self._about, 1)
        row.addWidget(self._drop)
        column = QVBoxLayout()
        column.setSpacing(8)
        for part in (self.kinds, self.people, self._head, self.fields, self._waiting, self.bar):
            column.addWidget(part)
        self.add(column)
        self._waiting.hide()
