"""销毁: two persons, the files first, then the certificate; nothing goes that must stay."""

from dataclasses import dataclass, field
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.models.document import Document
from reception_desk.records.actor import Actor
from reception_desk.records.recordings import (
    KeepingEvent,
    KeepingInput,
    RecordingRecord,
    RetentionClass,
)
from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.permissions import Role
from reception_desk.rules.recording_keeping import keeping
from reception_desk.services.matter_papers import PaperDesk
from reception_desk.services.paper_making import PaperSource
from reception_desk.services.recording_disposal import dispose
from reception_desk.services.recordings import keep_recording, open_recording, recordings_of
from tests.offices import SampleOffice
from tests.services.test_recordings import ROOT, held, register
from tests.sessions import SampleSession

WAY = "从录制机磁盘删除"


@dataclass
class Disk:
    """The recorder's disk: a folder of files by their label."""

    folders: set[str] = field(default_factory=lambda: {"20261127-S001"})

    def remove(self, recording: RecordingRecord) -> None:
        self.folders.discard(recording.summary.folder)


@dataclass
class Kept:
    """A recording that an order to erase lets go before its period has ended."""

    sample: SampleSession
    key: str
    section: Actor
    leader: Actor
    making: PaperDesk
    disk: Disk = field(default_factory=Disk)

    def keep(self, actor: Actor, event: KeepingEvent, **said: object) -> str:
        act = KeepingInput(event, "本人申请删除", **said)  # pyright: ignore[reportArgumentType]
        return keep_recording(self.sample.desk.database, actor, self.key, act)

    def approved(self) -> None:
        self.keep(self.section, KeepingEvent.RETAINED, retention=RetentionClass.NO_LONGER)
        asked = self.keep(self.section, KeepingEvent.DISPOSAL_ASKED)
        self.keep(self.leader, KeepingEvent.DISPOSAL_APPROVED, answers_id=asked)

    def recording(self) -> RecordingRecord:
        desk = self.sample.desk
        (found,) = recordings_of(desk.database, self.section, self.sample.session_id)
        return found


@pytest.fixture
def kept(desk: SampleOffice) -> Kept:
    sample = held(desk)
    key = register(sample)
    return Kept(
        sample,
        key,
        desk.account(Role.SECTION),
        desk.account(Role.BUREAU_LEADER),
        PaperDesk(PaperSource(desk.database, desk.files), Reckoning(shipped_calendar())),
    )


def test_the_files_go_and_the_certificate_says_who_and_why(desk: SampleOffice, kept: Kept):
    kept.approved()
    paper = dispose(kept.making, kept.section, kept.key, kept.disk.remove, way=WAY)
    assert kept.disk.folders == set()
    disposed = keeping(kept.recording()).disposed
    assert disposed is not None
    assert disposed.document_id == paper.document_id
    pages = PdfReader(BytesIO(desk.files.obtain(paper.sha256))).pages
    said = "".join("".join(page.extract_text().split()) for page in pages)
    for part in ("本人申请删除", ROOT[:8], ROOT[-8:], "从录制机磁盘删除", "依法不再保存", "3分0秒"):
        assert part in said
    with pytest.raises(InvalidInputError, match="已经销毁"):
        open_recording(desk.database, kept.section, kept.key, reason="看看")
    with pytest.raises(InvalidInputError, match="已经销毁"):
        dispose(kept.making, kept.section, kept.key, kept.disk.remove, way=WAY)


def test_without_approval_or_under_a_hold_no_file_is_touched(desk: SampleOffice, kept: Kept):
    with pytest.raises(InvalidInputError, match="没有批准"):
        dispose(kept.making, kept.section, kept.key, kept.disk.remove, way=WAY)
    kept.approved()
    kept.keep(kept.section, KeepingEvent.HELD)
    with pytest.raises(InvalidInputError, match="暂停"):
        dispose(kept.making, kept.section, kept.key, kept.disk.remove, way=WAY)
    assert kept.disk.folders == {"20261127-S001"}
    with desk.database.read() as session:
        assert session.scalars(select(Document)).all() == []


def test_nobody_approves_their_own_request(desk: SampleOffice, kept: Kept):
    both = desk.account(Role.SECTION, Role.BUREAU_LEADER)
    kept.keep(both, KeepingEvent.RETAINED, retention=RetentionClass.NO_LONGER)
    asked = kept.keep(both, KeepingEvent.DISPOSAL_ASKED)
    with pytest.raises(InvalidInputError, match="自己"):
        kept.keep(both, KeepingEvent.DISPOSAL_APPROVED, answers_id=asked)


def test_a_disk_that_fails_leaves_the_approval_standing(kept: Kept):
    kept.approved()

    def fail(_recording: RecordingRecord) -> None:
        raise DeskError("录制机的磁盘写不进去。")

    with pytest.raises(DeskError, match="磁盘"):
        dispose(kept.making, kept.section, kept.key, fail, way=WAY)
    assert keeping(kept.recording()).disposed is None
    dispose(kept.making, kept.section, kept.key, kept.disk.remove, way=WAY)
    assert keeping(kept.recording()).disposed is not None
