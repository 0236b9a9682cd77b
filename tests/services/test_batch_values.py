"""What is kept of a batch as JSON comes back as it was."""

from reception_desk.records.pages import (
    ALL_STEPS,
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
)
from reception_desk.records.scan_batches import (
    Arrangement,
    BatchPaper,
    PaperKind,
    PlacedPage,
    Treatment,
)
from reception_desk.records.scanning import ColourMode
from reception_desk.services.batch_values import (
    arrangement_of,
    arrangement_text,
    decisions_of,
    decisions_text,
    treatment_of,
    treatment_text,
)

CORNERS = ((0.5, 1.0), (20.0, 1.25), (20.0, 30.0), (0.5, 30.0))
FULL = PageDecisions(
    dpi=300,
    size=(2480, 3508),
    sheet=Sheet(SheetFinding.FOUND, CORNERS),
    angle=-1.25,
    is_evened=True,
    ink=Ink(is_blank=False, marks=12, share=0.05),
    colour=ColourMode.GREY,
    quality=Quality(0.8, 0.004, (PageConcern.BLURRED, PageConcern.GLARE)),
    codes=(PageCode(CodeKind.QR, "T-1 12345678", CodeMeaning.RECEIPT, CORNERS, "T-1", "12345678"),),
    transform=(1.0, 0.0, 0.5, 0.0, 1.0, 0.5, 0.0, 0.0, 1.0),
    steps=ALL_STEPS,
)
BARE = PageDecisions(
    dpi=0,
    size=(1, 1),
    sheet=Sheet(SheetFinding.NOT_LOOKED_FOR),
    angle=None,
    is_evened=False,
    ink=None,
    colour=None,
    quality=None,
    codes=(),
    transform=(1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0),
    steps=frozenset(),
)


def test_decisions():
    for decisions in (FULL, BARE):
        assert decisions_of(decisions_text(decisions)) == decisions


def test_arrangements():
    treated = Treatment(3, frozenset({PageStep.SHEET, PageStep.SHADOW}), CORNERS)
    arrangement = Arrangement(
        (
            BatchPaper((PlacedPage("a"), PlacedPage("b", treated, is_removed=True))),
            BatchPaper((PlacedPage("c"),), PaperKind.JUDGMENT, is_original=True, is_to_return=True),
        )
    )

    assert arrangement_of(arrangement_text(arrangement)) == arrangement
    assert treatment_of(treatment_text(treated)) == treated


def test_a_batch_of_an_earlier_release_has_no_corners():
    assert treatment_of('{"turns": 1, "left_out": ["sheet"]}') == Treatment(
        1, frozenset({PageStep.SHEET})
    )
