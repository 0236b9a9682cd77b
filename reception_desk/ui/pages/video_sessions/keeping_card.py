"""How one recording is kept: what it is, whether it is whole, its last day, holds and disposal."""

from collections.abc import Collection
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.records.recordings import KeepingEvent, RecordingRecord
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.rules.recording_keeping import ACTIONS, Keeping, SealedPart, keeping
from reception_desk.services.session_words import grouped_hash, one_recording_words
from reception_desk.ui.pages.video_sessions.past_words import keeping_words, moment_words
from reception_desk.ui.pages.video_sessions.recorder_words import elapsed_text
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.labels import IconLabel, label
from reception_desk.ui.widgets.scroll_column import ScrollColumn
from reception_desk.ui.widgets.work_progress import WorkProgress

_VERBS = {
    KeepingEvent.RETAINED: "定保存期限…",
    KeepingEvent.HELD: "暂停销毁…",
    KeepingEvent.RELEASED: "解除暂停…",
    KeepingEvent.SEALED: "封存片段…",
    KeepingEvent.DISPOSAL_ASKED: "提出销毁…",
    KeepingEvent.DISPOSAL_APPROVED: "批准销毁…",
    KeepingEvent.DISPOSAL_DECLINED: "不批准…",
    KeepingEvent.DISPOSED: "销毁…",
}


class KeepingCard(ScrollColumn):
    """Signals: `verify_asked()`, `cancel_asked()`, `export_asked()`, `act_asked(KeepingEvent)`,
    `unseal_asked(act id)`.
    """

    verify_asked = Signal()
    cancel_asked = Signal()
    export_asked = Signal()
    act_asked = Signal(object)
    unseal_asked = Signal(str)

    def __init__(self, roles: Collection[str], account_id: str, zone: ZoneInfo) -> None:
        super().__init__()
        self._roles = [Role(role) for role in roles]
        self._account_id, self._zone = account_id, zone
        self.buttons: dict[KeepingEvent, Button] = {}
        self.unseal_buttons: list[Button] = []
        self.whole, self.kept = Card("核对"), Card("保管")
        self.facts = label("", wraps=True)
        self.root = label("", "hint", wraps=True)
        self.root.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.verdict = label("", wraps=True)
        self._icon = IconLabel("info", Colour.MUTED)
        self.progress = WorkProgress()
        self.verify_button = Button("重新核对", self.verify_asked.emit, icon="refresh")
        self.export_button = Button("导出…", self.export_asked.emit, icon="export")
        self.term = label("", wraps=True)
        self._held = QVBoxLayout()
        self._presses = QWidget()
        self._flow = FlowLayout(self._presses, spacing=8)
        self._arrange()
        self.progress.cancel_asked.connect(self.cancel_asked)

    def show_none(self, words: str) -> None:
        """Show that nothing is kept."""
        self.facts.setText(words)
        self.kept.hide()
        for part in (self.root, self.verdict, self._icon, self.verify_button, self.export_button):
            part.hide()

    def show_recording(self, recording: RecordingRecord) -> None:
        """Show a recording as it is kept now."""
        kept = keeping(recording)
        self.kept.show()
        self.facts.setText(one_recording_words(recording))
        self.root.setText(f"校验值 {grouped_hash(recording.summary.root_hash)}")
        self.root.show()
        is_there = kept.disposed is None
        self.verify_button.setVisible(is_there)
        self.export_button.setVisible(is_there and may(self._roles, Action.EXPORT_DATA))
        self.term.setText(keeping_words(recording, kept))
        self._show_held(kept)
        self._show_presses(kept)

    def show_verdict(self, words: str, *, is_whole: bool | None) -> None:
        """Say what the verifier found; None where it did not come to an end."""
        self.progress.stop()
        self.verdict.setText(words)
        icon, ink = {
            True: ("done", Colour.OK),
            False: ("error", Colour.ERROR),
            None: ("info", Colour.MUTED),
        }[is_whole]
        self._icon.show_icon(icon, ink)
        self.verdict.setVisible(bool(words))
        self._icon.setVisible(bool(words))
        self.verify_button.setEnabled(True)

    def show_verifying(self) -> None:
        """Say that it is being checked."""
        self.verdict.hide()
        self._icon.hide()
        self.verify_button.setEnabled(False)
        self.progress.start("正在核对", "段")

    def _show_held(self, kept: Keeping) -> None:
        empty(self._held)
        self.unseal_buttons = []
        if kept.hold is not None:
            self._say("pause", Colour.WARN, f"暂停销毁：{kept.hold.reason}", kept.hold.author_name)
        for part in kept.sealed:
            self._held.addWidget(self._sealed(part))
        if kept.disposed is not None:
            at = moment_words(kept.disposed.occurred_at, self._zone)
            self._say("info", Colour.MUTED, f"{at} 已销毁，销毁证明在“人员文书”。", "")
        elif kept.approved is not None:
            who = kept.approved.author_name
            self._say("check", Colour.OK, f"已批准销毁：{kept.approved.reason}", who)
        elif kept.asked is not None:
            words = f"{kept.asked.author_name}提出销毁：{kept.asked.reason}"
            self._say("clock", Colour.WARN, f"{words}，等待另一人批准。", "")

    def _say(self, icon: str, ink: Colour, words: str, who: str) -> None:
        self._held.addWidget(_row(icon, ink, f"{words}（{who}）" if who else words))

    def _sealed(self, part: SealedPart) -> QWidget:
        span = f"{elapsed_text(part.from_second * 1000)}–{elapsed_text(part.to_second * 1000)}"
        row = _row("lock", Colour.MUTED, f"{span} 封存：{part.reason}")
        if may(self._roles, ACTIONS[KeepingEvent.UNSEALED]):
            button = Button("解封…", partial(self.unseal_asked.emit, part.act_id), look=Look.LINK)
            self.unseal_buttons.append(button)
            layout = row.layout()
            if layout is not None:
                layout.addWidget(button)
        return row

    def _show_presses(self, kept: Keeping) -> None:
        empty(self._flow)
        self.buttons = {}
        for event in _offered(kept, self._account_id):
            if may(self._roles, ACTIONS[event]):
                is_last = event in {KeepingEvent.DISPOSED, KeepingEvent.DISPOSAL_APPROVED}
                look = Look.DANGER if is_last else Look.PLAIN
                button = Button(_VERBS[event], partial(self.act_asked.emit, event), look=look)
                self.buttons[event] = button
                self._flow.addWidget(button)
        self._presses.setVisible(bool(self.buttons))

    def _arrange(self) -> None:
        found = QHBoxLayout()
        found.setSpacing(8)
        found.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        found.addWidget(self.verdict, 1)
        presses = QWidget()
        flow = FlowLayout(presses, spacing=8)
        flow.addWidget(self.verify_button)
        flow.addWidget(self.export_button)
        self.whole.body.setSpacing(8)
        for part in (self.facts, found, self.progress, self.root, presses):
            self.whole.add(part)
        self._held.setSpacing(8)
        self.kept.body.setSpacing(10)
        for part in (self.term, self._held, self._presses):
            self.kept.add(part)
        self.put(self.whole, self.kept)


def _offered(kept: Keeping, account_id: str) -> tuple[KeepingEvent, ...]:
    """Return what may follow; who asked for a disposal is not offered to approve it."""
    if kept.disposed is not None:
        return ()
    hold = KeepingEvent.RELEASED if kept.hold else KeepingEvent.HELD
    offered = [KeepingEvent.RETAINED, hold, KeepingEvent.SEALED]
    if kept.approved is not None:
        offered.append(KeepingEvent.DISPOSED)
    elif kept.asked is None:
        offered.append(KeepingEvent.DISPOSAL_ASKED)
    elif kept.asked.author_id != account_id:
        offered += [KeepingEvent.DISPOSAL_APPROVED, KeepingEvent.DISPOSAL_DECLINED]
    return tuple(offered)


def _row(icon: str, ink: Colour, words: str) -> QWidget:
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(IconLabel(icon, ink, 16), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(words, wraps=True), 1)
    return whole
