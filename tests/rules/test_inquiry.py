"""What is told by query code, and how often one may try."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reception_desk.rules.inquiry import (
    CODE_SPAN,
    MOST_OF_A_CODE,
    needs_receipt_word,
    receipt_word,
    rest_after,
    secrets_of,
    told_days,
    typed_code,
    typed_secret,
)
from reception_desk.rules.transition import Event
from tests.rules.cases import TOWN_CLERK, Case

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
DAY = date(2026, 9, 21)
MAN, PHONE = "42092119000101001X", "13800001234"
MOMENTS = st.lists(st.timedeltas(timedelta(days=-3), timedelta(days=3)), max_size=12)


def test_the_days_of_a_matter_name_nobody_and_no_unit():
    case = Case().served(DAY)
    case.take(Event.SERVED, DAY, TOWN_CLERK, way="0")

    told = told_days(case.standing, case.steps)

    assert [one.words for one in told] == [
        "登记",
        "转送有权处理的机关、单位",
        "有权处理的机关、单位收到",
        "受理告知",
        "出具处理意见",
        "送达处理意见",
    ], "a step that the table refuses is not told"
    assert {one.day for one in told} == {DAY}


def test_a_code_may_be_typed_with_gaps_and_full_width():
    assert typed_code(" 1234 5678-90 ") == "1234567890"
    assert typed_code("１２３４５６７８９０") == "1234567890"
    assert typed_secret(" 001x ") == "001X"
    assert typed_secret("００１Ｘ") == "001X"


def test_the_endings_of_telephone_and_document_open_the_answer():
    assert secrets_of([(PHONE, MAN)], "v", "c") == ("1234", "001X")
    assert secrets_of([(None, MAN), ("138 0000 1234", None)], "v", "c") == ("001X", "1234")
    assert not needs_receipt_word([(PHONE, None)])


def test_who_left_neither_has_the_word_of_the_receipt():
    for parts in ([], [(None, None)], [("", "")], [("1234", None)]):
        assert secrets_of(parts, "visit", "1234567890") == (receipt_word("visit", "1234567890"),)
        assert needs_receipt_word(parts)


@given(st.uuids(), st.integers(10**9, 10**10 - 1))
def test_the_word_is_four_figures_that_hang_on_what_no_paper_shows(visit: object, code: int):
    word = receipt_word(str(visit), str(code))
    assert len(word) == 4
    assert word.isdigit()
    assert word == receipt_word(str(visit), str(code))


@given(MOMENTS, st.integers(1, 6))
def test_a_rest_ends_by_itself_and_is_never_longer_than_the_span(
    offsets: list[timedelta], most: int
):
    failures = [NOW + offset for offset in offsets]

    rest = rest_after(failures, NOW, most, CODE_SPAN)

    recent = [one for one in failures if one > NOW - CODE_SPAN]
    assert timedelta() <= rest <= CODE_SPAN
    assert (rest > timedelta()) == (len(recent) >= most)
    if all(one <= NOW for one in failures):
        assert rest_after(failures, NOW + rest, most, CODE_SPAN) == timedelta()


def test_the_fifth_wrong_try_rests_until_the_first_is_a_day_old():
    failures = [NOW + timedelta(minutes=number) for number in range(MOST_OF_A_CODE)]
    moment = failures[-1]
    assert rest_after(failures[:-1], moment, MOST_OF_A_CODE, CODE_SPAN) == timedelta()
    assert rest_after(failures, moment, MOST_OF_A_CODE, CODE_SPAN) == CODE_SPAN - timedelta(
        minutes=MOST_OF_A_CODE - 1
    )
