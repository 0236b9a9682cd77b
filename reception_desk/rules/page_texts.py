"""The text of a page as one run of words, so that what a line's end parts is found together."""

import json
import unicodedata
from collections.abc import Sequence
from typing import Any

from reception_desk.records.reading import Point, ReadPage, TextLine


def running_text(lines: Sequence[TextLine]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the lines as one text, and where in it each line begins and ends.

    Chinese runs on without a space; between two words of letters or digits stands one.
    """
    text = ""
    places: list[tuple[int, int]] = []
    for line in lines:
        if text and line.text and not _is_wide(text[-1]) and not _is_wide(line.text[0]):
            text += " "
        places.append((len(text), len(text) + len(line.text)))
        text += line.text
    return text, tuple(places)


def places_text(page: ReadPage) -> str:
    """Return the JSON of `PageText.places`: start, end, confidence in percent, eight numbers."""
    _, places = running_text(page.lines)
    return json.dumps(
        [
            [
                *place,
                round(line.confidence * 100),
                *(round(value) for corner in line.corners for value in corner),
            ]
            for place, line in zip(places, page.lines, strict=True)
        ],
        separators=(",", ":"),
    )


def page_of(text: str, places: str, width_px: int, height_px: int) -> ReadPage:
    """Return the page that a row holds; raises `ValueError` for one that is damaged."""
    return ReadPage(width_px, height_px, tuple(_line(text, place) for place in json.loads(places)))


def _line(text: str, place: Any) -> TextLine:
    start, end, percent, *numbers = place
    x0, y0, x1, y1, x2, y2, x3, y3 = map(float, numbers)
    corners: tuple[Point, Point, Point, Point] = ((x0, y0), (x1, y1), (x2, y2), (x3, y3))
    return TextLine(text[start:end], percent / 100, corners)


def excerpt(text: str, wanted: str, *, around: int = 12) -> str:
    """Return the words around the first place of `wanted`; "" where it is not there."""
    place = text.lower().find(wanted.lower())
    if place < 0:
        return ""
    start, end = max(0, place - around), min(len(text), place + len(wanted) + around)
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in {"W", "F"}
