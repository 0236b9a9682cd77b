"""What a paper says of who wrote it: name, document number, phone, address, day of the letter.

Only what stands behind a label, or where letters have it, is proposed; nothing is guessed, and
nothing is filled in: a person compares the draft with the paper (`TextDraft`).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from reception_desk.records.text_drafts import DraftField, TextDraft
from reception_desk.rules.identity import DocumentType, check_identity, normalise_number
from reception_desk.rules.names import clean_name
from reception_desk.rules.surnames import SURNAMES

_WRITERS = (
    "申请人|信访人|上访人|反映人|来访人|来信人|投诉人|"
    "举报人|控告人|检举人|求决人|具名人|委托人|署名"
)
_NAMED = re.compile(rf"(?:(?:{_WRITERS})(?:姓名)?[::]|姓名[::]?)([\u3400-\u9fff·]{{2,15}})")
_SIGNED = re.compile(rf"(?:(?:{_WRITERS})[::]?)?([\u3400-\u9fff]{{2,4}})")
_AFTER_NAME = re.compile(r"(?:性别|[男女]族?$|身份证|公民|住址|住|联系|电话).*")
_MOBILE = re.compile(r"(?<![0-9*])1[3-9][0-9]{9}(?![0-9*])")
_LANDLINE = re.compile(r"(?<![0-9*])0[0-9]{2,3}-[0-9]{7,8}(?![0-9*])")
_NUMBER = re.compile(r"(?<![0-9A-Z])[0-9]{17}[0-9X](?![0-9A-Z])")
_ADDRESS = re.compile(r"(?:现住址|家庭住址|住址|地址|住所)[::]?(.{4,})")
_ADDRESS_ENDS = re.compile(r"(?:公民身份|身份证|联系电话|电话|邮编|[::]|[0-9]{11}).*")
_DAY = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日")
_DIGITS = {**dict(zip("〇○零一二三四五六七八九", "000123456789", strict=True)), "元": "1"}
_CHINESE_DAY = re.compile(
    r"([〇○零一二三四五六七八九]{4})年([元一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_EVEN = str.maketrans({"：": ":", "，": ",", "－": "-", "—": "-", "–": "-", "‐": "-"})
_FULL_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF5B))}
_LONGEST_ADDRESS = 60
_BEFORE_THE_DAY = 3
"""So many lines above its day a letter is signed."""


def drafts_of(lines: Sequence[str]) -> tuple[TextDraft, ...]:
    """Return what the lines of a page, from top to bottom, say of its writer; each value once."""
    plain = [_plain(line) for line in lines]
    found: dict[tuple[DraftField, str], TextDraft] = {}
    for find in _FINDERS:
        for draft in find(plain):
            found.setdefault((draft.field, draft.value), draft)
    return tuple(found.values())


def _plain(line: str) -> str:
    """Return a line with half-width digits, letters and colons, and without spaces."""
    return "".join(line.translate(_EVEN).translate(_FULL_WIDTH).split())


def _names(lines: Sequence[str]) -> Iterator[TextDraft]:
    for number, line in enumerate(lines):
        for found in _NAMED.finditer(line):
            name = _AFTER_NAME.sub("", found[1])
            if _is_name(name):
                yield TextDraft(DraftField.NAME, clean_name(name), number)
    day = _last_day(lines)
    if day is None:
        return
    for number in range(day[0], max(-1, day[0] - _BEFORE_THE_DAY), -1):
        signed = _SIGNED.fullmatch(_CHINESE_DAY.sub("", _DAY.sub("", lines[number])))
        if signed and _is_name(signed[1]):
            yield TextDraft(DraftField.NAME, signed[1], number)
            return


def _is_name(text: str) -> bool:
    """Say whether this may be a name: a known surname and one or two characters, or with a dot."""
    if "·" in text.strip("·"):
        return True
    size = 2 if len(text) > 2 and text[:2] in SURNAMES else 1
    return text[:size] in SURNAMES and 1 <= len(text) - size <= 2


def _numbers(lines: Sequence[str]) -> Iterator[TextDraft]:
    for number, line in enumerate(lines):
        for found in _NUMBER.finditer(line.upper()):
            check = check_identity(DocumentType.RESIDENT, normalise_number(found[0]))
            yield TextDraft(
                DraftField.DOCUMENT_NUMBER, check.normalised, number, check.problem or ""
            )


def _phones(lines: Sequence[str]) -> Iterator[TextDraft]:
    for number, line in enumerate(lines):
        for found in (*_MOBILE.finditer(line), *_LANDLINE.finditer(line)):
            yield TextDraft(DraftField.PHONE, found[0], number)


def _addresses(lines: Sequence[str]) -> Iterator[TextDraft]:
    """Find what follows the label; on an identity card the address goes on in the next lines."""
    for number, line in enumerate(lines):
        found = _ADDRESS.search(line)
        if found is None:
            continue
        address = _ADDRESS_ENDS.sub("", found[1])
        if address == found[1] and _is_card(lines):
            for following in lines[number + 1 :]:
                if _ADDRESS_ENDS.match(following) or _NUMBER.search(following):
                    break
                address += following
        address = re.split(r"[,。;；]", address)[0].rstrip("(（")
        if address and len(address) <= _LONGEST_ADDRESS:
            yield TextDraft(DraftField.ADDRESS, address, number)
            return


def _is_card(lines: Sequence[str]) -> bool:
    return any("公民身份" in line for line in lines)


def _letter_days(lines: Sequence[str]) -> Iterator[TextDraft]:
    if not _is_card(lines) and (found := _last_day(lines)):
        number, day = found
        yield TextDraft(DraftField.LETTER_DATE, day.isoformat(), number)


def _last_day(lines: Sequence[str]) -> tuple[int, date] | None:
    """Return the last line that ends with a day, and the day: where a letter is dated."""
    for number in range(len(lines) - 1, -1, -1):
        for pattern, read in ((_DAY, int), (_CHINESE_DAY, _chinese_number)):
            for found in pattern.finditer(lines[number]):
                day = _day(found.groups(), read)
                if day and found.end() == len(lines[number]):
                    return number, day
    return None


def _day(parts: Iterable[str], read: Callable[[str], int]) -> date | None:
    year, month, day = map(read, parts)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _chinese_number(text: str) -> int:
    """Return 2026 for 二〇二六, 11 for 十一 and 23 for 二十三."""
    if "十" not in text:
        return int("".join(_DIGITS[character] for character in text))
    tens, units = text.split("十", 1)
    return 10 * int(_DIGITS.get(tens, "1")) + int(_DIGITS.get(units, "0"))


_FINDERS = (_names, _numbers, _phones, _addresses, _letter_days)
