"""From a press to an event on record: who came, what was answered, what follows."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reception_desk.errors import DeskError
from reception_desk.records.recordings import ConsentAnswer
from reception_desk.records.video_sessions import Participant, ParticipantInput, SessionEventInput
from reception_desk.rules.session_transition import SessionEvent
from reception_desk.rules.video_sessions import NONE, REQUESTED, SIGNED, UNSIGNED
from reception_desk.services.live_sessions import LiveFile
from reception_desk.services.recording_consents import record_answer
from reception_desk.services.session_paper_data import notice_version
from reception_desk.services.session_participants import add_participant
from reception_desk.services.video_sessions import record_event
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.dialogs.participant_form import ParticipantForm
from reception_desk.ui.dialogs.session_event import EventWanted, SessionEventForm
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.workplace import Workplace

LANE = "session events"
_FAILURE = "结束后请附书面说明，说明会写入笔录。线路恢复后可以改期继续。"
_REQUEST = "信访人申请回避的，由有权的单位决定；决定以前不能开始接访。"


class LiveActing(QObject):
    """Signal `failed(error)`. `file` is the session as it is shown; forms open above `window`."""

    failed = Signal(object)

    def __init__(self, work: Workplace, window: QWidget) -> None:
        super().__init__(window)
        self._work, self._window = work, window
        self.file: LiveFile | None = None

    def came(self, participant_id: str) -> None:
        """Somebody came into the room."""
        self.record(SessionEventInput(SessionEvent.ARRIVED, participant_id=participant_id))

    def left(self, participant_id: str) -> None:
        """Somebody left it."""
        self.record(SessionEventInput(SessionEvent.LEFT, participant_id=participant_id))

    def signed(self, participant_id: str) -> None:
        """Somebody signed the record."""
        event = SessionEventInput(
            SessionEvent.SIGNATURE, participant_id=participant_id, result=SIGNED
        )
        self.record(event)

    def unsigned(self, participant_id: str) -> None:
        """Somebody did not sign it, for a reason."""
        self._ask(
            EventWanted(
                SessionEvent.SIGNATURE, "未签名", "记录", "拒绝签名或者不能签名的，写明情况即可。",
                UNSIGNED, participant_id,
            )
        )  # fmt: skip

    def answered(self, participant_id: str, answer: ConsentAnswer) -> None:
        """Put on record what somebody said to the notice; a recording hears of it at once."""
        if self.file is None:
            return
        database, actor = self._work.database, self._work.actor
        session_id, wording = self.file.case.session_id, self._work.settings.wording_path

        def act() -> object:
            version = notice_version(wording)
            return record_answer(
                database, actor, session_id, participant_id, answer, notice_version=version
            )

        self._run(act, session_id, self.failed.emit)

    def recusal_asked(self, is_requested: bool) -> None:  # noqa: FBT001 - Qt's signal
        """Put on record what was answered to the question about recusal."""
        if not is_requested:
            self.record(SessionEventInput(SessionEvent.RECUSAL_ASKED, result=NONE))
            return
        self._ask(
            EventWanted(
                SessionEvent.RECUSAL_ASKED, "申请回避", "记录", _REQUEST, REQUESTED,
                people=self._staff(), who_label="申请谁回避",
            )
        )  # fmt: skip

    def recusal_decided(self, is_granted: bool) -> None:  # noqa: FBT001 - Qt's signal
        """Put on record what was decided."""
        event = SessionEvent.RECUSAL_GRANTED if is_granted else SessionEvent.RECUSAL_REFUSED
        title = "同意回避" if is_granted else "不同意回避"
        self._ask(EventWanted(event, title, "记录", asks_decider=True, asks_reason=not is_granted))

    def objected(self) -> None:
        """Put on record that a correction was asked for and not made."""
        everybody = self._choices(lambda _who: True)
        self._ask(
            EventWanted(
                SessionEvent.CORRECTION_REFUSED, "不予更正", "记录",
                "谁要求更正什么、为什么没有改，会印在笔录上。", people=everybody,
                who_label="谁要求更正", who_is_needed=True,
            )
        )  # fmt: skip

    def broke_off(self) -> None:
        """A failure ends this part of the session."""
        self._ask(EventWanted(SessionEvent.BROKEN_OFF, "因故障结束", "结束", _FAILURE))

    def correct_record(self) -> None:
        """The record that was read is taken back."""
        words = "更正以后重新制作笔录，再宣读、再签名；原来的笔录作废保留。"
        self._ask(EventWanted(SessionEvent.RECORD_CORRECTED, "更正笔录", "更正", words))

    def add_somebody(self) -> None:
        """Name somebody who takes part."""
        form = ParticipantForm(self._window.window())
        form.asked.connect(partial(self._add, form))
        form.open()

    def record(self, event: SessionEventInput, form: DialogForm | None = None) -> None:
        """Put an event on record."""
        if self.file is None:
            return
        session_id = self.file.case.session_id
        act = partial(record_event, self._work.database, self._work.actor, session_id, event)
        self._run(act, session_id, self._refusal(form), form)

    def _ask(self, wanted: EventWanted) -> None:
        form = SessionEventForm(self._window.window(), wanted)
        form.asked.connect(lambda event: self.record(event, form))
        form.open()

    def _add(self, form: ParticipantForm, who: ParticipantInput) -> None:
        if self.file is not None:
            key = self.file.case.session_id
            act = partial(add_participant, self._work.database, self._work.actor, key, who)
            self._run(act, key, self._refusal(form), form)

    def _run(
        self,
        act: Callable[[], object],
        session_id: str,
        on_error: Callable[[Exception], None],
        form: DialogForm | None = None,
    ) -> None:
        def done(_key: object) -> None:
            if form is not None:
                form.accept()
            self._work.changes.video_session_changed.emit(session_id)

        owner: QObject = form if form is not None else self
        self._work.tasks.run(LANE, owner, act, done, on_error)

    def _refusal(self, form: DialogForm | None) -> Callable[[Exception], None]:
        if form is None:
            return self.failed.emit

        def refuse(error: Exception) -> None:
            if isinstance(error, DeskError):
                form.refuse(error)
            else:
                form.set_busy(is_busy=False)
                self._work.messages.show_error(error)

        return refuse

    def _staff(self) -> Sequence[Choice]:
        """Those who act in office: they are whom a request for recusal is about."""
        return self._choices(lambda who: not who.role.asks_consent)

    def _choices(self, is_meant: Callable[[Participant], bool]) -> Sequence[Choice]:
        people = self.file.case.participants if self.file else ()
        return [
            Choice(who.participant_id, who.name or who.role.label, who.role.label)
            for who in people
            if is_meant(who)
        ]
