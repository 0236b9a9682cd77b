"""Typed and pasted text, made safe to store, print and exchange without losing a word.

What does not fit is handed back as `cut`, and every change is told in a sentence.
"""

import re
import unicodedata
from dataclasses import dataclass

EXCHANGE_LIMIT = 4_000
"""Characters the national exchange takes in one field (gkxx, tsnr)."""
CLAIM_LIMIT = 20_000
"""Characters kept at the desk for a claim or for facts."""
LINE_LIMIT = 200
"""Characters kept of a one-line field (address, place of work)."""

_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029\x0b\x0c]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\u202a-\u202e\u2066-\u2069]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_JOINER = "\u200d"


@dataclass(frozen=True, slots=True)
class Wording:
    """`text` is kept; `cut` is the rest beyond the limit; `changes` are sentences."""

    text: str
    cut: str = ""
    changes: tuple[str, ...] = ()


def clean_text(text: str, *, limit: int = CLAIM_LIMIT) -> Wording:
    """Clean text of several lines: newline and tab stay, other control characters go.

    `limit` counts Unicode characters. A character is never separated from its combining marks.
    """
    whole, changes = _visible(text)
    return _fit(whole, limit, changes)


def clean_line(text: str, *, limit: int = LINE_LIMIT) -> Wording:
    """Clean text of one line: line ends and runs of spaces become one space, ends are trimmed."""
    whole, changes = _visible(text)
    return _fit(" ".join(whole.split()), limit, changes)


def exchange_text(text: str) -> Wording:
    """Return the part of a text that the national exchange takes; `cut` stays at the desk."""
    return clean_text(text, limit=EXCHANGE_LIMIT)


def _visible(text: str) -> tuple[str, list[str]]:
    lined = _LINE_ENDS.sub("\n", text)
    visible, controls = _CONTROLS.subn("", lined)
    whole, surrogates = _SURROGATES.subn("", visible)
    changes: list[str] = []
    if controls:
        changes.append(f"已去掉{controls}个看不见的控制字符。")
    if surrogates:
        changes.append(f"已去掉{surrogates}个无法识别的残缺字符，请核对原文。")
    return whole, changes


def _fit(whole: str, limit: int, changes: list[str]) -> Wording:
    end = _cut_at(whole, limit)
    if end < len(whole):
        sentence = f"文字超过{limit}字，后面{len(whole) - end}字没有放入，请另附材料。"
        changes = [*changes, sentence]
    return Wording(whole[:end], whole[end:], tuple(changes))


def _cut_at(text: str, limit: int) -> int:
    """Return where to cut so that at most `limit` characters stay and no cluster is split."""
    if len(text) <= limit:
        return len(text)
    end = limit
    while end > 0 and _continues(text, end):
        end -= 1
    return end or limit


def _continues(text: str, place: int) -> bool:
    character = text[place]
    return (
        unicodedata.category(character).startswith("M")
        or character == _JOINER
        or text[place - 1] == _JOINER
    )
