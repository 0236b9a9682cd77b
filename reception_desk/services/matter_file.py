"""One matter whole: where it stands, its steps, visits, papers, scans and links, for its page."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from reception_desk.models import Database
from reception_desk.models.document import Document
from reception_desk.models.matter import Matter, ServiceRecord, VisitMatter
from reception_desk.models.person import Person
from reception_desk.models.visit import Visit, VisitPerson
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentKind
from reception_desk.records.matters import MatterHead, MatterPaper, MatterScan, MatterVisit
from reception_desk.records.visit import PersonRole
from reception_desk.rules import codes
from reception_desk.rules.codes import CodeListName
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.owed_papers import IssuedPaper, OwedPaper, owed_papers
from reception_desk.rules.told_days import OutdatedDay, ToldPaper, outdated_days
from reception_desk.services import audit
from reception_desk.services.confidentiality import seen
from reception_desk.services.document_kinds import content_of, kind_of, served_by, shown_number
from reception_desk.services.matter_scans import scans_in
from reception_desk.services.printing import latest_states
from reception_desk.services.steps import MatterNow, matter_now


@dataclass(frozen=True, slots=True)
class MatterFile:
    """A matter as its page shows it, the visits and papers oldest first.

    `now` holds the steps, the standing and what the actor may do next; `owed` are papers that its
    steps ask for and nobody has issued, `outdated` last days that papers told and that moved;
    `scans` are what was handed in.
    """

    head: MatterHead
    now: MatterNow
    visits: tuple[MatterVisit, ...]
    papers: tuple[MatterPaper, ...]
    owed: tuple[OwedPaper, ...]
    outdated: tuple[OutdatedDay, ...]
    scans: tuple[MatterScan, ...]


def open_matter(
    database: Database, actor: Actor, matter_id: str, by: Reckoning, *, reason: str
) -> MatterFile:
    """Return a matter whole; the look is audited with its reason.

    Raises `DeskError` for one that is not here or may not be seen.
    """
    now = matter_now(database, actor, matter_id, by)
    with database.write() as session:
        audit.record(session, actor, "view_matter", table="matter", row_id=matter_id, reason=reason)
        visits = _visits(session, actor, matter_id)
        papers = _papers(session, matter_id, [visit.visit_id for visit in visits])
        issued = [
            IssuedPaper(DocumentKind(paper.kind), paper.issued_at)
            for paper in papers
            if not paper.is_void
        ]
        return MatterFile(
            head=_head(session, actor, matter_id, now),
            now=now,
            visits=visits,
            papers=papers,
            owed=owed_papers(now.case.steps, now.standing, issued),
            outdated=outdated_days(_told(session, matter_id), now.standing.duties, by),
            scans=scans_in(session, visits),
        )


def _head(session: Session, actor: Actor, matter_id: str, now: MatterNow) -> MatterHead:
    matter = session.get_one(Matter, matter_id)
    first = session.scalars(
        select(Visit)
        .join(VisitMatter, VisitMatter.visit_id == Visit.id)
        .where(
            VisitMatter.matter_id == matter_id,
            VisitMatter.voided_at.is_(None),
            seen(actor, Visit.stream),
        )
        .order_by(Visit.arrived_at, Visit.id)
        .limit(1)
    ).first()
    linked = now.standing.linked_matter_id
    other = session.get(Matter, linked) if linked else None
    is_shown = other is not None and other.stream == matter.stream
    return MatterHead(
        matter_id=matter_id,
        title=matter.title,
        number=(first.number or first.provisional_number) if first else "",
        registered_at=matter.registered_at,
        matter_class=codes.name(CodeListName.MATTER_CLASS, matter.matter_class),
        category=codes.name(CodeListName.CATEGORY, matter.category),
        place=codes.name(CodeListName.DIVISION, matter.place_code),
        claim=first.claim if first else "",
        facts=first.facts if first else "",
        respondent=(first.respondent or "") if first else "",
        linked_title=other.title if other and is_shown else "",
    )


def _visits(session: Session, actor: Actor, matter_id: str) -> tuple[MatterVisit, ...]:
    rows = session.execute(
        select(Visit, VisitMatter.relation)
        .join(VisitMatter, VisitMatter.visit_id == Visit.id)
        .where(
            VisitMatter.matter_id == matter_id,
            VisitMatter.voided_at.is_(None),
            seen(actor, Visit.stream),
        )
        .order_by(Visit.arrived_at, Visit.id)
    ).all()
    names: dict[str, list[str]] = {visit.id: [] for visit, _ in rows}
    for visit_id, role, name, organisation in session.execute(
        select(VisitPerson.visit_id, VisitPerson.role, Person.name, Person.organisation_name)
        .join(Person, Person.id == VisitPerson.person_id)
        .where(VisitPerson.visit_id.in_(names), VisitPerson.voided_at.is_(None))
        .order_by(VisitPerson.position)
    ):
        called = name or organisation
        if PersonRole(role).is_petitioner and called:
            names[visit_id].append(called)
    return tuple(
        MatterVisit(
            visit_id=visit.id,
            number=visit.number or visit.provisional_number,
            arrived_at=visit.arrived_at,
            names=tuple(names[visit.id]),
            head_count=visit.head_count,
            relation=relation,
        )
        for visit, relation in rows
    )


def _papers(session: Session, matter_id: str, visit_ids: list[str]) -> tuple[MatterPaper, ...]:
    rows = session.scalars(
        select(Document)
        .where((Document.matter_id == matter_id) | Document.visit_id.in_(visit_ids))
        .order_by(Document.created_at, Document.id)
    ).all()
    served: dict[str, ServiceRecord] = {
        record.document_id: record
        for record in session.scalars(
            select(ServiceRecord)
            .where(ServiceRecord.matter_id == matter_id)
            .order_by(ServiceRecord.id)
        )
    }
    printed = latest_states(session, [row.id for row in rows])
    receipts = {key: row.id for row in rows if row.voided_at is None for key in served_by(row)}
    return tuple(
        MatterPaper(
            document_id=row.id,
            kind=kind_of(row).value,
            title=row.title,
            sha256=row.sha256,
            number=shown_number(row) or "",
            issued_at=row.created_at,
            is_void=row.voided_at is not None,
            served_on=served[row.id].served_on if row.id in served else None,
            print_state=printed.get(row.id),
            receipt_id=receipts.get(row.id),
        )
        for row in rows
    )


def _told(session: Session, matter_id: str) -> list[ToldPaper]:
    rows = session.scalars(
        select(Document)
        .where(Document.matter_id == matter_id, Document.voided_at.is_(None))
        .order_by(Document.created_at, Document.id)
    ).all()
    return [ToldPaper(kind_of(row), row.title, content_of(row)) for row in rows]
