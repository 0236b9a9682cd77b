"""Keys under which persons and visits are found by prefix.

A trigram index cannot find a name of two characters, so every ending of a name is a key of its
own: any part of the name is then the beginning of some key, and one range scan finds it.
"""

from collections.abc import Iterator
from enum import StrEnum

from sqlalchemy.orm import Session

from reception_desk.rules.names import name_keys, suffixes

_PHONE_TAIL = 4
_DOCUMENT_TAILS = (4, 6)

_PERSONS = (
    "SELECT rowid, name, organisation_name, phone, document_number FROM person WHERE voided_at IS "
    "NULL AND rowid IN (SELECT subject_row FROM search_pending WHERE subject = 'person')"
)
_VISITS = (
    "SELECT rowid, provisional_number, number, query_code FROM visit "
    "WHERE rowid IN (SELECT subject_row FROM search_pending WHERE subject = 'visit')"
)
_FORGET = (
    "DELETE FROM search_key WHERE (subject_row, kind = 'v') IN "
    "(SELECT subject_row, subject = 'visit' FROM search_pending)"
)
_KEEP = "INSERT OR IGNORE INTO search_key (kind, text, subject_row) VALUES (?, ?, ?)"


class KeyKind(StrEnum):
    """What a key is made of; the letter is stored. Numbers lead to visits, the rest to persons."""

    NAME = "n"
    LATIN = "l"
    PHONE = "p"
    DOCUMENT = "d"
    NUMBER = "v"


def index_pending(session: Session) -> None:
    """Remake the keys of the rows touched in this transaction (queued by triggers).

    Plain SQL: every unit of work ends here, and statements of the ORM would double its cost.
    """
    run = session.connection().exec_driver_sql
    if run("SELECT 1 FROM search_pending LIMIT 1").first() is None:
        return
    keys: list[tuple[str, str, int]] = []
    for row, *columns in run(_PERSONS):
        keys += [(kind.value, text, row) for kind, text in person_keys(*columns)]
    for row, *numbers in run(_VISITS):
        keys += [(KeyKind.NUMBER.value, text, row) for text in visit_keys(*numbers)]
    run(_FORGET)
    if keys:
        run(_KEEP, keys)
    run("DELETE FROM search_pending")


def person_keys(
    name: str | None, organisation: str | None, phone: str | None, document: str | None
) -> Iterator[tuple[KeyKind, str]]:
    """Yield the keys of a person: name endings, all readings, phone, document number."""
    for called in filter(None, (name, organisation)):
        for ending in suffixes(called):
            yield KeyKind.NAME, ending
        for latin in name_keys(called).all():
            yield KeyKind.LATIN, latin
    if phone:
        yield KeyKind.PHONE, phone
        yield KeyKind.PHONE, phone[-_PHONE_TAIL:]
    if document:
        yield KeyKind.DOCUMENT, document
        for tail in _DOCUMENT_TAILS:
            yield KeyKind.DOCUMENT, document[-tail:]


def visit_keys(*numbers: str | None) -> Iterator[str]:
    """Yield the numbers of a visit, whole and from their last part."""
    for number in filter(None, numbers):
        yield number.upper()
        yield number.upper().rsplit("-", 1)[-1]
