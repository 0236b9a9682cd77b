"""Keys under which persons and visits are found by prefix; the words of visits, pages and titles.

A trigram index cannot find a name of two characters, so every ending of a name is a key of its
own: any part of the name is then the beginning of some key, and one range scan finds it. The titles
of matters are written with a gap between any two characters: the trigrams of that are the pairs of
the title and its single characters.
"""

from collections.abc import Iterator
from enum import StrEnum
from json import dumps

from sqlalchemy import Connection

from reception_desk.rules.names import name_keys, suffixes

_PHONE_TAIL = 4
_DOCUMENT_TAILS = (4, 6)
_MOST_ROWS = 250
"""Of each subject in one call: some 40 ms, so that a registration never waits longer for the write
lock."""

_MOST_PAGES = 40
"""A page has some thousand characters, a claim a hundred."""

_SUBJECTS = {
    **dict.fromkeys(("person", "visit", "claim", "title"), _MOST_ROWS),
    "page": _MOST_PAGES,
}
_WAITING = (
    "SELECT subject_row FROM search_pending WHERE subject = ? ORDER BY subject_row DESC LIMIT ?"
)
_GAP = "\x1f"
"""No text that a person typed holds it (`rules/wording`)."""
_ROWS = "(SELECT value FROM json_each(?))"
_PERSONS = (
    "SELECT rowid, name, organisation_name, phone, document_number FROM person "  # noqa: S608
    f"WHERE voided_at IS NULL AND rowid IN {_ROWS}"
)
_VISITS = f"SELECT rowid, provisional_number, number, query_code FROM visit WHERE rowid IN {_ROWS}"  # noqa: S608
# The plus keeps SQLite from walking through all keys of a kind.
_FORGET_PERSONS = f"DELETE FROM search_key WHERE +kind <> 'v' AND subject_row IN {_ROWS}"  # noqa: S608
_FORGET_VISITS = f"DELETE FROM search_key WHERE +kind = 'v' AND subject_row IN {_ROWS}"  # noqa: S608
_KEEP = "INSERT OR IGNORE INTO search_key (kind, text, subject_row) VALUES (?, ?, ?)"
_KEEP_TEXT = (
    "INSERT INTO visit_text (rowid, summary, claim, facts) "  # noqa: S608
    f"SELECT rowid, summary, claim, facts FROM visit WHERE rowid IN {_ROWS}"
)
# The index wants the old words back to forget them; a visit that still waits is not in it.
_FORGET_TEXT = (
    "INSERT INTO visit_text (visit_text, rowid, summary, claim, facts) "  # noqa: S608
    f"SELECT 'delete', rowid, summary, claim, facts FROM visit WHERE rowid IN {_ROWS} "
    "AND NOT EXISTS (SELECT 1 FROM search_pending AS p "
    "WHERE p.subject = 'claim' AND p.subject_row = visit.rowid)"
)
_KEEP_PAGES = (
    "INSERT INTO page_words (rowid, text) "  # noqa: S608
    f"SELECT rowid, text FROM page_text WHERE rowid IN {_ROWS}"
)
_FORGET_PAGES = (
    "INSERT INTO page_words (page_words, rowid, text) "  # noqa: S608
    f"SELECT 'delete', rowid, text FROM page_text WHERE rowid IN {_ROWS} "
    "AND NOT EXISTS (SELECT 1 FROM search_pending AS p "
    "WHERE p.subject = 'page' AND p.subject_row = page_text.rowid)"
)
_TITLES = f"SELECT rowid, title FROM matter WHERE rowid IN {_ROWS}"  # noqa: S608
_KEEP_TITLE = "INSERT INTO matter_words (rowid, title) VALUES (?, ?)"
_FORGET_TITLES = f"DELETE FROM matter_words WHERE rowid IN {_ROWS}"  # noqa: S608
_DONE = f"DELETE FROM search_pending WHERE subject = ? AND subject_row IN {_ROWS}"  # noqa: S608


class KeyKind(StrEnum):
    """What a key is made of; the letter is stored. Numbers lead to visits, the rest to persons."""

    NAME = "n"
    LATIN = "l"
    PHONE = "p"
    DOCUMENT = "d"
    NUMBER = "v"


_LETTERS = {kind: kind.value for kind in KeyKind}


def has_pending(connection: Connection) -> bool:
    """Say whether a row waits for its keys."""
    return connection.exec_driver_sql("SELECT 1 FROM search_pending LIMIT 1").first() is not None


def index_pending(connection: Connection) -> bool:
    """Make the keys and full text of some of the rows that wait; say whether more may wait.

    The triggers queue a row in the transaction of its change, so a cut loses no key; making
    them writes more pages than the registration itself and is left to a later transaction.
    The newest rows come first: among a million from the centre, the visit of a moment ago is found.
    """
    run = connection.exec_driver_sql
    waiting = {
        subject: list(run(_WAITING, (subject, most)).scalars())
        for subject, most in _SUBJECTS.items()
    }
    persons, visits, claims, titles, pages = (dumps(rows) for rows in waiting.values())
    keys: list[tuple[str, str, int]] = []
    if waiting["person"]:
        run(_FORGET_PERSONS, (persons,))
        for row, *columns in run(_PERSONS, (persons,)):
            keys += [(_LETTERS[kind], text, row) for kind, text in person_keys(*columns)]
    if waiting["visit"]:
        run(_FORGET_VISITS, (visits,))
        for row, *numbers in run(_VISITS, (visits,)):
            keys += [(KeyKind.NUMBER.value, text, row) for text in visit_keys(*numbers)]
    if keys:
        run(_KEEP, sorted(keys))  # neighbours share a page
    if waiting["claim"]:
        run(_KEEP_TEXT, (claims,))
    if waiting["title"]:
        run(_FORGET_TITLES, (titles,))
        if found := [(row, title_words(title)) for row, title in run(_TITLES, (titles,))]:
            run(_KEEP_TITLE, found)
    if waiting["page"]:
        run(_KEEP_PAGES, (pages,))
    for subject, rows in waiting.items():
        if rows:
            run(_DONE, (subject, dumps(rows)))
    return any(len(rows) == _SUBJECTS[subject] for subject, rows in waiting.items())


def forget_rows(connection: Connection, table: str, rows: str) -> None:
    """Take out the keys and full text of rows that are about to be removed.

    `rows` is a JSON list of rowids. A row that still waits is found gone when its turn comes.
    """
    run = connection.exec_driver_sql
    if table == "person":
        run(_FORGET_PERSONS, (rows,))
    elif table == "visit":
        run(_FORGET_VISITS, (rows,))
        run(_FORGET_TEXT, (rows,))
        run(_DONE, ("claim", rows))
    elif table == "matter":
        run(_FORGET_TITLES, (rows,))
        run(_DONE, ("title", rows))
    elif table == "page_text":
        run(_FORGET_PAGES, (rows,))
        run(_DONE, ("page", rows))


def title_words(text: str) -> str:
    """Return a title, or a part of one that is looked for, as `matter_words` holds it."""
    return _GAP.join(("", *text.casefold().replace(_GAP, ""), ""))


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
