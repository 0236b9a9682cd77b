"""County, city, province on three real servers: what rises, what stays, and how it heals."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from reception_desk.errors import CentreError, InvalidInputError
from reception_desk.records.centre_levels import SubscriberStanding
from reception_desk.records.identifiers import new_id
from reception_desk.rules.levels import Level
from reception_desk.sync import centre as administration
from reception_desk.sync import enrolment, publication, subscription, upper_level
from reception_desk.sync.embedded_postgres import EmbeddedPostgres, running_postgres
from tests.postgres import CentreDatabase, in_memory
from tests.sync.desks import Desk

pytestmark = pytest.mark.slow

LOGICAL = {"wal_level": "logical", "wal_retrieve_retry_interval": "100ms", "wal_writer_delay": 10}
TEMPLATE = "level_template"
WITHIN = 30.0
COUNTY, OTHER, CITY = "420921", "420922", "420900"
_numbers = count(1)


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[EmbeddedPostgres, ...]]:
    with ExitStack() as stack:
        made = tuple(
            stack.enter_context(running_postgres(settings=LOGICAL, within=in_memory()))
            for _ in Level
        )
        county, city, province = (server.new_database(TEMPLATE) for server in made)
        administration.init(county)
        upper_level.init(city, Level.CITY, [COUNTY, OTHER])
        upper_level.init(province, Level.PROVINCE, [COUNTY])
        yield made


@dataclass(frozen=True)
class Levels:
    """A county, its city and its province; `source` is the city's way to the county."""

    county: CentreDatabase
    city: CentreDatabase
    province: CentreDatabase
    source: str
    city_source: str

    def visits(self, at: CentreDatabase, column: str = "form") -> list[Any]:
        rows = at.query(f"SELECT {column} FROM app.visit ORDER BY {column}")
        return [row[0] for row in rows]


def until(query: Callable[[], Any], wanted: Any) -> None:
    """Return when the answer is the wanted one; replication has no call that waits for it."""
    deadline = time.monotonic() + WITHIN
    while (found := query()) != wanted:
        assert time.monotonic() < deadline, found


def published(at: CentreDatabase, county: str = "") -> str:
    """Publish a centre; return the connection string of the level above."""
    told = publication.publish(at.dsn, county, renew=True)
    return make_conninfo(told.dsn, password=told.secret)


@pytest.fixture
def levels(servers) -> Iterator[Levels]:
    number = next(_numbers)
    county, city, province = (
        CentreDatabase(server, server.new_database(f"level_{number}", template=TEMPLATE))
        for server in servers
    )
    made = Levels(county, city, province, published(county, COUNTY), published(city))
    yield made
    for at in (province, city):
        for (name,) in at.query("SELECT subname FROM pg_subscription"):
            at.query(f'ALTER SUBSCRIPTION "{name}" DISABLE')
            at.query(f'ALTER SUBSCRIPTION "{name}" SET (slot_name = NONE)')
            at.query(f'DROP SUBSCRIPTION "{name}"')
    for server in servers:
        CentreDatabase(server, server.dsn()).query(f"DROP DATABASE level_{number} WITH (FORCE)")


@pytest.fixture
def desk(new_desk, levels) -> Desk:
    return new_desk("A", 1, 2, 10, at=levels.county)


def visit(desk: Desk, form: str, stream: int = 10) -> str:
    unit = desk.scalar("SELECT id FROM unit") or desk.add("unit", code="XFJ", name="信访局")
    clerk = desk.scalar("SELECT id FROM account") or desk.add("account", unit_id=unit)
    row_id = desk.add(
        "visit", stream, form=form, claim="请求", facts="事实", unit_id=unit, received_by=clerk
    )
    desk.sync()
    return row_id


def reading(levels: Levels) -> SubscriberStanding:
    """Return the city as the county sees it; a first copy has slots of its own beside it."""
    found = subscription.subscribers(levels.county.dsn)
    return next(reader for reader in found if reader.name == f"city_{COUNTY}")


def test_rows_rise_and_what_may_not_rise_stays(levels, desk):
    visit(desk, "100")
    visit(desk, "666", stream=2)
    desk.add("person", 10, name="张伟", document_number="1", phone="2", address="3")
    desk.sync()
    subscription.subscribe(levels.city.dsn, COUNTY, levels.source, [COUNTY])
    subscription.subscribe(levels.province.dsn, CITY, levels.city_source, [COUNTY])
    until(lambda: levels.visits(levels.province), ["100"])

    second = visit(desk, "200")
    visit(desk, "667", stream=2)
    desk.edit(second, table="visit", form="300", facts="新的事实")
    desk.sync()

    until(lambda: levels.visits(levels.province), ["100", "300"])
    assert levels.visits(levels.city) == ["100", "300"]
    assert levels.visits(levels.city, "_county") == [COUNTY, COUNTY]
    assert levels.city.query("SELECT name, _county FROM app.person") == [("张伟", COUNTY)]
    columns = "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
    at_city = {row[0] for row in levels.city.query(columns, "person")}
    assert at_city == {"id", "stream", "_county", "_pos", "name", "division_code", "created_at",
                       "voided_at"}  # fmt: skip
    assert levels.province.query(columns, "person") == []
    assert levels.city.query("SELECT tableoid::regclass::text FROM app.visit LIMIT 1") == [
        (f"app.visit_{COUNTY}",)
    ]
    until(lambda: subscription.upper_status(levels.city.dsn).sources[0].copying, 0)
    (source,) = subscription.upper_status(levels.city.dsn).sources
    assert (source.name, source.is_connected, source.errors) == (COUNTY, True, 0)
    assert source.newest is not None
    assert reading(levels).is_connected


def test_an_erased_visit_leaves_city_and_province(levels, desk):
    erased = visit(desk, "100")
    visit(desk, "200")
    subscription.subscribe(levels.city.dsn, COUNTY, levels.source, [COUNTY])
    subscription.subscribe(levels.province.dsn, CITY, levels.city_source, [COUNTY])
    until(lambda: levels.visits(levels.province), ["100", "200"])

    order = desk.add("erase_order", 10, visit_id=erased, created_by=new_id())
    desk.add("erase_decision", 10, order_id=order, is_confirmed=True, created_by=new_id())
    desk.add("erased_row", 10, order_id=order, table_name="visit", row_id=erased)
    assert desk.sync().refused == 0

    until(lambda: levels.visits(levels.province), ["200"])
    assert levels.visits(levels.city) == levels.visits(levels.county) == ["200"]


def test_the_login_for_above_reads_nothing_else(levels, desk):
    visit(desk, "100")
    visit(desk, "666", stream=2)
    with psycopg.connect(levels.source, autocommit=True) as connection:
        assert connection.execute("SELECT form FROM app.visit").fetchall() == [("100",)]
        for statement in (
            "SELECT facts FROM app.visit",
            "SELECT document_number FROM app.person",
            "SELECT * FROM app.visit",
            "SELECT 1 FROM app.account",
            "SELECT 1 FROM sync.desk",
            "UPDATE app.visit SET form = '1'",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


def test_a_subscriber_that_was_away_catches_up(levels, desk, servers):
    subscription.subscribe(levels.city.dsn, COUNTY, levels.source, [COUNTY])
    visit(desk, "100")
    until(lambda: levels.visits(levels.city), ["100"])
    _, city, _ = servers
    city.stop()
    try:
        row_id = visit(desk, "200")
        desk.edit(row_id, table="visit", form="300")
        desk.sync()

        def waits() -> bool:
            reader = reading(levels)
            return not reader.is_connected and reader.held > 0

        until(waits, True)
    finally:
        city.start()

    until(lambda: levels.visits(levels.city), ["100", "300"])


def test_a_county_made_anew_is_copied_again_and_the_province_follows(levels, desk, new_desk):
    subscription.subscribe(levels.city.dsn, COUNTY, levels.source, [COUNTY])
    subscription.subscribe(levels.province.dsn, CITY, levels.city_source, [COUNTY])
    visit(desk, "100")
    until(lambda: levels.visits(levels.province), ["100"])
    # The county's database is lost, its slot with it; a new one takes its place.
    county = levels.county
    county.query("ALTER ROLE reception_desk_upward NOLOGIN")
    county.query("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots")
    until(lambda: county.query("SELECT count(active_pid) FROM pg_replication_slots"), [(0,)])
    county.query("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots")
    county.query("ALTER ROLE reception_desk_upward LOGIN")
    again = CentreDatabase(county.server, county.server.new_database(f"again_{next(_numbers)}"))
    administration.init(again.dsn)
    fresh = new_desk("B", 10, at=again)
    visit(fresh, "700")
    source = published(again, COUNTY)
    with pytest.raises(CentreError, match="--again"):
        subscription.subscribe(levels.city.dsn, COUNTY, source, [COUNTY])

    subscription.subscribe(levels.city.dsn, COUNTY, source, [COUNTY], again=True)

    until(lambda: levels.visits(levels.city), ["700"])
    until(lambda: levels.visits(levels.province), ["700"])
    visit(fresh, "800")
    until(lambda: levels.visits(levels.province), ["700", "800"])


def test_above_nobody_writes_not_even_by_mistake(levels, desk):
    visit(desk, "100")
    subscription.subscribe(levels.city.dsn, COUNTY, levels.source, [COUNTY])
    until(lambda: levels.visits(levels.city), ["100"])

    for statement in (
        "UPDATE app.visit SET form = '1'",
        f"DELETE FROM app.visit_{COUNTY}",
        f"INSERT INTO app.unit VALUES (gen_random_uuid(), 1, '{COUNTY}', 1)",
    ):
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            levels.city.query(statement)
    with pytest.raises(CentreError, match="还不是中心"):
        enrolment.add_desk(levels.city.dsn, "A", [1])


def test_a_county_and_a_column_may_come_later(levels, desk):
    """An error above stops nothing for good: what was published too early waits and arrives."""
    levels.city.query("DROP TABLE app.visit_420921")
    levels.city.query("ALTER TABLE app.visit DROP COLUMN claim")
    levels.city.query("DELETE FROM sync.source")
    visit(desk, "100")
    with pytest.raises(CentreError, match="还没有县区 429999"):
        subscription.subscribe(levels.city.dsn, COUNTY, levels.source, ["429999"])
    subscription.subscribe(levels.city.dsn, COUNTY, levels.source, [COUNTY])
    until(lambda: subscription.upper_status(levels.city.dsn).sources[0].errors > 0, True)

    upper_level.init(levels.city.dsn, Level.CITY, [COUNTY])

    until(lambda: levels.visits(levels.city, "claim"), ["请求"])


def test_publishing_again_takes_up_new_columns_and_keeps_the_login(levels):
    columns = "SELECT attnames FROM pg_publication_tables WHERE tablename = 'visit'"
    before = levels.county.query(columns)
    levels.county.query("ALTER PUBLICATION to_city DROP TABLE app.visit")

    told = publication.publish(levels.county.dsn)

    assert told.secret == ""
    assert levels.county.query(columns) == before
    assert administration.status(levels.county.dsn).differences == ()
    with pytest.raises(CentreError, match=f"已作为 {COUNTY} 公布"):
        publication.publish(levels.county.dsn, OTHER)
    administration.migrate(levels.county.dsn)


def test_what_a_level_cannot_do_is_told(levels, centre):
    with pytest.raises(CentreError, match="wal_level"):
        publication.publish(centre.dsn, COUNTY)
    with pytest.raises(CentreError, match="没有上级"):
        publication.publish(levels.province.dsn)
    with pytest.raises(CentreError, match="没有下级"):
        subscription.subscribe(levels.county.dsn, COUNTY, levels.source, [COUNTY])
    with pytest.raises(CentreError, match="已是县级中心"):
        upper_level.init(levels.county.dsn, Level.CITY, [COUNTY])
    with pytest.raises(CentreError, match="已是市级中心"):
        upper_level.init(levels.city.dsn, Level.PROVINCE, [COUNTY])
    for codes in ([], ["42092"], ["4209211"], ["42'921"]):
        with pytest.raises(InvalidInputError, match="六位"):
            upper_level.init(levels.city.dsn, Level.CITY, codes)
    nearby = CentreDatabase(levels.county.server, levels.county.server.new_database("nearby"))
    upper_level.init(nearby.dsn, Level.CITY, [COUNTY])
    with pytest.raises(CentreError, match="同一个 PostgreSQL"):
        subscription.subscribe(nearby.dsn, COUNTY, levels.source, [COUNTY])
    with pytest.raises(CentreError, match="还不是中心"):
        administration.status(levels.city.dsn)
