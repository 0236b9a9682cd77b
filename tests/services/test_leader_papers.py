"""Papers of a leader's day: drafted from the booking, put on record, one for each instruction."""

from datetime import time, timedelta

import pytest

from reception_desk.errors import DeskError, DocumentError, InvalidInputError, NotPermittedError
from reception_desk.records.document import DocumentKind
from reception_desk.records.leader_bookings import BookingEvent
from reception_desk.records.signature import Handwriting, Point
from reception_desk.rules.permissions import Role
from reception_desk.services.leader_bookings import (
    BookingInput,
    book,
    bookings_of_day,
    record_booking_event,
)
from reception_desk.services.leader_papers import (
    BOOKING_FORM,
    INSTRUCTION,
    VISIT_FORM,
    LeaderPaper,
    LeaderPaperOrder,
    draft_leader_paper,
    issue_leader_paper,
    leader_paper_on_record,
)
from reception_desk.services.leader_reception import instruct
from reception_desk.services.matter_file import open_matter
from reception_desk.services.matter_papers import PaperDesk, PaperOrder, issue_matter_paper
from reception_desk.services.paper_making import PaperSource, with_number
from reception_desk.services.signatures import PNG_HEAD
from tests.documents.reading import pictures
from tests.offices import SampleOffice
from tests.services.test_leader_bookings import BY, TODAY, booked, days, instruction
from tests.services.test_matter_papers import give_number, words

__all__ = ["days"]
LONG_INK = Handwriting(640, 220, (tuple(Point(x, 30 + x % 90, x) for x in range(20, 600, 20)),))


@pytest.fixture
def making(desk: SampleOffice) -> PaperDesk:
    return PaperDesk(PaperSource(desk.database, desk.files), BY)


def issue(making: PaperDesk, desk: SampleOffice, paper: LeaderPaper, **more: object):
    data = draft_leader_paper(making, desk.clerk, paper)
    order = LeaderPaperOrder(paper, data, **more)  # pyright: ignore[reportArgumentType]
    return issue_leader_paper(making, desk.clerk, order).document


def instructed(desk: SampleOffice, day_id: str) -> tuple[str, str, str]:
    """Return matter, booking and instruction."""
    matter_id, booking_id = booked(desk, day_id, time(9))
    instruct(desk.database, desk.clerk, booking_id, instruction(desk))
    (found,) = bookings_of_day(desk.database, desk.clerk, day_id)
    return matter_id, booking_id, found.instructions[0].instruction_id


def test_the_form_of_a_booking_says_day_leader_and_place_in_the_list(
    desk: SampleOffice, days: tuple[str, str], making: PaperDesk
):
    matter_id, booking_id = booked(desk, days[0], time(9))
    paper = LeaderPaper(booking_id, BOOKING_FORM)
    assert leader_paper_on_record(making, desk.clerk, paper) is None
    said = words(desk, issue(making, desk, paper))

    assert "领导接访预约登记表" in said
    assert "县委书记何某" in said
    assert "2026年12月15日" in said
    assert "9:00" in said
    file = open_matter(desk.database, desk.clerk, matter_id, BY, reason="核对")
    assert [one.kind for one in file.papers] == [BOOKING_FORM]
    found = leader_paper_on_record(making, desk.clerk, paper)
    assert found is not None
    assert found.is_true


def test_a_booking_that_moved_makes_its_form_untrue_and_the_new_one_voids_it(
    desk: SampleOffice, days: tuple[str, str], making: PaperDesk
):
    matter_id, booking_id = booked(desk, days[0], time(9))
    paper = LeaderPaper(booking_id, BOOKING_FORM)
    first = issue(making, desk, paper)
    record_booking_event(
        desk.database, desk.clerk, booking_id, BookingEvent.MOVED,
        reason="信访人住院", day_id=days[1], at=time(10),
    )  # fmt: skip
    found = leader_paper_on_record(making, desk.clerk, paper)
    assert found is not None
    assert not found.is_true

    with pytest.raises(InvalidInputError, match="已经出具过"):
        issue(making, desk, paper)
    issue(making, desk, paper, replaces=first.document_id, reason="改约")
    file = open_matter(desk.database, desk.clerk, matter_id, BY, reason="核对")
    assert [one.is_void for one in file.papers] == [True, False]


def test_the_sheet_of_an_instruction_says_who_owes_what_until_when(
    desk: SampleOffice, days: tuple[str, str], making: PaperDesk
):
    _, booking_id, key = instructed(desk, days[0])
    made = issue(making, desk, LeaderPaper(booking_id, INSTRUCTION, key))
    said = words(desk, made)

    assert "领导接访事项批办单" in said
    assert "请花园镇重新测量，书面答复。" in said
    due = TODAY + timedelta(days=20)
    assert f"{due.year}年{due.month}月{due.day}日" in said
    assert "施某" in said
    assert made.number is not None
    assert made.number.startswith("T-")


def test_an_instruction_has_one_sheet_and_a_second_instruction_its_own(
    desk: SampleOffice, days: tuple[str, str], making: PaperDesk
):
    _, booking_id, key = instructed(desk, days[0])
    paper = LeaderPaper(booking_id, INSTRUCTION, key)
    made = issue(making, desk, paper)
    found = leader_paper_on_record(making, desk.clerk, paper)
    assert found is not None
    assert (found.document.document_id, found.is_true) == (made.document_id, True)
    with pytest.raises(InvalidInputError, match="已经出具过"):
        issue(making, desk, paper)

    instruct(desk.database, desk.clerk, booking_id, instruction(desk, text="并入户说明。"))
    (now,) = bookings_of_day(desk.database, desk.clerk, days[0])
    other = LeaderPaper(booking_id, INSTRUCTION, now.instructions[1].instruction_id)
    assert leader_paper_on_record(making, desk.clerk, other) is None
    assert "并入户说明。" in words(desk, issue(making, desk, other))


def test_the_register_of_a_visit_follows_what_was_instructed(
    desk: SampleOffice, days: tuple[str, str], making: PaperDesk
):
    _, booking_id, _ = instructed(desk, days[0])
    paper = LeaderPaper(booking_id, VISIT_FORM)
    said = words(desk, issue(making, desk, paper))
    assert "接访1批1人，批办1件" in said
    assert "第一接访室" in said

    instruct(desk.database, desk.clerk, booking_id, instruction(desk, text="并入户说明。"))
    found = leader_paper_on_record(making, desk.clerk, paper)
    assert found is not None
    assert not found.is_true


def test_no_sheet_without_an_instruction_and_none_on_the_page_of_the_matter(
    desk: SampleOffice, days: tuple[str, str], making: PaperDesk
):
    matter_id, booking_id = booked(desk, days[0])
    with pytest.raises(DeskError, match="还没有领导批示"):
        leader_paper_on_record(making, desk.clerk, LeaderPaper(booking_id, INSTRUCTION))
    with pytest.raises(InvalidInputError, match="在领导接访里"):
        issue_matter_paper(making, desk.clerk, PaperOrder(matter_id, INSTRUCTION, {}))
    with pytest.raises(NotPermittedError):
        draft_leader_paper(
            making, desk.account(Role.COUNTY_LEADER), LeaderPaper(booking_id, BOOKING_FORM)
        )
    with pytest.raises(ValueError, match="no paper of a leader's day"):
        issue_leader_paper(
            making,
            desk.clerk,
            LeaderPaperOrder(LeaderPaper(booking_id, DocumentKind.TRANSFER_LETTER), {}),
        )


def test_earlier_promises_stand_with_the_next_booking(desk: SampleOffice, days: tuple[str, str]):
    matter_id, _, _ = instructed(desk, days[0])
    book(desk.database, desk.clerk, BookingInput(days[1], matter_id), BY)
    (first,) = bookings_of_day(desk.database, desk.clerk, days[0])
    (again,) = bookings_of_day(desk.database, desk.clerk, days[1])
    assert first.earlier == ()
    assert [one.promise.what for one in again.earlier] == ["请花园镇重新测量，书面答复。"]


def test_handwriting_stands_on_the_sheet_and_outlives_the_number(
    desk: SampleOffice, days: tuple[str, str], making: PaperDesk
):
    _, booking_id = booked(desk, days[0])
    asked = instruction(desk, text="", ink=LONG_INK, picture=PNG_HEAD)
    instruct(desk.database, desk.clerk, booking_id, asked)
    (found,) = bookings_of_day(desk.database, desk.clerk, days[0])
    paper = LeaderPaper(booking_id, INSTRUCTION, found.instructions[0].instruction_id)
    data = draft_leader_paper(making, desk.clerk, paper)
    assert "instruction" not in data
    made = issue(making, desk, paper)
    (page,) = pictures(desk.files.obtain(made.sha256), scale=1)
    bare = LeaderPaperOrder(paper, {**data, "ink": ""}, replaces=made.document_id, reason="对照")
    other = issue_leader_paper(making, desk.clerk, bare).document
    (without,) = pictures(desk.files.obtain(other.sha256), scale=1)
    assert (page < 128).sum() > (without < 128).sum() + 100
    with pytest.raises(DocumentError, match="手写批示"):
        issue_leader_paper(
            making,
            desk.clerk,
            LeaderPaperOrder(
                paper, {**data, "ink": "{}"}, replaces=other.document_id, reason="对照"
            ),
        )


def test_a_sheet_is_still_that_of_its_instruction_once_it_has_the_centre_s_number(
    desk: SampleOffice, days: tuple[str, str], making: PaperDesk
):
    _, booking_id, key = instructed(desk, days[0])
    paper = LeaderPaper(booking_id, INSTRUCTION, key)
    made = issue(making, desk, paper)
    give_number(desk, made, "孝信访领接〔2026〕3号")
    numbered = with_number(making.source, desk.clerk, made)
    assert "孝信访领接〔2026〕3号" in words(desk, numbered)

    found = leader_paper_on_record(making, desk.clerk, paper)
    assert found is not None
    assert found.document.number == "孝信访领接〔2026〕3号"
