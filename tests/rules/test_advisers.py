"""值班律师、调解员: the days of a duty, what is refused, each named once on the board."""

from dataclasses import replace
from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reception_desk.records.advisers import AdviceInput, Adviser, Shift, ShiftInput
from reception_desk.rules.advisers import (
    MOST_WEEKS,
    days_of,
    in_order,
    on_the_board,
    refuse_advice,
    refuse_shift,
)

TODAY = date(2026, 11, 23)
WHOLE = ShiftInput(TODAY, time(8, 30), time(11, 30), "3号窗口", name="孔某", firm="示例律师事务所")
KONG = Adviser("k", "孔某", "lawyer", "示例律师事务所")
SHIFT = Shift("s", KONG, TODAY, time(8, 30), time(11, 30), "3号窗口")
SHIFTS = st.lists(
    st.builds(
        lambda key, who, hour: replace(
            SHIFT, shift_id=key, adviser=replace(KONG, adviser_id=who), starts_at=time(hour)
        ),
        st.sampled_from([f"{number:02d}" for number in range(8)]),
        st.sampled_from("ab"),
        st.integers(8, 10),
    ),
    unique_by=lambda one: one.shift_id,
)


@given(st.dates(TODAY, date(2027, 12, 31)), st.none() | st.integers(0, 900))
def test_a_duty_comes_back_every_week_up_to_its_last_day(day, length):
    until = None if length is None else day + timedelta(days=length)
    days = days_of(replace(WHOLE, day=day, until=until))
    assert days[0] == day
    assert len(days) <= MOST_WEEKS
    assert {one.weekday() for one in days} == {day.weekday()}
    assert days[-1] <= (until or day)
    if until is not None and len(days) < MOST_WEEKS:
        assert until - days[-1] < timedelta(days=7)


@given(SHIFTS, st.randoms(use_true_random=False))
def test_what_two_desks_entered_is_named_once_in_any_order(shifts, chance):
    shuffled = list(shifts)
    chance.shuffle(shuffled)
    found = in_order(shifts)
    assert in_order(shuffled) == found
    told = [(one.adviser.adviser_id, one.starts_at) for one in found]
    assert len(told) == len(set(told))
    assert set(told) == {(one.adviser.adviser_id, one.starts_at) for one in shifts}


def test_what_is_not_whole_is_refused():
    assert refuse_shift(WHOLE, TODAY) == ""
    for lacking, word in (
        ({"name": ""}, "姓名和单位"),
        ({"firm": ""}, "姓名和单位"),
        ({"day": None}, "日期"),
        ({"day": date(2026, 11, 22)}, "早于今天"),
        ({"until": date(2026, 11, 1)}, "早于值班日期"),
        ({"ends_at": time(8)}, "晚于开始"),
        ({"place": ""}, "地点"),
    ):
        assert word in refuse_shift(replace(WHOLE, **lacking), TODAY)
    advice = AdviceInput("k", TODAY, time(10), "劳动报酬", "可以申请仲裁。")
    assert refuse_advice(advice, TODAY) == ""
    for lacking in (
        {"adviser_id": ""}, {"given_on": None}, {"given_on": date(2026, 11, 24)}, {"topic": ""},
        {"text": ""},
    ):  # fmt: skip
        assert refuse_advice(replace(advice, **lacking), TODAY)


def test_the_board_names_who_when_and_where():
    words = on_the_board(SHIFT, "律师")
    assert words == "今日值班律师：孔某（示例律师事务所），08:30至11:30，3号窗口。"
