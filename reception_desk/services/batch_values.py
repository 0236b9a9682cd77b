"""Arrangements, treatments and decisions as JSON of the local file, and back."""

import json
from functools import lru_cache
from typing import Any

from reception_desk.records.pages import (
    CodeKind,
    CodeMeaning,
    Ink,
    PageCode,
    PageConcern,
    PageDecisions,
    PageStep,
    Quality,
    Sheet,
    SheetFinding,
    corners_of,
)
from reception_desk.records.scan_batches import (
    Arrangement,
    BatchPaper,
    PaperKind,
    PlacedPage,
    Treatment,
)
from reception_desk.records.scanning import ColourMode

_MOST_KNOWN = 4096
"""Texts whose values are remembered: a batch is read again after every page that comes."""
_MOST_ARRANGED = 8
"""The page that comes, the page that is worked on and the screen read the same arrangement."""


def arrangement_text(arrangement: Arrangement) -> str:
    """Return the JSON of an arrangement."""
    return _text(
        [
            {
                "kind": paper.kind,
                "is_original": paper.is_original,
                "is_to_return": paper.is_to_return,
                "pages": [
                    {
                        "id": page.page_id,
                        "is_removed": page.is_removed,
                        "treatment": _treatment_values(page.treatment),
                    }
                    for page in paper.pages
                ],
            }
            for paper in arrangement.papers
        ]
    )


@lru_cache(_MOST_ARRANGED)
def arrangement_of(text: str) -> Arrangement:
    """Return the arrangement that a JSON text holds."""
    return Arrangement(
        tuple(
            BatchPaper(
                tuple(
                    PlacedPage(page["id"], _treatment(page["treatment"]), page["is_removed"])
                    for page in paper["pages"]
                ),
                PaperKind(paper["kind"]),
                paper["is_original"],
                paper["is_to_return"],
            )
            for paper in json.loads(text)
        )
    )


def treatment_text(treatment: Treatment) -> str:
    """Return the JSON of a treatment."""
    return _text(_treatment_values(treatment))


@lru_cache(_MOST_KNOWN)
def treatment_of(text: str) -> Treatment:
    """Return the treatment that a JSON text holds."""
    return _treatment(json.loads(text))


def decisions_text(decisions: PageDecisions) -> str:
    """Return the JSON of everything that was decided about a page."""
    sheet, ink, quality = decisions.sheet, decisions.ink, decisions.quality
    return _text(
        {
            "dpi": decisions.dpi,
            "size": decisions.size,
            "sheet": {"finding": sheet.finding, "corners": sheet.corners},
            "angle": decisions.angle,
            "is_evened": decisions.is_evened,
            "ink": ink and [ink.is_blank, ink.marks, ink.share],
            "colour": decisions.colour,
            "quality": quality and [quality.edge_mm, quality.glare_share, quality.concerns],
            "codes": [
                [code.kind, code.text, code.meaning, code.corners, code.number, code.query_code]
                for code in decisions.codes
            ],
            "transform": decisions.transform,
            "steps": sorted(decisions.steps),
        }
    )


@lru_cache(_MOST_KNOWN)
def decisions_of(text: str) -> PageDecisions:
    """Return the decisions that a JSON text holds."""
    values = json.loads(text)
    colour = values["colour"]
    return PageDecisions(
        dpi=values["dpi"],
        size=tuple(values["size"]),
        sheet=_sheet(values["sheet"]),
        angle=values["angle"],
        is_evened=values["is_evened"],
        ink=Ink(*values["ink"]) if values["ink"] else None,
        colour=ColourMode(colour) if colour else None,
        quality=_quality(values["quality"]),
        codes=tuple(_code(code) for code in values["codes"]),
        transform=tuple(values["transform"]),
        steps=frozenset(map(PageStep, values["steps"])),
    )


def _text(values: Any) -> str:
    return json.dumps(values, ensure_ascii=False)


def _treatment_values(treatment: Treatment) -> dict[str, Any]:
    return {
        "turns": treatment.quarter_turns,
        "left_out": sorted(treatment.left_out),
        "corners": treatment.corners,
    }


def _treatment(values: dict[str, Any]) -> Treatment:
    """Batches of earlier releases have no corners."""
    left_out = frozenset(map(PageStep, values["left_out"]))
    corners = values.get("corners")
    return Treatment(values["turns"], left_out, corners_of(corners) if corners else None)


def _sheet(values: dict[str, Any]) -> Sheet:
    corners = values["corners"]
    return Sheet(SheetFinding(values["finding"]), corners_of(corners) if corners else None)


def _quality(values: list[Any] | None) -> Quality | None:
    if values is None:
        return None
    edge_mm, glare_share, concerns = values
    return Quality(edge_mm, glare_share, tuple(map(PageConcern, concerns)))


def _code(values: list[Any]) -> PageCode:
    kind, text, meaning, corners, number, query_code = values
    meant = CodeMeaning(meaning)
    return PageCode(CodeKind(kind), text, meant, corners_of(corners), number, query_code)
