"""统计: the hall's days with what half and nine tenths of the numbers waited."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.records.actor import Actor
from reception_desk.rules.chinese_dates import weekday_name
from reception_desk.rules.ticket_periods import FEWEST, DayOfHall
from reception_desk.services.ticket_day import KnownStandings, day_of
from reception_desk.services.ticket_statistics import days_of_hall, weeks_before
from reception_desk.ui.tables.columns import Column
from reception_desk.ui.tables.filling_column import FillingColumn
from reception_desk.ui.tables.record_model import RecordTableModel
from reception_desk.ui.tables.table_view import TableView
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.empty_state import EmptyState
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.workplace import Workplace

LANE = "report"
WEEKS = 4
_MOST_NAMED = 8
COLUMNS = (
    Column("day", "日期", 9),
    Column("taken", "取号", 3, is_right=True),
    Column("done", "接待完毕", 4, is_right=True),
    Column("left", "离开", 3, is_right=True),
    Column("open", "未结清", 3, is_right=True),
    Column("wait_half", "等候·半数", 6),
    Column("wait_most", "等候·九成", 6),
    Column("serve_half", "接待·半数", 6),
    Column("serve_most", "接待·九成", 6),
    Column("doubts", "不计", 3, is_right=True),
)
_WORDS = (
    f"半数、九成：有一半、九成的号码不超过这个时间，不足 {FEWEST} 个的不列。"
    "等候从取号（有预约的从预约时间）算到叫号，叫过没有来的时间不算；接待不算暂离。"
    "只按天统计，不按人员、不按窗口。"
)


class StatisticsView(QWidget):
    """Signal `failed(error)`. Reads in the background when it comes into sight."""

    failed = Signal(object)

    def __init__(self, work: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self._work = work
        self._zone = ZoneInfo(work.actor.desk.zone)
        self._known = KnownStandings()
        self.model: RecordTableModel[DayOfHall] = RecordTableModel(
            COLUMNS, day_cells, lambda one: one.day
        )
        self.table = TableView(self.model, "每天的等候和接待", is_flush=True, can_export=False)
        FillingColumn(self.table, COLUMNS, "day")
        self.doubts = label("", "muted", wraps=True)
        card = Card(f"最近 {WEEKS} 周", is_flush=True, parent=self)
        self._stack = QStackedWidget(card)
        empty = EmptyState("还没有号码", "取过号的日子会列在这里。", icon="statistics")
        for part in (empty, self.table):
            self._stack.addWidget(part)
        words = label(_WORDS, "hint", wraps=True)
        for part in (self.doubts, words):
            part.setContentsMargins(15, 0, 15, 0)
        words.setContentsMargins(15, 0, 15, 10)
        card.add(self._stack, 1)
        card.add(self.doubts)
        card.add(words)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card, 1)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._name_doubts())

    def reload(self) -> None:
        """Read the days again."""
        read = partial(_read, self._work.database, self._work.actor, self._known)
        self._work.tasks.run(LANE, self, read, self._show, self.failed.emit)

    def take_focus(self) -> None:
        """Let the arrows walk through the days."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, days: tuple[DayOfHall, ...]) -> None:
        chosen = self.table.current_id()
        self.model.set_records(days)
        self._stack.setCurrentIndex(1 if days else 0)
        if days:
            row = max(self.model.row_of(chosen), 0)
            self.table.setCurrentIndex(self.model.index(row, 0))
        self._name_doubts()

    def _name_doubts(self) -> None:
        """Name the numbers of the marked day that are not counted, and why."""
        index = self.table.currentIndex()
        self.doubts.setText(doubt_words(self.model.record(index.row())) if index.isValid() else "")


def day_cells(one: DayOfHall) -> Sequence[Any]:
    """Return the cells of `COLUMNS`."""
    return (
        f"{one.day.month}月{one.day.day}日 {weekday_name(one.day)}",
        one.taken,
        one.done,
        one.left,
        one.open or None,
        _minutes(one.waiting.half),
        _minutes(one.waiting.most),
        _minutes(one.serving.half),
        _minutes(one.serving.most),
        len(one.doubts) or None,
    )


def doubt_words(one: DayOfHall) -> str:
    """Return which numbers of a day are left out of the times, with the reason."""
    carried = f"另有结转来的 {one.carried} 个。" if one.carried else ""
    if not one.doubts:
        return f"{one.day.month}月{one.day.day}日的时间都计入了。{carried}"
    first = list(one.doubts.items())[:_MOST_NAMED]
    named = "、".join(f"{number}（{doubt.label}）" for number, doubt in first)
    named += f" 等 {len(one.doubts)} 个" if len(one.doubts) > _MOST_NAMED else ""
    return f"{one.day.month}月{one.day.day}日时间有疑问、不计入的号码：{named}。{carried}"


def _minutes(time: timedelta | None) -> str | None:
    """Return whole minutes, begun ones counted: nobody waited less than is said."""
    return f"{-(-int(time.total_seconds()) // 60)} 分钟" if time is not None else None


def _read(database: Database, actor: Actor, known: KnownStandings) -> tuple[DayOfHall, ...]:
    today = day_of(actor, now())
    return days_of_hall(database, actor, weeks_before(today, WEEKS), today, known)
