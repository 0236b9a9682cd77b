"""Text records of the three layouts, and what is wrong with some of them."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.devices.card_reader.layouts import RESIDENT, read_card
from reception_desk.devices.card_reader.sample_cards import (
    FOREIGN_RESIDENT,
    HMT_RESIDENT,
    LONG_TERM_WOMAN,
    MAN,
    RARE_NAME,
    text_record,
)
from reception_desk.records.card import CardData, CardKind

KNOWN_CARDS = (MAN, RARE_NAME, LONG_TERM_WOMAN, HMT_RESIDENT, FOREIGN_RESIDENT)
PERSONAL_FIELDS = [
    "name",
    "english_name",
    "sex",
    "nation",
    "birth_date",
    "address",
    "number",
    "issuer",
    "valid_from",
    "valid_until",
    "pass_number",
    "issue_count",
    "nationality",
]


def _is_empty(card: CardData) -> bool:
    return all(getattr(card, field) is None for field in PERSONAL_FIELDS)


@pytest.mark.parametrize("card", KNOWN_CARDS, ids=lambda card: f"{card.kind}-{card.sex}")
def test_a_card_comes_back_whole(card: CardData):
    assert read_card(text_record(card)) == card


def test_codes_and_long_term_are_kept_as_on_the_card():
    """E-32: sex '2', nation '15', expiry 长期."""
    card = read_card(text_record(LONG_TERM_WOMAN))
    assert (card.sex, card.nation) == ("2", "15")
    assert card.is_long_term
    assert card.valid_until is None
    assert card.notes == ()


def test_the_record_of_a_citizen_lies_at_the_places_of_the_standard():
    record = text_record(LONG_TERM_WOMAN)
    text = record.decode("utf-16-le")
    assert len(record) == 256
    assert text[:15].rstrip() == "测试丙"
    assert text[15:18] == "215"
    assert text[18:26] == "19050505"
    assert text[61:79] == "420921190505051145"
    assert text[102:110] == "长期      "


@pytest.mark.parametrize("mark", ["Y", "Z", "j", "1", "\ufffe"])
def test_an_unknown_mark_gives_no_field_at_all(mark: str):
    card = read_card(text_record(MAN, mark=mark))
    assert card.kind is CardKind.UNKNOWN
    assert _is_empty(card)
    assert card.notes == ("证件类别无法识别，请按证件手工录入。",)


@pytest.mark.parametrize("filling", [b"\0", b"\xff", b" \0", b"\x00\xd8"])
def test_an_erased_record_is_an_unknown_card(filling: bytes):
    card = read_card(filling * (256 // len(filling)))
    assert card.kind is CardKind.UNKNOWN
    assert _is_empty(card)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("sex", "3"),
        ("sex", ""),
        ("sex", "男"),
        ("nation", "57"),
        ("nation", "00"),
        ("nation", "1"),
        ("nation", "汉"),
        ("birth_date", "19000229"),
        ("birth_date", "1900 101"),
        ("birth_date", "１９００"),
        ("birth_date", "19000102"),
        ("number", "42092119000101001"),
        ("number", "42092119000101001x"),
        ("number", "810000190001010018"),
        ("name", ""),
        ("name", "测\ue123"),
        ("name", "测\n试"),
        ("address", ""),
        ("issuer", "\uffff"),
        ("valid_from", "20201301"),
        ("valid_until", "永久"),
        ("valid_until", "长期有效"),
    ],
)
def test_a_bad_field_is_left_empty_with_a_note_and_the_rest_stays(field: str, text: str):
    card = read_card(text_record(MAN, **{field: text}))
    assert getattr(card, field) is None
    assert len(card.notes) == 1
    assert replace(card, **{field: getattr(MAN, field)}, notes=()) == MAN


def test_half_a_surrogate_pair_empties_only_its_field():
    record = bytearray(text_record(MAN))
    record[0:2] = b"\x00\xd8"
    card = read_card(bytes(record))
    assert card.name is None
    assert card.number == MAN.number


def test_a_validity_that_ends_before_it_begins_is_left_empty():
    card = read_card(text_record(MAN, valid_until="20160808"))
    assert (card.valid_from, card.valid_until, card.is_long_term) == (None, None, False)
    assert len(card.notes) == 2


@pytest.mark.parametrize(
    "name", ["测试䶮", "测试𠮷", "测试\U00030000", "测试·样例", "测\U0002ebf0"]
)
def test_rare_characters_of_names_are_kept(name: str):
    assert read_card(text_record(MAN, name=name)).name == name


@pytest.mark.parametrize(
    ("field", "text"),
    [("pass_number", "H0"), ("pass_number", "号码"), ("issue_count", "一"), ("number", MAN.number)],
)
def test_a_bad_field_of_a_residence_permit_is_left_empty(field: str, text: str):
    card = read_card(text_record(HMT_RESIDENT, **{field: text}))
    assert getattr(card, field) is None
    assert card.notes


@pytest.mark.parametrize(
    ("field", "text"),
    [("nationality", "中国"), ("number", "XXA42090202020"), ("english_name", "")],
)
def test_a_bad_field_of_a_foreigners_card_is_left_empty(field: str, text: str):
    card = read_card(text_record(FOREIGN_RESIDENT, **{field: text}))
    assert getattr(card, field) is None
    assert card.notes


def test_a_foreigner_without_chinese_name_has_none():
    card = read_card(text_record(replace(FOREIGN_RESIDENT, name=None)))
    assert card.name is None
    assert card.notes == ()


@pytest.mark.parametrize("length", [0, 255, 257, 1280])
def test_a_record_of_another_length_is_a_bug(length: int):
    with pytest.raises(ValueError, match="256"):
        read_card(bytes(length))


def test_a_text_too_long_for_its_field_is_refused():
    with pytest.raises(ValueError, match="field of 30"):
        text_record(MAN, name="测" * 16)


@given(st.binary(min_size=256, max_size=256))
def test_any_record_gives_a_card_whose_codes_are_codes(record: bytes):
    card = read_card(record)
    assert card.sex is None or card.sex in {"0", "1", "2", "9"}
    assert card.birth_date is None or isinstance(card.birth_date, date)
    assert card.kind is not CardKind.UNKNOWN or _is_empty(card)


@given(st.sampled_from(sorted(RESIDENT)), st.data())
def test_noise_in_one_field_never_reaches_another(field: str, data: st.DataObject):
    start, length = RESIDENT[field]
    record = bytearray(text_record(MAN))
    record[start : start + length] = data.draw(st.binary(min_size=length, max_size=length))
    card = read_card(bytes(record))
    touched = {field} | {"birth_date" if field == "number" else field}
    if field in {"valid_from", "valid_until"}:
        touched = {"valid_from", "valid_until"}
    for other in set(PERSONAL_FIELDS) - touched:
        assert getattr(card, other) == getattr(MAN, other)


@given(
    st.text(
        st.characters(categories=["Lo"], min_codepoint=0x3400, max_codepoint=0x9FFF),
        min_size=1,
        max_size=15,
    ),
    st.sampled_from(["1", "2"]),
    st.dates(date(2000, 1, 1), date(2030, 1, 1)),
)
def test_cards_round_trip(name: str, sex: str, valid_from: date):
    card = replace(MAN, name=name, sex=sex, valid_from=valid_from, address=name)
    assert read_card(text_record(card)) == card
