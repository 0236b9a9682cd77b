"""What the rounds moved and why some failed, kept at the desk for a month."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, or_, select
from sqlalchemy.orm import Session

from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.local import SyncRound
from reception_desk.records.sync import SyncReport

KEEP_DAYS = 30
KEEP_ROUNDS = 5000
"""A hall of six busy windows makes some 3,000 rounds in a day; the older ones say nothing new."""
FORGET_EVERY = 50
"""Rounds: what is old goes so often, for to look for it costs more than to keep a round."""


def note_round(
    database: Database, started_at: datetime, milliseconds: int, done: SyncReport
) -> None:
    """Keep a round that moved something."""
    with database.write() as session:
        kept = insert(SyncRound).values(
            started_at=started_at,
            ended_at=done.finished_at,
            milliseconds=milliseconds,
            rows_up=done.rows_up,
            rows_down=done.rows_down,
            conflicts=done.conflicts,
            refused=done.refused,
            failures=0,
        )
        number = session.execute(kept.returning(SyncRound.id)).scalar_one()
        if number % FORGET_EVERY == 0:
            _forget_old(session)


def note_failure(database: Database, reason: str) -> None:
    """Keep an attempt that failed; attempts in a row with the same reason are one line."""
    with database.write() as session:
        last = session.scalars(select(SyncRound).order_by(SyncRound.id.desc()).limit(1)).first()
        if last is not None and last.failure == reason:
            last.ended_at = now()
            last.failures += 1
            return
        session.add(
            SyncRound(
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
        )
        _forget_old(session)


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
