"""Numbers from the centre: gapless, once for each request, also after a cut and a restore."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from reception_desk.commands.bench.cable import Cable, Fault
from reception_desk.records.identifiers import new_id
from reception_desk.rules.numbering import numbered
from reception_desk.services.registration import register_visit
from reception_desk.sync import centre as administration
from reception_desk.sync import enrolment
from reception_desk.sync.centre_errors import CentreAwayError
from reception_desk.sync.round import run_round
from tests.offices import SampleOffice, person, visit
from tests.sync.desks import Desk

DAY = "420921-LF-20261123-"
STREAMS = (1, 10)


class Hall:
    """A set-up desk at the centre."""

    def __init__(self, office: SampleOffice, desk: Desk) -> None:
        self.office = office
        self.desk = desk

    def register(self) -> str:
        return register_visit(self.office.database, self.office.clerk, visit(person())).visit_id

    def numbers(self) -> list[str | None]:
        return self.desk.values("SELECT number FROM visit ORDER BY id")


@pytest.fixture
def new_hall(centre, closed_office, tmp_path: Path, monkeypatch) -> Iterator:
    halls: list[Hall] = []

    def make(code: str, *, cable: Cable | None = None) -> Hall:
        home = tmp_path / code
        home.mkdir()
        office = closed_office(code).copied_to(home)
        link = centre.enrol(code, *STREAMS)
        desk = Desk(office.database, cable.through(link) if cable else link)
        halls.append(Hall(office, desk))
        return halls[-1]

    yield make
    for hall in halls:
        hall.desk.close()


def given(centre) -> list[str]:
    return [row[0] for row in centre.query("SELECT number FROM app.visit ORDER BY number")]


def day_numbers(count: int) -> list[str]:
    return [numbered(f"{DAY}{{n:4}}", n) for n in range(1, count + 1)]


def test_a_visit_gets_its_number_in_the_round_that_sends_it(new_hall, centre):
    hall = new_hall("1")
    visit_id = hall.register()
    assert hall.numbers() == [None]

    report = hall.desk.sync()

    assert hall.numbers() == [f"{DAY}0001"]
    assert hall.desk.values("SELECT provisional_number FROM visit") == ["T-1-20261123-001"]
    assert ("visit", (visit_id,)) in [(change.table, change.ids) for change in report.changes]
    assert hall.desk.sync().is_idle


def test_other_desks_see_the_number_and_go_on_counting(new_hall):
    first, second = new_hall("1"), new_hall("2")
    first.register()
    first.desk.sync()
    second.register()
    second.desk.sync()
    first.desk.sync()

    assert first.numbers() == second.numbers() == [f"{DAY}0001", f"{DAY}0002"]


def test_a_request_sent_twice_is_answered_once(new_hall, centre, cable):
    hall = new_hall("1", cable=cable)
    hall.desk.sync()
    hall.register()
    with hall.desk.connected() as session:
        cable.set(Fault.REPLIES_LOST)
        with pytest.raises(CentreAwayError):
            run_round(hall.desk.database, session)
    cable.set(Fault.NONE)

    hall.desk.sync()

    assert hall.numbers() == given(centre) == day_numbers(1)
    assert centre.query("SELECT last FROM sync.number_count") == [(1,)]


def test_a_refused_push_leaves_no_gap(new_hall, centre):
    """The whole batch goes back, with the number that was taken in it."""
    hall = new_hall("1")
    hall.register()
    hall.desk.execute("UPDATE person SET created_by = 'no key'")
    hall.register()

    report = hall.desk.sync()

    assert report.refused
    assert given(centre) == day_numbers(2)


def test_a_series_is_counted_by_year_and_unit(new_hall, centre):
    hall = new_hall("1")
    asks = (
        ("孝信访转〔2026〕{n}号", "孝信访转〔2026〕1号"),
        ("孝信访转〔2027〕{n}号", "孝信访转〔2027〕1号"),
        ("孝信访转〔2026〕{n}号", "孝信访转〔2026〕2号"),
    )
    for template, _ in asks:
        document = hall.desk.add("document", stream=10, sha256="0" * 64)
        hall.desk.add(
            "number_request",
            stream=10,
            series="transferred",
            template=template,
            subject="document",
            subject_id=document,
        )

    hall.desk.sync()

    assert hall.desk.values("SELECT number FROM document ORDER BY id") == [n for _, n in asks]


@pytest.mark.parametrize(
    "request_row",
    [
        {"template": "没有流水号"},
        {"template": "{n}{n}"},
        {"template": "{n:4}'; DROP TABLE app.visit; --{x}"},
        {"subject": "account"},
        {"subject": "visit; DROP TABLE app.visit"},
    ],
)
def test_what_is_no_request_is_a_row_like_any_other(new_hall, centre, request_row):
    hall = new_hall("1")
    visit_id = hall.register()
    row = {"series": "x", "template": "x{n}", "subject": "visit", "subject_id": visit_id}
    hall.desk.add("number_request", stream=10, **(row | request_row))

    assert hall.desk.sync().refused == 0

    assert given(centre) == day_numbers(1)
    assert centre.query("SELECT count(*) FROM app.number_request") == [(2,)]
    assert centre.query("SELECT count(*) FROM sync.number_wait") == [(0,)]


def test_a_number_for_a_row_of_another_stream_is_not_given(new_hall, centre):
    hall = new_hall("1")
    visit_id = hall.register()
    hall.desk.sync()
    hall.desk.add(
        "number_request", stream=1, series="x", template="x{n}", subject="visit",
        subject_id=visit_id,
    )  # fmt: skip

    hall.desk.sync()

    assert given(centre) == day_numbers(1)


def test_twenty_desks_ask_at_once_without_gap_or_double(centre, new_desk):
    desks = [new_desk(f"D{n}", 1, 100 + n) for n in range(20)]
    rows = 5
    start = threading.Barrier(len(desks))
    for n, desk in enumerate(desks):
        for _ in range(rows):
            ask(desk, 100 + n)
    failures: list[BaseException] = []

    def go(desk: Desk) -> None:
        try:
            with desk.connected() as session:
                start.wait()
                run_round(desk.database, session, batch_rows=4)
        except BaseException as error:  # noqa: BLE001 - it is raised in the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=go, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    count = len(desks) * rows
    found = centre.query("SELECT number FROM app.document ORDER BY length(number), number")
    assert [row[0] for row in found] == [f"信〔2026〕{n}号" for n in range(1, count + 1)]
    at_desks = [number for desk in desks for number in desk.values("SELECT number FROM document")]
    assert sorted(at_desks) == sorted(row[0] for row in found)


def ask(desk: Desk, stream: int) -> str:
    """Add a paper and ask for its number."""
    document = desk.add("document", stream=stream, sha256="0" * 64)
    desk.add(
        "number_request", stream=stream, series="transferred", template="信〔2026〕{n}号",
        subject="document", subject_id=document,
    )  # fmt: skip
    return document


class Backup:
    """The centre's rows as a backup keeps them."""

    TABLES = (
        "app.document", "app.number_request", "sync.number", "sync.number_count",
        "sync.number_wait", "sync.conflict",
    )  # fmt: skip

    COUNTED = ("sync.number_wait", "sync.conflict")

    def __init__(self, centre) -> None:
        self._centre = centre
        for table in (*self.TABLES, "sync.desk", "sync.stream"):
            centre.query(f"CREATE TABLE {self._kept(table)} AS TABLE {table}")

    def put_back(self, *, new_epoch: bool) -> None:
        query = self._centre.query
        for table in self.TABLES:
            query(f"DELETE FROM {table}")
            identity = "OVERRIDING SYSTEM VALUE" if table in self.COUNTED else ""
            query(f"INSERT INTO {table} {identity} TABLE {self._kept(table)}")
        query(
            "UPDATE sync.desk AS d SET last_seq = k.last_seq, last_hlc = k.last_hlc, "
            "reach = k.reach, reach_epoch = k.reach_epoch, reach_told_at = k.reach_told_at "
            "FROM kept_sync_desk AS k WHERE k.id = d.id"
        )
        query(
            "UPDATE sync.stream AS s SET pos = k.pos FROM kept_sync_stream AS k WHERE k.id = s.id"
        )
        if new_epoch:
            query("UPDATE sync.centre SET generation = generation + 1")
        else:  # every restore starts the server: what was told before lies before its start
            query("UPDATE sync.desk SET reach_told_at = '2020-01-01' WHERE reach_told_at < now()")

    @staticmethod
    def _kept(table: str) -> str:
        return f"kept_{table.replace('.', '_')}"


@pytest.mark.parametrize("new_epoch", [True, False], ids=["new epoch", "cold copy"])
def test_a_restored_centre_never_gives_a_number_again(centre, new_desk, new_epoch):
    a, b = new_desk("A", 1), new_desk("B", 2)
    for desk, stream in ((a, 1), (b, 2)):
        ask(desk, stream)
        desk.sync()
    backup = Backup(centre)
    ask(a, 1)
    a.sync()
    assert a.values("SELECT number FROM document ORDER BY id")[-1] == "信〔2026〕3号"
    backup.put_back(new_epoch=new_epoch)

    if new_epoch:  # B comes first; only A knows that 3 is on paper
        ask(b, 2)
        b.sync()
        assert b.values("SELECT number FROM document ORDER BY id")[-1] is None
        assert administration.status(centre.dsn).numbers_wait_for == ("A",)
        a.sync()
    else:
        a.sync()
        ask(b, 2)
    b.sync()
    ask(b, 2)
    b.sync()

    numbers = a.values("SELECT number FROM document") + b.values("SELECT number FROM document")
    assert sorted(numbers) == [f"信〔2026〕{n}号" for n in range(1, 6)]
    assert centre.query("SELECT count(*) FROM sync.conflict") == [(0,)]


def test_the_administrator_can_end_the_waiting(centre, new_desk):
    a, b = new_desk("A", 1), new_desk("B", 2)
    ask(a, 1)
    a.sync()
    centre.query("UPDATE sync.centre SET generation = generation + 1")
    ask(b, 2)
    b.sync()
    assert b.values("SELECT number FROM document") == [None]

    assert administration.give_numbers(centre.dsn) == 1
    b.sync()

    assert b.values("SELECT number FROM document") == ["信〔2026〕2号"]


def test_a_number_given_twice_all_the_same_is_a_conflict_for_a_person(centre, new_desk):
    """The administrator did not wait for A, whose number stands on paper."""
    a, b = new_desk("A", 1), new_desk("B", 2)
    for desk in (a, b):
        desk.sync()
    backup = Backup(centre)
    ask(a, 1)
    a.sync()
    backup.put_back(new_epoch=True)
    ask(b, 2)
    b.sync()
    administration.give_numbers(centre.dsn)

    a.sync()

    assert a.values("SELECT number FROM document") == ["信〔2026〕1号"]
    assert centre.query("SELECT table_name, column_name, sent FROM sync.conflict") == [
        ("document", "number", "信〔2026〕1号")
    ]
    ask(a, 1)
    a.sync()
    assert a.values("SELECT number FROM document ORDER BY id")[-1] == "信〔2026〕2号"


def test_a_desk_enrolled_anew_does_not_stop_the_numbers(centre, new_desk):
    a, b = new_desk("A", 1), new_desk("B", 2)
    for desk, stream in ((a, 1), (b, 2)):
        ask(desk, stream)
        desk.sync()
    a.link = centre.admit(enrolment.renew_desk(centre.dsn, "A"))

    a.sync()
    ask(b, 2)
    b.sync()

    assert sorted(b.values("SELECT number FROM document")) == ["信〔2026〕2号", "信〔2026〕3号"]
    assert a.values("SELECT number FROM document") == ["信〔2026〕1号"]


def test_a_voided_row_keeps_its_number(centre, new_desk):
    a = new_desk("A", 1)
    document = ask(a, 1)
    a.sync()
    a.edit(document, table="document", void_reason="写错")
    ask(a, 1)

    a.sync()

    assert centre.query("SELECT number, void_reason FROM app.document ORDER BY id") == [
        ("信〔2026〕1号", "写错"),
        ("信〔2026〕2号", None),
    ]


def test_a_request_waits_for_a_row_that_comes_later(centre, new_desk):
    a = new_desk("A", 1)
    document = new_id()
    a.add("number_request", series="x", template="x{n}", subject="document", subject_id=document)
    a.sync()

    a.add("document", id=document, sha256="0" * 64)
    a.sync()

    assert a.values("SELECT number FROM document") == ["x1"]


@pytest.mark.parametrize(
    ("template", "number", "place"),
    [
        ("a{n:4}", "a0012", 12),
        ("a{n:4}", "a12345", 12345),
        ("a{n:4}", "a12", None),
        ("信〔2026〕{n}号", "信〔2026〕7号", 7),
        ("信〔2026〕{n}号", "信〔2026〕07号", None),
        ("信〔2026〕{n}号", "信〔2025〕7号", None),
        ("信〔2026〕{n}号", None, None),
        ("{n}", "", None),
    ],
)
def test_a_number_is_read_back(centre, template, number, place):
    assert centre.query("SELECT sync.read_number(%s, %s)", template, number) == [(place,)]
    if place is not None:
        assert centre.query("SELECT sync.write_number(%s, %s)", template, place) == [(number,)]
        assert numbered(template, place) == number
