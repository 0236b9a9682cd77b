"""A board to draw: what a busy hall shows."""

from datetime import timedelta

from reception_desk.records.hall_board import BoardNow, BoardTexts, HallBoard, HallCall
from tests.offices import MORNING


def call(number: str, window: str, minutes: int, *, is_here: bool = False) -> HallCall:
    return HallCall(number, window, MORNING + timedelta(minutes=minutes), is_here)


def busy_board() -> BoardNow:
    return BoardNow(
        "孝昌县群众来访接待大厅",
        HallBoard(
            calls=(
                call("甲024", "3", 60),
                call("乙007", "1", 58),
                call("甲023", "2", 55, is_here=True),
            ),
            following=("甲025", "乙008", "甲026", "甲027"),
            missed=("甲019",),
            waiting=12,
            minutes=(20, 40),
        ),
        BoardTexts(
            ("取号自愿。", "屏幕只显示号码，" * 12), "", "https://example.invalid/cx", "扫码"
        ),
    )
