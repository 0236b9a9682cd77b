"""打印机: where it is, its paper, how it stands, and a test page."""

from collections.abc import Callable, Sequence
from functools import partial
from threading import Event
from typing import TypeVar

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit

from reception_desk.config import PrinterSettings
from reception_desk.devices.printer import Pace, follow
from reception_desk.documents.fonts import FontPaths
from reception_desk.documents.office_fonts import font_paths
from reception_desk.errors import DeskError
from reception_desk.records.papers import Office
from reception_desk.records.printing import JobStatus, PrinterHealth, PrintState
from reception_desk.services.office import office_card
from reception_desk.ui.lamps import PAPER_NAMES
from reception_desk.ui.pages.settings.device_choices import AddressBox, Choices, queues_of_system
from reception_desk.ui.pages.settings.trial_page import trial_page
from reception_desk.ui.printers import open_desk_printer
from reception_desk.ui.widgets.buttons import Button
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.form_grid import FormGrid, Row
from reception_desk.ui.widgets.inline_bar import InlineBar, Level
from reception_desk.ui.workplace import Workplace

T = TypeVar("T")
TRY_SECONDS = 30.0
HINT = "选择系统打印队列，或填写地址，例如 ipp://192.168.1.20/ipp/print、escpos://192.168.1.30、escpos-serial:/dev/ttyUSB0"


class PrinterCard(Card):
    """One printer for one kind of paper; the questions run in the lane of its address."""

    def __init__(
        self, workplace: Workplace, title: str, kept: PrinterSettings, papers: Sequence[str]
    ) -> None:
        super().__init__(title)
        self._work = workplace
        self.url = AddressBox(kept.url)
        self.paper = Choices({paper: PAPER_NAMES[paper] for paper in papers}, kept.paper)
        self.tray = QLineEdit(kept.tray)
        self.tray.setPlaceholderText("由打印机选择")
        self.two_sided = QCheckBox("双面打印")
        self.two_sided.setChecked(kept.is_two_sided)
        self.bar = InlineBar()
        self.check_button = Button("检查打印机", self.check)
        self.test_button = Button("打印测试页", self.print_test)
        self._form = FormGrid(
            [
                Row("地址", self.url, HINT),
                Row("用纸", self.paper),
                Row("纸盒", self.tray),
                Row("双面", self.two_sided),
            ]
        )
        foot = QHBoxLayout()
        foot.addWidget(self.check_button)
        foot.addWidget(self.test_button)
        foot.addStretch(1)
        for part in (self._form, self.bar):
            self.add(part)
        self.add(foot)
        self.url.editTextChanged.connect(self._judge)
        self.paper.currentIndexChanged.connect(self._judge)
        self._judge()
        workplace.tasks.run("queues", self, queues_of_system, self.url.offer, self._say_error)

    def chosen(self) -> PrinterSettings:
        """Return what the fields say."""
        return PrinterSettings(
            url=self.url.text(),
            paper=self.paper.code(),
            tray=self.tray.text().strip(),
            is_two_sided=self.two_sided.isChecked(),
        )

    def check(self) -> None:
        """Ask the printer how it stands."""
        self._ask("正在询问打印机…", partial(_health, self.chosen()), self._say_health)

    def print_test(self) -> None:
        """Print a page that is marked as a test on every line."""
        office = office_card(self._work.database)
        work = partial(_print_test, self.chosen(), office, font_paths(self._work.settings.fonts))
        self._ask("正在打印测试页…", work, self._say_status)

    def _ask(self, words: str, work: Callable[[], T], on_done: Callable[[T], None]) -> None:
        self._set_busy(is_busy=True)
        self.bar.say(Level.INFO, words)
        lane = f"printer {self.chosen().url}"
        self._work.tasks.run(lane, self, work, on_done, self._say_error)

    def _set_busy(self, *, is_busy: bool) -> None:
        for button in (self.check_button, self.test_button):
            button.setEnabled(not is_busy and bool(self.url.text()))

    def _judge(self) -> None:
        is_sheet = self.paper.code() in {"A4", "A5"}
        self._form.show_row(self.tray, is_shown=is_sheet)
        self._form.show_row(self.two_sided, is_shown=is_sheet)
        self._set_busy(is_busy=False)

    def _say_health(self, health: PrinterHealth) -> None:
        self._set_busy(is_busy=False)
        level = Level.OK if health.condition.can_print else Level.WARN
        self.bar.say(level, " · ".join(filter(None, (health.sentence, health.model))))

    def _say_status(self, status: JobStatus) -> None:
        self._set_busy(is_busy=False)
        levels = {PrintState.PRINTED: Level.OK, PrintState.HANDED_OVER: Level.INFO}
        self.bar.say(levels.get(status.state, Level.WARN), f"测试页：{status.sentence}。")

    def _say_error(self, error: Exception) -> None:
        self._set_busy(is_busy=False)
        if isinstance(error, DeskError):
            self.bar.say_error(error)
        else:
            self._work.messages.show_error(error)


def _health(settings: PrinterSettings) -> PrinterHealth:
    printer = open_desk_printer(settings)
    try:
        return printer.check()
    finally:
        printer.close()


def _print_test(settings: PrinterSettings, office: Office, fonts: FontPaths) -> JobStatus:
    printer = open_desk_printer(settings)
    try:
        job = printer.print_pdf(trial_page(office, settings.paper, fonts), "测试页")
        return follow(printer, job, Event(), lambda _: None, Pace(unchanged=TRY_SECONDS))
    finally:
        printer.close()
