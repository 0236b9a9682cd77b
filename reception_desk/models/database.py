"""The encrypted SQLite file of one desk: engine, pragmas, units of work."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2 as sqlcipher

from reception_desk.errors import DatabaseError
from reception_desk.models import capture, migration, rows, search_keys, traces
from reception_desk.models.database_errors import explained
from reception_desk.models.database_key import DatabaseKey
from reception_desk.models.instance_lock import InstanceLock
from reception_desk.records.identifiers import new_id

OLDEST_SQLITE = (3, 51, 3)
"""Older versions can corrupt a WAL that two threads use (sqlite.org, WAL-reset bug)."""

_WAL_PAGES = 8000
_WAL_BYTES = 64 * 1024 * 1024
_MOST_MERGES = 50
_IDENTITY = text(
    "INSERT OR IGNORE INTO sync_state (one, client, applying, hlc, skew, acked) "
    "VALUES (1, :client, 0, 0, 0, 0)"
)
_NOBODY = text("UPDATE sync_state SET actor = NULL WHERE actor IS NOT NULL")
"""Who was signed in when the program ended is not who comes next."""

# A driver looks for an adapter of every empty cell and learns from two exceptions that there is
# none: 2 µs a cell, four fifths of inserting a row of 41 columns. `dict.get` answers None to None.
for _driver in (sqlite3, sqlcipher):
    _driver.register_adapter(type(None), {}.get)


def _never() -> bool:
    return False


class Database:
    """The local file. Services take it, open one unit of work, and return records.

    `write()` holds SQLite's write lock from its first statement (`BEGIN IMMEDIATE`), so it never
    fails half-way for a lock; `read()` sees one snapshot and never waits for a writer. What no
    commit should wait for is done by `tidy()`.
    """

    def __init__(self, path: Path, key: DatabaseKey | None = None) -> None:
        """Open and migrate the file at `path`; without a key it is kept in plain SQLite.

        Raises `DatabaseError`: opened twice, damaged, wrong key, made by a newer program.
        """
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = InstanceLock(path.with_suffix(".lock"))
        try:
            self._engine = _engine(path, key)
            self._writing = self._engine.execution_options(desk_begin="BEGIN IMMEDIATE")
            self._written_at = time.monotonic()
            self._is_untidy = True
            self._lacks_keys_since: float | None = self._written_at
            self._making_keys = threading.Lock()
            with explained(path), self._engine.begin() as connection:
                migration.upgrade(connection)
            with explained(path), self._writing.begin() as connection:
                capture.install(connection)
                connection.execute(_IDENTITY, {"client": new_id()})
                connection.execute(_NOBODY)
        except BaseException:
            self._lock.release()
            raise

    def close(self) -> None:
        """Close every connection and let another program open the file."""
        self._engine.dispose()
        self._lock.release()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One unit of work: commits at the end, rolls back on any exception."""
        with (
            explained(self.path),
            Session(self._writing, expire_on_commit=False) as session,
            session.begin(),
        ):
            session.info[rows.DRIVER] = session.connection().connection.driver_connection
            yield session
        self._note_write()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One consistent snapshot; nothing is written."""
        with explained(self.path), Session(self._engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def mark_of_commits(self) -> Iterator[Callable[[], int]]:
        """Give a question that costs microseconds; its answer is another one after any commit.

        Also after one of another program on the same file. To be asked by one thread.
        """
        outside = self._engine.execution_options(desk_begin=None)
        with explained(self.path), outside.connect() as connection:
            driver: Any = connection.connection.driver_connection
            yield lambda: driver.execute("PRAGMA data_version").fetchone()[0]

    @contextmanager
    def apply(self) -> Iterator[Connection]:
        """Apply rows from the centre: not captured again, foreign keys resting.

        A page may bring a child before its parent, so the pragma is set before BEGIN
        (inside a transaction SQLite ignores it). Their search keys come later, as for all rows.
        """
        with explained(self.path), self._writing.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA foreign_keys = OFF")
            try:
                with connection.begin():
                    connection.execute(text("UPDATE sync_state SET applying = 1"))
                    yield connection
                    connection.execute(text("UPDATE sync_state SET applying = 0"))
            finally:
                driver.execute("PRAGMA foreign_keys = ON")
        self._note_write()

    def make_search_keys(self, until: Callable[[], bool] = _never) -> bool:
        """Make the search keys and full text of what was written since, the newest rows first.

        Works in short transactions, so that a registration never waits long for it; `until` is
        asked before the next. Returns whether all is found now.
        """
        while self._make_some_keys():
            if until():
                return False
        return True

    def _make_some_keys(self) -> bool:
        """Make the keys of some rows; say whether more wait. One thread at a time."""
        with self._making_keys:
            since, self._lacks_keys_since = self._lacks_keys_since, None
            try:
                is_more = since is not None and self._index_some()
            except BaseException:
                self._lacks_keys_since = since
                raise
            if is_more:
                self._lacks_keys_since = since
            return is_more

    def _index_some(self) -> bool:
        if not self._has_pending():
            return False
        with explained(self.path), self._writing.begin() as connection:
            return search_keys.index_pending(connection)

    def lacks_keys(self, *, for_seconds: float) -> bool:
        """Say whether something written so long ago may not be found yet."""
        since = self._lacks_keys_since
        return since is not None and time.monotonic() - since >= for_seconds

    def is_untidy(self, *, after_seconds: float) -> bool:
        """Say whether `tidy` has something to do and nobody has written for so long."""
        return self._is_untidy and time.monotonic() - self._written_at >= after_seconds

    def tidy(self, until: Callable[[], bool] = _never) -> None:
        """Do in an idle moment what no commit should wait for: search keys, traces, checkpoint.

        `until` ends the making of keys; the next idle moment goes on. Where no moment is idle,
        SQLite itself checkpoints a WAL of 8000 pages (32 MB).
        """
        self._is_untidy = False
        try:
            if not self.make_search_keys(until):
                self._is_untidy = True
                return
            if self._has_traces():
                self._remove_traces()
            outside = self._engine.execution_options(desk_begin=None)
            with explained(self.path), outside.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)").all()
        except BaseException:
            self._is_untidy = True
            raise

    def _remove_traces(self) -> None:
        """Do a second's worth; the next idle moment goes on.

        So too where a reader of an older state stands in the way.
        """
        with explained(self.path):
            for _ in range(_MOST_MERGES):
                with self._writing.begin() as connection:
                    if not traces.merge_words(connection):
                        break
            else:
                self._is_untidy = True
                return
            outside = self._engine.execution_options(desk_begin=None)
            with outside.connect() as connection:
                is_cut = traces.cut_wal(connection)
            if is_cut:
                with self._writing.begin() as connection:
                    traces.note_gone(connection)
            self._is_untidy = not is_cut

    def _has_traces(self) -> bool:
        with explained(self.path), self._engine.connect() as connection:
            return traces.has_any(connection)

    def _note_write(self) -> None:
        self._written_at = time.monotonic()
        self._is_untidy = True
        if self._lacks_keys_since is None:
            self._lacks_keys_since = self._written_at

    def _has_pending(self) -> bool:
        with explained(self.path), self._engine.connect() as connection:
            return search_keys.has_pending(connection)


def now() -> datetime:
    """Return the present time in UTC with milliseconds, as the database keeps it."""
    return whole_milliseconds(datetime.now(UTC))


def whole_milliseconds(moment: datetime) -> datetime:
    """Return `moment` as it is read back from the database."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


class OnlookingDatabase(Database):
    """The file as a second program reads it while the desk works on it; nothing can be written."""

    def __init__(self, path: Path, key: DatabaseKey | None = None) -> None:
        """Open the file at `path`, which is left as it is.

        Raises `DatabaseError`: not there, damaged, wrong key, made by another version.
        """
        self.path = path
        if not path.exists():
            raise DatabaseError("这里还没有接访台的数据。", advice="请先在本机完成初始设置。")
        self._engine = _engine(path, key, onlooks=True)
        self._writing = self._engine
        try:
            with explained(path), self._engine.connect() as connection:
                migration.check(connection)
        except BaseException:
            self._engine.dispose()
            raise

    def close(self) -> None:
        self._engine.dispose()


def _engine(path: Path, key: DatabaseKey | None, *, onlooks: bool = False) -> Engine:
    driver: Any = sqlite3 if key is None else sqlcipher
    if key is not None and driver.sqlite_version_info < OLDEST_SQLITE:
        raise DatabaseError(
            f"数据库组件版本过低（{driver.sqlite_version}）。", advice="请重新安装接访台。"
        )

    def connect() -> Any:
        connection = driver.connect(
            path, isolation_level=None, check_same_thread=False, cached_statements=256
        )
        if key is not None:
            connection.execute(f"PRAGMA key = \"x'{key.hexadecimal}'\"")
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "secure_delete = ON",  # what was removed is overwritten, not only set free
            "busy_timeout = 5000",
            "temp_store = MEMORY",
            "cache_size = -32000",
            f"wal_autocheckpoint = {_WAL_PAGES}",
            f"journal_size_limit = {_WAL_BYTES}",
            f"query_only = {'ON' if onlooks else 'OFF'}",
        ):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    engine = create_engine(f"sqlite:///{path}", module=driver, creator=connect)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if begin := connection.get_execution_options().get("desk_begin", "BEGIN"):
            bare: Any = connection.connection.driver_connection
            bare.execute(begin)

    return engine
