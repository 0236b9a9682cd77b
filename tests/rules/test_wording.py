"""Typed and pasted text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.rules.wording import (
    CLAIM_LIMIT,
    EXCHANGE_LIMIT,
    clean_line,
    clean_text,
    exchange_text,
)
from tests.rules.strategies import ANY_TEXT


def test_ordinary_text_stays_as_it_is():
    text = "一、请求支付工资。\n\t二、拖欠三个月。𬱖"
    assert clean_text(text).text == text
    assert clean_text(text).changes == ()


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\u2029", "\x0b", "\x85"])
def test_every_line_end_becomes_a_newline(end: str):
    assert clean_text(f"甲{end}乙").text == "甲\n乙"


def test_control_characters_and_half_characters_go_and_are_told():
    cleaned = clean_text("甲\x00乙\x1b丙\ud800\ufeff\u202e丁")
    assert cleaned.text == "甲乙丙丁"
    assert cleaned.changes == (
        "已去掉4个看不见的控制字符。",
        "已去掉1个无法识别的残缺字符，请核对原文。",
    )


def test_what_does_not_fit_is_handed_back():
    cleaned = clean_text("字" * (CLAIM_LIMIT + 3))
    assert (len(cleaned.text), cleaned.cut) == (CLAIM_LIMIT, "字字字")
    assert "后面3字没有放入" in cleaned.changes[0]


def test_exchange_takes_four_thousand_characters():
    assert exchange_text("字" * EXCHANGE_LIMIT).cut == ""
    assert exchange_text("字" * (EXCHANGE_LIMIT + 1)).cut == "字"


@pytest.mark.parametrize("cluster", ["葛\U000e0100", "e\u0301\u0323", "👩\u200d👧"])
def test_cluster_is_not_cut_in_two(cluster: str):
    cleaned = clean_text("字" + cluster, limit=2)
    assert (cleaned.text, cleaned.cut) == ("字", cluster)


def test_text_of_nothing_but_marks_is_cut_at_the_limit():
    assert len(clean_text("\u0301" * 10, limit=4).text) == 4


def test_line_has_single_spaces_and_no_line_ends():
    assert clean_line("  孝昌县\u3000花园镇\r\n 某村  ").text == "孝昌县 花园镇 某村"
    assert clean_line("字" * 201).cut == "字"


@given(ANY_TEXT, st.integers(1, 40))
def test_nothing_is_lost_and_cleaning_again_changes_nothing(text: str, limit: int):
    cleaned = clean_text(text, limit=limit)
    assert cleaned.text + cleaned.cut == clean_text(text).text
    assert len(cleaned.text) <= limit
    again = clean_text(cleaned.text, limit=limit)
    assert (again.text, again.cut, again.changes) == (cleaned.text, "", ())
    cleaned.text.encode()


@given(ANY_TEXT)
def test_only_newline_and_tab_remain_of_the_control_characters(text: str):
    controls = {c for c in clean_text(text).text if unicodedata.category(c) in {"Cc", "Cs"}}
    assert controls <= {"\n", "\t"}
    assert "\n" not in clean_line(text).text
