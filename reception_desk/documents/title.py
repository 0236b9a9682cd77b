"""Titles that break where the sense does: `|` marks the places their template prefers."""

from collections.abc import Iterator
from itertools import product

from reception_desk.documents.fonts import Role
from reception_desk.documents.sheet import Sheet
from reception_desk.documents.typesetting import Line, Style, set_title

PREFERRED = "|"


def plain(title: str) -> str:
    """Return a title without its marks."""
    return title.replace(PREFERRED, "")


def title_lines(sheet: Sheet, title: str, measure: float, style: Style) -> list[Line]:
    """Set a title in as few lines as fit, parted only at preferred places where that can be.

    It may take one line more for that; of several ways the one with the evenest lines is taken
    (词意完整、排列对称, 7.3.1).
    """
    glyph = sheet.chain(Role.TITLE).glyph
    balanced = set_title(plain(title), measure, style, glyph)
    parts = [part for part in title.split(PREFERRED) if part]
    if len(balanced) == 1 or len(parts) == 1:
        return balanced
    ways = [
        [set_title(line, measure, style, glyph) for line in lines]
        for lines in _ways(parts)
        if len(lines) <= len(balanced) + 1
    ]
    fitting = [[line for (line,) in way] for way in ways if all(len(line) == 1 for line in way)]
    return min(fitting, key=lambda lines: (len(lines), _unevenness(lines)), default=balanced)


def _ways(parts: list[str]) -> Iterator[list[str]]:
    """Yield every way to join neighbouring parts to lines."""
    for is_parted in product((False, True), repeat=len(parts) - 1):
        lines = [parts[0]]
        for part, begins in zip(parts[1:], is_parted, strict=True):
            if begins:
                lines.append(part)
            else:
                lines[-1] += part
        yield lines


def _unevenness(lines: list[Line]) -> float:
    widths = [line.right - line.left for line in lines]
    return max(widths) - min(widths)
