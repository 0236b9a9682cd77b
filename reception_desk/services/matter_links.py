"""The matter a visit belongs to, changed after its registration: joined to another, or parted."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from reception_desk.errors import InvalidInputError
from reception_desk.models.database import now
from reception_desk.models.matter import Matter, Step, VisitMatter
from reception_desk.models.rows import add_row
from reception_desk.models.visit import Visit
from reception_desk.records.actor import Actor
from reception_desk.services.authorship import by
from reception_desk.services.registration import begin_matter

EMPTY = "没有来访属于此事项"


def link_of(session: Session, visit_id: str) -> VisitMatter | None:
    """Return what joins the visit to its matter, or None where it has not arrived here yet."""
    return session.scalars(
        select(VisitMatter).where(VisitMatter.visit_id == visit_id, VisitMatter.voided_at.is_(None))
    ).first()


def move_visit(
    session: Session, actor: Actor, visit: Visit, matter_id: str | None, reason: str
) -> str:
    """Join the visit to another matter, None for one of its own; both matters get a step.

    A matter that no visit belongs to any more is set aside, and stands again when one comes back.
    Returns the id of the matter. Raises `InvalidInputError` for a matter kept apart from the visit
    (条例 Art. 30).
    """
    matter = session.get(Matter, matter_id) if matter_id else None
    if matter_id and (matter is None or matter.stream != visit.stream):
        raise InvalidInputError(
            "这两件事项分开保管，不能合并。", saved="原登记没有改动。", advice="请保留为两件事项。"
        )
    if matter is not None:
        matter.voided_at = matter.voided_by = matter.void_reason = None
    authorship = by(actor, stream=visit.stream)
    joined = matter.id if matter else begin_matter(session, authorship, visit)
    step = {
        **authorship,
        "visit_id": visit.id,
        "occurred_at": now(),
        "basis": "《信访工作条例》第二十二条",
        "reason": reason,
    }
    left = link_of(session, visit.id)
    if left is not None:
        left.voided_at, left.voided_by, left.void_reason = now(), actor.account_id, reason
        add_row(session, Step, **step, matter_id=left.matter_id, event="visit_left")
    values = {**authorship, "visit_id": visit.id, "matter_id": joined}
    add_row(session, VisitMatter, **values, relation="repeat")
    add_row(session, Step, **step, matter_id=joined, event="visit_joined")
    for changed in filter(None, (left.matter_id if left else None, joined)):
        settle(session, actor, changed)
    return joined


def settle(session: Session, actor: Actor, matter_id: str) -> None:
    """Let the earliest visit of a matter be the first one; without any it is set aside."""
    links = session.scalars(
        select(VisitMatter)
        .join(Visit, Visit.id == VisitMatter.visit_id)
        .where(
            VisitMatter.matter_id == matter_id,
            VisitMatter.voided_at.is_(None),
            Visit.voided_at.is_(None),
        )
        .order_by(Visit.arrived_at, Visit.id)
    ).all()
    for place, link in enumerate(links):
        link.relation = "repeat" if place else "first"
    if not links:
        matter = session.get_one(Matter, matter_id)
        matter.voided_at, matter.voided_by, matter.void_reason = now(), actor.account_id, EMPTY
