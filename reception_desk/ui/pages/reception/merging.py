"""A correction under way, laid over what the registration has become meanwhile.

Another window may complete the same visit while the form is open. What the clerk did not touch
follows the record; what was typed stays, and is from now on compared with the value of today.
"""

from dataclasses import fields
from typing import Any

from reception_desk.records.visit import MaterialInput, VisitRecord
from reception_desk.ui.pages.reception.filling import correction_of
from reception_desk.ui.pages.reception.visit_draft import PersonDraft, VisitDraft

_OWN = {"draft_id", "caret", "corrects", "opened", "reason", "persons", "needs", "materials"}


def follow(draft: VisitDraft, record: VisitRecord) -> None:
    """Bring what was not touched in the form up to the record as it is now."""
    before, now = draft.as_opened(), correction_of(record, draft.draft_id)
    for item in fields(VisitDraft):
        if item.name not in _OWN:
            _follow_field(draft, item.name, before, now)
    draft.persons = _persons(draft.persons, before.persons, now.persons)
    draft.materials = _materials(draft.materials, before.materials, now.materials)
    added = [need for need in draft.needs if need not in before.needs]
    let_go = set(before.needs) - set(draft.needs)
    draft.needs = [need for need in now.needs if need not in let_go]
    draft.needs += [need for need in added if need not in draft.needs]
    draft.opened = now.opened


def _follow_field(target: Any, name: str, before: Any, now: Any) -> None:
    if getattr(target, name) == getattr(before, name):
        setattr(target, name, getattr(now, name))


def _persons(
    typed: list[PersonDraft], before: list[PersonDraft], now: list[PersonDraft]
) -> list[PersonDraft]:
    """The petitioner of the form stays first; who is new on either side is kept."""
    known = {person.person_id: person for person in before if person.person_id}
    current = {person.person_id: person for person in now if person.person_id}
    kept: list[PersonDraft] = []
    for person in typed:
        if person.person_id in known and person.person_id in current:
            for item in fields(PersonDraft):
                _follow_field(person, item.name, known[person.person_id], current[person.person_id])
        if person.person_id not in known or person.person_id in current:
            kept.append(person)
    if kept and kept[0].is_empty and now[0].person_id not in known and not now[0].is_empty:
        kept[0] = now[0]
    ids = {person.person_id for person in kept} | set(known)
    kept += [person for person in current.values() if person.person_id not in ids]
    return kept or [PersonDraft()]


def _materials(
    typed: list[MaterialInput], before: list[MaterialInput], now: list[MaterialInput]
) -> list[MaterialInput]:
    known = {paper.material_id: paper for paper in before}
    current = {paper.material_id: paper for paper in now}
    kept: list[MaterialInput] = []
    for paper in typed:
        if paper.material_id not in known:
            kept.append(paper)
        elif paper.material_id in current:
            is_touched = paper != known[paper.material_id]
            kept.append(paper if is_touched else current[paper.material_id])
    return kept + [paper for key, paper in current.items() if key not in known]
