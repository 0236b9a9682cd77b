"""工作日历: the days deadlines are counted with; the office may set a day."""

from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from reception_desk.errors import DeskError
from reception_desk.rules.chinese_dates import long_day_text
from reception_desk.services import calendar
from reception_desk.services.standings import MovedDay, reckon_again
from reception_desk.ui import text_size
from reception_desk.ui.pages.settings.section import Section
from reception_desk.ui.pages.settings.year_view import YearView, day_sentence
from reception_desk.ui.widgets.buttons import Button, IconButton, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.form_grid import FormGrid, Row
from reception_desk.ui.widgets.inline_bar import Level
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.workplace import Workplace

_AROUND = 120
KEY = "浅红：放假　灰：周末　下划线：调休上班　黄框：本单位设定"


class CalendarSection(Section):
    """The whole county counts with the same days: what is set here goes to every desk."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(
            workplace,
            "工作日历",
            "办理期限按它推算。国务院办公厅的放假通知已装入；本单位可调整某一天。",
            is_wide=True,
        )
        today = datetime.now(ZoneInfo(workplace.actor.desk.zone)).date()
        self._calendar = calendar.work_calendar(workplace.database)
        self.view = YearView(self._calendar, today.year)
        self._year = label("", "heading")
        self._day = label("", "strong", wraps=True)
        self._how = label("", "muted", wraps=True)
        self.working = QRadioButton("工作日")
        self.resting = QRadioButton("休息日")
        self.note = QLineEdit()
        self.source = QLineEdit()
        self.save_button = Button("设定这一天", self.save, look=Look.PRIMARY)
        self._arrange()
        self.view.day_chosen.connect(self._show_day)
        self._show_year(today.year)
        self.view.choose(today)

    def save(self) -> None:
        """Set the chosen day; a reason is asked because deadlines move with it."""
        self._form.clear_problems()
        if not self.note.text().strip():
            self._form.show_problem(self.note, "请写明理由，例如“全县防汛值守”。")
            self.note.setFocus()
            return
        try:
            calendar.set_day(
                self.work.database,
                self.work.actor,
                self.view.chosen,
                is_working=self.working.isChecked(),
                note=self.note.text().strip(),
                source=self.source.text().strip() or "本单位",
            )
        except DeskError as error:
            self.say_error(error)
            return
        self._calendar = calendar.work_calendar(self.work.database)
        self.view.show_year(self._calendar, self.view.year)
        self._show_day()
        self.bar.say(Level.INFO, "已设定，正在重新推算没有完成的期限…")
        by = calendar.reckoning(self.work.database, self.work.settings)
        again = partial(reckon_again, self.work.database, self.work.actor, by)
        self.work.tasks.run("calendar", self, again, self._say_moved, self.say_error)
        self.work.changes.code_list_changed.emit("calendar_day")

    def _say_moved(self, moved: tuple[MovedDay, ...]) -> None:
        """How many days moved; whoever handles a matter sees there what to tell anew."""
        if not moved:
            self.bar.say(Level.OK, "已设定。没有期限因此移动。")
            return
        matters = len({each.matter_id for each in moved})
        words = f"已设定。{matters} 件事项的 {len(moved)} 个期限移动了；"
        words += "文书上已经告知过的，“事项”里会提示重新告知。"
        self.bar.say(Level.WARN, words)
        self.work.changes.matter_changed.emit("")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._bring_into_sight)

    def go(self, years: int) -> None:
        """Show an earlier or a later year."""
        self._show_year(self.view.year + years)

    def _bring_into_sight(self) -> None:
        spot = self.view.spot_of(self.view.chosen)
        margin = text_size.scaled(_AROUND)
        self._days.ensureVisible(spot.x(), spot.y(), margin, margin)

    def _arrange(self) -> None:
        turn = QHBoxLayout()
        turn.addWidget(IconButton("chevron-left", "上一年", lambda: self.go(-1)))
        turn.addWidget(self._year)
        turn.addWidget(IconButton("chevron-right", "下一年", lambda: self.go(1)))
        turn.addStretch(1)
        year = Card()
        year.add(turn)
        year.add(label(KEY, "hint", wraps=True))
        self._days = _scrolling(self.view)
        year.add(self._days, 1)
        room = QHBoxLayout()
        room.setSpacing(14)
        room.addWidget(year, 5)
        room.addWidget(_scrolling(self._day_card()), 3)
        self.add(room, 1)

    def _day_card(self) -> Card:
        card = Card("所选的一天")
        group = QButtonGroup(self)
        kinds = QWidget()
        row = QHBoxLayout(kinds)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        for button in (self.working, self.resting):
            group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        kinds.setFocusProxy(self.working)
        self._form = FormGrid(
            [
                Row("定为", kinds),
                Row("理由", self.note, is_required=True),
                Row("依据", self.source, "文件名称或文号，可以不填"),
            ]
        )
        for part in (self._day, self._how, self._form, self.save_button):
            card.add(part)
        return card

    def _show_year(self, year: int) -> None:
        self._year.setText(f"{year}年")
        self.view.show_year(self._calendar, year)
        if year in self._calendar.official_years:
            self.bar.clear()
        else:
            self.bar.say(
                Level.WARN,
                f"{year}年的放假安排还没有装入，这里按法定节日推算；跨到这一年的期限标为“暂定”。",
            )

    def _show_day(self) -> None:
        day = self.view.chosen
        row = self._calendar.days.get(day)
        is_working = self._calendar.is_working(day)
        (self.working if is_working else self.resting).setChecked(True)
        self._day.setText(long_day_text(day))
        self._how.setText(day_sentence(self._calendar, day).partition("：")[2])
        is_office = row is not None and self._calendar.is_official(day) and bool(row.note)
        self.note.setText(row.note if row is not None and is_office else "")
        self.source.setText("")
        self._form.clear_problems()


def _scrolling(part: QWidget) -> QScrollArea:
    """Return a part that scrolls downwards on its own and keeps its height."""
    inner = QWidget()
    inner.setProperty("look", "clear")
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, 6, 0)
    column.addWidget(part)
    column.addStretch(1)
    area = QScrollArea()
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
