"""Who is in the room, whether each may be recorded, and whether anybody shall step back."""

from collections.abc import Callable, Collection
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from reception_desk.records.recordings import ConsentAnswer
from reception_desk.records.video_sessions import Participant
from reception_desk.rules.recording_consent import newest
from reception_desk.rules.session_transition import SessionState
from reception_desk.rules.video_sessions import SIGNED
from reception_desk.services.live_sessions import LiveFile
from reception_desk.ui.pages.video_sessions.recorder_words import consent_sentence
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.labels import ElidedLabel, IconLabel, label, line

_ROOM = frozenset(
    {SessionState.APPOINTED, SessionState.IN_SESSION, SessionState.BROKEN_OFF, SessionState.ENDED}
)
_ASKING = frozenset({SessionState.APPOINTED, SessionState.IN_SESSION})
_GIVEN = frozenset({ConsentAnswer.AGREES, ConsentAnswer.SOUND_ONLY})
_TAGS = {
    ConsentAnswer.AGREES: "同意",
    ConsentAnswer.SOUND_ONLY: "只录音",
    ConsentAnswer.DECLINES: "不同意",
    ConsentAnswer.WITHDRAWN: "撤回",
}


class ParticipantsCard(Card):
    """Signals: `came(id)`, `left(id)`, `answered(id, ConsentAnswer)`, `signed(id)`,
    `unsigned(id)`, `recusal_asked(is requested)`, `recusal_decided(is granted)`, `add_asked()`.
    """

    came = Signal(str)
    left = Signal(str)
    answered = Signal(str, object)
    signed = Signal(str)
    unsigned = Signal(str)
    recusal_asked = Signal(bool)
    recusal_decided = Signal(bool)
    add_asked = Signal()
    consent_paper_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__("现场人员")
        self.add_button = Button("加人…", self.add_asked.emit, look=Look.LINK)
        self.sentence = label("", "strong", wraps=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self._recusal = QVBoxLayout()
        self._recusal.setSpacing(6)
        self._shown: tuple[object, ...] = ()
        self.body.setSpacing(10)
        for part in (self._rows, self.sentence, line(), self._recusal):
            self.add(part)
        self.add_action(self.add_button)

    def show_people(self, file: LiveFile) -> None:
        """Show the people as they stand; built anew only where something changed."""
        shown = (file.case.participants, file.standing, file.consent)
        if shown == self._shown:
            return
        focused, before = self._focused_name(), set(self.findChildren(QPushButton))
        self._shown = shown
        state = file.standing.state
        empty(self._rows)
        for at, who in enumerate(file.case.participants):
            if at:
                self._rows.addWidget(line())
            self._rows.addWidget(self._person(file, who))
        self.sentence.setText(consent_sentence(file) if state in _ASKING else "")
        self.sentence.setVisible(bool(self.sentence.text()))
        empty(self._recusal)
        self._show_recusal(file)
        self.add_button.setVisible(state in _ROOM)
        if focused:
            self._give_focus_back(focused, set(self.findChildren(QPushButton)) - before)

    def _person(self, file: LiveFile, who: Participant) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        name = ElidedLabel(who.name or who.role.label, "strong")
        head.addWidget(name, 1)
        column.addLayout(head)
        column.addWidget(label(" · ".join(filter(None, _about(who))), "hint", wraps=True))
        key, state = who.participant_id, file.standing.state
        if state in _ROOM:
            is_there = file.standing.is_present(key)
            act = partial(self.left.emit if is_there else self.came.emit, key)
            button = Button("离场" if is_there else "到场", act)
            button.setAccessibleName(f"{who.name}{button.text()}")
            if is_there:
                head.addWidget(IconLabel("check", Colour.OK, 16))
                head.addWidget(label("在场", "ok"))
            head.addWidget(button)
        if state in _ASKING and who.role.asks_consent:
            column.addWidget(self._consent(file, who))
        if state is SessionState.READ_BACK and who.role.signs and key in file.standing.presence:
            column.addWidget(self._signature(file, who))
        return whole

    def _consent(self, file: LiveFile, who: Participant) -> QWidget:
        latest = newest(file.consent.answers).get(who.participant_id)
        given = latest.answer if latest else None
        answers = [ConsentAnswer.AGREES, ConsentAnswer.SOUND_ONLY, ConsentAnswer.DECLINES]
        if given in _GIVEN or given is ConsentAnswer.WITHDRAWN:
            answers.append(ConsentAnswer.WITHDRAWN)
        whole = QWidget()
        flow = FlowLayout(whole, spacing=6)
        for answer in answers:
            act = partial(self.answered.emit, who.participant_id, answer)
            tag = _tag(_TAGS[answer], is_on=answer is given)
            tag.setAccessibleName(f"{who.name}{answer.label}")
            _listen(tag, partial(_once, tag, answer is given, act))
            flow.addWidget(tag)
        ask = partial(self.consent_paper_asked.emit, who.participant_id)
        paper = Button("告知同意书…", ask, look=Look.LINK)
        paper.setAccessibleName(f"{who.name}告知同意书")
        flow.addWidget(paper)
        return whole

    def _signature(self, file: LiveFile, who: Participant) -> QWidget:
        given = file.standing.signatures.get(who.participant_id)
        whole = QWidget()
        flow = FlowLayout(whole, spacing=6)
        for words, is_on, signal in (
            ("已签名", given is not None and given.result == SIGNED, self.signed),
            ("未签名…", given is not None and given.result != SIGNED, self.unsigned),
        ):
            tag = _tag(words, is_on=is_on)
            tag.setAccessibleName(f"{who.name}{words}")
            _listen(tag, partial(_once, tag, is_on, partial(signal.emit, who.participant_id)))
            flow.addWidget(tag)
        return whole

    def _show_recusal(self, file: LiveFile) -> None:
        """Whether recusal was asked about (条例 Art. 28(3)), and a request that waits."""
        standing = file.standing
        can_ask = standing.state in _ASKING
        row = QWidget()
        flow = FlowLayout(row, spacing=6)
        waiting = standing.open_recusal
        if waiting is not None:
            who = file.case.facts.participant(waiting.participant_id)
            words = f"申请{who.name if who else '接访人员'}回避，等待决定：{waiting.reason}"
            presses = [("同意…", partial(self.recusal_decided.emit, True)),
                       ("不同意…", partial(self.recusal_decided.emit, False))]  # fmt: skip
        else:
            words = _recusal_words(file)
            presses = [("不申请回避", partial(self.recusal_asked.emit, False))]
            presses = [] if standing.is_recusal_asked else presses
            presses.append(("申请回避…", partial(self.recusal_asked.emit, True)))
        self._recusal.addWidget(label(words, "muted", wraps=True))
        for name, act in presses if can_ask else []:
            flow.addWidget(Button(name, act))
        self._recusal.addWidget(row)

    def _focused_name(self) -> str:
        """Return what has the focus in this window, also while a form above it closes."""
        focused = self.window().focusWidget()
        is_own = focused is not None and self.isAncestorOf(focused)
        return focused.accessibleName() or _words(focused) if focused and is_own else ""

    def _give_focus_back(self, name: str, made: Collection[QPushButton]) -> None:
        """Whoever walks through the people by the keyboard stays at the same one."""
        exact = [b for b in made if name in {b.accessibleName(), b.text()}]
        turned = [b for b in made if b.accessibleName()[:-2] == name[:-2]]
        for button in [*exact, *turned, self.add_button][:1]:
            button.setFocus(Qt.FocusReason.OtherFocusReason)


def _about(who: Participant) -> tuple[str, str, str]:
    return who.role.label, f"{who.unit}{who.post}", who.side.label


def _recusal_words(file: LiveFile) -> str:
    if not file.standing.is_recusal_asked:
        return "还没有询问信访人是否申请回避。"
    if not file.standing.recusals:
        return "已询问，信访人不申请回避。"
    decided = []
    for one in file.standing.recusals:
        who = file.case.facts.participant(one.participant_id)
        outcome = "同意" if one.is_granted else "不同意"
        decided.append(f"申请{who.name if who else '接访人员'}回避：{one.decided_by}{outcome}。")
    return "".join(decided)


def _tag(words: str, *, is_on: bool) -> QPushButton:
    tag = QPushButton(words)
    tag.setCheckable(True)
    tag.setChecked(is_on)
    tag.setAutoDefault(False)
    tag.setProperty("look", "tag")
    return tag


def _words(part: QWidget) -> str:
    return part.text() if isinstance(part, QPushButton) else ""


def _once(tag: QPushButton, is_on: bool, act: Callable[[], None]) -> None:  # noqa: FBT001
    """A tag shows what is on record, not what was pressed; the same answer again says nothing."""
    tag.setChecked(is_on)
    if not is_on:
        act()


def _listen(tag: QPushButton, act: Callable[[], None]) -> None:
    tag.clicked.connect(lambda: act())
