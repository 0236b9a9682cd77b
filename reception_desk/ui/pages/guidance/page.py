"""导访: the hall's day in numbers, what a visitor is told first, and how the hall is reached."""

from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.records.actor import Actor
from reception_desk.services import calendar, office, visits
from reception_desk.services.visits import DayCount
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.labels import label, line
from reception_desk.ui.workplace import Workplace

LANE = "lists"
PAUSE_MS = 300
TELL = (
    ("谁都可以登记", "没有带证件、材料不全也能登记，缺的可以以后补。"),
    ("多人同来", "反映同一件事的，推选代表，代表不超过 5 人；其他人也会计入人数。"),
    ("诉讼、仲裁、行政复议", "已经或应当走这些途径的，由接访员说明到哪里办理。"),
    ("检举控告", "由专人办理，材料不会转给被反映的人或单位。"),
    ("登记之后", "会得到回执，凭上面的查询码可以查办理进展。"),
    ("需要帮助", "行动不便、听不懂普通话、需要翻译或读写帮助的，先告诉接访员。"),
)
"""条例 Art. 20(2), 20(3), 21(2), 22, 30(3); domain.md §8."""
_WEEKDAYS = "一二三四五六日"


class GuidancePage(QWidget):
    """Read only and without a name: a guide sends people on and sees no case."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = workplace
        self.day = label("", "heading", wraps=True)
        self.count = label("", "big")
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.reload)
        self._arrange()
        changes = workplace.changes
        for changed in (changes.visit_registered, changes.visit_changed):
            changed.connect(self._reload_soon)
        self.reload()

    def reload(self) -> None:
        """Count the day again in the background."""
        read = partial(_read_day, self._work.database, self._work.actor)
        self._work.tasks.run(LANE, self, read, self._show, self._work.messages.show_error)

    def _reload_soon(self) -> None:
        if not self._pause.isActive():
            self._pause.start()

    def _show(self, day: tuple[datetime, bool, DayCount]) -> None:
        moment, is_working, count = day
        self.day.setText(f"{_date(moment)}，{'工作日' if is_working else '休息日'}")
        self.count.setText(f"{count.visits} 批　{count.persons} 人次")

    def _arrange(self) -> None:
        day = Card("今天")
        day.add(self.day)
        day.add(self.count)
        day.add(label("已在各窗口登记的来访。", "muted", wraps=True))
        side = QVBoxLayout()
        side.setSpacing(14)
        side.addWidget(day)
        side.addWidget(self._hall())
        side.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(14)
        columns.addWidget(_told(), 3)
        columns.addLayout(side, 2)
        inner = QWidget()
        inner.setProperty("look", "clear")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(columns)
        column.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidget(inner)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setAccessibleName("导访")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 14)
        whole.setSpacing(12)
        whole.addWidget(label("导访", "title"))
        whole.addWidget(self._area, 1)

    def _hall(self) -> Card:
        found = office.office_card(self._work.database)
        card = Card("大厅")
        card.add(label(found.hall, "strong", wraps=True))
        facts = [
            ("地址", found.address),
            ("电话", found.phone),
            ("网址", found.website),
            ("监督电话", found.supervision_phone),
        ]
        card.add(_grid([(name, words) for name, words in facts if words]))
        return card


def _read_day(database: Database, actor: Actor) -> tuple[datetime, bool, DayCount]:
    """Return the local moment, whether the office works today, and who came."""
    moment = now().astimezone(ZoneInfo(actor.desk.zone))
    is_working = calendar.work_calendar(database).is_working(moment.date())
    return moment, is_working, visits.count_of_day(database, actor, moment)


def _told() -> Card:
    card = Card("先告诉来访人")
    for place, (title, words) in enumerate(TELL):
        if place:
            card.add(line())
        point = QVBoxLayout()
        point.setSpacing(4)
        point.addWidget(label(title, "heading", wraps=True))
        point.addWidget(label(words, wraps=True))
        card.add(point)
    return card


def _grid(facts: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(1, 1)
    for row, (name, words) in enumerate(facts):
        grid.addWidget(label(name, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(words, wraps=True), row, 1)
    return grid


def _date(moment: datetime) -> str:
    return f"{moment.year}年{moment.month}月{moment.day}日 星期{_WEEKDAYS[moment.weekday()]}"
