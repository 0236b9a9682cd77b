"""What of a person is shown outside the form being filled: 张*, 420921********0016, 138****0000.

Each function is idempotent and keeps no character but the ones its docstring names.
"""

import re

from reception_desk.rules.identity import normalise_number
from reception_desk.rules.names import clean_name, split_surname

STAR = "*"

_NUMBERS = re.compile(
    r"(?<![0-9A-Za-z])(?:1[3-9]\d{9}|\d{17}[\dXx]|\d{15})(?![0-9A-Za-z])", re.ASCII
)
_MOBILE_LENGTH = 11
_MOBILE = re.compile(r"1[\d*]{10}", re.ASCII)
_LONG_NUMBER = 15
_SHORT_NUMBER = 8
_SHORT_PHONE = 7
_HIDDEN_ADDRESS = "****"
_HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
# 小区, 园区, 市场 and the like are places within a county: better to hide too much.
_DIVISIONS = re.compile(
    rf"(?:[{_HAN}]{{2,6}}?(?:特别行政区|自治区|省))?"
    rf"(?:[{_HAN}]{{2,8}}?(?:自治州|市(?![场政民])|州(?=[{_HAN}*])))?"
    rf"(?:[{_HAN}]{{1,8}}?(?:县|市(?![场政民])|(?<![小社园新发景校厂库矿林郊湾])区))?"
)


def mask_name(name: str) -> str:
    """Keep the surname (欧阳 as one) or the first letter; a star for each further character."""
    cleaned = clean_name(name)
    if len(cleaned) == 1 and cleaned != STAR:
        return cleaned + STAR
    surname, rest = split_surname(cleaned)
    return surname + STAR * len(rest)


def mask_document_number(number: str) -> str:
    """Keep the first six and last four of a long number, the last four of a shorter one.

    A number below eight characters is hidden whole.
    """
    number = normalise_number(number)
    if len(number) >= _LONG_NUMBER:
        return number[:6] + STAR * (len(number) - 10) + number[-4:]
    return _keep_tail(number, 4 if len(number) >= _SHORT_NUMBER else 0)


def mask_phone(phone: str) -> str:
    """Keep the first three and last four of a mobile number, the last four of another.

    A number below seven characters is hidden whole.
    """
    phone = normalise_number(phone)
    if _MOBILE.fullmatch(phone):
        return phone[:3] + STAR * 4 + phone[-4:]
    return _keep_tail(phone, 4 if len(phone) >= _SHORT_PHONE else 0)


def mask_numbers(text: str) -> str:
    """Mask the mobile and identity numbers that stand in running text; all else stays."""
    return _NUMBERS.sub(lambda found: _mask_found(found.group()), text)


def _mask_found(number: str) -> str:
    return mask_phone(number) if len(number) == _MOBILE_LENGTH else mask_document_number(number)


def mask_address(address: str) -> str:
    """Keep province, city and county, never town, street or house number; hide the rest."""
    cleaned = clean_name(address).replace(" ", "")
    if not cleaned:
        return ""
    divisions = _DIVISIONS.match(cleaned)
    return (divisions.group() if divisions else "") + _HIDDEN_ADDRESS


def _keep_tail(text: str, kept: int) -> str:
    hidden = len(text) - kept
    return STAR * hidden + text[hidden:]
