"""Promises beside the clock of a matter: what is owed first, what was kept and when."""

from dataclasses import replace
from datetime import UTC, date, datetime

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from reception_desk.records.promises import PromiseRecord, PromiseSource, ReportKind, ReportRecord
from reception_desk.rules.promises import fold
from reception_desk.services.promises import PromiseNow
from reception_desk.ui.pages.matters.promises_card import PromisesCard

TODAY = date(2026, 11, 27)
OWED = PromiseRecord(
    "p", "m", "重新测量", "t", "花园镇", "施某", date(2026, 12, 10), date(2026, 11, 23),
    datetime(2026, 11, 23, tzinfo=UTC), co_owners=("自规局",), source=PromiseSource.VIDEO_SESSION,
)  # fmt: skip
KEPT = replace(
    OWED,
    promise_id="k",
    what="公示台账",
    due_on=date(2026, 11, 20),
    reports=(
        ReportRecord("r", ReportKind.CLOSED, "已公示", date(2026, 11, 24), None, "周敏", "a" * 64),
    ),
)


def words(qtbot: QtBot, *promises: PromiseRecord) -> list[str]:
    card = PromisesCard()
    qtbot.addWidget(card)
    card.show_promises([PromiseNow(one, fold(one.reports), "占地") for one in promises], TODAY)
    assert card.isHidden() != bool(promises)
    return [part.text() for part in card.findChildren(QLabel)]


def test_what_is_owed_comes_before_what_was_kept(qtbot: QtBot):
    said = words(qtbot, KEPT, OWED)
    assert said.index("重新测量") < said.index("公示台账")
    assert "1 项未办结" in said
    assert "还有 13 天" in said
    assert "2026年12月10日（星期四）前 · 花园镇 施某（协办 自规局）" in said
    assert "2026-11-23 在视频接访时作出" in said


def test_a_late_one_stays_late(qtbot: QtBot):
    said = words(qtbot, KEPT)
    assert "2026-11-24 销号，超期 4 天，还没有回访" in said
    assert "2026-11-24 销号：已公示（周敏）" in said


def test_nothing_is_shown_where_nothing_was_promised(qtbot: QtBot):
    words(qtbot)
