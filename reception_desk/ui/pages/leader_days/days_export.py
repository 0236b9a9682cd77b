"""Reception days leave as a calendar, a table, or the month's notice enlarged for the wall."""

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reception_desk.errors import DeskError
from reception_desk.records.export import ExportKind
from reception_desk.services.leader_calendar import NAME, days_order, export_days
from reception_desk.services.leader_notice import notice_pdf, publish_month
from reception_desk.ui.dialogs.leader_days_export_form import WALL, LeaderDaysExportForm
from reception_desk.ui.workplace import Workplace

LANE = "leader days"


class DaysExport(QObject):
    """Signals: `failed(error)`, `done(sentence)`."""

    failed = Signal(object)
    done = Signal(str)

    def __init__(self, work: Workplace, view: QWidget) -> None:
        super().__init__(view)
        self._work, self._view = work, view
        self.form: LeaderDaysExportForm | None = None

    def ask(self, first: date, last: date) -> None:
        """Ask what is wanted of which days."""
        self.form = form = LeaderDaysExportForm(self._view.window(), first, last)
        form.asked.connect(partial(self._find_place, form, first))
        form.open()

    def _find_place(self, form: LeaderDaysExportForm, month: date) -> None:
        kind = form.kind
        if kind == WALL:
            name, kinds = f"{month.year}年{month.month}月{NAME}公示-A3.pdf", "PDF (*.pdf)"
            keep = partial(self._enlarge, month)
        else:
            first, last = form.span
            wanted = ExportKind(kind)
            name = f"{NAME}-{first:%Y%m%d}-{last:%Y%m%d}.{wanted.value}"
            kinds = f"{wanted.label} (*.{wanted.value})"
            keep = partial(self._export, wanted, first, last)
        form.accept()
        self._work.messages.choose_target(f"导出{NAME}", name, keep, kinds=kinds)

    def _export(self, kind: ExportKind, first: date, last: date, target: Path) -> None:
        work = self._work
        order = days_order(target, kind, first, last)

        def write() -> int:
            return export_days(work.database, work.actor, (first, last), order, _say_nothing)

        def told(count: int) -> None:
            self.done.emit(f"已导出 {count} 个接访日：{target.name}。")

        work.tasks.run(LANE, self, write, told, self.failed.emit)

    def _enlarge(self, month: date, target: Path) -> None:
        work = self._work

        def write() -> int:
            pdf = notice_pdf(
                work.database, work.actor, month,
                fonts=work.papers.fonts, wording=work.papers.wording, paper="A3",
            )  # fmt: skip
            try:
                target.write_bytes(pdf)
            except OSError as error:
                raise DeskError(
                    f"没有保存：不能写入“{target.parent}”。", advice="请换一个文件夹。"
                ) from error
            return publish_month(work.database, work.actor, month)

        def told(count: int) -> None:
            work.changes.reception_day_changed.emit("")
            more = f"，{count} 个接访日记为已公示" if count else ""
            self.done.emit(f"公示已存为 A3：{target.name}{more}。")

        work.tasks.run(LANE, self, write, told, self.failed.emit)


def _say_nothing(_done: int, _total: int) -> None:
    """A year of days is written in a moment."""
