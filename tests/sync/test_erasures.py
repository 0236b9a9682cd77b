"""依法删除 reaches the centre and every desk, and nothing brings back what is gone."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from reception_desk.models import Database
from reception_desk.records.identifiers import new_id
from reception_desk.records.visit import PersonInput, VisitRecord
from reception_desk.rules.corrections import Change, Subject
from reception_desk.rules.erasure import EraseBasis
from reception_desk.rules.permissions import Role
from reception_desk.services import erasure
from reception_desk.services.corrections import correct_visit
from reception_desk.services.registration import register_visit
from reception_desk.services.visits import load_visit
from reception_desk.sync import bucket
from reception_desk.sync.bucket_erasure import erase_listed
from reception_desk.sync.push import push_waiting
from tests.erasures import TRACES, TracedVisit, pages_with, register_traced, tables_with
from tests.offices import KEY, MORNING, PASSWORD, SampleOffice, person, visit
from tests.postgres import CentreDatabase
from tests.sync.desks import Desk
from tests.sync.test_eviction import run_loop_once

REASON = "2026年11月20日删除申请书"
STREAMS = (1, 10)
OTHER_CLAIM = "询问地界测量的日期"


class Window(Desk):
    """A set-up desk with people who may ask and confirm."""

    def __init__(self, office: SampleOffice, link) -> None:
        super().__init__(office.database, link)
        self.files = office.files
        self.office = office
        self.section = office.account(Role.SECTION)
        self.leader = office.account(Role.BUREAU_LEADER)

    def register(self, *persons: PersonInput, **values: object) -> VisitRecord:
        return register_visit(self.database, self.office.clerk, visit(*persons, **values))

    def load(self, told: VisitRecord) -> VisitRecord:
        return load_visit(self.database, self.office.clerk, told.visit_id, reason="核对")

    def erase(self, told: TracedVisit) -> None:
        order = erasure.request_erasure(
            self.database, self.section, told.record.visit_id, EraseBasis.PERIOD_ENDED, REASON
        )
        erasure.confirm(self.database, self.files, self.leader, order, PASSWORD)

    def left(self) -> set[str]:
        """Return the words of the sample visit in this desk's tables, file and WAL."""
        self.database.tidy()
        return tables_with(self.database, *TRACES) | pages_with(self.database.path, *TRACES)


@pytest.fixture
def new_window(centre, closed_office, tmp_path: Path) -> Iterator[Callable[[str], Window]]:
    made: list[Window] = []

    def make(code: str) -> Window:
        home = tmp_path / code
        home.mkdir()
        office = closed_office(code).copied_to(home)
        made.append(Window(office, centre.enrol(code, *STREAMS)))
        return made[-1]

    yield make
    for window in made:
        window.close()


@pytest.fixture
def windows(new_window) -> tuple[Window, Window, TracedVisit]:
    """Two windows that both have the sample visit, its files at the centre."""
    first, second = new_window("1"), new_window("2")
    told = register_traced(first.office)
    first.send_files()
    second.sync()
    first.sync()
    return first, second, told


def left_at(centre: CentreDatabase) -> set[str]:
    """Return the tables of the centre that hold a word of the sample visit."""
    found = set()
    with psycopg.connect(centre.dsn, autocommit=True) as administrator:
        tables = administrator.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('app', 'sync')"
        ).fetchall()
        for name in tables:
            query = sql.SQL("SELECT t::text FROM {} AS t").format(sql.Identifier(*name))
            rows = json.dumps(administrator.execute(query).fetchall())
            if any(json.dumps(word)[1:-1] in rows for word in TRACES):
                found.add(name[1])
    return found


def test_an_erased_visit_is_gone_at_the_centre_and_at_a_desk_that_was_away(windows, centre):
    first, second, told = windows
    assert left_at(centre) >= {"person", "visit", "correction"}
    assert centre.query("SELECT count(*) FROM sync.blob") == [(2,)]  # a reprint stays at home
    assert second.left() >= {"person", "visit"}
    for sha256 in told.files:
        second.files.put(first.files.get(sha256))
    was_said = Change(Subject.VISIT, "claim", TRACES[5], f"{TRACES[5]}，补充：{TRACES[6]}")
    clerk = second.office.clerk
    correct_visit(second.database, clerk, told.record.visit_id, [was_said], reason="听写有误")
    second.add("material", 10, visit_id=told.record.visit_id, name=TRACES[7])

    first.erase(told)
    first.sync()
    assert left_at(centre) == set()
    assert centre.query("SELECT count(*) FROM sync.blob_chunk") == [(0,)]
    run_loop_once(second)
    first.sync()

    assert left_at(centre) == set()
    assert first.left() == second.left() == set()
    assert [sha256 for sha256 in told.files if second.files.has(sha256)] == []
    assert first.rows() == second.rows()
    assert second.sync().is_idle
    assert second.scalar("SELECT integrity_check FROM pragma_integrity_check") == "ok"
    audited = second.values("SELECT action FROM audit_entry WHERE action LIKE '%erasure'")
    assert sorted(audited) == ["confirm_erasure", "request_erasure"]


def test_files_in_a_bucket_are_removed_by_its_administrator(new_window, centre, s3):
    access = s3.new_bucket()
    bucket.use_bucket(centre.dsn, access)
    window = new_window("1")
    told = register_traced(window.office)
    window.send_files()
    kept = len(s3.objects(access))
    window.erase(told)
    window.sync()
    assert len(s3.objects(access)) == kept > 1

    centre.query("UPDATE sync.erased_object SET erased_at = now() - interval '2 minutes'")
    done = erase_listed(centre.dsn, "administrator", "secret")

    assert (done.removed, s3.objects(access)) == (2, ["reception-desk-probe"])


def test_a_second_desk_confirms_what_the_first_asked_for(windows, centre):
    first, second, told = windows
    erasure.request_erasure(
        first.database, first.section, told.record.visit_id, EraseBasis.UNLAWFUL, REASON
    )
    first.sync()
    second.sync()
    (order,) = erasure.orders(second.database, second.leader)

    erasure.confirm(second.database, second.files, second.leader, order.order_id, PASSWORD)
    second.sync()
    first.sync()

    assert first.left() == second.left() == left_at(centre) == set()


def test_a_file_put_back_from_before_loses_the_visit_again(windows, centre, tmp_path):
    first, second, told = windows
    second.close()
    copy = tmp_path / "kept.db"
    shutil.copy(second.database.path, copy)
    second.database = Database(second.database.path, KEY)
    first.erase(told)
    first.sync()
    second.sync()
    second.register(person("后来的人"))
    second.sync()

    second.close()
    shutil.copy(copy, second.database.path)
    second.database = Database(second.database.path, KEY)
    assert second.left()
    second.edit(told.record.visit_id, "visit", summary=TRACES[5] + "！")
    second.sync()
    second.sync()

    assert second.left() == left_at(centre) == set()


def test_a_restored_centre_is_told_again(windows, centre, postgres):
    first, second, told = windows
    kept = "before_" + centre.dsn.split("dbname=")[1].split()[0]
    centre.leave()
    postgres.new_database(kept, template=kept.removeprefix("before_"))
    first.erase(told)
    first.sync()
    second.sync()
    put_in_place(postgres, kept)
    assert left_at(centre) >= {"person", "visit"}

    second.sync()  # the desk that only heard of it

    assert left_at(centre) == set()
    first.sync()
    assert first.left() == second.left() == set()


def facts(window: Window) -> dict[str, list[tuple]]:
    """Return the rows that both windows must have: each has looked, and one had asked for more."""
    return {
        table: rows
        for table, rows in window.rows().items()
        if table not in {"audit_entry", "erased_row"}
    }


def put_in_place(postgres, kept: str) -> None:
    """Let a copy of the centre stand where the centre stood."""
    name = kept.removeprefix("before_")
    with psycopg.connect(postgres.dsn(), autocommit=True) as connection:
        old, new = sql.Identifier(name), sql.Identifier(kept)
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(old))
        connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(new, old))


def test_a_person_who_came_again_at_a_window_that_was_away_goes_on(windows, centre):
    first, second, told = windows
    known = replace(person(TRACES[1]), person_id=told.record.persons[0].person_id)
    again = second.register(known, claim="另一件事")
    first.erase(told)
    first.sync()

    for window in (second, second, first):
        window.sync()

    assert first.load(again).persons[0].name == second.load(again).persons[0].name == TRACES[1]
    assert first.load(again).persons[0].person_id != told.record.persons[0].person_id
    assert facts(first) == facts(second)
    words = TRACES[5:]
    assert tables_with(first.database, *words) | tables_with(second.database, *words) == set()


def test_what_a_visit_known_to_the_centre_alone_has_come_to_use_stays(windows, centre):
    first, second, told = windows
    known = replace(person(TRACES[1]), person_id=told.record.persons[0].person_id)
    later = MORNING + timedelta(days=1)
    again = second.register(
        known, claim="催问办理情况", arrived_at=later, matter_id=told.record.matter_id
    )
    second.sync()
    first.erase(told)

    for window in (first, second, first):
        window.sync()

    for window in (first, second):
        kept = window.load(again)
        assert kept.persons[0].person_id == told.record.persons[0].person_id
        assert kept.persons[0].name == TRACES[1]
        assert kept.matter_id == told.record.matter_id
        assert window.values("SELECT title FROM matter") == ["催问办理情况"]
        assert tables_with(window.database, *TRACES[5:]) == set()
    assert left_at(centre) == {"person"}
    assert facts(first) == facts(second)


@pytest.fixture
def shared(windows) -> tuple[Window, Window, TracedVisit]:
    """The same, and a visit of somebody else belongs to the same matter."""
    first, second, told = windows
    later = MORNING + timedelta(days=1)
    second.register(
        person("赵小明"), claim=OTHER_CLAIM, arrived_at=later, matter_id=told.record.matter_id
    )
    second.sync()
    first.sync()
    assert title(first) == TRACES[5]
    return first, second, told


def title(window: Window) -> str:
    return window.scalar("SELECT title FROM matter")


def correct_claim(window: Window, told: TracedVisit) -> None:
    """Let a window that has not heard of the erasure go on with the visit; its matter follows."""
    said = Change(Subject.VISIT, "claim", TRACES[5], f"{TRACES[5]}，补充：{TRACES[6]}")
    clerk = window.office.clerk
    correct_visit(window.database, clerk, told.record.visit_id, [said], reason="听写有误")
    assert TRACES[6] in title(window)


def assert_called_after_the_other(first: Window, second: Window, centre: CentreDatabase) -> None:
    """Nothing anywhere speaks of the erased visit; the matter stands under the other's words."""
    assert centre.query("SELECT title FROM app.matter") == [(OTHER_CLAIM,)]
    assert title(first) == title(second) == OTHER_CLAIM
    assert left_at(centre) == first.left() == second.left() == set()
    assert facts(first) == facts(second)
    assert first.sync().is_idle
    assert second.sync().is_idle


def test_a_correction_made_while_away_does_not_put_the_title_back(shared, centre):
    first, second, told = shared
    first.erase(told)
    first.sync()
    correct_claim(second, told)  # later by the clock, and it would win

    report = second.sync()
    first.sync()

    assert (report.refused, report.conflicts, report.dead) == (0, 0, 0)
    assert_called_after_the_other(first, second, centre)


def test_a_title_sent_without_having_read_the_erasure_is_put_aside_without_its_words(
    shared, centre
):
    """As the release before does, or a desk whose push crosses the erasure on the way."""
    first, second, told = shared
    first.erase(told)
    first.sync()
    correct_claim(second, told)
    with second.connected() as session:
        client = second.scalar("SELECT client FROM sync_state")
        pushed = push_waiting(second.database, session, client)

    assert (pushed.refused, pushed.conflicts) == (1, 0)
    assert centre.query("SELECT table_name, change FROM sync.dead") == [("matter", None)]
    assert left_at(centre) == set()
    reasons = second.values("SELECT refusal FROM outbox WHERE refusal IS NOT NULL")
    assert reasons == ["这一项先前的内容已依法删除，以中心现在的为准（代码 44000）。"]
    second.sync()
    first.sync()
    assert_called_after_the_other(first, second, centre)


def test_a_title_that_came_just_before_the_erasure_goes_too(shared, centre):
    """The erasing window has not seen that the other one changed the claim, and the title."""
    first, second, told = shared
    first.erase(told)
    correct_claim(second, told)
    second.sync()

    for window in (first, second, first):
        window.sync()

    assert_called_after_the_other(first, second, centre)


def test_a_refused_title_does_not_outlive_an_erasure(shared, centre):
    first, second, told = shared
    second.execute(
        "UPDATE matter SET title = :t, created_by = 'no key' WHERE id = :i",
        t=TRACES[6], i=told.record.matter_id,
    )  # fmt: skip
    assert second.sync().refused == 1
    second.execute("UPDATE matter SET title = :t, created_by = NULL", t=TRACES[5])
    assert "dead" in left_at(centre)

    first.erase(told)
    first.sync()

    assert left_at(centre) == set()
    second.sync()
    assert second.left() == set()


def test_a_shared_matter_of_a_restored_centre_is_renamed_by_any_desk(shared, centre, postgres):
    first, second, told = shared
    kept = "before_" + centre.dsn.split("dbname=")[1].split()[0]
    centre.leave()
    postgres.new_database(kept, template=kept.removeprefix("before_"))
    first.erase(told)
    first.sync()
    second.sync()
    put_in_place(postgres, kept)

    second.sync()  # the desk that only heard of it

    assert left_at(centre) == set()
    for window in (first, second):
        window.sync()
    assert_called_after_the_other(first, second, centre)


def test_a_forged_erasure_without_a_second_person_is_refused(windows, centre):
    first, second, told = windows
    order = first.add(
        "erase_order", 10, visit_id=told.record.visit_id, created_by=first.section.account_id
    )
    row = {"order_id": order, "table_name": "visit", "row_id": told.record.visit_id}
    first.add("erased_row", 10, **row)
    first.add(
        "erase_decision", 10, order_id=order, is_confirmed=True,
        created_by=first.section.account_id,
    )  # fmt: skip
    first.add("erased_row", 10, **row)

    assert first.sync().refused == 2
    second.sync()

    assert centre.query("SELECT count(*) FROM app.erased_row") == [(0,)]
    assert second.load(told.record).claim == TRACES[5]


def test_the_audit_and_accounts_are_nothing_an_order_may_name(windows, centre):
    first, second, told = windows
    order = first.add("erase_order", 10, visit_id=told.record.visit_id, created_by=new_id())
    first.add("erase_decision", 10, order_id=order, is_confirmed=True, created_by=new_id())
    kept = centre.query("SELECT count(*) FROM app.audit_entry")
    for table in ("audit_entry", "account"):
        row_id = first.values(f"SELECT id FROM {table} LIMIT 1")[0]
        first.add("erased_row", 10, order_id=order, table_name=table, row_id=row_id)

    assert first.sync().refused == 2
    second.sync()

    assert centre.query("SELECT count(*) FROM app.audit_entry") == kept
    assert first.rows()["account"] == second.rows()["account"]


def test_a_foreign_stream_is_not_erased(windows, centre, new_desk):
    first, _, told = windows
    other = new_desk("OTHER", 1, 99)
    order = other.add("erase_order", 99, visit_id=told.record.visit_id, created_by=new_id())
    other.add("erase_decision", 99, order_id=order, is_confirmed=True, created_by=new_id())
    other.add("erased_row", 99, order_id=order, table_name="visit", row_id=told.record.visit_id)

    assert other.sync().refused == 1

    first.add("material", 10, visit_id=told.record.visit_id)
    first.sync()
    assert centre.query("SELECT count(*) FROM app.visit") == [(1,)]
    assert centre.query("SELECT count(*) FROM app.material") == [(2,)]


def test_no_word_of_an_erased_row_is_put_aside(windows, centre):
    first, second, told = windows
    second.execute(
        "INSERT INTO material (id, stream, desk_id, created_at, visit_id, position, name, pages, "
        "copies, is_original, created_by) VALUES (:i, 10, :i, '2026-11-23T01:00:00.000Z', :v, 1, "
        ":n, 1, 1, 0, 'no key')",
        i=new_id(), v=told.record.visit_id, n=TRACES[7],
    )  # fmt: skip
    second.sync()
    assert "dead" in left_at(centre)

    first.erase(told)
    first.sync()

    assert left_at(centre) == set()
    second.sync()
    assert second.left() == set()
