"""Bring a local file to the program's schema; a file from a newer program is refused.

Alembic is imported where a file has to be changed: on most days none has.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from reception_desk.errors import DatabaseError
from reception_desk.models import capture

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

_FOLDER = Path(__file__).parent / "migrations"
_HAS_REVISION = text("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")
_REVISION = text("SELECT version_num FROM alembic_version")


def script() -> "ScriptDirectory":
    """Return the revisions of this program."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(_FOLDER))


def head() -> str:
    """Return the last revision: the files of the migrations begin with their number."""
    return max(path.name for path in (_FOLDER / "versions").glob("[0-9]*.py")).partition("_")[0]


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run the outstanding migrations inside the caller's transaction.

    Raises `DatabaseError` when the file carries a revision this program does not know.
    """
    current = _current(connection)
    if current == head() and revision == "head":
        return
    from alembic import command

    known = {found.revision for found in script().walk_revisions()}
    if current is not None and current not in known:
        raise DatabaseError(
            "本机数据库由更新版本的接访台建立，本版本不能打开。",
            saved="数据库没有被改动。",
            advice="请安装新版接访台。",
        )
    command.upgrade(_config(connection), revision)


def check(connection: Connection) -> None:
    """Raise `DatabaseError` unless the file has the schema of this program."""
    if _current(connection) != head():
        raise DatabaseError(
            "本机数据库由另一版本的接访台建立。",
            saved="数据库没有被改动。",
            advice="请先打开一次接访台，再打开这里。",
        )


def downgrade(connection: Connection, revision: str) -> None:
    """Go back to an earlier revision; used to prove that migrations are reversible."""
    from alembic import command

    capture.remove(connection)
    command.downgrade(_config(connection), revision)


def _current(connection: Connection) -> str | None:
    """Return the revision of the file; None for one that is new."""
    is_old = connection.execute(_HAS_REVISION).first() is not None
    return connection.execute(_REVISION).scalar() if is_old else None


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    return config
