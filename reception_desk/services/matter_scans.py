"""What was handed in with the visits of a matter: papers on file, and pages not yet filed."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.records.matters import MatterScan, MatterVisit
from reception_desk.services import audit
from reception_desk.services.confidentiality import open_visit
from reception_desk.services.filing import papers_in
from reception_desk.services.scans import pages_in


def scans_in(session: Session, visits: Iterable[MatterVisit]) -> tuple[MatterScan, ...]:
    """Return the scans of visits that were opened by the rule, in the order they came."""
    found: list[MatterScan] = []
    for visit in visits:
        papers = papers_in(session, visit.visit_id)
        filed = {paper.scanned_document_id for paper in papers}
        pages = pages_in(session, visit.visit_id)
        found += [MatterScan(visit.visit_id, visit.number, paper) for paper in papers]
        found += [
            MatterScan(visit.visit_id, visit.number, page)
            for page in pages
            if page.scanned_document_id not in filed
        ]
    return tuple(found)


def note_look(database: Database, actor: Actor, scan: MatterScan, *, reason: str) -> MatterScan:
    """Audit that somebody looks at a scan and return it; raises `DeskError` for one not theirs."""
    table = "filed_paper" if scan.filed is not None else "scanned_page"
    with database.write() as session:
        open_visit(session, actor, scan.visit_id)
        audit.record(session, actor, "view_scan", table=table, row_id=scan.key, reason=reason)
    return scan
