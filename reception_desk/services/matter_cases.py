"""Matters as the workflow reads them: their steps and facts, loaded for many at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from reception_desk.models.matter import Matter, Step, VisitMatter
from reception_desk.models.organisation import Account, AccountRole, Unit
from reception_desk.models.person import Person
from reception_desk.models.visit import Visit, VisitPerson
from reception_desk.records.steps import LinkedMatter, MatterFacts, StepRecord
from reception_desk.rules.completeness import is_notice_exempt, registration_of
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.letters import is_letter
from reception_desk.rules.standing import Standing, fold
from reception_desk.rules.units import RESTRICTED_STREAM, UnitKind
from reception_desk.services.registration import ACCUSATION
from reception_desk.services.step_details import details_of

_BUREAU_KINDS = {UnitKind.BUREAU.value, UnitKind.SECTION.value}
_COPIED = (
    "event", "occurred_at", "after_id", "visit_id", "unit_id", "account_id", "linked_matter_id",
    "answers_id", "due_on", "days", "result",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MatterCase:
    """A matter with all that its standing is reckoned from; `clerk_id` registered it."""

    matter_id: str
    stream: int
    facts: MatterFacts
    steps: tuple[StepRecord, ...]
    clerk_id: str | None

    def standing(self, by: Reckoning) -> Standing:
        """Return where the matter stands."""
        return fold(self.facts, self.steps, by)


def load_cases(
    session: Session, matter_ids: Collection[str], zone: ZoneInfo
) -> dict[str, MatterCase]:
    """Return the cases of those matters that are on this desk and not set aside."""
    matters = session.scalars(
        select(Matter).where(Matter.id.in_(matter_ids), Matter.voided_at.is_(None))
    ).all()
    if not matters:
        return {}
    cases = _cases(session, matters, zone)
    named = {
        step.linked_matter_id
        for case in cases.values()
        for step in case.steps
        if step.linked_matter_id
    }
    others = _others(session, named, cases, zone)
    return {key: _with_links(case, others) for key, case in cases.items()}


def with_link(case: MatterCase, other: MatterCase) -> MatterCase:
    """Return the case with one more matter that a step is to name."""
    facts = replace(case.facts, linked=(*case.facts.linked, _linked(case, other)))
    return replace(case, facts=facts)


def _cases(session: Session, matters: Collection[Matter], zone: ZoneInfo) -> dict[str, MatterCase]:
    steps = _steps(session, [matter.id for matter in matters], zone)
    facts = _facts(session, matters)
    return {
        matter.id: MatterCase(
            matter.id, matter.stream, facts[matter.id], tuple(found), _clerk(found)
        )
        for matter in matters
        for found in (steps[matter.id],)
    }


def _others(
    session: Session, named: Collection[str], known: Mapping[str, MatterCase], zone: ZoneInfo
) -> Mapping[str, MatterCase]:
    """Return the matters that are named, without what they name themselves."""
    absent = [key for key in named if key not in known]
    if not absent:
        return known
    rows = session.scalars(
        select(Matter).where(Matter.id.in_(absent), Matter.voided_at.is_(None))
    ).all()
    return {**known, **_cases(session, rows, zone)}


def _with_links(case: MatterCase, others: Mapping[str, MatterCase]) -> MatterCase:
    """Rows of one stream come to a desk together: of another stream nothing is asked."""
    named = dict.fromkeys(step.linked_matter_id for step in case.steps if step.linked_matter_id)
    found = [others[key] for key in named if key in others]
    same = [other for other in found if other.stream == case.stream]
    if not same:
        return case
    linked = tuple(_linked(case, other) for other in same)
    return replace(case, facts=replace(case.facts, linked=linked))


def _linked(case: MatterCase, other: MatterCase) -> LinkedMatter:
    if other.matter_id == case.matter_id:
        return LinkedMatter(other.matter_id, is_self=True)
    return LinkedMatter(other.matter_id, facts=replace(other.facts, linked=()), steps=other.steps)


def roles_at(roles: Iterable[AccountRole], moment: datetime, day: date) -> frozenset[str]:
    """Return the roles that were held at that moment."""
    return frozenset(
        row.role
        for row in roles
        if row.valid_from <= day and (row.voided_at is None or row.voided_at > moment)
    )


def _clerk(steps: Collection[StepRecord]) -> str | None:
    first = min(steps, key=lambda step: step.step_id, default=None)
    return first.author_id if first else None


def _steps(
    session: Session, matter_ids: Collection[str], zone: ZoneInfo
) -> Mapping[str, list[StepRecord]]:
    rows = session.scalars(select(Step).where(Step.matter_id.in_(matter_ids)).order_by(Step.id))
    found = rows.all()
    authors = {row.created_by for row in found if row.created_by}
    accounts = _by_id(session, Account, authors)
    units = _by_id(session, Unit, {row.unit_id for row in found if row.unit_id})
    held: dict[str, list[AccountRole]] = defaultdict(list)
    for role in session.scalars(select(AccountRole).where(AccountRole.account_id.in_(authors))):
        held[role.account_id].append(role)
    steps: dict[str, list[StepRecord]] = defaultdict(list)
    for row in found:
        account = accounts.get(row.created_by or "")
        unit = units.get(row.unit_id or "")
        recorded_on = row.created_at.astimezone(zone).date()
        copied = {name: getattr(row, name) for name in _COPIED}
        steps[row.matter_id].append(
            StepRecord(
                **copied,
                step_id=row.id,
                day=row.day or row.occurred_at.astimezone(zone).date(),
                recorded_on=recorded_on,
                author_id=row.created_by,
                author_name=account.display_name if account else "",
                author_unit_id=account.unit_id if account else None,
                roles=roles_at(held[row.created_by or ""], row.created_at, recorded_on),
                reason=row.reason or "",
                basis=row.basis or "",
                unit_name=unit.short_name if unit else "",
                details=details_of(row.details),
            )
        )
    return steps


def _by_id(session: Session, model: Any, keys: Collection[str]) -> dict[str, Any]:
    return {row.id: row for row in session.scalars(select(model).where(model.id.in_(keys)))}


def _facts(session: Session, matters: Collection[Matter]) -> dict[str, MatterFacts]:
    ids = [matter.id for matter in matters]
    visits: dict[str, list[Visit]] = defaultdict(list)
    for matter_id, visit in session.execute(
        select(VisitMatter.matter_id, Visit)
        .join(Visit, Visit.id == VisitMatter.visit_id)
        .where(VisitMatter.matter_id.in_(ids), VisitMatter.voided_at.is_(None))
        .order_by(Visit.arrived_at, Visit.id)
    ):
        visits[matter_id].append(visit)
    units = session.scalars(select(Unit).where(Unit.voided_at.is_(None))).all()
    kinds = {unit.id: unit.kind for unit in units}
    discipline = frozenset(u.id for u in units if u.kind == UnitKind.DISCIPLINE.value)
    persons = _persons(session, [found[0].id for found in visits.values()])
    facts = {}
    for matter in matters:
        came = visits[matter.id]
        first = came[0] if came else None
        is_accusation = matter.stream == RESTRICTED_STREAM or matter.matter_class == ACCUSATION
        is_bureau = first is None or kinds.get(first.unit_id) in _BUREAU_KINDS
        facts[matter.id] = MatterFacts(
            is_accusation=is_accusation,
            is_bureau=is_bureau,
            is_first_petition=len(came) < 2,
            is_notice_exempt=first is not None
            and is_notice_exempt(registration_of(first, persons[first.id])),
            is_letter=first is not None and is_letter(first.form),
            discipline_units=discipline,
            accused_units=_accused(units, first) if is_accusation else frozenset(),
        )
    return facts


def _accused(units: Collection[Unit], visit: Visit | None) -> frozenset[str]:
    """Return the units that the accusation names, with the sections of each (条例 Art. 30)."""
    said = (visit.respondent or "") if visit else ""
    named = {
        unit.id
        for unit in units
        if unit.name in said or (unit.kind != UnitKind.SECTION.value and unit.short_name in said)
    }
    return frozenset(unit.id for unit in units if unit.id in named or unit.parent_id in named)


@dataclass(frozen=True, slots=True)
class _Part:
    """A person's part in a visit, as `registration_of` reads it."""

    role: str
    name: str | None
    organisation_name: str | None
    phone: str | None
    document_number: str | None
    address: str | None


def _persons(session: Session, visit_ids: Collection[str]) -> Mapping[str, list[_Part]]:
    parts: dict[str, list[_Part]] = defaultdict(list)
    for visit_id, role, *values in session.execute(
        select(
            VisitPerson.visit_id,
            VisitPerson.role,
            Person.name,
            Person.organisation_name,
            Person.phone,
            Person.document_number,
            Person.address,
        )
        .join(Person, Person.id == VisitPerson.person_id)
        .where(VisitPerson.visit_id.in_(visit_ids), VisitPerson.voided_at.is_(None))
        .order_by(VisitPerson.visit_id, VisitPerson.position)
    ):
        parts[visit_id].append(_Part(role, *values))
    return parts
