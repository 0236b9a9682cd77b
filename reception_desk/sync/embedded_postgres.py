"""A PostgreSQL of our own on this machine: for `desk demo` and for the tests.

PostgreSQL refuses to run as root, so then its programs are started as `postgres` or `nobody`.
"""

import logging
import os
import re
import selectors
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from reception_desk.errors import CentreError

_log = logging.getLogger(__name__)

_PROGRAMS = ("initdb", "pg_ctl", "postgres")
_DEBIAN = Path("/usr/lib/postgresql")
_ADMINISTRATOR = "centre_admin"


class EmbeddedPostgres:
    """A server with its own data folder on a free port of the loopback interface.

    `start()` may be called again after `stop()`, `crash()` or `kill()`: the port and the rows
    stay. With `durable=False` nothing is flushed to the disk, which is right for demonstrations
    and wrong for anything that must survive a crash. `settings` are the server's own, such as
    `wal_level`. With a `primary` it begins as that running server's copy and follows it until
    `promote()`.
    """

    def __init__(
        self,
        programs: Path,
        folder: Path,
        *,
        durable: bool,
        settings: Mapping[str, str | int] | None = None,
        primary: "EmbeddedPostgres | None" = None,
    ) -> None:
        self.port = _free_port()
        self._programs = programs
        self._data = folder / "data"
        self._log = folder / "postgres.log"
        self._password = primary._password if primary else os.urandom(16).hex()
        self._durable = durable
        self._settings = settings or {}
        self._account = _unprivileged_account()
        if self._account:
            shutil.chown(folder, self._account["user"], self._account["group"])
        if primary:
            self._copy(primary)
        else:
            self._make(folder / "password")

    def dsn(self, database: str = "postgres") -> str:
        """Return the administrator's connection string, password included."""
        return (
            f"host=127.0.0.1 port={self.port} dbname={database} user={_ADMINISTRATOR} "
            f"password={self._password}"
        )

    def new_database(self, name: str, *, template: str = "template1") -> str:
        """Make a database and return the administrator's connection string to it."""
        import psycopg
        from psycopg import sql

        with psycopg.connect(self.dsn(), autocommit=True) as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
        return self.dsn(name)

    def start(self) -> None:
        """Start the server and return when it answers.

        Raises `CentreError` with the end of the server's log when it does not come up.
        """
        settings = {
            "port": self.port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "max_connections": 60,
            "shared_buffers": "32MB",
            "fsync": "on" if self._durable else "off",
            "synchronous_commit": "on" if self._durable else "off",
            "full_page_writes": "on" if self._durable else "off",
            **self._settings,
        }
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        self._control("start", "-w", "-l", str(self._log), "-o", options)

    def stop(self) -> None:
        """Stop the server in order (SIGINT): clients are cut off, rows are on the disk."""
        self._control("stop", "-w", "-m", "fast")

    def crash(self) -> None:
        """Stop the server without a checkpoint, as a power cut would."""
        self._control("stop", "-w", "-m", "immediate")

    def kill(self) -> None:
        """End every process of the server at once (SIGKILL, Linux); return when they are gone."""
        processes = self.processes()
        with ExitStack() as stack:
            ends = selectors.DefaultSelector()
            for process in processes:
                with suppress(ProcessLookupError):
                    end = os.pidfd_open(process)
                    stack.callback(os.close, end)
                    ends.register(end, selectors.EVENT_READ)
            command = ["sh", "-c", 'kill -9 "$@" 2>/dev/null', "kill", *map(str, processes)]
            subprocess.run(command, check=False, **self._account)
            while ends.get_map():
                for key, _ in ends.select():
                    ends.unregister(key.fileobj)
            ends.close()
        # Where nobody collects ended processes, the next start would take this one for alive.
        (self._data / "postmaster.pid").unlink()

    def processes(self) -> list[int]:
        """Return the process numbers of the running server, its own first (Linux)."""
        first = (self._data / "postmaster.pid").read_text(encoding="ascii").splitlines()[0]
        children = Path(f"/proc/{first}/task/{first}/children").read_text(encoding="ascii")
        return [int(number) for number in (first, *children.split())]

    def limit_files(self, size: int | None) -> None:
        """Let no file of the running server grow beyond `size` bytes, or any again (Linux).

        To the server this is a full disk; its own account may do so where root may not.
        """
        for process in self.processes():
            limit = f"--fsize={'unlimited' if size is None else size}:"
            command = ["prlimit", limit, "--pid", str(process)]
            subprocess.run(command, capture_output=True, check=False, **self._account)

    def promote(self) -> None:
        """Make a standby the primary: it stops following and takes changes."""
        self._control("promote", "-w")

    def _make(self, password_file: Path) -> None:
        password_file.write_text(self._password, encoding="ascii")
        self._call(
            "initdb", "-D", str(self._data), "-U", _ADMINISTRATOR, "-A", "scram-sha-256",
            "--pwfile", str(password_file), "-E", "UTF8", "--locale=C", "--no-sync",
        )  # fmt: skip

    def _copy(self, primary: "EmbeddedPostgres") -> None:
        self._call(
            "pg_basebackup", "-D", str(self._data), "-d", primary.dsn(), "-R", "-X", "stream",
            "-c", "fast", "--no-sync",
        )  # fmt: skip

    def _control(self, *arguments: str) -> None:
        self._call("pg_ctl", "-D", str(self._data), "-s", *arguments)

    def _call(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._programs / program, *arguments],
            stdin=subprocess.DEVNULL,
            # The server inherits the output: a pipe would keep us waiting until it ends.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL if program == "pg_ctl" else subprocess.PIPE,
            cwd=self._data.parent,
            env=_environment(),
            check=False,
            **self._account,
        )
        if done.returncode != 0:
            log = self._log.read_text(errors="replace") if self._log.exists() else ""
            detail = (done.stderr or b"").decode(errors="replace") + log[-2000:]
            _log.error("%s ended with %d: %s", program, done.returncode, detail)
            raise CentreError(
                f"本机的 PostgreSQL 没有成功启动（{program}）：{detail.strip()[-300:]}",
                advice="请检查磁盘空间和临时文件夹的权限。",
            )


@contextmanager
def running_postgres(
    *,
    durable: bool = False,
    settings: Mapping[str, str | int] | None = None,
    primary: EmbeddedPostgres | None = None,
    within: Path | None = None,
) -> Iterator[EmbeddedPostgres]:
    """Run a PostgreSQL in a temporary folder; it is stopped and removed at the end.

    The folder lies `within` the system's own for such, or another that everybody may enter; the
    other arguments are those of `EmbeddedPostgres`. Raises `CentreError` when the machine has no
    PostgreSQL programs.
    """
    programs = find_programs()
    # Not the caller's folder: the unprivileged account must be able to reach it.
    with tempfile.TemporaryDirectory(prefix="reception-desk-postgres-", dir=within) as folder:
        server = EmbeddedPostgres(
            programs, Path(folder), durable=durable, settings=settings, primary=primary
        )
        server.start()
        try:
            yield server
        finally:
            with suppress(CentreError):  # a test may have stopped it already
                server.stop()


def find_programs() -> Path:
    """Return the folder of PostgreSQL's programs: `$PG_BIN`, Debian's newest, or the PATH."""
    candidates = [Path(os.environ["PG_BIN"])] if os.environ.get("PG_BIN") else []
    candidates += sorted(_DEBIAN.glob("*/bin"), key=_version, reverse=True)
    if found := shutil.which("pg_ctl"):
        candidates.append(Path(found).resolve().parent)
    for folder in candidates:
        if all(shutil.which(program, path=folder) for program in _PROGRAMS):
            return folder
    raise CentreError(
        "本机没有 PostgreSQL，不能在本机运行中心数据库。",
        advice="Debian 上请安装 postgresql，或用环境变量 PG_BIN 指明它的程序所在文件夹。",
    )


def _version(folder: Path) -> int:
    return int("".join(re.findall(r"\d+", folder.parent.name)[:1]) or 0)


def _unprivileged_account() -> dict[str, Any]:
    """Return the arguments of `subprocess` that step down from root; empty when not root."""
    if os.name == "nt" or os.geteuid() != 0:
        return {}
    import pwd

    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            account = pwd.getpwnam(name)
            return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    raise CentreError("本机没有 postgres 或 nobody 账户，不能以普通身份运行 PostgreSQL。")


def _environment() -> dict[str, str]:
    """Return the environment without the caller's own PG* settings; messages in English."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
