"""The history keeps what moved and why attempts failed, and not for ever."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from reception_desk.errors import DatabaseError
from reception_desk.models.database import now
from reception_desk.models.local import SyncRound
from reception_desk.records.sync import SyncReport
from reception_desk.sync import history
from reception_desk.sync.history import RoundHistory


def rounds(desk) -> list[SyncRound]:
    with desk.database.read() as session:
        return list(session.scalars(select(SyncRound).order_by(SyncRound.id)))


def moved(milliseconds: int, finished_at=None) -> tuple:
    at = finished_at or now()
    return at, milliseconds, SyncReport(finished_at=at, rows_up=1)


def test_a_round_is_kept_with_what_it_moved(desk):
    started = now()
    done = SyncReport(finished_at=now(), rows_up=3, rows_down=2)
    RoundHistory(desk.database).note_round(started, 40, done)

    [kept] = rounds(desk)
    assert (kept.started_at, kept.milliseconds, kept.rows_up, kept.rows_down) == (started, 40, 3, 2)
    assert kept.failure is None


def test_the_rounds_after_one_that_was_written_are_written_together(desk):
    kept = RoundHistory(desk.database, hold_for=3600)
    for milliseconds in range(3):
        kept.note_round(*moved(milliseconds))
    assert [found.milliseconds for found in rounds(desk)] == [0]
    assert not kept.is_due

    kept.keep()

    assert [found.milliseconds for found in rounds(desk)] == [0, 1, 2]
    kept.keep()
    assert len(rounds(desk)) == 3


def test_what_was_held_stands_before_the_attempt_that_failed(desk):
    kept = RoundHistory(desk.database, hold_for=3600)
    for milliseconds in range(3):
        kept.note_round(*moved(milliseconds))

    kept.note_failure("连接不上中心。")

    assert [(found.milliseconds, found.failure) for found in rounds(desk)] == [
        (0, None), (1, None), (2, None), (0, "连接不上中心。"),
    ]  # fmt: skip


def test_what_could_not_be_written_is_held(desk):
    kept = RoundHistory(desk.database, hold_for=3600)
    kept.note_round(*moved(1))
    kept.note_round(*moved(2))
    with desk.database.write() as session:
        session.execute(
            text(
                "CREATE TRIGGER full_disk BEFORE INSERT ON sync_round "
                "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
            )
        )
    with pytest.raises(DatabaseError):
        kept.keep()
    with desk.database.write() as session:
        session.execute(text("DROP TRIGGER full_disk"))
    assert [found.milliseconds for found in rounds(desk)] == [1]

    kept.keep()

    assert [found.milliseconds for found in rounds(desk)] == [1, 2]


def test_attempts_that_fail_for_one_reason_are_one_line(desk):
    kept = RoundHistory(desk.database)
    for reason in ("连接不上中心。", "连接不上中心。", "中心拒绝了本机的登录。", "连接不上中心。"):
        kept.note_failure(reason)

    assert [(found.failure, found.failures) for found in rounds(desk)] == [
        ("连接不上中心。", 2),
        ("中心拒绝了本机的登录。", 1),
        ("连接不上中心。", 1),
    ]


def test_what_is_old_or_too_much_is_forgotten(desk, monkeypatch):
    monkeypatch.setattr(history, "KEEP_ROUNDS", 3)
    kept = RoundHistory(desk.database, hold_for=0)
    kept.note_round(*moved(1, now() - timedelta(days=history.KEEP_DAYS + 1)))
    for milliseconds in range(2, 5):
        kept.note_round(*moved(milliseconds))
    assert [found.milliseconds for found in rounds(desk)] == [2, 3, 4]
    for milliseconds in range(5, 9):
        kept.note_round(*moved(milliseconds))

    assert [found.milliseconds for found in rounds(desk)] == [6, 7, 8]
