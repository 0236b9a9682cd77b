"""What is asked of the recorder, in its lane: no Qt, and nothing without consent on record.

The recorder belongs to no window. Whichever desk of this home looks at it keeps its recording
within what those in the room allow, and puts one that has ended on record.
"""

from dataclasses import dataclass
from pathlib import Path

from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.models import Database
from reception_desk.recording import endpoint
from reception_desk.recording.client import (
    RecorderClient,
    RecorderLostError,
    find_recorder,
    open_recorder,
)
from reception_desk.recording.summary import films, summary_of
from reception_desk.records.actor import Actor
from reception_desk.records.recording import (
    RUNNING,
    RecordingMode,
    RecordingOrder,
    RecordingState,
    RecordingStatus,
)
from reception_desk.records.session_log import NoteInput, NoteKind
from reception_desk.rules.recording_consent import Demand
from reception_desk.services.recording_consents import Demanded, demanded_now
from reception_desk.services.recordings import register_recording
from reception_desk.services.session_log import write_note

IDLE = RecordingStatus(RecordingState.IDLE)
UNFINISHED = RUNNING | {RecordingState.PAUSED, RecordingState.INTERRUPTED}


@dataclass(frozen=True, slots=True)
class RecorderNews:
    """How the recorder stands, its last picture (JPEG), and the session whose record changed.

    `problem` is what could not be done about it.
    """

    status: RecordingStatus = IDLE
    picture: bytes = b""
    changed_session: str = ""
    problem: DeskError | None = None


class RecorderWork:
    """Used by one lane only. `home` is the desk's, in which the recorder is found."""

    def __init__(self, home: Path, database: Database, actor: Actor) -> None:
        self._home, self._database, self._actor = home, database, actor
        self._settled = ""
        """The root of the last recording that was put on record, or could not be."""

    def look(self, *, with_picture: bool) -> RecorderNews:
        """Return how it stands; what nobody in the room allows any more is ended first.

        A recorder that was killed amid a recording is followed by one that waits for a person.
        """
        client = self._find()
        if client is None:
            return RecorderNews()
        status = client.status()
        if status.state in UNFINISHED:
            status, told = self._keep_within(client, status)
        else:
            told = RecorderNews()
        if status.state is RecordingState.CLOSED:
            return self._put_on_record(status, told)
        picture = client.picture() if with_picture and status.state in RUNNING else b""
        return RecorderNews(status, picture, told.changed_session, told.problem)

    def start(self, order: RecordingOrder) -> RecorderNews:
        """Begin to record, if those in the room allow it at this moment."""
        has_picture = order.mode is RecordingMode.PICTURE_AND_SOUND
        allowed = demanded_now(self._database, self._actor, order.session, has_picture=has_picture)
        _refuse(allowed, "没有开始录制。")
        client = open_recorder(self._home)
        client.start(order)
        return RecorderNews(client.status())

    def pause(self, reason: str) -> RecorderNews:
        """Rest for a reason, which stands in the log and in the recording."""
        client = self._found()
        client.pause(reason)
        status = client.status()
        self._note(status.session, f"录音录像暂停：{reason}")
        return RecorderNews(status, changed_session=status.session)

    def resume(self) -> RecorderNews:
        """Go on after a pause, or after the recorder had died."""
        client = self._found()
        status = client.status()
        _refuse(self._demanded(status), "录制仍然暂停。")
        client.resume()
        self._note(status.session, "录音录像继续。")
        return RecorderNews(client.status(), changed_session=status.session)

    def stop(self) -> RecorderNews:
        """End, seal and put on record."""
        return self._put_on_record(self._found().stop(), RecorderNews())

    def mark(self, note_id: str) -> RecorderNews:
        """Put the moment of an entry on record in the recording."""
        client = self._find()
        if client is not None and client.status().state in RUNNING:
            client.mark(note_id)
        return self.look(with_picture=False)

    def _find(self) -> RecorderClient | None:
        state = endpoint.read_state(self._home)
        if state is None:
            return None
        found = find_recorder(self._home)
        if found is None and state.order is not None:
            return open_recorder(self._home)
        return found

    def _found(self) -> RecorderClient:
        client = self._find()
        if client is None:
            raise RecorderLostError("没有正在进行的录制。", saved="已录制的内容没有改动。")
        return client

    def _demanded(self, status: RecordingStatus) -> Demanded:
        has_picture = films(Path(status.folder))
        return demanded_now(self._database, self._actor, status.session, has_picture=has_picture)

    def _keep_within(
        self, client: RecorderClient, status: RecordingStatus
    ) -> tuple[RecordingStatus, RecorderNews]:
        """Pause or end a recording that somebody in the room does not allow any more."""
        try:
            told = self._demanded(status)
        except DeskError:
            return status, RecorderNews()  # of a session that this person may not see
        if told.demand is Demand.STOP and status.state is not RecordingState.INTERRUPTED:
            after, words = client.stop(), f"{told.because}，录音录像停止，接访照常进行。"
        elif told.demand is Demand.PAUSE and status.state in RUNNING:
            client.pause(told.because)
            after, words = client.status(), f"{told.because}，录音录像暂停。"
        else:
            return status, RecorderNews()
        if told.is_over:
            return after, RecorderNews(changed_session=status.session)
        try:
            self._note(status.session, words)
        except DeskError as error:
            return after, RecorderNews(problem=error)
        return after, RecorderNews(changed_session=status.session)

    def _put_on_record(self, status: RecordingStatus, told: RecorderNews) -> RecorderNews:
        if not status.root or status.root == self._settled:
            return RecorderNews(status, b"", told.changed_session, told.problem)
        self._settled = status.root
        try:
            summary = summary_of(Path(status.folder))
            register_recording(self._database, self._actor, status.session, summary)
        except DeskError as error:
            return RecorderNews(status, b"", told.changed_session, error)
        return RecorderNews(status, b"", status.session, told.problem)

    def _note(self, session_id: str, words: str) -> None:
        write_note(self._database, self._actor, session_id, NoteInput(NoteKind.FACT, words))


def _refuse(allowed: Demanded, saved: str) -> None:
    if allowed.demand is not Demand.GO_ON:
        raise InvalidInputError(f"现在不能录制：{allowed.because}。", saved=saved)
