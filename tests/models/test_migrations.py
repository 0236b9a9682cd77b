"""Alembic, four ways: head equals the models, up and down, data survives, newer is refused."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect, text

from reception_desk.errors import DatabaseError
from reception_desk.models import Base, Database, migration
from reception_desk.models.search_keys import title_words
from tests.house.tree import PROJECT
from tests.offices import KEY

_WORDS = ("visit_text", "page_words", "matter_words")
REVISIONS = [found.revision for found in migration.script().walk_revisions()][::-1]


@pytest.fixture
def connection(tmp_path: Path):
    engine = create_engine(f"sqlite:///{tmp_path / 'plain.db'}")
    with engine.begin() as opened:
        yield opened
    engine.dispose()


def tables(connection: Connection) -> dict[str, str]:
    rows = connection.execute(
        text("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name")
    )
    return {name: sql for name, sql in rows if name != "alembic_version"}


def test_head_equals_the_models(connection: Connection):
    migration.upgrade(connection)

    differences = compare_metadata(
        MigrationContext.configure(
            connection, opts={"include_name": lambda name, kind, _: not _is_text_table(name, kind)}
        ),
        Base.metadata,
    )

    assert differences == []


def test_the_head_is_known_without_alembic():
    assert migration.head() == migration.script().get_current_head()


def test_a_file_that_is_up_to_date_opens_without_alembic(tmp_path: Path):
    Database(tmp_path / "desk.db").close()
    code = (
        "import sys; from pathlib import Path; from reception_desk.models import Database; "
        "Database(Path(sys.argv[1])).close(); print('alembic' in sys.modules)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "desk.db")],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert answer.stdout.strip() == "False"


def _is_text_table(name: str | None, kind: str) -> bool:
    return kind == "table" and name is not None and name.startswith(_WORDS)


@pytest.mark.parametrize("revision", REVISIONS)
def test_each_revision_goes_up_and_down_again(connection: Connection, revision: str):
    before = tables(connection)
    step = migration.script().get_revision(revision)
    down = step.down_revision if isinstance(step.down_revision, str) else "base"
    if down != "base":
        migration.upgrade(connection, down)
        before = tables(connection)

    migration.upgrade(connection, revision)
    assert tables(connection) != before
    migration.downgrade(connection, down)

    assert tables(connection) == before


def test_every_table_of_the_models_exists(connection: Connection):
    migration.upgrade(connection)

    assert set(Base.metadata.tables) <= set(inspect(connection).get_table_names())


@pytest.mark.parametrize("saved", sorted(Path(__file__).parent.glob("released/*.db")))
def test_the_file_of_each_release_opens_with_its_rows(tmp_path: Path, saved: Path):
    copy = tmp_path / "desk.db"
    copy.write_bytes(saved.read_bytes())

    database = Database(copy, KEY)

    with database.read() as session:
        assert session.execute(text("SELECT count(*) FROM visit")).scalar() == 1
        assert session.execute(text("SELECT count(*) FROM unit")).scalar() == 92
        titles = session.execute(text("SELECT rowid, title FROM matter")).all()
        assert session.execute(text("SELECT rowid, title FROM matter_words")).all() == [
            (row, title_words(title)) for row, title in titles
        ]
    database.close()


def test_a_file_of_a_newer_program_is_refused_untouched(tmp_path: Path):
    path = tmp_path / "desk.db"
    database = Database(path, KEY)
    with database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    before = path.read_bytes()

    with pytest.raises(DatabaseError, match="更新版本"):
        Database(path, KEY)

    assert path.read_bytes() == before
