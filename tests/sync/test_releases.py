"""Versions: the last release's desk and the next one's both work with this centre."""

import contextlib
import sqlite3
from pathlib import Path

import pytest

from reception_desk.models import Database
from reception_desk.models.base import synced_tables
from reception_desk.records.document import DocumentKind
from reception_desk.records.identifiers import new_id
from reception_desk.services.document_kinds import stored_kind
from reception_desk.sync import centre as administration
from reception_desk.sync import releases, schema
from reception_desk.sync.link import CentreLink
from reception_desk.sync.releases import RELEASES, Release, oldest_accepted
from tests.offices import KEY
from tests.sync import programs
from tests.sync.desks import Desk
from tests.sync.programs import Program

MODELS = Path(__file__).parents[1] / "models" / "released"
EVERYTHING = ["ask", "SELECT name, nickname, is_local, phone FROM person ORDER BY name"]
NAMES = ["ask", "SELECT name FROM person ORDER BY name"]


@pytest.fixture(scope="module", params=[release.version for release in RELEASES[-2:]])
def earlier(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Program:
    return programs.release(request.param, tmp_path_factory.mktemp("earlier"))


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return programs.next_release(tmp_path_factory.mktemp("later"), f"{schema.schema_version():04d}")


def test_the_last_two_releases_are_accepted():
    given = tuple(Release(f"0.{n}.0", schema=n * 4) for n in range(1, 5))

    assert oldest_accepted(given[:1]) == 4
    assert oldest_accepted(given[:2]) == 4
    assert oldest_accepted(given) == 12


def test_releases_are_in_order_and_none_is_ahead_of_the_models():
    schemas = [release.schema for release in RELEASES]

    assert schemas == sorted(schemas)
    assert schemas[-1] <= schema.schema_version()


def test_a_column_added_since_can_be_empty_or_has_a_plain_default():
    """An older desk does not send it, and a newer one must still take the row."""
    fresh = []
    for table in synced_tables():
        if table.name not in releases.TABLES_OF_FIRST:
            continue
        known = set(_first_columns(table.name))
        fresh += [
            f"{table.name}.{column.name}"
            for column in table.columns
            if column.name not in known and not column.nullable and column.default is None
        ]

    assert fresh == []


def _first_columns(table: str) -> list[str]:
    script = Path(schema.migration.__file__).parent / "migrations/versions/0001_first_tables.sql"
    with contextlib.closing(sqlite3.connect(":memory:")) as memory:
        memory.executescript(script.read_text(encoding="utf-8"))
        return [row[1] for row in memory.execute(f"PRAGMA table_info({table})")]


def test_an_earlier_release_gives_and_takes(earlier, new_desk, centre, tmp_path):
    here, link = new_desk("A"), centre.enrol("OLD", 1)
    here.add(name="张伟")
    here.sync()

    _, *answers = earlier.run(
        tmp_path / "old", link, ["add", "person", {"name": "李娜"}], ["sync"], ["sync"], NAMES
    )
    here.sync()

    assert answers == [[1, 2, 0], [0, 0, 0], [["张伟"], ["李娜"]]]
    assert centre.query("SELECT name FROM app.person ORDER BY name") == [("张伟",), ("李娜",)]
    assert here.scalar("SELECT count(*) FROM person") == 2


def test_an_earlier_release_lists_papers_of_a_later_kind_and_passes_over_new_tables(
    earlier, new_desk, centre, tmp_path
):
    here, link = new_desk("A"), centre.enrol("OLD", 1)
    known, later = stored_kind(DocumentKind.MATERIALS_LIST)
    here.add_one_of_each("其他")
    here.add("document", kind=known, later_kind=later, title="材料接收清单")
    here.sync()

    _, found = earlier.run(
        tmp_path / "old", link, ["sync"], ["ask", "SELECT kind, title FROM document ORDER BY title"]
    )

    assert found == [["其他", "其他"], ["registration_form", "材料接收清单"]]


def test_two_versions_edit_one_row_and_agree(earlier, new_desk, centre, tmp_path):
    here, link, home = new_desk("A"), centre.enrol("OLD", 1), tmp_path / "old"
    person = here.add(name="张伟", phone="1")
    here.sync()
    earlier.run(home, link, ["sync"], ["edit", person, {"phone": "2"}], ["sync"])

    here.edit(person, name="张玮")
    here.sync()
    answers = earlier.run(home, link, ["sync"], ["ask", "SELECT name, phone FROM person"])

    assert answers[1] == [["张玮", "2"]]
    assert here.get(person, "name", "phone") == ("张玮", "2")


def test_a_file_of_an_earlier_release_goes_on_and_reads_everything_anew(
    earlier, new_desk, centre, tmp_path
):
    """What the earlier version did not take must not be missing for ever."""
    other, home, link = new_desk("B"), tmp_path / "updated", centre.enrol("OLD", 1)
    other.add(name="张伟")
    other.sync()
    earlier.run(home, link, ["sync"], ["add", "person", {"name": "李娜"}])

    updated = Desk(Database(home / "desk.db", KEY), link)
    try:
        first, second = updated.sync(), updated.sync()
    finally:
        updated.close()

    assert (first.rows_up, first.rows_down) == (1, 2)
    assert second.is_idle
    assert centre.query("SELECT count(*) FROM app.person") == [(2,)]


def test_a_newer_desk_loses_nothing_at_an_older_centre(later, new_desk, centre, tmp_path):
    here, link = new_desk("A"), centre.enrol("NEW", 1)
    known = here.add(name="张伟")
    here.sync()

    first, *_, second = later.run(
        tmp_path / "new",
        link,
        ["sync"],
        ["edit", known, {"nickname": "老张"}],
        ["add", "pledge", {"words": "三日内答复"}],
        ["add", "person", {"name": "李娜", "nickname": "娜娜", "is_local": False}],
        ["sync"],
    )
    here.sync()
    here.edit(known, phone="1")
    here.sync()

    assert (first, second) == ([0, 1, 0], [2, 0, 1])  # the pledge waits
    assert centre.query("SELECT name, _extra FROM app.person ORDER BY name") == [
        ("张伟", {"nickname": "老张"}),
        ("李娜", {"nickname": "娜娜", "is_local": 0}),
    ]
    assert centre.query("SELECT count(*) FROM sync.conflict") == [(0,)]
    assert here.scalar("SELECT count(*) FROM person") == 2
    _, found = later.run(tmp_path / "second", centre.enrol("NEW2", 1), ["sync"], EVERYTHING)
    assert found == [["张伟", "老张", 1, "1"], ["李娜", "娜娜", 0, None]]


def test_two_newer_desks_clash_in_a_column_the_centre_does_not_know(
    later, new_desk, centre, tmp_path
):
    here = new_desk("A")
    known = here.add(name="张伟")
    here.sync()
    one, two = centre.enrol("N1", 1), centre.enrol("N2", 1)
    for home, link, word in (("n1", one, "老张"), ("n2", two, "小张")):
        later.run(tmp_path / home, link, ["sync"], ["edit", known, {"nickname": word}])

    later.run(tmp_path / "n2", two, ["sync"])
    found = [
        later.run(tmp_path / home, link, ["sync"], EVERYTHING)[1][0][1]
        for home, link in (("n1", one), ("n2", two))
    ]

    assert found == ["小张", "小张"]
    assert centre.query("SELECT column_name, held, sent, sent_won FROM sync.conflict") == [
        ("nickname", "小张", "老张", False)
    ]


def test_what_waited_goes_up_once_the_centre_was_updated(later, new_desk, centre, tmp_path):
    here, link, home = new_desk("A"), centre.enrol("NEW", 1), tmp_path / "new"
    _, _, first, _, second = later.run(
        home,
        link,
        ["add", "person", {"name": "李娜", "nickname": "娜娜"}],
        ["add", "pledge", {"words": "一"}],
        ["sync"],
        ["add", "pledge", {"words": "二"}],
        ["sync"],
    )
    assert (first, second) == ([1, 0, 1], [0, 0, 2])

    answers = later.run(home, link, ["migrate", centre.dsn], ["sync"], ["sync"])

    assert answers[1:] == [[2, 0, 0], [0, 0, 0]]
    assert centre.query("SELECT words FROM app.pledge ORDER BY words") == [("一",), ("二",)]
    assert centre.query("SELECT nickname, is_local, _extra FROM app.person") == [
        ("娜娜", True, None)
    ]
    # This version is now the older one: it is told of a table that it does not know.
    here.add(name="王芳")
    assert here.sync().rows_down == 2
    assert here.sync().is_idle
    _, found = later.run(home, link, ["sync"], EVERYTHING)
    assert found == [["李娜", "娜娜", 1, None], ["王芳", None, 1, None]]


def test_what_waited_goes_up_without_a_new_connection(later, centre, tmp_path):
    link = centre.enrol("NEW", 1)

    _, told = later.run(
        tmp_path / "new", link, ["add", "pledge", {"words": "一"}], ["stay", centre.dsn]
    )

    assert told == [1, 1, 0]
    assert centre.query("SELECT words FROM app.pledge") == [("一",)]


def test_a_desk_that_would_lose_columns_waits_for_the_centre(later, postgres, tmp_path):
    """The centre of release 0.1.0 does not tell what it knows, and drops the rest."""
    first = programs.release("0.1.0", tmp_path / "code")
    nowhere = CentreLink("", "")
    dsn = postgres.new_database(f"first_{new_id()[-12:]}")
    login = f"first_{new_id()[-12:]}"
    [told] = first.run(tmp_path / "a", nowhere, ["make_centre", dsn, login])
    link = CentreLink(*told)

    _, refused = later.run(
        tmp_path / "b", link, ["add", "person", {"name": "李娜", "nickname": "娜娜"}], ["sync"]
    )

    assert "比本程序旧" in refused


def test_a_value_that_fits_no_column_stays_where_it_waited(centre, new_desk):
    here = new_desk("A")
    person = here.add(name="张伟")
    other = here.add(name="李娜")
    here.sync()
    centre.query("ALTER TABLE app.person DROP COLUMN birth_date")
    for row_id, day in ((person, "1990-01-01"), (other, "那年冬天")):
        centre.query(
            "UPDATE app.person SET _extra = jsonb_build_object('birth_date', %s::text) "
            "WHERE id = %s",
            day,
            row_id,
        )

    administration.migrate(centre.dsn)

    assert centre.query("SELECT birth_date::text, _extra FROM app.person ORDER BY id") == [
        ("1990-01-01", None),
        (None, {"birth_date": "那年冬天"}),
    ]
