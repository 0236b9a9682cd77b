"""What the office owes before a reception day, and until when."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from reception_desk.records.leader_days import DayEvent, DayEventRecord, DayFacts
from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.leader_day_standing import fold
from reception_desk.rules.leader_owed import Owed, OwedAct, day_times, owed_acts

DAY = date(2026, 12, 15)
FACTS = DayFacts("d", DAY, time(8, 30), time(11, 30), "书记", "接访室")
TIMES = day_times(DAY, shipped_calendar())
MOMENT = datetime(2026, 12, 1, 1, tzinfo=UTC)
TOLD, REPORTED = DayEvent.LEADER_TOLD, DayEvent.BOOKINGS_REPORTED


def event(number: int, kind: DayEvent, leader: str | None = None, **more: object):
    after = f"{number - 1:03d}" if number else None
    given = {"reason": "电话", "leader_id": leader, "after_id": after, **more}
    moment = MOMENT + timedelta(hours=number)
    return DayEventRecord(f"{number:03d}", kind.value, moment, **given)  # pyright: ignore


def owed(today: date, *events: DayEventRecord) -> list[Owed]:
    return [one.act for one in owed_acts(fold(FACTS, events), TIMES, today)]


def test_the_last_days_are_working_days_before_the_day():
    last_days = (TIMES.tell_by, TIMES.publish_by, TIMES.report_by)
    assert last_days == (date(2026, 12, 8), date(2026, 12, 11), date(2026, 12, 14))
    over_the_holidays = day_times(date(2026, 10, 8), shipped_calendar())
    assert over_the_holidays.tell_by == date(2026, 9, 23)


def test_acts_are_shown_from_three_days_before_they_are_due_and_stay_until_done():
    assert owed(date(2026, 12, 4)) == []
    assert owed(date(2026, 12, 5)) == [Owed.TELL_LEADER]
    assert owed(date(2026, 12, 8)) == [Owed.TELL_LEADER, Owed.PUBLISH]
    assert owed(date(2026, 12, 15)) == [Owed.TELL_LEADER, Owed.PUBLISH, Owed.REPORT_BOOKINGS]
    assert owed(date(2026, 12, 16)) == []
    assert OwedAct(Owed.TELL_LEADER, date(2026, 12, 8)).is_late(date(2026, 12, 9))


def test_what_was_done_is_owed_no_more():
    done = [
        event(0, DayEvent.PUBLISHED), event(1, TOLD, "书记", day=DAY), event(2, REPORTED, "书记")
    ]  # fmt: skip

    assert owed(DAY, *done) == []
    standing = fold(FACTS, done)
    assert standing.told is not None
    assert (standing.told.how, standing.told.at) == ("电话", MOMENT + timedelta(hours=1))


def test_a_stand_in_has_to_be_told_anew():
    changed = [
        event(0, DayEvent.PUBLISHED), event(1, TOLD, "书记"),
        event(2, DayEvent.SUBSTITUTED, "县长", reason="出差"),
    ]  # fmt: skip

    assert owed(DAY, *changed) == [Owed.TELL_LEADER, Owed.PUBLISH, Owed.REPORT_BOOKINGS]
    assert Owed.TELL_LEADER not in owed(DAY, *changed, event(3, TOLD, "县长"))


def test_a_desk_apart_that_told_the_one_who_no_longer_comes_told_nobody():
    """Neither desk saw the other's event, whichever comes first in the fold."""
    for told, given in ((0, 1), (1, 0)):
        apart = [
            event(told, TOLD, "书记", day=DAY, after_id=None),
            event(given, DayEvent.SUBSTITUTED, "县长", reason="出差", after_id=None),
        ]
        standing = fold(FACTS, apart)
        assert (standing.leader_id, standing.told, standing.refused) == ("县长", None, ())


@pytest.mark.parametrize("ended", [DayEvent.CANCELLED, DayEvent.OPENED])
def test_a_day_cancelled_or_begun_owes_nothing(ended: DayEvent):
    assert owed(DAY, event(0, ended)) == []


@pytest.mark.parametrize("kind", [TOLD, REPORTED])
def test_a_telling_needs_whom_and_how(kind: DayEvent):
    without = fold(FACTS, [event(0, kind), event(1, kind, "书记", reason="")])

    assert [why for _, why in without.refused] == ["请写明告知了哪位领导。", "请写明怎么告知的。"]
