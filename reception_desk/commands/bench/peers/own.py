"""Our own exchange of the same rows: one desk sends them, a new one reads them."""

from collections.abc import Sequence
from pathlib import Path

from reception_desk.commands.bench.office import driver_of, open_office
from reception_desk.commands.bench.peers.peer import Exchange
from reception_desk.commands.bench.sync.office_rows import (
    MadeRows,
    commit_rows,
    enrol,
    one_round,
)
from reception_desk.sync import centre
from reception_desk.sync.administrator import open_connection, scalar
from reception_desk.sync.embedded_postgres import EmbeddedPostgres

NAME = "接访台"


def exchange(
    folder: Path, server: EmbeddedPostgres, count: int
) -> tuple[Exchange, Sequence[MadeRows]]:
    """Commit `count` persons and visits, exchange them; return the rows too."""
    dsn = server.new_database("centre")
    centre.init(dsn)
    sender, reader = (enrol(folder / home, dsn) for home in ("sender", "reader"))
    with open_office(folder / "sender") as office:
        made = commit_rows(office, count)
        up = one_round(office, sender)
    with open_office(folder / "reader") as office:
        down = one_round(office, reader)
        with office.database.read() as session:
            tables = [f"SELECT count(*) FROM {part.table}" for part in made]
            at_reader = sum(driver_of(session).execute(query).fetchone()[0] for query in tables)
    with open_connection(dsn) as connection:
        names = [part.table for part in made]
        at_server = sum(scalar(connection, f"SELECT count(*) FROM app.{name}") for name in names)
    rows = sum(len(part.rows) for part in made)
    return Exchange(rows, up, down, at_server, at_reader), made
