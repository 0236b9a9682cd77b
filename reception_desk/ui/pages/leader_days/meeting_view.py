"""信访工作例会: a period is chosen, counted and shown; its pack is printed or saved."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from reception_desk.records.export import ExportKind
from reception_desk.rules.meeting_pack import DEFINITIONS, Period, two_months
from reception_desk.services.calendar import reckoning
from reception_desk.services.meeting_pack import Counting, MeetingPack, meeting_pack
from reception_desk.services.meeting_pack_files import (
    NAME,
    export_pack,
    leader_words,
    pack_order,
    pack_pdf,
)
from reception_desk.ui import text_size
from reception_desk.ui.pages.leader_days.meeting_tables import (
    OWING_TITLES,
    SUBJECT_TITLES,
    FigureCard,
    LateTable,
    owing_rows,
    subject_cells,
)
from reception_desk.ui.tasks import Progress, Report
from reception_desk.ui.today import today_in
from reception_desk.ui.widgets.buttons import Button
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.scroll_column import ScrollColumn
from reception_desk.ui.workplace import Workplace

LANE = "meeting pack"
_OFFERED = 12
_BESIDE, _BESIDE_FROM = QBoxLayout.Direction.LeftToRight, 860


class MeetingView(QWidget):
    """Signals: `failed(error)`, `done(sentence)`, `matter_asked(matter id)`."""

    failed = Signal(object)
    done = Signal(str)
    matter_asked = Signal(str)

    def __init__(self, work: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self._work = work
        self._number = 0
        self.today = today_in(ZoneInfo(work.actor.desk.zone))
        self._periods = _periods(self.today)
        self.pack: MeetingPack | None = None
        self._report: Report | None = None
        self.head = Card("信访工作例会")
        self.period = CodeCombo(_choices(self._periods))
        self.period.setAccessibleName("哪两个月")
        self.print_button = Button("打印", self.print_pack, icon="print")
        self.pdf_button = Button("存 PDF…", partial(self.ask_place, ExportKind.PDF))
        self.excel_button = Button("存 Excel…", partial(self.ask_place, ExportKind.XLSX))
        self.days = label("", wraps=True)
        self.duties = FigureCard("办理期限", OWING_TITLES)
        self.promises = FigureCard("承诺和领导批示", OWING_TITLES)
        self.subjects = FigureCard("反映集中的问题", ("内容分类", *SUBJECT_TITLES[1:]))
        self.places = FigureCard("问题属地", ("乡镇", *SUBJECT_TITLES[1:]))
        self.late = LateTable()
        self._pairs = (QBoxLayout(_BESIDE), QBoxLayout(_BESIDE))
        self._arrange()
        self.late.table.opened.connect(lambda key: self.matter_asked.emit(self.late.matter_of(key)))
        self.period.set_code("0")
        self.period.code_changed.connect(lambda _: self.reload())
        self._show_buttons()

    def reload(self) -> None:
        """Count the period again."""
        work = self._work
        self._follow_today()
        self._number += 1
        self.pack = None
        self._show_buttons()
        period, today = self._periods[int(self.period.code() or 0)], self.today

        def count(report: Report) -> MeetingPack:
            by = reckoning(work.database, work.settings)
            wanted = Counting(period, today, by, report)
            return meeting_pack(work.database, work.actor, wanted)

        if self._report is not None:
            self._report.cancel()
        self._report = work.tasks.run_long(
            LANE, self, count,
            on_progress=self._say_progress,
            on_done=partial(self._show, self._number),
            on_error=partial(self._fail, self._number),
        )  # fmt: skip

    def _follow_today(self) -> None:
        """On a desk open over night the periods go on; the chosen one stays."""
        self.today = today_in(ZoneInfo(self._work.actor.desk.zone))
        if (periods := _periods(self.today)) == self._periods:
            return
        chosen = self._periods[int(self.period.code() or 0)]
        self._periods = periods
        with QSignalBlocker(self.period):
            self.period.set_choices(_choices(periods))
            self.period.set_code(str(periods.index(chosen) if chosen in periods else 0))

    def take_focus(self) -> None:
        """Begin with the period."""
        self.period.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fits = self.width() >= text_size.scaled(_BESIDE_FROM)
        for row in self._pairs:
            row.setDirection(_BESIDE if fits else QBoxLayout.Direction.TopToBottom)

    def print_pack(self) -> None:
        """Send the pack to the printer."""
        work, pack = self._work, self.pack
        if pack is None:
            return
        make = partial(pack_pdf, pack, fonts=work.papers.fonts, wording=work.papers.wording)
        work.print_desk.print_aid(make, NAME, "A4")
        self.done.emit("例会材料已送打印机。")

    def ask_place(self, kind: ExportKind) -> None:
        """Ask where the pack goes."""
        pack = self.pack
        if pack is None:
            return
        name = f"{NAME}-{pack.period.first:%Y%m}-{pack.period.last:%Y%m}.{kind.value}"
        kinds = f"{kind.label} (*.{kind.value})"
        save = partial(self._save, pack, kind)
        self._work.messages.choose_target(f"保存{NAME}", name, save, kinds=kinds)

    def _save(self, pack: MeetingPack, kind: ExportKind, target: Path) -> None:
        work = self._work
        write = partial(
            export_pack, work.database, work.actor, pack, pack_order(target, kind, pack),
            fonts=work.papers.fonts, wording=work.papers.wording,
        )  # fmt: skip

        def told(_: None) -> None:
            self.done.emit(f"例会材料已保存：{target.name}。")

        work.tasks.run(LANE, self, write, told, self.failed.emit)

    def _say_progress(self, progress: Progress) -> None:
        if progress.total:
            self.days.setText(f"正在统计：已看 {progress.done:,} / {progress.total:,} 件。")

    def _fail(self, number: int, error: Exception) -> None:
        """Another period was asked for meanwhile: that the first was left is no failure."""
        if number == self._number:
            self.failed.emit(error)

    def _show(self, number: int, pack: MeetingPack) -> None:
        if number != self._number:
            return
        self._report = None
        self.pack = pack
        self._show_buttons()
        self.days.setText(f"领导接访：{leader_words(pack.leader_days)}。")
        self.duties.show_rows(owing_rows(pack.duties_by_unit, pack.duties), sums=True)
        self.promises.show_rows(owing_rows(pack.promises_by_unit, pack.promises), sums=True)
        self.subjects.show_rows(subject_cells(pack.subjects))
        self.subjects.set_count(f"登记 {pack.matters} 件")
        self.places.show_rows(subject_cells(pack.places))
        self.late.show_late(pack)

    def _show_buttons(self) -> None:
        for button in (self.print_button, self.pdf_button, self.excel_button):
            button.setEnabled(self.pack is not None)

    def _arrange(self) -> None:
        for part in (self.period, self.excel_button, self.pdf_button, self.print_button):
            self.head.add_action(part)
        self.head.add(self.days)
        self.head.add(label("".join(DEFINITIONS), "hint", wraps=True))
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.head)
        for row, pair in zip(
            self._pairs,
            ((self.duties, self.promises), (self.subjects, self.places)),
            strict=True,
        ):
            row.setSpacing(12)
            for card in pair:
                row.addWidget(card, 1)
            column.addLayout(row)
        column.addWidget(self.late)
        column.addStretch(1)
        area = ScrollColumn()
        area.put(content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)


def _periods(today: date) -> list[Period]:
    """Return the two months that run and those before, the newest first."""
    found = [two_months(today)]
    while len(found) < _OFFERED:
        found.append(two_months(found[-1].first - timedelta(days=1)))
    return found


def _choices(periods: Sequence[Period]) -> list[Choice]:
    return [Choice(str(at), _words(one)) for at, one in enumerate(periods)]


def _words(period: Period) -> str:
    return f"{period.first.year}年{period.first.month}—{period.last.month}月"
