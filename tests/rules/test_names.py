"""Names: cleaning, endings and readings."""

import re
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.rules.names import (
    MAX_COMBINATIONS,
    clean_name,
    name_keys,
    search_form,
    split_surname,
    suffixes,
)
from tests.house.tree import PROJECT
from tests.rules.strategies import NAMES


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("单雄信", {"shanxiongxin", "danxiongxin", "chanxiongxin"}),
        ("曾国藩", {"zengguofan", "cengguofan"}),
        ("仇英", {"qiuying", "chouying"}),
        ("解缙", {"xiejin", "jiejin"}),
        ("查理", {"zhali", "chali"}),
        ("区寄", {"ouji", "quji"}),
        ("尉迟恭", {"yuchigong"}),
        ("欧阳修", {"ouyangxiu"}),
        ("万俟卨", {"moqixie"}),
        ("单于", {"shanyu", "danyu"}),
        ("单于婴", {"chanyuying"}),
        ("王重阳", {"wangzhongyang", "wangchongyang"}),
        ("吕女", {"lvnv", "lunu"}),
        ("张𫘝", {"zhangjue"}),
        ("José María", {"josemaria"}),
        ("買買提·阿里", {"maimaitiali"}),
    ],
)
def test_every_reading_a_clerk_may_type_is_a_key(name: str, full: set[str]):
    assert full <= set(name_keys(name).full)


def test_initials_and_mixed_keys():
    keys = name_keys("欧阳修")
    assert keys.initials == ("oyx",)
    assert keys.mixed == ("ouyangx",)
    assert set(keys.all()) == {"ouyangxiu", "oyx", "ouyangx"}
    assert name_keys("John Smith").all() == ("johnsmith", "js", "john", "smith")
    assert {"zsf", "zhangsf"} <= set(name_keys("张三丰").all())


@pytest.mark.parametrize("name", ["", " ", "·", "\ud800", "Мария", "\x00"])
def test_name_without_a_reading_has_no_keys(name: str):
    assert name_keys(name).all() == ()


def test_compound_surname_needs_a_given_name():
    assert split_surname("欧阳修") == ("欧阳", "修")
    assert split_surname("欧阳") == ("欧", "阳")
    assert split_surname("张三") == ("张", "三")


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  张\u3000 三\x00\u200b ", "张 三"),
        ("买买提•阿里", "买买提·阿里"),
        ("\ufeff李\ud800四", "李四"),
        ("e\u0301lise", "élise"),
        ("\ufa11山", "\ufa11山"),
        ("\U0002f81a川", "\U0002f81a川"),
        ("\ue000某", "\ue000某"),
    ],
)
def test_cleaning_keeps_every_character_of_the_card(typed: str, cleaned: str):
    assert clean_name(typed) == cleaned


def test_compatibility_ideograph_would_be_lost_in_plain_nfc():
    assert unicodedata.normalize("NFC", "\U0002f81a") != "\U0002f81a"


@given(NAMES)
def test_cleaning_is_idempotent_and_leaves_no_control_character(name: str):
    cleaned = clean_name(name)
    assert clean_name(cleaned) == cleaned
    assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in cleaned)


@given(NAMES, st.data())
def test_any_part_of_a_name_begins_one_of_its_endings(name: str, data: st.DataObject):
    cleaned = clean_name(name)
    first = data.draw(st.integers(0, len(cleaned)))
    last = data.draw(st.integers(first, len(cleaned)))
    part = search_form(cleaned[first:last])
    assert not part or any(ending.startswith(part) for ending in suffixes(name))


@given(NAMES)
def test_keys_are_bounded_bare_ascii(name: str):
    keys = name_keys(name)
    assert len(keys.full) <= 2 * MAX_COMBINATIONS
    assert all(re.fullmatch("[a-z0-9]+", key) for key in keys.all())
    assert len(set(keys.all())) == len(keys.all())


def test_the_whole_name_of_an_office_has_its_keys_at_once():
    """Each character more doubled what was tried: at forty it would never have ended."""
    name = "湖北省孝感市孝昌县花园镇农业技术推广服务中心" * 2

    keys = name_keys(name)

    assert len(name) == 44
    assert len(keys.initials) == 1
    assert len(keys.initials[0]) == 44
    assert keys.full[0].startswith("hubeishengxiaoganshi")


def test_readings_are_made_without_the_phrases_that_hold_up_every_thread():
    code = (
        "import sys; from reception_desk.rules.names import name_keys; "
        "print(name_keys('欧阳雪梅').full[0], 'pypinyin.phrases_dict' in sys.modules)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True,
        timeout=60,
    )  # fmt: skip
    assert answer.stdout.split() == ["ouyangxuemei", "False"]
