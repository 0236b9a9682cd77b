"""听证 to come: whole, early enough for its notice, the same from every desk."""

from dataclasses import replace
from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reception_desk.records.hearings import HearingEvent, HearingRecord
from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.hearings import HearingStanding, fold, notice_by, too_soon, why_not

DAY = date(2026, 11, 23)
BY = Reckoning(shipped_calendar())
WHOLE = HearingRecord(
    "01", HearingEvent.ARRANGED, DAY, None, date(2026, 12, 8), time(9), "听证室", "周某"
)
KEYS = [f"{number:02d}" for number in range(8)]
EVENTS = st.lists(
    st.builds(
        lambda key, kind, after, day, place, reason: HearingRecord(
            key, kind, DAY, after, day, time(9), place, "周某", reason
        ),
        st.sampled_from(KEYS),
        st.sampled_from([*HearingEvent, "of_a_later_release"]),
        st.none() | st.sampled_from(KEYS),
        st.none() | st.dates(date(2026, 12, 1), date(2026, 12, 31)),
        st.sampled_from(["", "听证室"]),
        st.sampled_from(["", "当事人请求"]),
    ),
    unique_by=lambda one: one.event_id,
)


@given(EVENTS, st.randoms(use_true_random=False))
def test_events_of_two_desks_come_to_the_same_and_none_is_lost(events, chance):
    shuffled = list(events)
    chance.shuffle(shuffled)
    standing = fold(events)
    assert fold(shuffled) == standing
    assert {one.event_id for one in standing.events} == {one.event_id for one in events}
    assert standing.is_planned == bool(standing.place and standing.chair and standing.starts_at)


def test_it_is_arranged_moved_and_called_off():
    moved = replace(
        WHOLE, event_id="02", event=HearingEvent.MOVED, after_id="01", place="二楼", reason="请假"
    )
    off = HearingRecord("03", HearingEvent.CANCELLED, DAY, "02", reason="撤回")
    assert fold([WHOLE]).held_on == date(2026, 12, 8)
    assert fold([moved, WHOLE]).place == "二楼"
    assert not fold([WHOLE, moved, off]).is_planned
    twice = fold([WHOLE, replace(WHOLE, event_id="02")])
    assert [key for key, _ in twice.refused] == ["02"]


def test_what_it_lacks_is_said():
    planned = fold([WHOLE])
    for standing, event, word in (
        (HearingStanding(), replace(WHOLE, held_on=None), "日期和时间"),
        (HearingStanding(), replace(WHOLE, chair=""), "主持人"),
        (HearingStanding(), replace(WHOLE, event=HearingEvent.MOVED), "还没有安排"),
        (planned, WHOLE, "请用“改期”"),
        (planned, HearingRecord("02", HearingEvent.CANCELLED, DAY), "理由"),
        (planned, replace(WHOLE, event="unheard"), "没有这样"),
    ):
        assert word in why_not(standing, event)


@given(st.dates(date(2026, 11, 24), date(2026, 12, 31)))
def test_no_day_whose_notice_could_not_be_served(held_on):
    last = notice_by(held_on, BY)
    assert last <= held_on - timedelta(days=BY.hearing_lead)
    assert (too_soon(held_on, DAY, BY) == "") == (last >= DAY)
