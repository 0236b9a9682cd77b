"""Where every matter stands, kept up at the desk: lists and boards read it instead of folding.

Triggers note each matter with a new step, from here or from the centre, and those that link to it;
`bring_up` folds them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, delete, func, literal_column, select
from sqlalchemy.orm import Session

from reception_desk.models import Database
from reception_desk.models.matter import Matter, Step
from reception_desk.models.standing import MatterStanding, OpenDuty, StandingPending
from reception_desk.records.actor import Actor
from reception_desk.rules.deadlines import Deadline
from reception_desk.rules.duties import DUTIES
from reception_desk.rules.duty_ledger import DutyEntry, Reckoning
from reception_desk.rules.standing import Standing
from reception_desk.services.matter_cases import MatterCase, load_cases

MATTER_ROW = literal_column("matter.rowid", Integer)
_WAITING = select(StandingPending.matter_id)
_PART = 100
"""Matters of one transaction: some 40 ms in which a registration waits for the write lock."""


@dataclass(frozen=True, slots=True)
class MovedDay:
    """A running duty whose days a change of the calendar moved; whoever was told has to hear."""

    matter_id: str
    duty: str
    before: date
    after: date
    is_petitioners: bool


def bring_up(database: Database, actor: Actor, by: Reckoning, *, parts: int | None = None) -> bool:
    """Fold the matters that wait, at most `parts` hundred; say whether more may wait.

    For a worker's thread. A matter that left this desk meanwhile is simply forgotten.
    """
    zone = ZoneInfo(actor.desk.zone)
    done = 0
    while parts is None or done < parts:
        with database.read() as session:
            waiting = session.scalars(_WAITING.limit(_PART)).all()
        if not waiting:
            return False
        with database.write() as session:
            write_standings(session, waiting, zone, by)
        done += 1
    return True


def write_standings(
    session: Session, matter_ids: Iterable[str], zone: ZoneInfo, by: Reckoning
) -> None:
    """Make the standings of these matters anew within the caller's unit of work."""
    keys = list(matter_ids)
    cases = load_cases(session, keys, zone)
    located = session.execute(select(Matter.id, MATTER_ROW).where(Matter.id.in_(keys)))
    rows = dict(located.all())
    for table in (MatterStanding, OpenDuty, StandingPending):
        session.execute(delete(table).where(table.matter_id.in_(keys)))
    for case in cases.values():
        standing = case.standing(by)
        if standing.state is not None and standing.since is not None:
            _write(session, rows[case.matter_id], case, standing, by)


def linking(session: Session, matter_id: str) -> list[str]:
    """Return the matters that link to this one, those that still wait to be folded again.

    At most a part; `bring_up` folds the rest. A link counts one way and one step far
    (`rules/links`), so that matters that link to one another need no second round.
    """
    found = (
        select(Step.matter_id)
        .where(Step.linked_matter_id == matter_id, Step.matter_id.in_(_WAITING))
        .distinct()
    )
    return list(session.scalars(found.limit(_PART)))


def count_waiting(database: Database) -> int:
    """Return how many matters wait to be folded."""
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(StandingPending)) or 0


def _write(
    session: Session, matter_row: int, case: MatterCase, standing: Standing, by: Reckoning
) -> None:
    reckoned = [(entry, entry.deadline(by)) for entry in standing.open_duties]
    owed = [
        deadline
        for entry, deadline in reckoned
        if not entry.is_petitioners and not DUTIES[entry.duty].is_right
    ]
    first = min(owed, key=lambda deadline: deadline.legal, default=None)
    session.add(
        MatterStanding(
            matter_id=case.matter_id,
            stream=case.stream,
            state=standing.state,
            since=standing.since,
            unit_id=standing.unit_id,
            clerk_id=case.clerk_id,
            is_supervised=standing.supervision is not None,
            proposal=standing.proposal.result if standing.proposal else None,
            refused=len(standing.refused),
            next_legal=first.legal if first else None,
            next_internal=first.internal if first else None,
            matter_row=matter_row,
        )
    )
    for entry, deadline in reckoned:
        session.add(_open_duty(case, standing, entry, deadline))


def _open_duty(
    case: MatterCase, standing: Standing, entry: DutyEntry, deadline: Deadline
) -> OpenDuty:
    return OpenDuty(
        matter_id=case.matter_id,
        duty=entry.duty.value,
        stream=case.stream,
        unit_id=standing.unit_id,
        clerk_id=case.clerk_id,
        is_petitioners=entry.is_petitioners,
        start=entry.start,
        extend_days=entry.extend_days,
        hearing_days=entry.hearing_days,
        target=entry.target,
        nominal=deadline.nominal,
        legal=deadline.legal,
        internal=deadline.internal,
        is_provisional=deadline.provisional,
        calendar_version=deadline.calendar_version,
    )


def reckon_again(
    database: Database,
    actor: Actor,
    by: Reckoning,
    report: Callable[[int, int], object] = lambda _done, _total: None,
) -> tuple[MovedDay, ...]:
    """Reckon every running duty with the calendar in force; return those that moved.

    `report(done, total)` is called before each part; what it raises ends the work between two.
    A day already printed stays on that paper: the list says who must be told of the new one.
    """
    zone = ZoneInfo(actor.desk.zone)
    with database.read() as session:
        rows = session.scalars(
            select(OpenDuty).where(OpenDuty.calendar_version != by.calendar.version)
        ).all()
        held = [(row.matter_id, row.duty, row.legal, row.is_petitioners) for row in rows]
    keys = sorted({matter_id for matter_id, *_ in held})
    for start in range(0, len(keys), _PART):
        report(start, len(keys))
        with database.write() as session:
            write_standings(session, keys[start : start + _PART], zone, by)
    with database.read() as session:
        now = {
            (row.matter_id, row.duty): row.legal for row in session.scalars(select(OpenDuty)).all()
        }
    return tuple(
        MovedDay(matter_id, duty, before, after, is_petitioners)
        for matter_id, duty, before, is_petitioners in held
        if (after := now.get((matter_id, duty), before)) != before
    )
