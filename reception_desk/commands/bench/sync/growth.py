"""Does a row cost the same at a centre with ten thousand rows and at one with two million?

The large centre is the small one, filled by PostgreSQL itself with visits of other windows.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from reception_desk.commands.bench.figure import Figure, Goal, median, milliseconds, spread
from reception_desk.commands.bench.office import BenchOffice, open_office
from reception_desk.commands.bench.plan import Plan
from reception_desk.commands.bench.sync.office_rows import BATCH, commit_rows, enrol, one_round
from reception_desk.rules.units import BUREAU_STREAM
from reception_desk.sync import centre, local_state
from reception_desk.sync.administrator import administrator, as_query, scalar
from reception_desk.sync.embedded_postgres import running_postgres
from reception_desk.sync.greeting import greet
from reception_desk.sync.pull import pull_changes
from reception_desk.sync.push import push_waiting
from reception_desk.sync.round import run_round
from reception_desk.sync.session import CentreSession

_SMALL, _LARGE = 10_000, 2_000_000
_BATCHES = 40
_MOST_TIMES = 1.5

_FILL = """
INSERT INTO app.visit (id, stream, desk_id, created_at, unit_id, provisional_number, query_code,
                       arrived_at, zone, "window", received_by, form, channel, head_count, claim,
                       facts, to_complete, summary, is_oral, _pos, _desk, _hlc)
SELECT gen_random_uuid(), v.stream, v.desk_id, v.created_at, v.unit_id, v.provisional_number,
       v.query_code, v.arrived_at, v.zone, v."window", v.received_by, v.form, v.channel,
       v.head_count, v.claim, v.facts, v.to_complete, v.summary, v.is_oral,
       s.pos + n / 500, v._desk, v._hlc
  FROM generate_series(1, {rows}) AS n
  JOIN LATERAL (SELECT * FROM app.visit ORDER BY id LIMIT 1) AS v ON true
  JOIN sync.stream AS s ON s.id = v.stream;
UPDATE sync.stream SET pos = (SELECT max(_pos) FROM app.visit) WHERE id = {stream};
"""


def measure(plan: Plan) -> Iterator[Figure]:
    """Yield the cost of sending and of reading a batch, large against small."""
    with (
        tempfile.TemporaryDirectory(dir=plan.work, prefix="growth-") as name,
        running_postgres(durable=True) as server,
    ):
        folder = Path(name)
        dsn = server.new_database("bench")
        centre.init(dsn)
        link = enrol(folder / "first", dsn)
        with open_office(folder / "first") as office:
            commit_rows(office, plan.rows(_SMALL))
            one_round(office, link)
        small = _batches(folder, "small", dsn, plan)
        with administrator(dsn) as connection:
            connection.execute(as_query(_FILL.format(rows=plan.rows(_LARGE), stream=BUREAU_STREAM)))
        large = _batches(folder, "large", dsn, plan)
    for title, after, before in zip(("上传", "下载"), large, small, strict=True):
        yield Figure(
            f"{plan.rows(_LARGE):,} 行时{title}一批", median(after), "ms", median(before),
            Goal.MOST_TIMES_THE_FLOOR, _MOST_TIMES,
            {"before": spread(before), "after": spread(after)},
        )  # fmt: skip


def _batches(folder: Path, size: str, dsn: str, plan: Plan) -> tuple[list[float], list[float]]:
    """Send batches of 500 rows and read each at another desk; milliseconds of each.

    Both desks are new, so that only the centre is larger.
    """
    homes = [folder / f"{size}-{name}" for name in ("sender", "reader")]
    links = [enrol(home, dsn) for home in homes]
    up: list[float] = []
    down: list[float] = []
    with (
        open_office(homes[0]) as sender,
        open_office(homes[1]) as reader,
        CentreSession(links[0]) as outward,
        CentreSession(links[1]) as inward,
    ):
        for office, session in ((sender, outward), (reader, inward), (sender, outward)):
            greet(office.database, session)
            _take_for_read(office, dsn)
            run_round(office.database, session)
        client = local_state.read_state(sender.database).client
        for _ in range(plan.rounds(_BATCHES)):
            commit_rows(sender, BATCH)
            up.append(milliseconds(lambda: push_waiting(sender.database, outward, client)))
            down.append(milliseconds(lambda: pull_changes(reader.database, inward)))
    return up, down


def _take_for_read(office: BenchOffice, dsn: str) -> None:
    """Let the desk pass over what is at the centre."""
    with administrator(dsn) as connection:
        head = scalar(connection, "SELECT pos FROM sync.stream WHERE id = %s", BUREAU_STREAM)
    with office.database.apply() as connection:
        local_state.advance(connection, BUREAU_STREAM, head)
