"""Keys under which persons and visits are found by prefix.

A trigram index cannot find a name of two characters, so every ending of a name is a key of its
own: any part of the name is then the beginning of some key, and one range scan finds it.
"""

from collections.abc import Iterator
from enum import StrEnum

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from reception_desk.models.local import SearchKey, SearchPending
from reception_desk.models.person import Person
from reception_desk.models.visit import Visit
from reception_desk.rules.names import name_keys, suffixes

_PHONE_TAIL = 4
_DOCUMENT_TAILS = (4, 6)


class KeyKind(StrEnum):
    """What a key is made of; the letter is stored."""

    NAME = "n"
    LATIN = "l"
    PHONE = "p"
    DOCUMENT = "d"
    NUMBER = "v"


def index_pending(session: Session) -> None:
    """Remake the keys of the rows touched in this transaction (queued by triggers)."""
    pending = session.execute(select(SearchPending.subject, SearchPending.subject_id)).all()
    if not pending:
        return
    persons = {subject_id for subject, subject_id in pending if subject == "person"}
    visits = {subject_id for subject, subject_id in pending if subject == "visit"}
    keys: list[dict[str, str]] = []
    for person in session.scalars(select(Person).where(Person.id.in_(persons))):
        if person.voided_at is None:
            keys += [_row(kind, text, person.id) for kind, text in person_keys(person)]
    for visit in session.scalars(select(Visit).where(Visit.id.in_(visits))):
        keys += [_row(KeyKind.NUMBER, text, visit.id) for text in visit_keys(visit)]
    session.execute(delete(SearchKey).where(SearchKey.subject_id.in_(persons | visits)))
    if keys:
        session.execute(insert(SearchKey).prefix_with("OR IGNORE"), keys)
    session.execute(delete(SearchPending))


def person_keys(person: Person) -> Iterator[tuple[KeyKind, str]]:
    """Yield the keys of a person: name endings, all readings, phone, document number."""
    for name in filter(None, (person.name, person.organisation_name)):
        for ending in suffixes(name):
            yield KeyKind.NAME, ending
        for latin in name_keys(name).all():
            yield KeyKind.LATIN, latin
    if person.phone:
        yield KeyKind.PHONE, person.phone
        yield KeyKind.PHONE, person.phone[-_PHONE_TAIL:]
    if person.document_number:
        yield KeyKind.DOCUMENT, person.document_number
        for tail in _DOCUMENT_TAILS:
            yield KeyKind.DOCUMENT, person.document_number[-tail:]


def visit_keys(visit: Visit) -> Iterator[str]:
    """Yield the numbers of a visit, whole and from their last part."""
    for number in filter(None, (visit.provisional_number, visit.number, visit.query_code)):
        yield number.upper()
        yield number.upper().rsplit("-", 1)[-1]


def _row(kind: KeyKind, text: str, subject_id: str) -> dict[str, str]:
    return {"kind": kind.value, "text": text, "subject_id": subject_id}
