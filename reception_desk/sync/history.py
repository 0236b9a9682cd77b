"""What the rounds moved and why some failed, kept at the desk for a month."""

import time
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, or_, select
from sqlalchemy.orm import Session

from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.local import SyncRound
from reception_desk.records.sync import SyncReport

KEEP_DAYS = 30
KEEP_ROUNDS = 5000
"""A hall of six busy windows makes some 3,000 rounds in a day; the older ones say nothing new."""
HOLD_FOR = 5.0
"""Seconds: to write each of a busy hall's rounds by itself is a fifth of what a round costs."""


class RoundHistory:
    """What one loop did. Where round follows round, several are written together; what is held
    then is lost with the machine, and only tells how busy it was."""

    def __init__(self, database: Database, *, hold_for: float | None = None) -> None:
        self._database = database
        self._hold_for = HOLD_FOR if hold_for is None else hold_for
        self._held: list[dict[str, Any]] = []
        self._due = 0.0

    @property
    def is_due(self) -> bool:
        """Whether a round has been held for so long that it should be written."""
        return bool(self._held) and time.monotonic() >= self._due

    def note_round(self, started_at: datetime, milliseconds: int, done: SyncReport) -> None:
        """Keep a round that moved something: at once, or with those after it."""
        self._held.append(
            {
                "started_at": started_at,
                "ended_at": done.finished_at,
                "milliseconds": milliseconds,
                "rows_up": done.rows_up,
                "rows_down": done.rows_down,
                "conflicts": done.conflicts,
                "refused": done.refused,
                "failures": 0,
            }
        )
        if self.is_due:
            self.keep()

    def keep(self) -> None:
        """Write what is held."""
        if self._held:
            with self._database.write() as session:
                self._write_held(session)
            self._held.clear()

    def note_failure(self, reason: str) -> None:
        """Keep an attempt that failed; attempts in a row with the same reason are one line."""
        with self._database.write() as session:
            self._write_held(session)
            last = session.scalars(select(SyncRound).order_by(SyncRound.id.desc()).limit(1)).first()
            if last is not None and last.failure == reason:
                last.ended_at = now()
                last.failures += 1
            else:
                session.add(_failure(reason))
                _forget_old(session)
        self._held.clear()

    def _write_held(self, session: Session) -> None:
        if not self._held:
            return
        session.execute(insert(SyncRound), self._held)
        self._due = time.monotonic() + self._hold_for
        _forget_old(session)


def _failure(reason: str) -> SyncRound:
    return SyncRound(
        started_at=now(),
        ended_at=now(),
        milliseconds=0,
        rows_up=0,
        rows_down=0,
        conflicts=0,
        refused=0,
        failures=1,
        failure=reason,
    )


def _forget_old(session: Session) -> None:
    session.flush()
    newest = select(func.max(SyncRound.id)).scalar_subquery()
    session.execute(
        delete(SyncRound).where(
            or_(
                SyncRound.ended_at < now() - timedelta(days=KEEP_DAYS),
                SyncRound.id <= newest - KEEP_ROUNDS,
            )
        )
    )
