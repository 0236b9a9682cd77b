"""What `desk pages` writes about a page: plain values for programs, a line for a person."""

from collections.abc import Sequence
from typing import Any

from reception_desk.imaging.skew import LEAST_DEGREES
from reception_desk.records.pages import PageCode, PageDecisions, PageStep, Point, SheetFinding
from reception_desk.records.reading import TextLine


def decisions_json(decisions: PageDecisions) -> dict[str, Any]:
    """Return what was decided as plain values."""
    sheet, ink, quality = decisions.sheet, decisions.ink, decisions.quality
    return {
        "dpi": decisions.dpi,
        "width": decisions.size[0],
        "height": decisions.size[1],
        "sheet": sheet.finding.value,
        "corners": _rounded(sheet.corners),
        "angle": None if decisions.angle is None else round(decisions.angle, 3),
        "evened": decisions.is_evened,
        "blank": None if ink is None else ink.is_blank,
        "marks": None if ink is None else ink.marks,
        "ink_share": None if ink is None else ink.share,
        "colour": None if decisions.colour is None else decisions.colour.value,
        "edge_mm": None if quality is None else quality.edge_mm,
        "glare_share": None if quality is None else quality.glare_share,
        "concerns": [] if quality is None else [each.value for each in quality.concerns],
        "codes": [_code_json(code) for code in decisions.codes],
        "transform": list(decisions.transform),
        "steps": [step.value for step in PageStep if step in decisions.steps],
        "repeats": None,
    }


def text_json(lines: Sequence[TextLine] | None) -> dict[str, Any]:
    """Return the text of a page and its lines in pixels of the working picture; None: not read."""
    if lines is None:
        return {"text": None, "lines": None}
    return {
        "text": "\n".join(line.text for line in lines),
        "lines": [
            {
                "text": line.text,
                "confidence": line.confidence,
                "corners": _rounded(line.corners),
            }
            for line in lines
        ],
    }


def page_line(decisions: PageDecisions) -> str:
    """Return what a person wants to know of a page, as one line."""
    parts = [f"{decisions.size[0]}×{decisions.size[1]}"]
    if decisions.sheet.finding is SheetFinding.FOUND:
        parts.append("已裁边")
    if decisions.sheet.finding is SheetFinding.SEVERAL:
        parts.append("不止一张纸，没有裁边")
    if decisions.angle and abs(decisions.angle) >= LEAST_DEGREES:
        parts.append(f"转正 {decisions.angle:+.1f}°")
    if decisions.is_evened:
        parts.append("已去阴影")
    if decisions.ink and decisions.ink.is_blank:
        parts.append("空白页")
    parts += [f"码 {code.text}" for code in decisions.codes]
    if decisions.quality:
        parts += [concern.sentence for concern in decisions.quality.concerns]
    return "，".join(parts)


def _code_json(code: PageCode) -> dict[str, Any]:
    return {
        "kind": code.kind.value,
        "text": code.text,
        "meaning": code.meaning.value,
        "corners": _rounded(code.corners),
    }


def _rounded(corners: tuple[Point, ...] | None) -> list[list[float]] | None:
    return None if corners is None else [[round(x, 2), round(y, 2)] for x, y in corners]
