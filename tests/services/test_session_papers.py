"""Papers of a session: drafted from its record, issued with the event that belongs to them."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from reception_desk.errors import InvalidInputError
from reception_desk.models.database import now
from reception_desk.models.document import Document
from reception_desk.models.recording import Recording
from reception_desk.records.document import DocumentKind, DocumentRecord
from reception_desk.records.promises import PromiseInput
from reception_desk.records.recordings import ConsentAnswer, ManifestSummary
from reception_desk.records.session_log import NoteInput, NoteKind
from reception_desk.records.video_sessions import ParticipantInput, ParticipantRole, SessionSide
from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.recording_consent import Permitted
from reception_desk.rules.session_transition import SessionEvent as Event
from reception_desk.rules.session_transition import SessionState
from reception_desk.rules.video_sessions import SIGNED, UNSIGNED
from reception_desk.services.matter_papers import PaperDesk, PaperOrder, issue_matter_paper
from reception_desk.services.paper_making import PaperSource
from reception_desk.services.recording_consents import permitted_now, record_answer
from reception_desk.services.recordings import register_recording
from reception_desk.services.session_log import write_note
from reception_desk.services.session_paper_data import notice_version
from reception_desk.services.session_papers import (
    SessionPaperOrder,
    draft_session_paper,
    issue_session_paper,
)
from reception_desk.services.session_participants import add_participant
from tests.offices import SampleOffice, today
from tests.services.test_steps import unit_id
from tests.sessions import SampleSession, a_room, a_session

BY = Reckoning(shipped_calendar())
RECORD, NOTICE = DocumentKind.VIDEO_SESSION_RECORD, DocumentKind.VIDEO_SESSION_NOTICE
ROOT = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


@pytest.fixture
def making(desk: SampleOffice) -> PaperDesk:
    return PaperDesk(PaperSource(desk.database, desk.files), BY)


def issue(
    making: PaperDesk, sample: SampleSession, kind: DocumentKind, **more: object
) -> DocumentRecord:
    data = draft_session_paper(making, sample.actor, sample.session_id, kind)
    order = SessionPaperOrder(sample.session_id, kind, data | more)
    return issue_session_paper(making, sample.actor, order).document


def words(desk: SampleOffice, paper: DocumentRecord) -> str:
    pages = PdfReader(BytesIO(desk.files.obtain(paper.sha256))).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def say(sample: SampleSession, kind: NoteKind, text: str, **more: object) -> str:
    note = NoteInput(kind, text, **more)  # pyright: ignore[reportArgumentType]
    return write_note(sample.desk.database, sample.actor, sample.session_id, note)


def test_e33_the_visitor_declines_recording(desk: SampleOffice, making: PaperDesk):
    """E-33: the session runs, consent=no, there is no file, the written record is signed."""
    sample = a_session(desk)
    sample.appointed(a_room(desk))
    sample.come()
    sample.record(Event.RECUSAL_ASKED, result="none")
    answered = record_answer(
        desk.database, desk.clerk, sample.session_id, sample.petitioner, ConsentAnswer.DECLINES,
        notice_version=notice_version(),
    )  # fmt: skip
    assert answered.permitted is Permitted.NOTHING
    sample.record(Event.BEGUN)
    began = now()
    assert permitted_now(desk.database, desk.clerk, sample.session_id) is Permitted.NOTHING
    say(sample, NoteKind.CLAIM, "请求支付流转费", participant_id=sample.petitioner)
    summary = ManifestSummary(
        "20261127-S001", ROOT, 1, 60, 1000, 0, has_picture=True, began_at=began,
        ended_at=began + timedelta(minutes=1),
    )  # fmt: skip
    with pytest.raises(InvalidInputError, match="没有得到在场各人的同意"):
        register_recording(desk.database, desk.clerk, sample.session_id, summary)
    sample.record(Event.ENDED)

    paper = issue(making, sample, RECORD)
    said = words(desk, paper)
    assert "录音录像：未录音录像" in said
    assert "张伟不同意" in said
    assert "请求支付流转费" in said
    for who in (sample.petitioner, sample.receiver):
        sample.record(Event.SIGNATURE, participant_id=who, result=SIGNED)
    sample.record(Event.SIGNED)
    standing = sample.now().standing
    assert standing.state is SessionState.SIGNED
    assert standing.record_id == paper.document_id
    assert standing.signatures[sample.petitioner].result == SIGNED
    with desk.database.read() as session:
        assert session.scalars(select(Recording)).all() == []


def test_the_record_says_everything_that_happened(desk: SampleOffice, making: PaperDesk):
    sample = a_session(desk)
    interpreter = add_participant(
        desk.database, desk.clerk, sample.session_id,
        ParticipantInput(SessionSide.NEAR, ParticipantRole.INTERPRETER, name="余某"),
    )  # fmt: skip
    sample.appointed(a_room(desk))
    sample.come()
    sample.record(Event.ARRIVED, participant_id=interpreter)
    sample.record(
        Event.RECUSAL_ASKED, result="requested", reason="与村干部是亲属",
        participant_id=sample.receiver,
    )  # fmt: skip
    sample.record(Event.RECUSAL_REFUSED, decided_by="市信访局", reason="不是亲属")
    for who in (sample.petitioner, interpreter):
        record_answer(
            desk.database, desk.clerk, sample.session_id, who, ConsentAnswer.AGREES,
            notice_version=notice_version(),
        )  # fmt: skip
    sample.record(Event.BEGUN)
    began = now()
    claim = say(sample, NoteKind.CLAIM, "请求支付2024年的流转费", participant_id=sample.petitioner)
    say(sample, NoteKind.CLAIM, "请求支付2023年的流转费", correction_of=claim)
    say(sample, NoteKind.INTERRUPTED, "线路中断")
    say(sample, NoteKind.RESUMED, "")
    promise = PromiseInput("", unit_id(desk, "T100"), "施某", today() + timedelta(days=20))
    write_note(
        desk.database, desk.clerk, sample.session_id,
        NoteInput(NoteKind.PROMISE, "本月内核实并支付", participant_id=sample.receiver), promise,
    )  # fmt: skip
    register_recording(
        desk.database, desk.clerk, sample.session_id,
        ManifestSummary(
            "20261127-S001", ROOT, 52, 3012, 1_100_000_000, 1, has_picture=True, began_at=began,
            ended_at=now() + timedelta(seconds=1),
        ),
    )  # fmt: skip
    sample.record(Event.BROKEN_OFF, reason="线路不能恢复，双方同意结束")

    said = words(desk, issue(making, sample, RECORD))
    for part in (
        "市信访局副局长何某", "翻译：余某",
        "与村干部是亲属", "市信访局决定不同意", "线路中断",
        "更正：请求支付2023年的流转费", "本月内核实并支付；责任单位孝昌县花园镇人民政府",
        "责任人施某",
        "已录音录像，52段，共50分12秒，1.1GB，间断1次", ROOT[:8], ROOT[-8:], "线路不能恢复",
        "张伟同意录音录像", "余某同意录音录像", "共1次",
    ):  # fmt: skip
        assert part in said, part


def test_a_notice_is_an_event_and_tells_the_unit_something_else(
    desk: SampleOffice, making: PaperDesk
):
    sample = a_session(desk)
    unit = add_participant(
        desk.database, desk.clerk, sample.session_id,
        ParticipantInput(SessionSide.UNIT, ParticipantRole.UNIT_STAFF, "施某", "花园镇人民政府"),
    )  # fmt: skip
    with pytest.raises(InvalidInputError, match="已申请"):
        issue(making, sample, NOTICE, held_at="2026年12月1日", reply_by="2026-11-30")
    with desk.database.read() as session:
        assert session.scalars(select(Document)).all() == []
    sample.appointed(a_room(desk))
    first = words(desk, issue(making, sample, NOTICE))
    assert "张伟：" in first
    assert "申请接访人员回避" in first
    data = draft_session_paper(making, desk.clerk, sample.session_id, NOTICE, participant_id=unit)
    order = SessionPaperOrder(sample.session_id, NOTICE, data)
    second = words(desk, issue_session_paper(making, desk.clerk, order).document)
    assert "花园镇人民政府：" in second
    assert "责任人和办理时限" in second
    assert len(sample.now().standing.notices) == 2


def test_a_corrected_record_voids_the_one_before_and_is_signed_anew(
    desk: SampleOffice, making: PaperDesk
):
    sample = a_session(desk)
    sample.begun()
    say(sample, NoteKind.FACT, "面积0.8亩", participant_id=sample.petitioner)
    sample.record(Event.ENDED)
    first = issue(making, sample, RECORD)
    sample.record(Event.SIGNATURE, participant_id=sample.petitioner, result=SIGNED)
    sample.record(Event.RECORD_CORRECTED, reason="面积写错")
    assert sample.now().standing.signatures == {}
    second = issue(making, sample, RECORD)
    with desk.database.read() as session:
        assert session.get_one(Document, first.document_id).void_reason == "更正笔录"
    assert sample.now().standing.record_id == second.document_id
    sample.record(Event.CORRECTION_REFUSED, participant_id=sample.petitioner, reason="测量为准")
    sample.record(
        Event.SIGNATURE, participant_id=sample.petitioner, result=UNSIGNED, reason="不同意面积"
    )
    with pytest.raises(InvalidInputError, match="何某"):
        sample.record(Event.SIGNED)


def test_form_and_consent_are_drafted_from_the_record(desk: SampleOffice, making: PaperDesk):
    sample = a_session(desk)
    sample.appointed(a_room(desk))
    form = words(desk, issue(making, sample, DocumentKind.VIDEO_SESSION_FORM))
    assert "张伟" in form
    assert "138****0000" in form
    assert "☑县—市" in form
    data = draft_session_paper(
        making, desk.clerk, sample.session_id, DocumentKind.RECORDING_CONSENT,
        participant_id=sample.petitioner,
    )  # fmt: skip
    consent = SessionPaperOrder(sample.session_id, DocumentKind.RECORDING_CONSENT, data)
    said = words(desk, issue_session_paper(making, desk.clerk, consent).document)
    assert notice_version() in said
    assert "不同意不影响接访" in said


def test_they_are_made_from_the_session_only(desk: SampleOffice, making: PaperDesk):
    sample = a_session(desk)
    with pytest.raises(InvalidInputError, match="视频接访里"):
        issue_matter_paper(making, desk.clerk, PaperOrder(sample.matter_id, RECORD, {}))
