"""PostgreSQL's own programs for an administrator: pg_dump, pg_restore, pg_basebackup.

They are taken from the server's own major version: an older pg_dump refuses a newer server, and
what a newer one writes an older server may not read.
"""

import logging
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reception_desk.errors import CentreError

_log = logging.getLogger(__name__)

_DEBIAN = Path("/usr/lib/postgresql")


def find(name: str, major: int) -> Path:
    """Return the program `name` of PostgreSQL `major`: `$PG_BIN`, Debian's folder or the PATH.

    Raises `CentreError` when there is none, or only one of another version.
    """
    others: list[int] = []
    for path in _candidates(name, major):
        found = _major_of(path)
        if found == major:
            return path
        others.append(found)
    if others:
        raise CentreError(
            f"本机的 {name} 是 {others[0]} 版，中心的 PostgreSQL 是 {major} 版，两者必须相同。",
            advice=f"请安装 postgresql-client-{major}，或用环境变量 PG_BIN 指明它所在的文件夹。",
        )
    raise CentreError(
        f"本机没有 PostgreSQL 的 {name} 程序。",
        advice=f"请安装 postgresql-client-{major}，或用环境变量 PG_BIN 指明它所在的文件夹。",
    )


def call(program: Path, *arguments: str, dsn: str = "") -> None:
    """Run a program to its end; the password goes by the environment, which others cannot read.

    With a `dsn` the program gets it as `--dbname`. Raises `CentreError` with its first line of
    error when it fails; the lines after it may quote rows.
    """
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    environment = os.environ | {"LC_ALL": "C"}
    if dsn:
        given = conninfo_to_dict(dsn)
        if password := given.pop("password", None):
            environment["PGPASSWORD"] = str(password)
        target: Any = given
        arguments = ("--no-password", f"--dbname={make_conninfo(**target)}", *arguments)
    done = subprocess.run(
        [program, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=environment,
        check=False,
    )
    if done.returncode != 0:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        said = next((line for line in lines if "error:" in line), str(done.returncode))
        _log.error("%s ended with %d", program.name, done.returncode)
        raise CentreError(
            f"{program.name} 没有成功：{said[:300]}",
            advice="请检查磁盘空间、连接串和管理员权限后再试。",
        )


def _candidates(name: str, major: int) -> Iterator[Path]:
    folders = [os.environ.get("PG_BIN", ""), str(_DEBIAN / str(major) / "bin")]
    for folder in (*filter(None, folders), None):
        if found := shutil.which(name, path=folder):
            yield Path(found)


def _major_of(program: Path) -> int:
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    numbers = re.findall(r"\d+", told.stdout)
    return int(numbers[0]) if numbers else 0
