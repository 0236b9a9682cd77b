"""What SQLite says, as a sentence for the person; anything unknown stays a bug."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DatabaseError as SqlDatabaseError
from sqlcipher3 import dbapi2 as sqlcipher

from reception_desk.errors import DatabaseError

_log = logging.getLogger(__name__)

_cipher: Any = sqlcipher  # its types do not name its errors
_DATABASE_ERRORS = (SqlDatabaseError, _cipher.DatabaseError, sqlite3.DatabaseError)
_KEPT = "此前已保存的内容没有改动，输入的内容仍在窗口中。"
_SENTENCES = (
    (
        ("database or disk is full", "disk i/o error"),
        DatabaseError(
            "磁盘已满或无法写入，本次没有保存。", saved=_KEPT, advice="请清理磁盘空间后再按保存。"
        ),
    ),
    (
        ("file is not a database", "malformed", "file is encrypted"),
        DatabaseError(
            "本机数据库文件已损坏，或者密钥不符。",
            saved="原文件没有被改动。",
            advice="请联系管理员，从备份或中心恢复。",
        ),
    ),
    (
        ("readonly database", "unable to open database file"),
        DatabaseError("本机数据库文件无法写入。", saved=_KEPT, advice="请检查数据文件夹的权限。"),
    ),
    (
        ("database is locked",),
        DatabaseError("本机数据库正忙，本次没有保存。", saved=_KEPT, advice="请稍候再按一次保存。"),
    ),
)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn a known failure of SQLite, by SQLAlchemy or bare, into a `DatabaseError`; log it."""
    try:
        yield
    except _DATABASE_ERRORS as error:
        detail = str(getattr(error, "orig", error)).lower()
        for signs, known in _SENTENCES:
            if any(sign in detail for sign in signs):
                _log.warning("database %s: %s", path.name, detail)
                raise DatabaseError(
                    known.message, saved=known.saved, advice=known.advice
                ) from error
        raise
