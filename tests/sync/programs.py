"""Other versions of the program, run as programs of their own: the last release, and the next."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from reception_desk.config import PACKAGE
from reception_desk.sync.link import CentreLink

_RELEASED = Path(__file__).parent / "released"
_DRIVER = Path(__file__).with_name("driver.py")

_NEXT_TABLE = '''
"""A table of the next release."""

from sqlalchemy.orm import Mapped

from reception_desk.models.base import AppendOnlyRow, Base


class Pledge(AppendOnlyRow, Base):
    """A thing promised."""

    __tablename__ = "pledge"

    words: Mapped[str]
'''
_NEXT_REVISION = '''
"""The next release's tables."""

from alembic import op

revision = "9001"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in (
        "CREATE TABLE pledge (words TEXT NOT NULL, id VARCHAR(36) NOT NULL PRIMARY KEY, "
        "stream INTEGER NOT NULL, desk_id VARCHAR(36) NOT NULL, created_at VARCHAR(24) NOT NULL, "
        "created_by VARCHAR(36))",
        "ALTER TABLE person ADD COLUMN nickname TEXT",
        "ALTER TABLE person ADD COLUMN is_local BOOLEAN NOT NULL DEFAULT 1",
    ):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    raise NotImplementedError
'''


class Program:
    """One version of the program with its own files; each `run` is a process that ends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def run(self, home: Path, link: CentreLink, *steps: list[Any]) -> list[Any]:
        """Open `home/desk.db`, do the steps (see driver.py) and return their answers."""
        task = {
            "path": str(home / "desk.db"),
            "dsn": link.dsn,
            "secret": link.secret,
            "steps": steps,
        }
        home.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            [sys.executable, "-I", str(_DRIVER), str(self._folder)],
            input=json.dumps(task),
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


def release(version: str, folder: Path) -> Program:
    """Unpack a released version."""
    shutil.unpack_archive(_RELEASED / f"{version}.tar.xz", folder)
    return Program(folder)


def next_release(folder: Path, head: str) -> Program:
    """Make a version with one more table and two more columns of `person`, one of them required."""
    package = folder / "reception_desk"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("ui"))
    models = package / "models"
    (models / "pledge.py").write_text(_NEXT_TABLE, encoding="utf-8")
    revision = _NEXT_REVISION.replace("{head}", head)
    (models / "migrations/versions/9001_next.py").write_text(revision, encoding="utf-8")
    _replace(models / "__init__.py", "    person,\n", "    person,\n    pledge,\n")
    _replace(
        models / "person.py",
        '    __tablename__ = "person"\n',
        '    __tablename__ = "person"\n\n    nickname: Mapped[str | None]\n'
        "    is_local: Mapped[bool] = mapped_column(default=True)\n",
    )
    return Program(folder)


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, path
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
