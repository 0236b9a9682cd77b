"""Bring a local file to the program's schema; a file from a newer program is refused."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from reception_desk.errors import DatabaseError
from reception_desk.models import capture

_FOLDER = Path(__file__).parent / "migrations"


def script() -> ScriptDirectory:
    """Return the revisions of this program."""
    return ScriptDirectory(str(_FOLDER))


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run the outstanding migrations inside the caller's transaction.

    Raises `DatabaseError` when the file carries a revision this program does not know.
    """
    current = MigrationContext.configure(connection).get_current_revision()
    revisions = script()
    if current == revisions.get_current_head() and revision == "head":
        return
    known = {found.revision for found in revisions.walk_revisions()}
    if current is not None and current not in known:
        raise DatabaseError(
            "本机数据库由更新版本的接访台建立，本版本不能打开。",
            saved="数据库没有被改动。",
            advice="请安装新版接访台。",
        )
    command.upgrade(_config(connection), revision)


def downgrade(connection: Connection, revision: str) -> None:
    """Go back to an earlier revision; used to prove that migrations are reversible."""
    capture.remove(connection)
    command.downgrade(_config(connection), revision)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    return config
