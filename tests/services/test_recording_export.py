"""A recording handed out: with right, approval and reason, whole or not at all."""

from pathlib import Path

import pytest
from sqlalchemy import select

from reception_desk.errors import DeskError, InvalidInputError, NotPermittedError
from reception_desk.models.audit import AuditEntry
from reception_desk.recording.film import write_film
from reception_desk.recording.verify import WHOLE, verify
from reception_desk.records.export import ExportKind
from reception_desk.records.recordings import KeepingEvent, KeepingInput
from reception_desk.records.session_log import NoteInput, NoteKind
from reception_desk.rules.permissions import Role
from reception_desk.services.exports import Approval, ExportOrder
from reception_desk.services.past_sessions import open_past
from reception_desk.services.recording_export import HandedOut, RecordingSource, hand_out
from reception_desk.services.recording_files import found_recordings, register_found
from reception_desk.services.recordings import keep_recording
from reception_desk.services.session_log import write_note
from tests.offices import SampleOffice
from tests.recordings import PLAN
from tests.services.test_recording_files import recorded
from tests.services.test_recordings import held


class CancelledError(Exception):
    """What a cancelled report raises."""


def quiet(_done: int, _total: int) -> None:
    """Hear of the progress."""


class Ready:
    """A recorded session of one line at a desk, and where it is handed out."""

    def __init__(self, desk: SampleOffice, folder: Path) -> None:
        self.desk = desk
        self.recordings, self.target = folder / "recordings", folder / "out"
        sample = held(desk)
        write_note(desk.database, desk.clerk, sample.session_id, NoteInput(NoteKind.CLAIM, "付款"))
        recorded(sample, self.recordings, write_film(folder / "film.mkv", PLAN))
        (found,) = found_recordings(desk.database, desk.clerk, self.recordings)
        self.key = register_found(desk.database, desk.clerk, found)
        self.section, self.leader = desk.account(Role.SECTION), desk.account(Role.BUREAU_LEADER)
        past = open_past(desk.database, self.section, sample.session_id)
        self.handed = HandedOut(past, past.file.recordings[0])
        self.source = RecordingSource(desk.database, desk.files, self.recordings)

    def order(self, reason: str = "移送", *, approved: bool = True) -> ExportOrder:
        approval = Approval(self.leader) if approved else None
        return ExportOrder(self.target, ExportKind.FOLDER, reason, approval)

    def reasons(self) -> list[str | None]:
        with self.desk.database.read() as session:
            query = select(AuditEntry.reason).where(AuditEntry.action == "view_recording")
            return list(session.scalars(query))


@pytest.fixture
def ready(desk: SampleOffice, tmp_path: Path) -> Ready:
    return Ready(desk, tmp_path)


def test_the_folder_is_whole_and_the_audit_says_who_agreed(ready: Ready):
    steps: list[tuple[int, int]] = []
    root = hand_out(
        ready.source, ready.section, ready.handed, ready.order(), lambda *at: steps.append(at)
    )
    assert verify(ready.target, root).status == WHOLE
    assert (ready.target / "verify.py").is_file()
    assert steps[-1][0] == steps[-1][1]
    (reason,) = ready.reasons()
    assert reason == f"移送（{ready.leader.name}批准）"


def test_without_right_approval_or_reason_nothing_is_written(ready: Ready):
    clerk = ready.desk.clerk
    for actor, order, error in (
        (clerk, ready.order(), NotPermittedError),
        (ready.section, ready.order(approved=False), NotPermittedError),
        (ready.section, ready.order(" "), InvalidInputError),
    ):
        with pytest.raises(error):
            hand_out(ready.source, actor, ready.handed, order, quiet)
    assert not ready.target.exists()
    assert ready.reasons() == []


def test_a_sealed_part_is_not_handed_out(ready: Ready):
    act = KeepingInput(KeepingEvent.SEALED, "隐私", from_second=1, to_second=2)
    keep_recording(ready.desk.database, ready.section, ready.key, act)
    with pytest.raises(InvalidInputError, match="封存"):
        hand_out(ready.source, ready.section, ready.handed, ready.order(), quiet)
    assert not ready.target.exists()


def test_cancelled_it_leaves_nothing(ready: Ready):
    def cancel(done: int, _total: int) -> None:
        if done == 3:
            raise CancelledError

    with pytest.raises(CancelledError):
        hand_out(ready.source, ready.section, ready.handed, ready.order(), cancel)
    assert not ready.target.exists()


def test_files_that_are_elsewhere_are_told(ready: Ready):
    ready.recordings.rename(ready.recordings.parent / "moved")
    with pytest.raises(DeskError, match="本机没有"):
        hand_out(ready.source, ready.section, ready.handed, ready.order(), quiet)
    assert ready.reasons() == []
