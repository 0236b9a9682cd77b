"""The centre itself: make it, bring it up to date, look at it."""

from typing import TYPE_CHECKING, Any

from reception_desk.errors import CentreError
from reception_desk.records.sync import CentreStatus, DeskStanding
from reception_desk.sync import releases, schema
from reception_desk.sync.administrator import administrator, as_query, scalar

if TYPE_CHECKING:
    import psycopg

OWNER = "reception_desk_centre"
"""Owns schemas, tables and functions of the centre; nobody logs in as it."""

_MIGRATION_LOCK = 0x4445534B  # "DESK": one migration at a time

_ROLES = f"""
DO $$ BEGIN
    IF to_regrole('{schema.DESK_ROLE}') IS NULL THEN CREATE ROLE {schema.DESK_ROLE} NOLOGIN; END IF;
    IF to_regrole('{OWNER}') IS NULL THEN CREATE ROLE {OWNER} NOLOGIN; END IF;
    EXECUTE format('GRANT {OWNER} TO %I', current_user);
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO {schema.DESK_ROLE}', current_database());
    EXECUTE format('GRANT CREATE ON DATABASE %I TO {OWNER}', current_database());
END $$
"""  # the owner has no login and is no superuser: the functions run with its rights

_SCHEMAS = """
CREATE SCHEMA IF NOT EXISTS sync;
CREATE SCHEMA IF NOT EXISTS app;
CREATE TABLE IF NOT EXISTS sync.migration (
    number int PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());
"""

_DROP_FUNCTIONS = """
DO $$ DECLARE found regprocedure; BEGIN
    FOR found IN SELECT oid FROM pg_proc WHERE pronamespace = 'sync'::regnamespace LOOP
        EXECUTE format('DROP FUNCTION %s CASCADE', found);
    END LOOP;
END $$
"""


def init(admin_dsn: str) -> None:
    """Make roles, schemas, tables and functions in an empty database; safe to repeat.

    Raises `CentreError` when the server is too old or cannot be reached.
    """
    with administrator(admin_dsn) as connection:
        prepare_roles(connection)
        connection.execute(f"SET LOCAL ROLE {OWNER}")
        connection.execute(_SCHEMAS)
        _migrate(connection)


def migrate(admin_dsn: str) -> list[str]:
    """Run outstanding migrations, add new columns, remake the functions.

    Returns the names of the migrations that ran. Raises `CentreError` when the database is not
    a centre yet or was migrated by a newer program.
    """
    with administrator(admin_dsn) as connection:
        require_centre(connection)
        connection.execute(f"SET LOCAL ROLE {OWNER}")
        return _migrate(connection)


def prepare_roles(connection: "psycopg.Connection[Any]") -> None:
    """Make the owner and the desks' group, and close this database to everybody else."""
    connection.execute(_ROLES)


def status(admin_dsn: str) -> CentreStatus:
    """Return streams, rows and desks; nothing is written."""
    with administrator(admin_dsn) as connection:
        require_centre(connection)
        desks = connection.execute(
            """
            SELECT d.name, d.login, d.streams, d.last_seq, d.seen_at, d.revoked_at,
                   (SELECT count(*) FROM pg_stat_activity AS a WHERE a.usename = d.login),
                   (SELECT count(*) FROM sync.conflict AS c WHERE c.desk = d.id),
                   (SELECT count(*) FROM sync.dead AS x
                     WHERE x.desk = d.id AND x.closed_at IS NULL),
                   d.joined_at, d.wipe_asked_at, d.wiped_at
              FROM sync.desk AS d ORDER BY d.id"""
        ).fetchall()
        found = _columns(connection)
        return CentreStatus(
            schema_version=scalar(connection, "SELECT schema_version FROM sync.centre"),
            program_version=schema.schema_version(),
            positions=dict(
                connection.execute("SELECT id, pos FROM sync.stream ORDER BY id").fetchall()
            ),
            rows={
                name: scalar(connection, f"SELECT count(*) FROM app.{name}")
                for name in sorted(found)
            },
            desks=tuple(DeskStanding(row[0], row[1], tuple(row[2]), *row[3:]) for row in desks),
            differences=tuple(schema.differences(found)),
            numbers_wait_for=_numbers_wait_for(connection),
            erased_files=scalar(connection, "SELECT count(*) FROM sync.erased_object"),
        )


def give_numbers(admin_dsn: str) -> int:
    """Give the numbers that wait for desks which will not come back; return how many.

    A desk that comes back all the same with a number from before makes a conflict of it.
    """
    with administrator(admin_dsn) as connection:
        require_centre(connection)
        return scalar(connection, "SELECT sync.give_numbers_at_once()")


def _numbers_wait_for(connection: "psycopg.Connection[Any]") -> tuple[str, ...]:
    if scalar(connection, "SELECT numbering_open_as = sync.numbering_state() FROM sync.centre"):
        return ()
    rows = connection.execute("SELECT * FROM sync.desks_behind() AS name ORDER BY name").fetchall()
    return tuple(row[0] for row in rows)


def _migrate(connection: "psycopg.Connection[Any]") -> list[str]:
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (_MIGRATION_LOCK,))
    done = {row[0] for row in connection.execute("SELECT number FROM sync.migration").fetchall()}
    known = schema.migrations()
    version = scalar(connection, "SELECT schema_version FROM sync.centre") if done else 0
    if done - {number for number, _, _ in known} or version > schema.schema_version():
        raise CentreError("中心由更新版本的接访台建立。", advice="请用新版程序管理它。")
    ran: list[str] = []
    for number, name, script in known:
        if number not in done:
            connection.execute(as_query(script))
            connection.execute(
                "INSERT INTO sync.migration (number, name) VALUES (%s, %s)", (number, name)
            )
            ran.append(name)
    connection.execute(_DROP_FUNCTIONS)
    for statement in schema.structure_statements():
        connection.execute(as_query(statement))
    for statement in schema.settling_statements():
        connection.execute(as_query(statement))
    connection.execute(
        "UPDATE sync.centre SET schema_version = %s, oldest_schema_version = %s, "
        "numbering_open_as = coalesce(numbering_open_as, sync.numbering_state())",
        (schema.schema_version(), releases.oldest_accepted()),
    )
    return ran


def _columns(connection: "psycopg.Connection[Any]") -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in connection.execute(
        """
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
          FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
         WHERE c.relnamespace = 'app'::regnamespace AND c.relkind = 'r'
           AND a.attnum > 0 AND NOT a.attisdropped
           AND a.attname <> '_county'"""  # only where the centre is published upward
    ).fetchall():
        found.setdefault(table, {})[column] = kind
    return found


def require_centre(connection: "psycopg.Connection[Any]") -> None:
    """Raise `CentreError` when the database is not a centre yet."""
    if not scalar(connection, "SELECT to_regclass('sync.migration') IS NOT NULL"):
        raise CentreError("这个数据库还不是中心。", advice="请先运行 desk centre init。")
