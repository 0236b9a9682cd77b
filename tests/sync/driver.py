"""Runs inside another version of the program (programs.py): steps in, answers out, as JSON.

It uses only what release 0.1.0 has: `python -I driver.py FOLDER < task`.
"""

import json
import sys
from pathlib import Path
from typing import Any


def main() -> None:
    sys.path.insert(0, sys.argv[1])
    from reception_desk.models import Database
    from reception_desk.models.database_key import DatabaseKey, KeySource
    from reception_desk.sync.link import CentreLink

    task = json.load(sys.stdin)
    database = Database(Path(task["path"]), DatabaseKey("ab" * 32, KeySource.KEY_FILE))
    link = CentreLink(task["dsn"], task["secret"])
    answers = [_STEPS[step](database, link, *rest) for step, *rest in task["steps"]]
    database.close()
    json.dump(answers, sys.stdout)


def _sync(database: Any, link: Any) -> Any:
    """Answer (rows up, rows down, waiting), or the sentence of a refusal."""
    from reception_desk.errors import DeskError
    from reception_desk.sync.greeting import greet
    from reception_desk.sync.round import run_round
    from reception_desk.sync.session import CentreSession

    try:
        with CentreSession(link) as session:
            greet(database, session)
            report = run_round(database, session)
    except DeskError as error:
        return str(error)
    return report.rows_up, report.rows_down, report.waiting


def _migrate(_database: Any, _link: Any, admin_dsn: str) -> Any:
    """Bring the centre up to this version."""
    from reception_desk.sync import centre

    return centre.migrate(admin_dsn)


def _stay(database: Any, link: Any, admin_dsn: str) -> Any:
    """Answer (waiting, then rows up, waiting) around an update of the centre, in one connection."""
    from reception_desk.sync.greeting import greet
    from reception_desk.sync.round import run_round
    from reception_desk.sync.session import CentreSession

    with CentreSession(link) as session:
        greet(database, session)
        before = run_round(database, session)
        _migrate(database, link, admin_dsn)
        after = run_round(database, session)
    return before.waiting, after.rows_up, after.waiting


def _make_centre(_database: Any, _link: Any, admin_dsn: str, login: str) -> tuple[str, str]:
    """Make a centre of this version with one desk; answer its connection string and secret."""
    from reception_desk.sync import centre, enrolment

    centre.init(admin_dsn)
    told = enrolment.add_desk(admin_dsn, "W1", [1], login=login)
    return told.dsn, told.secret


def _add(database: Any, _link: Any, table: str, row: dict[str, Any]) -> None:
    from sqlalchemy import insert

    from reception_desk.models import Base
    from reception_desk.models.database import now
    from reception_desk.records.identifiers import fixed_id, new_id

    given = {
        "id": new_id(),
        "stream": 1,
        "desk_id": fixed_id("desk", "test"),
        "created_at": now(),
        **row,
    }
    with database.write() as session:
        session.execute(insert(Base.metadata.tables[table]), given)


def _edit(database: Any, _link: Any, row_id: str, values: dict[str, Any]) -> None:
    from sqlalchemy import update

    from reception_desk.models.person import Person

    with database.write() as session:
        session.execute(update(Person).where(Person.id == row_id).values(**values))


def _ask(database: Any, _link: Any, query: str) -> Any:
    from sqlalchemy import text

    with database.read() as session:
        return [list(row) for row in session.execute(text(query))]


_STEPS = {
    "sync": _sync,
    "stay": _stay,
    "migrate": _migrate,
    "make_centre": _make_centre,
    "add": _add,
    "edit": _edit,
    "ask": _ask,
}

if __name__ == "__main__":
    main()
