"""Everything the register shows of one visit, read at once."""

from dataclasses import dataclass

from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentRecord, ScannedPageRecord
from reception_desk.records.scan_batches import FiledPaperRecord
from reception_desk.records.visit import VisitRecord
from reception_desk.services import filing, printing, scans, visits
from reception_desk.services.corrections import PastCorrection, corrections_of

LOOK = "台账查看"


@dataclass(frozen=True, slots=True)
class OpenedVisit:
    """A visit with its papers, what was handed in, and what was completed and corrected."""

    visit: VisitRecord
    documents: tuple[DocumentRecord, ...]
    filed: tuple[FiledPaperRecord, ...]
    pages: tuple[ScannedPageRecord, ...]
    past: tuple[PastCorrection, ...]


def read_visit(database: Database, actor: Actor, visit_id: str) -> OpenedVisit:
    """Return one visit whole; the look is audited."""
    return OpenedVisit(
        visits.load_visit(database, actor, visit_id, reason=LOOK),
        printing.documents_of_visit(database, actor, visit_id),
        filing.papers_of_visit(database, actor, visit_id),
        scans.pages_of_visit(database, actor, visit_id),
        tuple(corrections_of(database, actor, visit_id)),
    )
