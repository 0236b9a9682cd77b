"""Whether a unit asked to attend comes: in any order of two desks the same."""

from datetime import UTC, datetime
from itertools import permutations

import pytest

from reception_desk.rules.attendance import (
    Attendance,
    AttendanceEvent,
    AttendanceRecord,
    fold,
    why_not,
)

NOW = datetime(2026, 12, 1, 1, tzinfo=UTC)
ASKED, CONFIRMED, RELEASED = AttendanceEvent


def said(key: str, event: AttendanceEvent, note: str = "", after: str | None = None):
    return AttendanceRecord(key, event.value, NOW, note, after)


def test_a_unit_is_asked_says_who_comes_and_is_released_with_a_reason():
    asked = said("1", ASKED)
    confirmed = said("2", CONFIRMED, "副镇长 王某", "1")
    released = said("3", RELEASED, "事项已办结", "2")

    assert fold([asked]).is_awaited
    assert (fold([asked, confirmed]).state, fold([asked, confirmed]).note) == (
        CONFIRMED, "副镇长 王某",
    )  # fmt: skip
    assert not fold([asked, confirmed, released]).is_awaited
    assert fold([asked, confirmed, released, said("4", ASKED, after="3")]).state is ASKED


@pytest.mark.parametrize(
    ("standing", "record", "words"),
    [
        (Attendance(), said("1", CONFIRMED), "没有被通知"),
        (Attendance(), said("1", RELEASED, "理由"), "没有被通知"),
        (Attendance(ASKED), said("1", ASKED), "已经通知过"),
        (Attendance(ASKED), said("1", RELEASED), "为什么"),
        (Attendance(), AttendanceRecord("1", "lost", NOW), "没有这样的步骤"),
    ],
)
def test_what_cannot_follow_is_refused(standing: Attendance, record: AttendanceRecord, words: str):
    assert words in why_not(standing, record)


def test_two_desks_that_ask_at_once_ask_once_in_whatever_order_the_rows_come():
    records = (said("1", ASKED), said("2", ASKED), said("3", CONFIRMED, "王某", "2"))

    found = {fold(order) for order in permutations(records)}
    assert len(found) == 1
    (standing,) = found
    assert (standing.state, standing.note) == (CONFIRMED, "王某")
