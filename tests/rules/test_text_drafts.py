"""What is proposed out of a letter and an identity card, and what is not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.records.text_drafts import DraftField
from reception_desk.rules.chinese_dates import day_text
from reception_desk.rules.text_drafts import drafts_of
from tests.offices import MAN

LETTER = (
    "关于槐荫村三组灌溉水渠损坏的情况反映",
    "县信访局负责同志：",
    "2026年6月18日连降暴雨，村东支渠决口约35米。",
    "联系电话0712-8800000，编号QSXF20260001，材料共5页。",
    "家庭住址：湖北省孝昌县花园镇第七组，邮编432900",
    "此致敬礼",
    "申请人：欧阳雪梅",
    "电话：１３９７１２３４５６７",
    "2026年11月20日",
)
CARD = (
    "姓名张伟",
    "性别男民族汉",
    "出生1990年3月7日",
    "住址湖北省孝昌县花园镇",
    "第七组12号",
    f"公民身份号码{MAN}",
)


def values(lines, field: DraftField) -> list[str]:
    return [draft.value for draft in drafts_of(lines) if draft.field is field]


def test_a_letter_gives_its_writer_phones_address_and_day():
    assert values(LETTER, DraftField.NAME) == ["欧阳雪梅"]
    assert values(LETTER, DraftField.PHONE) == ["0712-8800000", "13971234567"]
    assert values(LETTER, DraftField.ADDRESS) == ["湖北省孝昌县花园镇第七组"]
    assert values(LETTER, DraftField.LETTER_DATE) == ["2026-11-20"]


def test_a_card_gives_name_number_and_the_address_of_two_lines():
    assert values(CARD, DraftField.NAME) == ["张伟"]
    assert values(CARD, DraftField.DOCUMENT_NUMBER) == [MAN]
    assert values(CARD, DraftField.ADDRESS) == ["湖北省孝昌县花园镇第七组12号"]
    assert values(CARD, DraftField.LETTER_DATE) == []


def test_each_draft_names_its_line():
    assert [LETTER[draft.line][:3] for draft in drafts_of(LETTER)] == [
        "申请人", "联系电", "电话：", "家庭住", "202",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (("此致", "敬礼", "李娜", "2026年11月20日"), ["李娜"]),
        (("李娜2026年11月20日",), ["李娜"]),
        (("信访人:阿卜杜拉·买买提",), ["阿卜杜拉·买买提"]),
        (("申请人认为处理意见不当",), []),
        (("特此说明", "2026年11月20日"), []),
        (("姓名：张伟性别：男",), ["张伟"]),
        (("李娜",), []),  # no day below it
    ],
)
def test_a_name_stands_behind_its_label_or_above_the_day(lines, names):
    assert values(lines, DraftField.NAME) == names


def test_a_number_with_a_wrong_check_digit_is_shown_with_the_reason():
    wrong = MAN[:-1] + ("0" if MAN[-1] != "0" else "1")
    (draft,) = drafts_of((f"身份证号{wrong}",))

    assert (draft.field, draft.value) == (DraftField.DOCUMENT_NUMBER, wrong)
    assert draft.problem


@pytest.mark.parametrize(
    "line",
    ["账号6222021234567890123", "编号1397123456789", "420921********0016", "138****0000"],
)
def test_other_numbers_are_no_phone_and_no_document(line):
    assert drafts_of((line,)) == ()


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("二〇二六年十一月二十日", "2026-11-20"),
        ("二○二六年元月十日", "2026-01-10"),
        ("二零二六年十二月三十一日", "2026-12-31"),
        ("2026 年 2 月 3 日", "2026-02-03"),
        ("2026年2月30日", None),
        ("2026年2月3日起停水", None),
    ],
)
def test_a_letter_is_dated_where_a_line_ends_with_a_day(line, day):
    assert values((line,), DraftField.LETTER_DATE) == ([day] if day else [])


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_as_it_is_written(day: date):
    assert values((day_text(day),), DraftField.LETTER_DATE) == [day.isoformat()]


@given(st.lists(st.text(max_size=40), max_size=6))
def test_no_text_is_too_strange(lines: list[str]):
    for draft in drafts_of(lines):
        assert draft.value
        assert 0 <= draft.line < len(lines)
