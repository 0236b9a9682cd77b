"""What was decided about one page of a scan: plain values, without its pixels.

Places are pixels of the original picture, x to the right and y down. Nothing here changes the
original: a page processed again with a step left out is that step undone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from reception_desk.records.scanning import ColourMode

Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]
"""Top left, top right, bottom right, bottom left."""


def corners_of(values: Sequence[Sequence[float]]) -> Corners:
    """Return four corners that were kept as JSON; raises `ValueError` when they are none."""
    first, second, third, fourth = ((float(x), float(y)) for x, y in values)
    return first, second, third, fourth


class PageStep(StrEnum):
    """What is done to a page, in this order; each can be left out."""

    SHEET = "sheet"
    SKEW = "skew"
    SHADOW = "shadow"
    BLANK = "blank"
    COLOUR = "colour"
    QUALITY = "quality"
    CODES = "codes"


ALL_STEPS = frozenset(PageStep)


class SheetFinding(StrEnum):
    """Whether the sheet was found; where it was not, the whole picture is the page.

    `given` says that a person set the corners.
    """

    FOUND = "found"
    GIVEN = "given"
    NO_EDGE = "no_edge"
    SEVERAL = "several"
    UNSURE = "unsure"
    NOT_LOOKED_FOR = "not_looked_for"


class PageConcern(StrEnum):
    """Why a page should be taken again while the paper is still there."""

    BLURRED = "blurred"
    GLARE = "glare"

    @property
    def sentence(self) -> str:
        """Return what to tell the clerk."""
        return _SENTENCES[self]


_SENTENCES = {
    PageConcern.BLURRED: "画面模糊，文字可能认不清。请压平纸张、等对焦稳定后重拍。",
    PageConcern.GLARE: "纸面反光，有文字可能看不见。请移开灯光或换个角度后重拍。",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where the sheet lies in the picture; no corners where the whole picture is the page."""

    finding: SheetFinding
    corners: Corners | None = None


@dataclass(frozen=True, slots=True)
class Ink:
    """`marks` counts the separate marks on the page, `share` is the part of it they cover."""

    is_blank: bool
    marks: int
    share: float


@dataclass(frozen=True, slots=True)
class Quality:
    """`edge_mm` is how wide the edges of the writing are, None where no writing was found.

    `glare_share` is the part of the page that reflects the lamp.
    """

    edge_mm: float | None
    glare_share: float
    concerns: tuple[PageConcern, ...]


class CodeKind(StrEnum):
    """The codes that are looked for."""

    QR = "qr"
    CODE_128 = "code_128"
    PATCH = "patch"


class CodeMeaning(StrEnum):
    """What a code on a page is for."""

    SEPARATOR = "separator"
    VISIT_SHEET = "visit_sheet"
    RECEIPT = "receipt"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PageCode:
    """A code as it was read; `number` and `query_code` are those of a receipt of this program.

    On the separator sheet of a visit the check of `records/separators.py` is the second.
    """

    kind: CodeKind
    text: str
    meaning: CodeMeaning
    corners: tuple[Point, Point, Point, Point]
    number: str = ""
    query_code: str = ""


@dataclass(frozen=True, slots=True)
class PageDecisions:
    """Everything decided about a page.

    `angle` is how far the writing leaned on the sheet, in degrees counter-clockwise; None where no
    direction was seen. `ink`, `colour` and `quality` are None when their step was left out.
    `transform` takes a place of the original to one of the working picture, row by row of a 3 x 3
    matrix for homogeneous coordinates.
    """

    dpi: int
    size: tuple[int, int]
    sheet: Sheet
    angle: float | None
    is_evened: bool
    ink: Ink | None
    colour: ColourMode | None
    quality: Quality | None
    codes: tuple[PageCode, ...]
    transform: tuple[float, ...]
    steps: frozenset[PageStep]

    @property
    def is_separator(self) -> bool:
        """Say whether the page only parts one paper from the next."""
        parting = {CodeMeaning.SEPARATOR, CodeMeaning.VISIT_SHEET}
        return any(code.meaning in parting for code in self.codes)

    @property
    def visit_code(self) -> PageCode | None:
        """Return the code that names a visit, of a separator sheet before one of a receipt."""
        for meaning in (CodeMeaning.VISIT_SHEET, CodeMeaning.RECEIPT):
            for code in self.codes:
                if code.meaning is meaning:
                    return code
        return None
