"""What a row and a desk cost the centre: the measures that docs/capacity.md reckons with.

Processor time is that of the one backend that serves the desk, from the kernel (Linux). The floor
of a row sent is `INSERT … SELECT` of the same rows into equal tables, that of a row read a plain
`SELECT` by the administrator, that of its bytes the text of its columns.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from reception_desk.commands.bench.figure import Figure
from reception_desk.commands.bench.office import BenchOffice, open_office, visit
from reception_desk.commands.bench.plan import Plan
from reception_desk.commands.bench.sync.office_rows import MadeRows, commit_rows, enrol
from reception_desk.services.registration import register_visit
from reception_desk.sync import centre, local_state, publication
from reception_desk.sync.administrator import as_query, open_connection, scalar
from reception_desk.sync.embedded_postgres import running_postgres
from reception_desk.sync.greeting import greet
from reception_desk.sync.link import CentreLink
from reception_desk.sync.round import run_round
from reception_desk.sync.session import CentreSession

_ROWS, _REGISTRATIONS, _SESSIONS, _POLLS = 40_000, 300, 5, 500
_COUNTY = "420921"
_POSITION = "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn"


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor seconds of one backend and bytes of write-ahead log."""

    seconds: float
    log: int


def measure(plan: Plan) -> Iterator[Figure]:
    """Yield the costs of a row sent, read and kept, and of a connection that waits."""
    with (
        tempfile.TemporaryDirectory(dir=plan.work, prefix="centre-") as name,
        running_postgres(durable=True, settings={"wal_level": "logical"}) as server,
    ):
        folder = Path(name)
        dsn = server.new_database("bench")
        centre.init(dsn)
        sender, reader = (enrol(folder / home, dsn) for home in ("sender", "reader"))
        with open_office(folder / "sender") as office:
            made = commit_rows(office, plan.rows(_ROWS))
            up = _round(office, sender, dsn)
            yield _registration(office, sender, dsn, plan)
        with open_office(folder / "reader") as office:
            down = _round(office, reader, dsn)
            yield from _rows(dsn, made, up, down)
            yield from _waiting(office, reader, plan)


def _rows(dsn: str, made: Sequence[MadeRows], up: Cost, down: Cost) -> Iterator[Figure]:
    count = sum(len(part.rows) for part in made)
    stored, read = _floor(dsn, made)
    names = [part.table for part in made]
    texts = sum(len(text) for part in made for text in part.texts())
    yield Figure("中心处理器：收一行", _micro(up, count), "µs", _micro(stored, count))
    yield Figure("中心处理器：发一行", _micro(down, count), "µs", _micro(read, count))
    yield Figure("中心磁盘：一行连索引", _size(dsn, names) / count, "字节", texts / count)
    yield Figure("中心日志：收一行", up.log / count, "字节", stored.log / count)
    publication.publish(dsn, _COUNTY)
    keys = _size(dsn, names, "_upward") / count
    yield Figure("向上级公布：一行多占", keys, "字节")


def _registration(office: BenchOffice, link: CentreLink, dsn: str, plan: Plan) -> Figure:
    """Send registrations one by one, as they come from a window."""
    count = plan.rounds(_REGISTRATIONS)
    sent = 0
    with open_connection(dsn) as watching, CentreSession(link) as session:
        greet(office.database, session)
        pid, seconds, log = _pid(session), 0.0, scalar(watching, _POSITION)
        for _ in range(count):
            register_visit(office.database, office.clerk, visit())
            before = _seconds(pid)
            sent += run_round(office.database, session).rows_up
            seconds += _seconds(pid) - before
        logged = float(scalar(watching, _POSITION) - log)
    details = {"rows": sent / count, "log": round(logged / count)}
    return Figure("中心处理器：一次登记", seconds / count * 1e6, "µs", details=details)


def _waiting(office: BenchOffice, link: CentreLink, plan: Plan) -> Iterator[Figure]:
    """Yield what a connected desk costs while nothing happens: its poll and its memory."""
    polls = plan.rounds(_POLLS)
    cursors = local_state.read_cursors(office.database)
    with ExitStack() as stack:
        # One login may hold six connections; all cost the same.
        sessions = [stack.enter_context(CentreSession(link)) for _ in range(_SESSIONS)]
        pids = [_pid(session) for session in sessions]
        for session in sessions:
            session.changes(cursors)
        before = _seconds(pids[0])
        for _ in range(polls):
            sessions[0].changes(cursors)
        taken = _seconds(pids[0]) - before
        memory = sum(_private_bytes(pid) for pid in pids) / len(pids)
    yield Figure("中心处理器：一次轮询", taken / polls * 1e6, "µs")
    yield Figure("中心内存：一个连接", memory / 1e6, "MB")


def _round(office: BenchOffice, link: CentreLink, dsn: str) -> Cost:
    """Exchange everything in one round; return what it cost the centre."""
    with open_connection(dsn) as watching, CentreSession(link) as session:
        greet(office.database, session)
        log, seconds = scalar(watching, _POSITION), _seconds(_pid(session))
        run_round(office.database, session)
        return Cost(_seconds(_pid(session)) - seconds, int(scalar(watching, _POSITION) - log))


def _floor(dsn: str, made: Sequence[MadeRows]) -> tuple[Cost, Cost]:
    """Return the cost of storing the same rows anew, and of reading them."""
    with open_connection(dsn) as connection:
        connection.execute("CREATE SCHEMA floor")
        for part in made:
            like = f"CREATE TABLE floor.{part.table} (LIKE app.{part.table} INCLUDING ALL)"
            connection.execute(as_query(like))
        pid = connection.info.backend_pid
        log, began = scalar(connection, _POSITION), _seconds(pid)
        for part in made:
            copy = f"INSERT INTO floor.{part.table} SELECT * FROM app.{part.table}"
            connection.execute(as_query(copy))
        stored = Cost(_seconds(pid) - began, int(scalar(connection, _POSITION) - log))
        began = _seconds(pid)
        for part in made:
            columns = ", ".join(f'"{name}"' for name in part.names)
            query = f"SELECT {columns} FROM app.{part.table}"
            connection.execute(as_query(query)).fetchall()
        return stored, Cost(_seconds(pid) - began, 0)


def _size(dsn: str, tables: Sequence[str], suffix: str = "") -> int:
    with open_connection(dsn) as connection:
        query = "SELECT pg_total_relation_size(%s::regclass)"
        return sum(scalar(connection, query, f"app.{table}{suffix}") for table in tables)


def _micro(cost: Cost, rows: int) -> float:
    return cost.seconds / rows * 1e6


def _pid(session: CentreSession) -> int:
    return session.rows("SELECT pg_backend_pid()", ())[0][0]


def _seconds(pid: int) -> float:
    """Return the seconds a process has been on a processor."""
    return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9


def _private_bytes(pid: int) -> int:
    """Return the memory that no other process shares."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon:")) * 1024
