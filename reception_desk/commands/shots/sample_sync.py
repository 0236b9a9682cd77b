"""What the sync leaves for a person on a bad morning: conflicts, refusals, a history."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.records.actor import Actor
from reception_desk.records.identifiers import new_id
from reception_desk.records.sync import SyncReport
from reception_desk.sync import outbox
from reception_desk.sync.conflict_pull import apply_conflicts
from reception_desk.sync.history import RoundHistory

AWAY = "host=127.0.0.1 port=1 dbname=centre user=w1 connect_timeout=2"
"""A centre that does not answer."""

_CLASHES = (
    (
        "claim",
        "请求督促开发企业交付已售住房，并说明停工的原因和复工的时间。",
        "请求督促开发企业交付已售住房。",
    ),
    ("respondent", "示例置业公司", "县住建局"),
    ("head_count", 2, 3),
)
_ALLOT = """
    UPDATE visit SET number = (SELECT replace(template, '{n:4}', ?) FROM number_request
                                WHERE subject_id = visit.id) WHERE id = ?"""
_ROUNDS = ((9, 2, 0), (6, 4, 1), (480, 36, 0), (12, 0, 0), (3, 8, 2))


def sync_troubles(database: Database, clerk: Actor, visit_id: str) -> None:
    """Leave what a colleague at window 2 changed at the same time, and what was refused."""
    moment = now()
    sent = int((moment - timedelta(minutes=20)).timestamp() * 1000) << 16
    page = [
        (
            *(new_id(), clerk.desk.stream, "visit", visit_id, column),
            *(None, held, ours, "信访局2号窗口", f"信访局{clerk.desk.window}号窗口"),
            *(None, clerk.account_id, sent - (95_000 << 16), sent, 1),
        )
        for column, held, ours in _CLASHES
    ]
    with database.apply() as connection:
        apply_conflicts(connection, page)
    for seq, reason in (
        (1, "有一项内容的写法不合规定（代码 22P02）。"),
        (2, "内容太长，超过了中心的上限（代码 22001）。"),
    ):
        outbox.refuse(database, seq, reason)
    _rounds(database, moment)


def numbers_given(database: Database, visits: Sequence[str]) -> None:
    """Let the centre have numbered these visits; later ones still have their own."""
    with database.apply() as connection:
        for ordinal, visit_id in enumerate(visits, start=1):
            connection.exec_driver_sql(_ALLOT, (f"{ordinal:04}", visit_id))


def _rounds(database: Database, moment: datetime) -> None:
    history = RoundHistory(database, hold_for=0)
    for place, (up, down, conflicts) in enumerate(_ROUNDS):
        at = moment - timedelta(minutes=12 * (len(_ROUNDS) - place))
        done = SyncReport(finished_at=at, rows_up=up, rows_down=down, conflicts=conflicts)
        history.note_round(at, 24 + (up + down) // 9, done)
