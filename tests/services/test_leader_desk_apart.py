"""What the leader writes and ends at one window stands at the other, ink and papers too."""

from datetime import time

import pytest

from reception_desk.records.leader_bookings import BookingEvent
from reception_desk.rules.leader_days import PlannedDay
from reception_desk.rules.permissions import Role
from reception_desk.services.leader_bookings import bookings_of_day, record_booking_event
from reception_desk.services.leader_days import reception_days
from reception_desk.services.leader_papers import (
    INSTRUCTION,
    LeaderPaper,
    LeaderPaperOrder,
    draft_leader_paper,
    issue_leader_paper,
    leader_paper_on_record,
)
from reception_desk.services.leader_plan import keep_plan
from reception_desk.services.leader_reception import instruct
from reception_desk.services.matter_papers import PaperDesk
from reception_desk.services.paper_making import PaperSource
from reception_desk.services.signatures import PNG_HEAD
from tests.leaders import MORNING, NOON, two_leaders
from tests.services.test_leader_bookings import BY, TODAY, booked, instruction
from tests.services.test_leader_desk import INK
from tests.windows import Window, meet


@pytest.fixture
def received(windows: tuple[Window, Window]) -> tuple[str, str]:
    """A visitor received at the first window, with an instruction by pen; day and booking."""
    one, two = windows
    planner, secretary, _ = two_leaders(one.office)
    keep_plan(one.database, planner, [PlannedDay(TODAY, MORNING, NOON, secretary, "接访室")])
    (day,) = reception_days(one.database, TODAY, TODAY)
    day_id = day.standing.facts.day_id
    _, key = booked(one.office, day_id, time(9))
    leader = one.office.account(Role.COUNTY_LEADER)
    asked = instruction(one.office, text="", ink=INK, picture=PNG_HEAD)
    instruct(one.database, leader, key, asked)
    record_booking_event(one.database, leader, key, BookingEvent.LEFT)
    meet(one, two)
    return day_id, key


def test_ink_and_end_of_the_reception_come_to_the_other_window(
    windows: tuple[Window, Window], received: tuple[str, str]
):
    _, two = windows
    day_id, _ = received
    (found,) = bookings_of_day(two.database, two.clerk, day_id)
    assert found.standing.left_at is not None
    (given,) = found.instructions
    assert given.ink == INK


def test_a_sheet_issued_at_one_window_is_printed_again_at_the_other(
    windows: tuple[Window, Window], received: tuple[str, str]
):
    one, two = windows
    day_id, key = received
    (found,) = bookings_of_day(one.database, one.clerk, day_id)
    paper = LeaderPaper(key, INSTRUCTION, found.instructions[0].instruction_id)
    making = PaperDesk(PaperSource(one.database, one.office.files), BY)
    data = draft_leader_paper(making, one.clerk, paper)
    made = issue_leader_paper(making, one.clerk, LeaderPaperOrder(paper, data)).document
    meet(one, two)

    there = PaperDesk(PaperSource(two.database, two.office.files), BY)
    other = leader_paper_on_record(there, two.clerk, paper)
    assert other is not None
    assert other.document.document_id == made.document_id
