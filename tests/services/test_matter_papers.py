"""Papers of a matter: drafted from the record, issued whole or not, numbered by the centre."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select, text

from reception_desk.errors import DeskError, DocumentError, InvalidInputError
from reception_desk.imaging.archive import check_archive
from reception_desk.models.document import Document
from reception_desk.models.matter import Step
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentKind, DocumentRecord
from reception_desk.records.steps import StepDetails, StepInput
from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.permissions import Role
from reception_desk.rules.service_of_papers import Service, ServiceWay
from reception_desk.rules.states import State
from reception_desk.rules.transition import Event
from reception_desk.services import settings
from reception_desk.services.document_kinds import content_of
from reception_desk.services.matter_file import open_matter
from reception_desk.services.matter_papers import (
    PaperDesk,
    PaperOrder,
    draft_data,
    issue_matter_paper,
)  # fmt: skip
from reception_desk.services.paper_making import PaperSource, with_number
from reception_desk.services.registration import ACCUSATION
from reception_desk.services.service_records import record_service, services_of
from reception_desk.services.steps import matter_now, take_step
from tests.offices import SampleOffice
from tests.services.test_steps import registered, unit_id

BY = Reckoning(shipped_calendar())
LETTER, OPINION = DocumentKind.TRANSFER_LETTER, DocumentKind.HANDLING_OPINION


@pytest.fixture
def section(desk: SampleOffice):
    return desk.account(Role.SECTION)


@pytest.fixture
def making(desk: SampleOffice) -> PaperDesk:
    return PaperDesk(PaperSource(desk.database, desk.files), BY)


@pytest.fixture
def sent(desk: SampleOffice) -> str:
    """A matter that was transferred to 花园镇."""
    matter_id = registered(desk)
    leader = desk.account(Role.BUREAU_LEADER)
    step = StepInput(Event.TRANSFERRED, unit_id=unit_id(desk, "T100"))
    take_step(desk.database, leader, matter_id, step, BY)
    return matter_id


def words(desk: SampleOffice, paper: DocumentRecord) -> str:
    pdf = desk.files.obtain(paper.sha256)
    check_archive(pdf)
    pages = PdfReader(BytesIO(pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def document(desk: SampleOffice, paper: DocumentRecord) -> Document:
    with desk.database.read() as session:
        row = session.get_one(Document, paper.document_id)
        session.expunge(row)
        return row


def order(
    making: PaperDesk, actor: Actor, matter_id: str, kind: DocumentKind, **more: object
) -> PaperOrder:
    return PaperOrder(matter_id, kind, draft_data(making, actor, matter_id, kind) | more)


def test_a_letter_is_drafted_from_the_record_and_issued(desk, making, section, sent):
    paper = issue_matter_paper(making, section, order(making, section, sent, LETTER))
    said = words(desk, paper)
    assert "孝昌县花园镇人民政府" in said
    assert "张伟" in said
    assert "土地流转费" in said
    row = document(desk, paper)
    assert (row.matter_id, row.visit_id is not None, row.number) == (sent, True, None)
    assert paper.number is not None
    assert paper.number.startswith("T-1-")
    file = open_matter(desk.database, section, sent, BY, reason="办理")
    assert [owed.kind for owed in file.owed] == [DocumentKind.DESTINATION_NOTICE]


def test_a_second_paper_of_the_day_has_the_next_number(desk, making, section, sent):
    one, two = (
        issue_matter_paper(making, section, order(making, section, sent, LETTER)) for _ in "12"
    )
    assert (one.number or "")[-4:] == "W001"
    assert (two.number or "")[-4:] == "W002"


def test_what_the_template_needs_and_nobody_gave_is_named(making, section, sent, desk):
    with pytest.raises(DocumentError, match="缺少"):
        issue_matter_paper(making, section, PaperOrder(sent, OPINION, {}))
    with desk.database.read() as session:
        assert session.scalars(select(Document)).all() == []


def test_paper_and_step_stand_together_or_not_at_all(desk, making, section, sent):
    step = StepInput(Event.CLOSED)
    with pytest.raises(InvalidInputError, match="不能“办结”"):
        issue_matter_paper(
            making, section,
            PaperOrder(sent, LETTER, draft_data(making, section, sent, LETTER)), step,
        )  # fmt: skip
    with desk.database.read() as session:
        assert session.scalars(select(Document)).all() == []
        assert session.scalar(text("SELECT count(*) FROM number_request")) == 1  # the visit's
    good = PaperOrder(sent, LETTER, draft_data(making, section, sent, LETTER))
    issue_matter_paper(making, section, good, StepInput(Event.UNIT_RECEIVED))
    with desk.database.read() as session:
        events = session.scalars(select(Step.event).order_by(Step.id)).all()
    assert events[-1] == Event.UNIT_RECEIVED


def test_a_paper_issued_anew_voids_the_other_with_a_reason(desk, making, section, sent):
    first = issue_matter_paper(making, section, order(making, section, sent, LETTER))
    draft = draft_data(making, section, sent, LETTER)
    with pytest.raises(InvalidInputError, match="理由"):
        issue_matter_paper(
            making, section, PaperOrder(sent, LETTER, draft, replaces=first.document_id)
        )
    again = PaperOrder(sent, LETTER, draft, replaces=first.document_id, reason="单位名称有误")
    second = issue_matter_paper(making, section, again)
    assert document(desk, first).void_reason == "单位名称有误"
    assert document(desk, second).voided_at is None
    with pytest.raises(DeskError, match="已经作废"):
        issue_matter_paper(making, section, again)


def test_the_centre_s_number_is_set_until_a_printer_took_the_paper(desk, making, section, sent):
    paper = issue_matter_paper(making, section, order(making, section, sent, LETTER))
    assert with_number(making.source, section, paper) == paper
    give_number(desk, paper, "孝信访转〔2026〕7号")
    numbered = with_number(making.source, section, paper)
    assert numbered.number == "孝信访转〔2026〕7号"
    assert "孝信访转〔2026〕7号" in words(desk, numbered)
    assert with_number(making.source, section, numbered) == numbered


def test_a_printed_paper_keeps_the_number_it_carries(desk, making, section, sent):
    paper = issue_matter_paper(making, section, order(making, section, sent, LETTER))
    with desk.database.write() as session:
        session.execute(
            text(
                "INSERT INTO print_event (id, stream, desk_id, created_at, document_id, job, "
                "printer, state, copies, is_reprint, occurred_at) SELECT 'x', stream, desk_id, "
                "created_at, id, 'j', 'p', 'printed', 1, 0, created_at FROM document"
            )
        )
    give_number(desk, paper, "孝信访转〔2026〕8号")
    assert with_number(making.source, section, paper).sha256 == paper.sha256


def give_number(desk: SampleOffice, paper: DocumentRecord, number: str) -> None:
    with desk.database.write() as session:
        session.get_one(Document, paper.document_id).number = number


def test_an_opinion_names_the_last_day_and_its_service_begins_the_right(
    desk, making, section, sent
):
    for step in (StepInput(Event.UNIT_RECEIVED), StepInput(Event.ACCEPTED)):
        take_step(desk.database, section, sent, step, BY)
    settings.put(desk.database, "remedy.review_organ", "孝昌县人民政府")
    settings.put(desk.database, "remedy.review_address", "孝昌县花园镇示例路1号")
    opinion = order(
        making, section, sent, OPINION,
        facts=["经查，流转费确未发放。"], decisions=["支持，于12月底前发放。"],
        grounds=["《农村土地承包法》第三十九条"],
    )  # fmt: skip
    step = StepInput(Event.OPINION_GIVEN, result="1", basis="《农村土地承包法》第三十九条")
    paper = issue_matter_paper(making, section, opinion, step)
    said = words(desk, paper)
    assert "孝昌县人民政府" in said
    assert "书面请求复查" in said
    until = date.fromisoformat(opinion.data["remedy_until"])
    assert f"{until.year}年{until.month}月{until.day}日" in said
    served = Service(ServiceWay.DIRECT, date.fromisoformat(opinion.data["issued_on"]), "张伟")
    record_service(desk.database, section, paper.document_id, served, BY)
    now = matter_now(desk.database, section, sent, BY)
    assert now.standing.state is State.SERVED
    assert services_of(desk.database, section, paper.document_id)[0].received_by == "张伟"
    file = open_matter(desk.database, section, sent, BY, reason="办理")
    assert next(p for p in file.papers if p.kind == OPINION).served_on == served.day


def test_service_that_does_not_show_what_it_must_is_refused(desk, making, section, sent):
    paper = issue_matter_paper(making, section, order(making, section, sent, LETTER))
    day = date.fromisoformat(content_of(document(desk, paper))["issued_on"])
    with pytest.raises(InvalidInputError, match="邮件号码"):
        record_service(desk.database, section, paper.document_id, Service(ServiceWay.POST, day), BY)
    assert services_of(desk.database, section, paper.document_id) == ()


def test_a_public_notice_begins_no_period_before_its_thirty_days(desk, making, section, sent):
    for step in (
        StepInput(Event.UNIT_RECEIVED),
        StepInput(Event.ACCEPTED),
        StepInput(Event.OPINION_GIVEN, result="1", basis="《信访工作条例》第三十二条"),
    ):
        take_step(desk.database, section, sent, step, BY)
    opinion = order(
        making, section, sent, OPINION, facts=["经查属实。"], decisions=["支持。"],
        grounds=["《农村土地承包法》第三十九条"], remedy_organ="孝昌县人民政府",
        remedy_address="示例路1号",
    )  # fmt: skip
    paper = issue_matter_paper(making, section, opinion)
    day = date.fromisoformat(opinion.data["issued_on"])
    notice = Service(ServiceWay.PUBLIC_NOTICE, day, note="下落不明")
    record_service(desk.database, section, paper.document_id, notice, BY)
    assert matter_now(desk.database, section, sent, BY).standing.state is State.OPINION


def test_papers_of_an_accusation_are_made_by_its_keeper_alone(desk, making, section):
    matter_id = registered(desk, matter_class=ACCUSATION)
    keeper = desk.account(Role.ACCUSATION_CLERK)
    with pytest.raises(DeskError, match="没有找到"):
        draft_data(making, section, matter_id, LETTER)
    forward = StepInput(Event.ACCUSATION_FORWARDED, unit_id=unit_id(desk, "D10"))
    letter = PaperOrder(
        matter_id, LETTER,
        draft_data(making, keeper, matter_id, LETTER) | {"unit": "孝昌县纪委监委"},
    )  # fmt: skip
    said = words(desk, issue_matter_paper(making, keeper, letter, forward))
    assert "不得将材料转给被反映人" in said or "被检举" in said or "保护" in said


def test_a_visit_s_own_papers_are_not_made_here(making, section, sent):
    with pytest.raises(InvalidInputError, match="来访登记里"):
        issue_matter_paper(making, section, PaperOrder(sent, DocumentKind.RECEIPT, {}))


def test_an_extension_notice_knows_both_last_days(desk, making, section, sent):
    for step in (
        StepInput(Event.UNIT_RECEIVED),
        StepInput(Event.ACCEPTED),
        StepInput(Event.EXTENDED, days=30, reason="需要委托测绘"),
        StepInput(
            Event.SUPERVISED, reason="未按期反馈", due_on=date(2099, 1, 1),
            details=StepDetails(),
        ),
    ):  # fmt: skip
        take_step(desk.database, section, sent, step, BY)
    kind = DocumentKind.EXTENSION_NOTICE
    draft = draft_data(making, section, sent, kind)
    assert (draft["days"], draft["reason"]) == (30, "需要委托测绘")
    assert draft["extended_until"] > draft["due_on"]
    issue_matter_paper(making, section, PaperOrder(sent, kind, draft))
