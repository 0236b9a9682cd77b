"""Where a line of Chinese may end (GB/T 15834-2011 5.1, W3C CLREQ 3.1)."""

import re
from dataclasses import dataclass

CLOSING = frozenset("，。、；：！？）》」』】〗〕〉”’｝］")
OPENING = frozenset("（《“‘「『【〖〔〈｛［")
NO_START = CLOSING | frozenset("…·‧～％%‰℃℉°々ー′″,.;:!?)]}¢»›")
NO_END = OPENING | frozenset("￥＄￡¥$£#＃№([{«‹")

_WORD = r"[A-Za-z0-9*\u00c0-\u024f\u0370-\u052f]"
# Latin words, amounts, times, dates, masked numbers, addresses of pages; a dash or dots in pairs;
# a box with its option.
_UNSTRETCHED = re.compile(
    rf"{_WORD}+(?:[-./:_@&'+#=?%,~]+{_WORD}+)*|—+|…+|[☐☑][\u4e00-\u9fff]{{1,9}}"
)
# 文号 (孝信访〔2026〕1号) and a number with its measure word (3日, 60平方米).
_WHOLE = re.compile(
    r"[\u4e00-\u9fff]{1,4}〔\d{4}〕第?\d+号|〔\d{4}〕第?\d+号"
    r"|\d+(?:[.,]\d+)*(?:[年月日时分秒号元角名人户件份页条款项次岁]|个|万元?|亿元?|平方米|亩|米|公里)"
)


@dataclass(frozen=True, slots=True)
class Breaks:
    """Places between characters of a paragraph: index `i` lies before character `i`.

    `good` are the proper ends of a line; `poor` cut a long word but keep punctuation right;
    `stretchable` places may take extra space when the line is justified.
    """

    good: frozenset[int]
    poor: frozenset[int]
    stretchable: frozenset[int]


def find_breaks(text: str) -> Breaks:
    """Return the places where a line of `text` may end or be stretched."""
    words = _inside(_UNSTRETCHED, text)
    whole = words | _inside(_WHOLE, text)
    poor = {at for at in range(1, len(text)) if _is_allowed(text[at - 1], text[at])}
    return Breaks(
        good=frozenset(poor - whole),
        poor=frozenset(poor),
        stretchable=frozenset(set(range(1, len(text))) - words),
    )


def squeeze(before: str, after: str) -> float:
    """Return how many ems two neighbours move together: half an em of blank between marks."""
    if before == after == "—":
        return 0.1
    if (before in CLOSING and (after in CLOSING or after in OPENING)) or (
        before in OPENING and after in OPENING
    ):
        return 0.5
    return 0.0


def _is_allowed(before: str, after: str) -> bool:
    return after not in NO_START and before not in NO_END and after != " "


def _inside(pattern: re.Pattern[str], text: str) -> set[int]:
    return {at for match in pattern.finditer(text) for at in range(match.start() + 1, match.end())}
