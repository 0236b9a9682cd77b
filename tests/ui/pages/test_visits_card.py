"""The visits of a matter: who came, and how many beside those named."""

from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from reception_desk.records.matters import MatterVisit
from reception_desk.ui.pages.matters.visits_card import VisitsCard
from tests.offices import MORNING


@pytest.mark.parametrize(
    ("names", "heads", "words"),
    [
        ((), 1, "未提供姓名"),
        ((), 3, "未提供姓名等 3 人"),
        (("张伟",), 1, "张*"),
        (("张伟", "李明"), 7, "张*、李*等 7 人"),
    ],
)
def test_those_without_a_name_are_counted_once(
    qtbot: QtBot, names: tuple[str, ...], heads: int, words: str
):
    card = VisitsCard(ZoneInfo("Asia/Shanghai"))
    qtbot.addWidget(card)
    card.show_visits((MatterVisit("v", "T-1", MORNING, names, heads, "first"),))
    assert any(part.text().endswith(f"· {words}") for part in card.findChildren(QLabel))
