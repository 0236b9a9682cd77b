"""How often a leader receives, as the two offices write it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.errors import InvalidInputError
from reception_desk.rules.leader_days import LAST_OF_MONTH, Rhythm
from reception_desk.rules.rhythm_words import RhythmAsked, one_day, parse_rhythm

MONTH_DAY, MONTH_WEEK = Rhythm.MONTHLY_DAY, Rhythm.MONTHLY_WEEKDAY
WEEKLY, DAILY = Rhythm.WEEKLY, Rhythm.EVERY_WORKING_DAY


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("每月15日", RhythmAsked(MONTH_DAY, 15)),
        ("每月 十五 日", RhythmAsked(MONTH_DAY, 15)),
        ("每个月二十五号", RhythmAsked(MONTH_DAY, 25)),
        ("每月三十一日", RhythmAsked(MONTH_DAY, 31)),
        ("每月最后一天", RhythmAsked(MONTH_DAY, LAST_OF_MONTH)),
        ("每月底", RhythmAsked(MONTH_DAY, LAST_OF_MONTH)),
        ("每月第二个星期三", RhythmAsked(MONTH_WEEK, 2, 2)),
        ("每月第1个周日", RhythmAsked(MONTH_WEEK, 1, 6)),
        ("每月最后一个星期五", RhythmAsked(MONTH_WEEK, 5, 4)),
        ("每周一", RhythmAsked(WEEKLY, weekday=0)),
        ("每星期天", RhythmAsked(WEEKLY, weekday=6)),
        ("每周４轮流", RhythmAsked(WEEKLY, weekday=3, takes_turns=True)),
        ("每个工作日轮流", RhythmAsked(DAILY, takes_turns=True)),
        ("每工作日", RhythmAsked(DAILY)),
        ("2027-03-15", one_day(date(2027, 3, 15))),
        ("２０２７年３月１５日", one_day(date(2027, 3, 15))),
        ("2027.3.15", one_day(date(2027, 3, 15))),
        ("3月15日", one_day(date(2027, 3, 15))),
    ],
)
def test_the_words_of_the_offices_are_understood(words: str, asked: RhythmAsked):
    assert parse_rhythm(words, 2027) == (asked,)


def test_several_days_are_parted_by_a_comma_and_said_once():
    assert parse_rhythm("每周一、四", 2027) == (
        RhythmAsked(WEEKLY, weekday=0), RhythmAsked(WEEKLY, weekday=3)
    )  # fmt: skip
    assert [one.day for one in parse_rhythm("3月15日，9月15日；3月15日", 2027)] == [
        date(2027, 3, 15), date(2027, 9, 15)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "words",
    ["", "　", "每月", "每月0日", "每月32日", "每月十十日", "每周八", "每年1月1日", "2月30日",
     "2027-13-01", "不定期", "每月第六个星期一", "一", "、"],
)  # fmt: skip
def test_other_words_are_refused_with_examples(words: str):
    with pytest.raises(InvalidInputError, match="每月15日") as caught:
        parse_rhythm(words, 2027)
    assert "不是可用的接访安排" in caught.value.message


@given(
    st.text(alphabet="每月周星期一二三四五六日天十第个工作轮流、，.-/0123456789 年号", max_size=12)
)
def test_no_words_break_the_reading(words: str):
    try:
        found = parse_rhythm(words, 2027)
    except InvalidInputError:
        return
    assert found
    assert len(found) == len(set(found))
