"""同一事项的提示: matters on record that may be the one of a visit, with the reason for each.

Advisory only: nothing is linked here, and nothing about a person is kept.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.organisation import Unit
from reception_desk.models.standing import MatterStanding, OpenDuty
from reception_desk.records.actor import Actor
from reception_desk.records.similar_matters import SimilarMatter, Sought, Standstill
from reception_desk.rules.duties import Duty
from reception_desk.rules.similarity import MOST_SHOWN, Reason, is_same_person, order_key, reasons
from reception_desk.rules.standstill import RunningDuty, standstill
from reception_desk.rules.states import State
from reception_desk.services import audit
from reception_desk.services.confidentiality import require_look
from reception_desk.services.matters import hints
from reception_desk.services.similar_visits import facts_sought, visits_to_compare


def similar_matters(
    database: Database, actor: Actor, sought: Sought, *, reason: str
) -> tuple[SimilarMatter, ...]:
    """Return at most five matters that may be the one sought, on the strongest grounds first.

    What stands still does so for the same person only: 条例 Art. 19(3) and 36(3) speak of whoever
    brings the matter again. The look is audited with the keys of the matters shown. Accusations
    are seen by the role made for them only, like everywhere (Art. 30(3)).
    """
    require_look(actor)
    database.make_search_keys(lambda: True)  # a visit registered a moment ago is found
    with database.read() as session:
        found = _strongest(session, actor, sought)
        shown = {hint.matter_id: hint for hint in hints(session, actor, found.keys())}
        today = now().astimezone(ZoneInfo(actor.desk.zone)).date()
        own = [matter_id for matter_id, grounds in found.items() if is_same_person(grounds)]
        told = _standstills(session, own, today)
    with database.write() as session:
        audit.record(
            session,
            actor,
            "view_similar_matters",
            table="matter",
            reason=reason,
            detail="、".join(found) or "没有相似的事项",
        )
    return tuple(
        SimilarMatter(
            shown[matter_id], tuple(ground.sentence for ground in grounds), told.get(matter_id)
        )
        for matter_id, grounds in found.items()
    )


def _strongest(session: Session, actor: Actor, sought: Sought) -> dict[str, tuple[Reason, ...]]:
    """Return the grounds by matter in the order shown: those of its strongest, latest visit."""
    new = facts_sought(session, actor, sought)
    compared = [
        (reasons(new, visit.facts), visit)
        for visit in visits_to_compare(session, actor, sought, new.petitioners)
    ]
    compared.sort(key=lambda one: one[1].arrived_at, reverse=True)
    compared.sort(key=lambda one: order_key(one[0]))
    found: dict[str, tuple[Reason, ...]] = {}
    for grounds, visit in compared:
        if grounds and len(found) < MOST_SHOWN:
            found.setdefault(visit.matter_id, grounds)
    return found


def _standstills(
    session: Session, matter_ids: Collection[str], today: date
) -> dict[str, Standstill]:
    """Return why those that somebody has in hand, or that were rechecked, stay as they are."""
    duties: defaultdict[str, list[RunningDuty]] = defaultdict(list)
    for row in session.execute(
        select(OpenDuty.matter_id, OpenDuty.duty, OpenDuty.start, OpenDuty.legal).where(
            OpenDuty.matter_id.in_(matter_ids)
        )
    ):
        duties[row.matter_id].append(RunningDuty(Duty(row.duty), row.start, row.legal))
    standings = session.execute(
        select(
            MatterStanding.matter_id, MatterStanding.state, MatterStanding.since, Unit.short_name
        )
        .outerjoin(Unit, Unit.id == MatterStanding.unit_id)
        .where(MatterStanding.matter_id.in_(matter_ids))
    )
    told = {
        matter_id: standstill(State(state), since, tuple(duties[matter_id]), unit_name or "", today)
        for matter_id, state, since, unit_name in standings
    }
    return {matter_id: found for matter_id, found in told.items() if found}
