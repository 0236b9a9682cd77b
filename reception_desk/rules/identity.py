"""What is odd about a document number. Nothing here ever blocks a registration (条例 Art. 22)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto
from functools import partial

from reception_desk.rules.check_digits import credit_check, resident_check


class DocumentType(StrEnum):
    """Codes of GA/T 517 used at the desk; GAT and USC are our own (exported as 990)."""

    RESIDENT = "111"
    TEMPORARY_RESIDENT = "112"
    HOUSEHOLD_REGISTER = "113"
    OFFICER = "114"
    ARMED_POLICE = "115"
    POLICE = "123"
    STUDENT = "133"
    DRIVER = "335"
    PASSPORT = "414"
    TAIWAN_TRAVEL_PERMIT = "511"
    HK_MACAU_TRAVEL_PERMIT = "516"
    FOREIGN_RESIDENCE = "553"
    OTHER = "990"
    HK_MACAU_TAIWAN_RESIDENCE = "GAT"
    CREDIT_CODE = "USC"


class IdentityKind(StrEnum):
    """Which layout the number was read as."""

    RESIDENT = auto()
    RESIDENT_15 = auto()
    HK_MACAU_TAIWAN_RESIDENCE = auto()
    FOREIGN_RESIDENCE = auto()
    FOREIGN_RESIDENCE_OLD = auto()
    PASSPORT = auto()
    HK_MACAU_TRAVEL_PERMIT = auto()
    TAIWAN_TRAVEL_PERMIT = auto()
    ORGANISATION = auto()
    OTHER = auto()
    EMPTY = auto()


@dataclass(frozen=True, slots=True)
class IdentityCheck:
    """What a number says. `sex` is GB/T 2261.1 (1 or 2), `division_code` the first six digits.

    `problem` is one sentence for the clerk when `is_valid` is False; the number is kept as typed.
    """

    normalised: str
    kind: IdentityKind
    problem: str | None = None
    birth_date: date | None = None
    sex: str | None = None
    division_code: str | None = None

    @property
    def is_valid(self) -> bool:
        """Tell whether nothing is odd."""
        return self.problem is None


_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SEPARATORS = re.compile(r"[\s\-‐-―−·]+")
_RESIDENT = re.compile(r"\d{17}[\dX]", re.ASCII)
_RESIDENT_OLD = re.compile(r"\d{15}", re.ASCII)
_FOREIGN_OLD = re.compile(r"[A-Z]{3}\d{12}", re.ASCII)
_CREDIT = re.compile(r"[0-9A-Z]{18}", re.ASCII)
_HK_MACAU_TAIWAN = ("81", "82", "83")
_RESIDENT_TYPES = (
    DocumentType.RESIDENT,
    DocumentType.TEMPORARY_RESIDENT,
    DocumentType.HOUSEHOLD_REGISTER,
)


def normalise_number(number: str) -> str:
    """Return the number with half-width capitals and without spaces or hyphens."""
    return _SEPARATORS.sub("", number.translate(_FULL_WIDTH)).upper()


def check_identity(document_type: str, number: str, *, today: date | None = None) -> IdentityCheck:
    """Read a document number of a type of `DocumentType` (an unknown type is taken as other).

    Without `today` a birth date is not compared with the present.
    """
    normalised = normalise_number(number)
    if not normalised:
        return IdentityCheck("", IdentityKind.EMPTY)
    reader = _READERS.get(document_type)
    if reader is None:
        return IdentityCheck(normalised, IdentityKind.OTHER)
    return reader(normalised, today)


def _read_resident(number: str, today: date | None) -> IdentityCheck:
    if _RESIDENT_OLD.fullmatch(number):
        return _read_fifteen(number)
    kind = IdentityKind.RESIDENT
    if number.startswith(_HK_MACAU_TAIWAN):
        kind = IdentityKind.HK_MACAU_TAIWAN_RESIDENCE
    elif number.startswith("9"):
        return IdentityCheck(number, kind, "以9开头的号码是外国人永久居留身份证，请核对证件类型。")
    return _read_eighteen(number, kind, today)


def _read_residence_permit(number: str, today: date | None) -> IdentityCheck:
    kind = IdentityKind.HK_MACAU_TAIWAN_RESIDENCE
    if number.startswith(_HK_MACAU_TAIWAN):
        return _read_eighteen(number, kind, today)
    return IdentityCheck(number, kind, "港澳台居民居住证号码应以81、82或者83开头，请核对。")


def _read_foreign_residence(number: str, today: date | None) -> IdentityCheck:
    if _FOREIGN_OLD.fullmatch(number):
        return IdentityCheck(number, IdentityKind.FOREIGN_RESIDENCE_OLD)
    kind = IdentityKind.FOREIGN_RESIDENCE
    if number.startswith("9"):
        return _read_eighteen(number, kind, today)
    return IdentityCheck(
        number, kind, "外国人永久居留证号码应为3个字母加12位数字，或者以9开头的18位，请核对。"
    )


def _read_eighteen(number: str, kind: IdentityKind, today: date | None) -> IdentityCheck:
    """Read the layout of GB 11643: area 6, birth 8, sequence 3, check 1."""
    if not _RESIDENT.fullmatch(number):
        return IdentityCheck(number, kind, _shape_problem(number))
    birth, problem = _birth_date(number[6:14], today)
    if problem is None and resident_check(number[:17]) != number[17]:
        problem = "证件号码的校验位不符，可能有一位输错，请核对。"
    area = None if kind is IdentityKind.FOREIGN_RESIDENCE else number[:6]
    return IdentityCheck(number, kind, problem, birth, _sex(number[16]), area)


def _read_fifteen(number: str) -> IdentityCheck:
    birth, problem = _birth_date(f"19{number[6:12]}", None)
    return IdentityCheck(
        number, IdentityKind.RESIDENT_15, problem, birth, _sex(number[14]), number[:6]
    )


def _shape_problem(number: str) -> str:
    if len(number) != 18:
        return f"证件号码应为18位，现有{len(number)}位，请核对。"
    return "证件号码只能由数字组成，末位可以是X，请核对。"


def _birth_date(digits: str, today: date | None) -> tuple[date | None, str | None]:
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    try:
        birth = date(year, month, day)
    except ValueError:
        return None, f"证件号码中的出生日期{year}年{month}月{day}日不存在，请核对。"
    if today is not None and birth > today:
        return None, f"证件号码中的出生日期{year}年{month}月{day}日晚于今天，请核对。"
    return birth, None


def _sex(digit: str) -> str:
    return "1" if int(digit) % 2 else "2"


def _read_credit_code(number: str, _today: date | None) -> IdentityCheck:
    """Read the layout of GB 32100: class 2, area 6, body 9, check 1."""
    kind = IdentityKind.ORGANISATION
    if not _CREDIT.fullmatch(number):
        return IdentityCheck(number, kind, "统一社会信用代码应为18位数字或者字母，请核对。")
    if credit_check(number[:17]) != number[17]:
        return IdentityCheck(number, kind, "统一社会信用代码的校验位不符，请核对。")
    area = number[2:8] if number[2:8].isdigit() else None
    return IdentityCheck(number, kind, division_code=area)


def _read_shape(
    kind: IdentityKind, pattern: str, problem: str, number: str, _today: date | None
) -> IdentityCheck:
    fits = re.fullmatch(pattern, number, re.ASCII) is not None
    return IdentityCheck(number, kind, None if fits else problem)


_READERS: dict[str, Callable[[str, date | None], IdentityCheck]] = {
    **dict.fromkeys(_RESIDENT_TYPES, _read_resident),
    DocumentType.HK_MACAU_TAIWAN_RESIDENCE: _read_residence_permit,
    DocumentType.FOREIGN_RESIDENCE: _read_foreign_residence,
    DocumentType.CREDIT_CODE: _read_credit_code,
    DocumentType.PASSPORT: partial(
        _read_shape, IdentityKind.PASSPORT, r"[A-Z0-9]{5,12}",
        "护照号码一般为5至12位字母或者数字，请核对。",
    ),
    DocumentType.HK_MACAU_TRAVEL_PERMIT: partial(
        _read_shape, IdentityKind.HK_MACAU_TRAVEL_PERMIT, r"[HM]\d{8}(?:\d{2})?",
        "港澳居民来往内地通行证号码应为H或者M加8位（或10位）数字，请核对。",
    ),
    DocumentType.TAIWAN_TRAVEL_PERMIT: partial(
        _read_shape, IdentityKind.TAIWAN_TRAVEL_PERMIT, r"\d{8}",
        "台湾居民来往大陆通行证号码应为8位数字，请核对。",
    ),
}  # fmt: skip
