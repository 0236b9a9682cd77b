"""The 256-byte text record of a card (GA 490, UTF-16LE, padded with spaces) as `CardData`.

Places are byte offset and length. A field that does not hold what its card prints there
becomes None and a note; nothing is repaired or guessed.
"""

import re
import unicodedata
from dataclasses import replace
from datetime import date

from reception_desk.devices.card_reader.frames import TEXT_LENGTH
from reception_desk.records.card import CardData, CardKind

Place = tuple[int, int]

MARK: Place = (248, 2)
HMT_MARK = "J"
FOREIGN_MARK = "I"
LONG_TERM = "长期"

RESIDENT: dict[str, Place] = {
    "name": (0, 30),
    "sex": (30, 2),
    "nation": (32, 4),
    "birth_date": (36, 16),
    "address": (52, 70),
    "number": (122, 36),
    "issuer": (158, 30),
    "valid_from": (188, 16),
    "valid_until": (204, 16),
    "pass_number": (220, 18),
    "issue_count": (238, 4),
}
FOREIGN: dict[str, Place] = {
    "english_name": (0, 120),
    "sex": (120, 2),
    "number": (122, 30),
    "nationality": (152, 6),
    "name": (158, 30),
    "valid_from": (188, 16),
    "valid_until": (204, 16),
    "birth_date": (220, 16),
    "issuer": (240, 8),
}

SEXES = frozenset("0129")
NATIONS = frozenset(f"{number:02}" for number in range(1, 57)) | {"97", "98"}

_PADDING = " \0\u3000"
_CITIZEN_NUMBER = re.compile(r"[1-7][0-9]{16}[0-9X]")
_HMT_NUMBER = re.compile(r"8[123]0000[0-9]{11}[0-9X]")
_FOREIGN_NUMBER = re.compile(r"[A-Z]{3}[0-9]{12}")
_PASS_NUMBER = re.compile(r"[A-Z0-9]{8,9}")
_NATIONALITY = re.compile(r"[A-Z]{3}")
_COUNT = re.compile(r"[0-9]{1,2}")
_DAY = re.compile(r"[0-9]{8}")

_LABELS = {
    "name": "姓名",
    "english_name": "外文姓名",
    "sex": "性别",
    "nation": "民族",
    "birth_date": "出生日期",
    "address": "住址",
    "number": "证件号码",
    "issuer": "签发机关",
    "valid_from": "有效期起",
    "valid_until": "有效期止",
    "pass_number": "通行证号码",
    "issue_count": "签发次数",
    "nationality": "国籍",
}
_UNKNOWN = CardData(CardKind.UNKNOWN, notes=("证件类别无法识别，请按证件手工录入。",))


def read_card(record: bytes) -> CardData:
    """Return the card of a text record; `ValueError` unless it has 256 bytes.

    An unknown mark (the foreigners' card of 2023 among them), or a record with neither name
    nor number, gives `CardKind.UNKNOWN` without any field.
    """
    if len(record) != TEXT_LENGTH:
        message = f"a text record has {TEXT_LENGTH} bytes, not {len(record)}"
        raise ValueError(message)
    match _decode(record, MARK):
        case "":
            card = _read_citizen(_Sheet(record, RESIDENT))
        case mark if mark == HMT_MARK:
            card = _read_hmt(_Sheet(record, RESIDENT))
        case mark if mark == FOREIGN_MARK:
            card = _read_foreign(_Sheet(record, FOREIGN))
        case _:
            return _UNKNOWN
    is_blank = not (card.name or card.english_name or card.number)
    return _UNKNOWN if is_blank else _compare_birth_date(card)


class _Sheet:
    """One record under one layout; collects the notes of what could not be read."""

    def __init__(self, record: bytes, places: dict[str, Place]) -> None:
        self._record = record
        self._places = places
        self._notes: list[str] = []

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(self._notes)

    def text(self, field: str, *, is_optional: bool = False) -> str | None:
        """Return the field without padding; None when blank or with a character not printed."""
        value = _decode(self._record, self._places[field])
        if value is None or not (value or is_optional):
            return self.doubt(field)
        return value or None

    def matching(
        self, field: str, pattern: re.Pattern[str], *, is_optional: bool = False
    ) -> str | None:
        """Return the field if it has the form its card prints."""
        value = self.text(field, is_optional=is_optional)
        if value is None or pattern.fullmatch(value):
            return value
        return self.doubt(field)

    def code(self, field: str, codes: frozenset[str]) -> str | None:
        """Return the field if it is one of `codes`."""
        value = self.text(field)
        return value if value is None or value in codes else self.doubt(field)

    def day(self, field: str) -> date | None:
        """Return the date of a YYYYMMDD field."""
        value = self.matching(field, _DAY)
        if value is None:
            return None
        try:
            return date(int(value[:4]), int(value[4:6]), int(value[6:]))
        except ValueError:
            return self.doubt(field)

    def validity(self) -> tuple[date | None, date | None, bool]:
        """Return first day, last day and whether there is no last day (长期)."""
        start = self.day("valid_from")
        if _decode(self._record, self._places["valid_until"]) == LONG_TERM:
            return start, None, True
        end = self.day("valid_until")
        if start is not None and end is not None and end < start:
            self.doubt("valid_from")
            self.doubt("valid_until")
            return None, None, False
        return start, end, False

    def doubt(self, field: str) -> None:
        """Note that the clerk has to copy this field from the card."""
        self._notes.append(_doubt(field))


def _read_citizen(sheet: _Sheet) -> CardData:
    start, end, is_long_term = sheet.validity()
    return CardData(
        CardKind.CITIZEN,
        name=sheet.text("name"),
        sex=sheet.code("sex", SEXES),
        nation=sheet.code("nation", NATIONS),
        birth_date=sheet.day("birth_date"),
        address=sheet.text("address"),
        number=sheet.matching("number", _CITIZEN_NUMBER),
        issuer=sheet.text("issuer"),
        valid_from=start,
        valid_until=end,
        is_long_term=is_long_term,
        notes=sheet.notes,
    )


def _read_hmt(sheet: _Sheet) -> CardData:
    start, end, is_long_term = sheet.validity()
    count = sheet.matching("issue_count", _COUNT, is_optional=True)
    return CardData(
        CardKind.HMT_RESIDENCE,
        name=sheet.text("name"),
        sex=sheet.code("sex", SEXES),
        birth_date=sheet.day("birth_date"),
        address=sheet.text("address"),
        number=sheet.matching("number", _HMT_NUMBER),
        issuer=sheet.text("issuer"),
        valid_from=start,
        valid_until=end,
        is_long_term=is_long_term,
        pass_number=sheet.matching("pass_number", _PASS_NUMBER, is_optional=True),
        issue_count=int(count) if count else None,
        notes=sheet.notes,
    )


def _read_foreign(sheet: _Sheet) -> CardData:
    start, end, is_long_term = sheet.validity()
    return CardData(
        CardKind.FOREIGN_RESIDENCE,
        name=sheet.text("name", is_optional=True),
        english_name=sheet.text("english_name"),
        sex=sheet.code("sex", SEXES),
        birth_date=sheet.day("birth_date"),
        number=sheet.matching("number", _FOREIGN_NUMBER),
        issuer=sheet.text("issuer", is_optional=True),
        valid_from=start,
        valid_until=end,
        is_long_term=is_long_term,
        nationality=sheet.matching("nationality", _NATIONALITY),
        notes=sheet.notes,
    )


def _compare_birth_date(card: CardData) -> CardData:
    """Drop a birth date that is not the one inside the number (GB 11643, characters 7-14)."""
    if card.kind is CardKind.FOREIGN_RESIDENCE or card.number is None or card.birth_date is None:
        return card
    if card.number[6:14] == f"{card.birth_date:%Y%m%d}":
        return card
    return replace(card, birth_date=None, notes=(*card.notes, _doubt("birth_date")))


def _doubt(field: str) -> str:
    return f"{_LABELS[field]}没有读清，请按证件核对录入。"


def _decode(record: bytes, place: Place) -> str | None:
    """Return the text at a place, None if it holds anything a card cannot print."""
    start, length = place
    try:
        text = record[start : start + length].decode("utf-16-le").strip(_PADDING)
    except UnicodeDecodeError:
        return None
    return text if all(map(_is_printed, text)) else None


def _is_printed(character: str) -> bool:
    """Refuse controls, erased memory (U+FFFF) and private characters only one font knows."""
    if ord(character) & 0xFFFE == 0xFFFE:
        return False
    category = unicodedata.category(character)
    if category == "Cn":
        # Planes 2 and 3 hold ideographs only; newer ones are unknown to this Python's tables.
        return 0x20000 <= ord(character) < 0x40000
    return category not in {"Cc", "Cf", "Co", "Cs"}
