"""扫描方案: how a device reads and what is done to its pages, under a name the clerk chooses."""

from dataclasses import dataclass
from enum import StrEnum

from reception_desk.records.pages import PageStep
from reception_desk.records.scan_batches import AS_USUAL, Treatment
from reception_desk.records.scanning import ColourMode, PaperSource, ScanArea, ScanOptions

CHOSEN_STEPS = (
    (PageStep.BLANK, "挑出空白页"),
    (PageStep.SHEET, "裁边"),
    (PageStep.SKEW, "转正"),
    (PageStep.SHADOW, "去阴影"),
    (PageStep.COLOUR, "判断彩色或黑白"),
)
"""The steps of the pipeline that a profile may leave out; judging and codes are always done."""


class PaperSize(StrEnum):
    """The part of the glass that is read; `whole` is all the device can reach."""

    WHOLE = "whole"
    A3 = "A3"
    A4 = "A4"
    A5 = "A5"

    @property
    def label(self) -> str:
        return "设备最大幅面" if self is PaperSize.WHOLE else self.value

    @property
    def area(self) -> ScanArea | None:
        """The rectangle in mm from the top left corner; None for all of it."""
        sides = _SIDES.get(self)
        return ScanArea(0, 0, *sides) if sides else None


_SIDES = {PaperSize.A3: (297, 420), PaperSize.A4: (210, 297), PaperSize.A5: (148, 210)}


@dataclass(frozen=True, slots=True)
class ScanProfile:
    """One way to scan; `left_out` are the steps of the pipeline that are not done."""

    name: str
    paper_source: PaperSource = PaperSource.FLATBED
    dpi: int = 300
    colour_mode: ColourMode = ColourMode.COLOUR
    paper: PaperSize = PaperSize.WHOLE
    left_out: frozenset[PageStep] = frozenset()

    @property
    def words(self) -> str:
        """Say what the profile is, in one line."""
        return f"{self.name} · {self.dpi} dpi {self.colour_mode.label}"

    def order(self, *, is_feeder: bool) -> "ScanOrder":
        """Return what to ask of the device; the clerk says at the station where the paper lies."""
        source = self.paper_source
        if is_feeder != source.is_feeder:
            source = PaperSource.FEEDER if is_feeder else PaperSource.FLATBED
        options = ScanOptions(self.dpi, self.colour_mode, self.paper.area, source)
        return ScanOrder(options, Treatment(left_out=self.left_out))


@dataclass(frozen=True, slots=True)
class ScanOrder:
    """What to ask of the device, and how the pages are treated that come."""

    options: ScanOptions
    treatment: Treatment = AS_USUAL
