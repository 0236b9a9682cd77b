"""What is shown of a person."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.rules.masking import (
    mask_address,
    mask_document_number,
    mask_name,
    mask_phone,
)
from tests.rules.strategies import ANY_TEXT, NAMES, resident_numbers


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三", "张*"), ("王小明", "王**"), ("欧阳修", "欧阳*"), ("欧阳", "欧*"), ("李", "李*"),
        ("John", "J***"), ("𬱖某", "𬱖*"), ("", ""), ("买买提·阿里", "买*****"),
    ],
)  # fmt: skip
def test_name_keeps_its_surname(name: str, shown: str):
    assert mask_name(name) == shown


def test_number_and_phone_keep_their_ends():
    assert mask_document_number("420921190001010016") == "420921********0016"
    assert mask_document_number("E12345678") == "*****5678"
    assert mask_document_number("1234567") == "*******"
    assert mask_phone("13800000000") == "138****0000"
    assert mask_phone("138 0000 0000") == "138****0000"
    assert mask_phone("0712-4760000") == "*******0000"
    assert mask_phone("4760") == "****"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("湖北省孝感市孝昌县花园镇某村3组12号", "湖北省孝感市孝昌县****"),
        ("孝昌县花园镇农贸市场8号", "孝昌县****"),
        ("孝感市孝南区书院街5号", "孝感市孝南区****"),
        ("花园小区3栋2单元", "****"),
        ("农贸市场东侧", "****"),
        ("12号", "****"),
        ("", ""),
    ],
)
def test_address_stops_at_the_county(address: str, shown: str):
    assert mask_address(address) == shown


@given(NAMES)
def test_only_the_surname_survives_in_a_name(name: str):
    shown = mask_name(name)
    assert mask_name(shown) == shown
    assert re.fullmatch(r"(?:.{0,2}\**)", shown, re.DOTALL)


@given(st.one_of(ANY_TEXT, resident_numbers()))
def test_only_the_ends_survive_in_a_number(number: str):
    shown = mask_document_number(number)
    assert mask_document_number(shown) == shown
    hidden = shown[6:-4] if len(shown) >= 15 else shown[: -4 if len(shown) >= 8 else None]
    assert set(hidden) <= {"*"}


@given(st.one_of(ANY_TEXT, st.from_regex(r"1\d{10}", fullmatch=True)))
def test_only_the_ends_survive_in_a_phone(phone: str):
    shown = mask_phone(phone)
    assert mask_phone(shown) == shown
    hidden = shown[3:-4] if shown[:1] == "1" else shown[: -4 if len(shown) >= 7 else None]
    assert set(hidden) <= {"*"}


@given(st.one_of(ANY_TEXT, st.text("湖北省孝感市昌县区花园镇村路小1号*", max_size=20)))
def test_no_house_number_survives_in_an_address(address: str):
    shown = mask_address(address)
    assert mask_address(shown) == shown
    assert re.fullmatch(r"\D*\*{4}|", shown)
