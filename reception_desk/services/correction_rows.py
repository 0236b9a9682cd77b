"""Each change of a correction, written into the row it is about and into no other column."""

from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from reception_desk.models.base import EditableRow
from reception_desk.models.database import now
from reception_desk.models.person import Person
from reception_desk.models.rows import add_row
from reception_desk.models.visit import Material, Visit, VisitNeed, VisitPerson
from reception_desk.records.actor import Actor
from reception_desk.records.visit import MaterialInput, PersonInput
from reception_desk.rules.corrections import Change, Subject, fields_of
from reception_desk.services.authorship import Authorship, by
from reception_desk.services.matter_links import link_of, move_visit
from reception_desk.services.registration import (
    PERSON_FIELDS,
    add_material,
    cleaned,
    save_person,
)


@dataclass(slots=True)
class Editing:
    """A correction under way.

    `applied` are the changes as they took place, `clashes` those whose field holds neither the
    value before nor the one wanted: somebody else was there first.
    """

    session: Session
    actor: Actor
    visit: Visit
    reason: str
    applied: list[Change] = field(default_factory=list)
    clashes: list[Change] = field(default_factory=list)

    @property
    def authorship(self) -> Authorship:
        """Rows of a correction stay in the visit's stream."""
        return by(self.actor, stream=self.visit.stream)

    def apply(self, change: Change) -> None:
        """Write one change; what already stands as wanted is left alone."""
        if change.field and change.field not in fields_of(change.subject):
            raise ValueError(f"{change.field} of a visit never changes")
        match change.subject:
            case Subject.VISIT:
                self._set(self.visit, change)
            case Subject.PERSON:
                self._apply_person(change)
            case Subject.MATERIAL:
                self._apply_material(change)
            case Subject.NEED:
                self._apply_need(change)
            case Subject.MATTER:
                self._apply_matter(change)

    def _set(self, row: EditableRow, change: Change) -> None:
        held = getattr(row, change.field)
        before, after = (cleaned(change.field, value) for value in (change.before, change.after))
        if _is_same(held, after):
            return
        if not _is_same(held, before):
            self.clashes.append(change)
            return
        column = inspect(type(row)).columns[change.field]
        setattr(row, change.field, (after or None) if column.nullable else after)
        self.applied.append(replace(change, before=held, after=after))

    def _apply_person(self, change: Change) -> None:
        link = self._person_link(change.key) if change.key else None
        if not change.field and change.before is None:
            if link is None:
                self._add_person(change, change.after)
        elif not change.field:
            self._withdraw(link, change)
        elif link is None:
            self.clashes.append(change)
        elif change.field == "role":
            self._set(link, change)
        else:
            self._set(self.session.get_one(Person, change.key), change)

    def _person_link(self, person_id: str) -> VisitPerson | None:
        return self.session.scalars(
            select(VisitPerson).where(
                VisitPerson.visit_id == self.visit.id,
                VisitPerson.person_id == person_id,
                VisitPerson.voided_at.is_(None),
            )
        ).first()

    def _add_person(self, change: Change, person: PersonInput) -> None:
        """Name one more visitor; a person on record is brought up to what was given this time."""
        known = self.session.get(Person, change.key) if change.key else None
        person_id = (
            known.id if known else save_person(self.session, self.authorship, person).person_id
        )
        first, last = self.session.execute(
            select(func.min(VisitPerson.position), func.max(VisitPerson.position)).where(
                VisitPerson.visit_id == self.visit.id
            )
        ).one()
        add_row(
            self.session,
            VisitPerson,
            **self.authorship,
            visit_id=self.visit.id,
            person_id=person_id,
            role=person.role.value,
            position=1 if first is None else (first - 1 if change.leads else last + 1),
        )
        added = replace(person, person_id=person_id)
        self.applied.append(replace(change, key=person_id, after=added))
        if known is not None:
            self._bring_up_to_date(known, person)

    def _bring_up_to_date(self, known: Person, given: PersonInput) -> None:
        for name in PERSON_FIELDS:
            if (value := getattr(given, name)) is not None:
                held = getattr(known, name)
                self._set(known, Change(Subject.PERSON, name, held, value, known.id))

    def _apply_material(self, change: Change) -> None:
        if not change.field and change.before is None:
            self._add_material(change, change.after)
            return
        paper = self.session.get(Material, change.key)
        paper = None if paper is None or paper.voided_at else paper
        if not change.field:
            self._withdraw(paper, change)
        elif paper is None:
            self.clashes.append(change)
        else:
            self._set(paper, change)

    def _add_material(self, change: Change, paper: MaterialInput) -> None:
        last = self.session.scalar(
            select(func.max(Material.position)).where(Material.visit_id == self.visit.id)
        )
        name = cleaned("name", paper.name)
        material_id = add_material(
            self.session, self.authorship, self.visit.id, replace(paper, name=name), (last or 0) + 1
        )
        added = replace(paper, material_id=material_id)
        self.applied.append(replace(change, key=material_id, after=added))

    def _apply_need(self, change: Change) -> None:
        need = self.session.scalars(
            select(VisitNeed).where(
                VisitNeed.visit_id == self.visit.id,
                VisitNeed.need == change.key,
                VisitNeed.voided_at.is_(None),
            )
        ).first()
        if change.after is None:
            self._withdraw(need, change)
        elif need is None:
            values = {**self.authorship, "visit_id": self.visit.id}
            add_row(self.session, VisitNeed, **values, need=change.key)
            self.applied.append(change)

    def _apply_matter(self, change: Change) -> None:
        held = link_of(self.session, self.visit.id)
        if held is None or held.matter_id == change.after:
            return
        if held.matter_id != change.before:
            self.clashes.append(change)
        elif change.after is not None or held.relation != "first":
            matter_id = move_visit(self.session, self.actor, self.visit, change.after, self.reason)
            self.applied.append(replace(change, after=matter_id))

    def _withdraw(self, row: EditableRow | None, change: Change) -> None:
        """Void a row with the reason; one that is gone already is left alone."""
        if row is not None:
            row.voided_at, row.voided_by = now(), self.actor.account_id
            row.void_reason = self.reason
            self.applied.append(change)


def _is_same(left: Any, right: Any) -> bool:
    """Compare values of a field; empty text, no tick and NULL all mean "not given"."""
    return (left or None) == (right or None)
