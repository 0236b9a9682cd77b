"""Invented cards for the simulator: no such person, number or office exists."""

from datetime import date

from reception_desk.devices.card_reader.frames import TEXT_LENGTH
from reception_desk.devices.card_reader.layouts import (
    FOREIGN,
    FOREIGN_MARK,
    HMT_MARK,
    LONG_TERM,
    MARK,
    RESIDENT,
    Place,
)
from reception_desk.records.card import CardData, CardKind

UNKNOWN_MARK = "Y"
_BLANK = " ".encode("utf-16-le")
_MARKS = {
    CardKind.CITIZEN: "",
    CardKind.HMT_RESIDENCE: HMT_MARK,
    CardKind.FOREIGN_RESIDENCE: FOREIGN_MARK,
    CardKind.UNKNOWN: UNKNOWN_MARK,
}


def text_record(card: CardData, **overrides: str) -> bytes:
    """Return the 256 bytes a card with this content holds.

    `overrides` puts other text into a field, for example a date that does not exist.
    `ValueError` when a text is longer than its field.
    """
    places = FOREIGN if card.kind is CardKind.FOREIGN_RESIDENCE else RESIDENT
    record = bytearray(_BLANK * (TEXT_LENGTH // len(_BLANK)))
    for field, place in places.items():
        _write(record, place, overrides.get(field, _printed(card, field)))
    _write(record, MARK, overrides.get("mark", _MARKS[card.kind]))
    return bytes(record)


def _printed(card: CardData, field: str) -> str:
    if field == "valid_until" and card.is_long_term:
        return LONG_TERM
    value = getattr(card, field)
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%Y%m%d}"
    return f"{value:02}" if isinstance(value, int) else str(value)


def _write(record: bytearray, place: Place, text: str) -> None:
    start, length = place
    encoded = text.encode("utf-16-le")
    if len(encoded) > length:
        message = f"the text needs {len(encoded)} bytes of a field of {length}"
        raise ValueError(message)
    record[start : start + length] = encoded + _BLANK * ((length - len(encoded)) // 2)


MAN = CardData(
    CardKind.CITIZEN,
    name="测试甲",
    sex="1",
    nation="01",
    birth_date=date(1900, 1, 1),
    address="湖北省孝昌县花园镇样例路1号",
    number="420921190001010016",
    issuer="孝昌县样例公安局",
    valid_from=date(2016, 8, 9),
    valid_until=date(2036, 8, 9),
)
RARE_NAME = CardData(
    CardKind.CITIZEN,
    name="测试䶮",
    sex="2",
    nation="01",
    birth_date=date(1901, 2, 3),
    address="湖北省孝昌县周巷镇样例村二组",
    number="420921190102030024",
    issuer="孝昌县样例公安局",
    valid_from=date(2020, 1, 15),
    valid_until=date(2040, 1, 15),
)
LONG_TERM_WOMAN = CardData(
    CardKind.CITIZEN,
    name="测试丙",
    sex="2",
    nation="15",
    birth_date=date(1905, 5, 5),
    address="湖北省孝昌县小悟乡样例村五组",
    number="420921190505051145",
    issuer="孝昌县样例公安局",
    valid_from=date(2018, 3, 1),
    is_long_term=True,
)
HMT_RESIDENT = CardData(
    CardKind.HMT_RESIDENCE,
    name="测试丁",
    sex="1",
    birth_date=date(1900, 1, 1),
    address="湖北省孝昌县花园镇样例路2号",
    number="810000190001010018",
    issuer="孝昌县样例公安局",
    valid_from=date(2021, 6, 1),
    valid_until=date(2026, 6, 1),
    pass_number="H00000000",  # noqa: S106 - the number of a travel pass
    issue_count=1,
)
FOREIGN_RESIDENT = CardData(
    CardKind.FOREIGN_RESIDENCE,
    name="测试外",
    english_name="SAMPLE, TEST",
    sex="2",
    birth_date=date(1902, 2, 2),
    number="XXA420902020201",
    issuer="4209",
    valid_from=date(2019, 4, 1),
    valid_until=date(2029, 4, 1),
    nationality="XXA",
)
UNKNOWN_KIND = CardData(CardKind.UNKNOWN, name="测试未知")

SAMPLE_CARDS = (MAN, RARE_NAME, LONG_TERM_WOMAN, HMT_RESIDENT, FOREIGN_RESIDENT, UNKNOWN_KIND)
