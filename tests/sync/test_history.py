"""The history keeps what moved and why attempts failed, and not for ever."""

from datetime import timedelta

from sqlalchemy import select

from reception_desk.models.database import now
from reception_desk.models.local import SyncRound
from reception_desk.records.sync import SyncReport
from reception_desk.sync import history


def rounds(desk) -> list[SyncRound]:
    with desk.database.read() as session:
        return list(session.scalars(select(SyncRound).order_by(SyncRound.id)))


def test_a_round_is_kept_with_what_it_moved(desk):
    started = now()
    history.note_round(
        desk.database, started, 40, SyncReport(finished_at=now(), rows_up=3, rows_down=2)
    )

    [kept] = rounds(desk)
    assert (kept.started_at, kept.milliseconds, kept.rows_up, kept.rows_down) == (started, 40, 3, 2)
    assert kept.failure is None


def test_attempts_that_fail_for_one_reason_are_one_line(desk):
    for reason in ("连接不上中心。", "连接不上中心。", "中心拒绝了本机的登录。", "连接不上中心。"):
        history.note_failure(desk.database, reason)

    assert [(kept.failure, kept.failures) for kept in rounds(desk)] == [
        ("连接不上中心。", 2),
        ("中心拒绝了本机的登录。", 1),
        ("连接不上中心。", 1),
    ]


def test_what_is_old_or_too_much_is_forgotten(desk, monkeypatch):
    monkeypatch.setattr(history, "KEEP_ROUNDS", 3)
    monkeypatch.setattr(history, "FORGET_EVERY", 4)
    long_ago = now() - timedelta(days=history.KEEP_DAYS + 1)
    history.note_round(desk.database, long_ago, 1, SyncReport(finished_at=long_ago, rows_up=1))
    for number in range(2, 5):
        history.note_round(desk.database, now(), number, SyncReport(finished_at=now(), rows_up=1))
    assert [kept.milliseconds for kept in rounds(desk)] == [2, 3, 4]
    for number in range(5, 9):
        history.note_round(desk.database, now(), number, SyncReport(finished_at=now(), rows_up=1))

    assert [kept.milliseconds for kept in rounds(desk)] == [6, 7, 8]
