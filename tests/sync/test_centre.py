"""The administrator's side: a closed database that fits the models."""

import psycopg
import pytest

from reception_desk.errors import CentreError, InvalidInputError
from reception_desk.models.base import synced_tables
from reception_desk.sync import centre as administration
from reception_desk.sync import enrolment, schema
from reception_desk.sync.link import connection_string
from tests.postgres import CentreDatabase


@pytest.fixture
def desk_connection(centre):
    link = centre.enrol("A", 1)
    with psycopg.connect(connection_string(link), autocommit=True) as connection:
        yield connection


def test_the_centre_fits_the_models(centre):
    found = administration.status(centre.dsn)

    assert found.differences == ()
    assert set(found.rows) == {table.name for table in synced_tables()}
    assert found.schema_version == found.program_version == schema.schema_version()


def test_a_difference_is_named_and_migrate_adds_the_column(centre):
    centre.query("ALTER TABLE app.visit DROP COLUMN claim")
    centre.query("ALTER TABLE app.visit ADD COLUMN extra int")

    assert administration.status(centre.dsn).differences == (
        "visit.claim: text / -",
        "visit.extra: - / integer",
    )
    assert administration.migrate(centre.dsn) == []
    assert administration.status(centre.dsn).differences == ("visit.extra: - / integer",)


def test_init_may_run_again_and_keeps_the_rows(centre, new_desk):
    a, b = new_desk("A"), new_desk("B")
    a.add(name="张伟")
    a.sync()

    administration.init(centre.dsn)
    b.sync()

    assert a.rows() == b.rows()


def test_a_database_that_is_no_centre_is_told(postgres):
    for work in (administration.migrate, administration.status):
        with pytest.raises(CentreError, match="还不是中心"):
            work(postgres.dsn())


def test_a_centre_of_a_newer_program_is_left_alone(centre):
    centre.query("INSERT INTO sync.migration (number, name) VALUES (999, 'later')")

    with pytest.raises(CentreError, match="更新版本"):
        administration.migrate(centre.dsn)


def test_an_administrator_without_rights_gets_a_sentence(centre):
    link = centre.enrol("A", 1)

    with pytest.raises(CentreError, match="没有完成这个操作"):
        administration.init(connection_string(link))


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM app.visit",
        "INSERT INTO app.person (id) VALUES (gen_random_uuid())",
        "SELECT * FROM sync.desk",
        "UPDATE sync.stream SET pos = 0",
        "SELECT sync.caller()",
        "SELECT sync.insert_person(1, '{}', 0, '[]')",
        "SELECT sync.update_person(1, '{}', 0, '[]')",
        "CREATE TABLE app.mine (a int)",
        "CREATE FUNCTION sync.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "SET ROLE reception_desk_centre",
        "ALTER ROLE reception_desk SUPERUSER",
    ],
)
def test_a_desk_may_do_nothing_but_call_its_functions(desk_connection, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        desk_connection.execute(statement)


def test_a_desk_may_not_shadow_tables_with_temporary_ones(postgres):
    """The right belongs to the database, and a copied one (as in `centre`) has it anew."""
    made = CentreDatabase(postgres, postgres.new_database("made_by_init"))
    administration.init(made.dsn)
    with (
        psycopg.connect(connection_string(made.enrol("A", 1))) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("CREATE TEMP TABLE visit (a int)")


def test_every_function_is_closed_to_the_public_and_has_a_pinned_search_path(centre):
    functions = centre.query(
        "SELECT proname, has_function_privilege('public', oid, 'EXECUTE'), "
        "has_function_privilege('reception_desk', oid, 'EXECUTE'), prosecdef, proconfig, "
        "pg_get_userbyid(proowner) FROM pg_proc WHERE pronamespace = 'sync'::regnamespace"
    )

    for name, public, desk, definer, config, owner in functions:
        is_open = name in schema.OPEN_FUNCTIONS or name.startswith("pull_")
        assert (public, desk, definer) == (False, is_open, is_open), name
        assert "search_path=pg_catalog" in config, name
        assert owner == "reception_desk_centre"
        assert ("enable_seqscan=off" in config) is ("jit=off" in config), name
    assert centre.query(
        "SELECT rolsuper, rolcanlogin FROM pg_roles WHERE rolname = 'reception_desk_centre'"
    ) == [(False, False)]


def test_even_a_granted_table_shows_only_the_desks_own_streams(centre, new_desk):
    writer = new_desk("W", 1, 2)
    writer.add(name="own", stream=1)
    writer.add(name="foreign", stream=2)
    writer.sync()
    centre.query("GRANT USAGE ON SCHEMA app TO reception_desk")
    centre.query("GRANT SELECT ON app.person TO reception_desk")

    with psycopg.connect(connection_string(centre.enrol("A", 1))) as connection:
        assert connection.execute("SELECT name FROM app.person").fetchall() == [("own",)]


def test_the_secret_never_reaches_the_server_in_clear(centre):
    link = centre.enrol("A", 1)
    stored = centre.query(
        "SELECT rolpassword FROM pg_authid WHERE rolname = (SELECT login FROM sync.desk)"
    )

    assert stored[0][0].startswith("SCRAM-SHA-256$")
    assert link.secret not in stored[0][0]
    assert link.secret not in repr(link)


@pytest.mark.parametrize("name", ["", "窗口", "a b", "x" * 60, "a'; DROP ROLE postgres"])
def test_an_unfit_name_is_refused(centre, name):
    with pytest.raises(InvalidInputError, match="窗口名称"):
        enrolment.add_desk(centre.dsn, name, [1])


def test_a_desk_needs_a_stream_and_a_name_of_its_own(centre):
    with pytest.raises(InvalidInputError, match="可见范围"):
        enrolment.add_desk(centre.dsn, "A", [])
    centre.enrol("A", 1)
    with pytest.raises(CentreError, match="已经登记过"):
        centre.enrol("A", 1)


@pytest.mark.parametrize("work", [enrolment.revoke, enrolment.renew_desk])
def test_a_desk_that_was_never_added_is_told(centre, work):
    with pytest.raises(CentreError, match="没有登记过窗口“Z”"):
        work(centre.dsn, "Z")


def test_status_shows_what_each_desk_has_done(centre, new_desk):
    a = new_desk("A", 1, 2)
    new_desk("B", 2)
    a.add(name="张伟")
    a.add(created_by="not a key")
    with a.connected() as session:
        a.sync()
        found = {desk.name: desk for desk in administration.status(centre.dsn).desks}
        assert session.changes({1: 9, 2: 9}) == []

    assert (found["A"].streams, found["A"].last_seq, found["A"].dead) == ((1, 2), 2, 1)
    assert found["A"].connections == 1
    assert found["A"].seen_at is not None
    assert (found["B"].seen_at, found["B"].connections) == (None, 0)
