"""From 全卷… to the file or the printer: the form, who agrees, the place, the work in its lane."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from reception_desk.documents.office_fonts import font_paths
from reception_desk.errors import DeskError
from reception_desk.models.database import now
from reception_desk.records.export import ExportKind
from reception_desk.rules.permissions import Action
from reception_desk.services import exports, whole_file
from reception_desk.services.exports import Approval, ExportOrder
from reception_desk.services.whole_file import FileSources, WholeFile
from reception_desk.ui.dialogs.file_form import FileForm
from reception_desk.ui.tasks import Report
from reception_desk.ui.workplace import Workplace

LANE = "export"


def open_file_export(workplace: Workplace, asking: QWidget, visit_id: str, number: str) -> FileForm:
    """Open the form for the file of a visit above the window of who asks."""
    return FileExport(workplace, asking.window(), visit_id, number).form


class FileExport(QObject):
    """One whole file, from the open form to its place; a child of the form, so it lives as long."""

    def __init__(self, workplace: Workplace, window: QWidget, visit_id: str, number: str) -> None:
        needs = exports.needs_approval(workplace.actor, Action.EXPORT_DATA)
        form = FileForm(window, number, needs_approval=needs)
        super().__init__(form)
        self.form = form
        self._work = workplace
        self._visit_id = visit_id
        self._number = number
        self._report: Report | None = None
        self._sources = FileSources(
            workplace.database, workplace.files, font_paths(workplace.settings.fonts)
        )
        form.file_asked.connect(self._ask_approver)
        form.progress.cancel_asked.connect(self._cancel)
        form.rejected.connect(self._cancel)
        form.open()

    def _ask_approver(self) -> None:
        if not exports.needs_approval(self._work.actor, Action.EXPORT_DATA):
            self._go_on(None)
            return
        self.form.set_busy(is_busy=True)
        approve = partial(
            exports.approve,
            self._work.database,
            self._work.actor,
            self.form.login.text().strip(),
            self.form.password.text(),
        )
        self._work.tasks.run("sign-in", self.form, approve, self._go_on, self._refuse)

    def _go_on(self, approval: Approval | None) -> None:
        self.form.set_busy(is_busy=False)
        self.form.password.clear()
        if self.form.is_for_printer:
            order = self._order(Path(), approval)
            make = partial(
                whole_file.file_to_print, self._sources, self._work.actor, self._visit_id, order
            )
            self._run(make, self._print)
            return
        moment = now().astimezone(ZoneInfo(self._work.actor.desk.zone))
        self._work.messages.choose_target(
            "导出全卷",
            f"{self._number}-全卷-{moment:%Y%m%d-%H%M}.pdf",
            partial(self._export, approval),
            kinds="PDF (*.pdf)",
        )

    def _export(self, approval: Approval | None, target: Path) -> None:
        order = self._order(target, approval)
        make = partial(
            whole_file.export_file, self._sources, self._work.actor, self._visit_id, order
        )
        self._run(make, partial(self._tell_exported, target))

    def _order(self, target: Path, approval: Approval | None) -> ExportOrder:
        return ExportOrder(target, ExportKind.PDF, self.form.reason.text(), approval)

    def _run(
        self, make: Callable[[Report], WholeFile], on_done: Callable[[WholeFile], None]
    ) -> None:
        self.form.show_working(is_working=True)
        self._report = self._work.tasks.run_long(
            LANE,
            self.form,
            make,
            on_progress=self.form.progress.show_progress,
            on_done=on_done,
            on_error=self._refuse,
        )

    def _tell_exported(self, target: Path, made: WholeFile) -> None:
        self._tell(made, f"{target}\n内部资料：请妥善保管，用完及时删除。此次导出已记入审计。")

    def _print(self, made: WholeFile) -> None:
        paper = self._work.settings.form_printer.paper
        self._work.print_desk.print_aid(lambda: made.pdf, f"{self._number} 全卷", paper)
        self._tell(made, "已送打印机。此次打印已记入审计。")

    def _tell(self, made: WholeFile, detail: str) -> None:
        self._report = None
        self.form.accept()
        verb = "打印" if self.form.is_for_printer else "导出"
        words = f"全卷已{verb}：{made.papers} 份材料，共 {made.pages} 页（含卷内目录）。"
        if made.absent:
            words = f"全卷已{verb}，但缺 {len(made.absent)} 份：{'、'.join(made.absent)}。"
        if made.uncovered:
            pages = "、".join(made.uncovered)
            words += f"{pages}没有认出证件号码，未遮盖，交出前请核对。"
        self._work.messages.tell(words, detail=detail)

    def _refuse(self, error: Exception) -> None:
        self._report = None
        self.form.show_working(is_working=False)
        if isinstance(error, DeskError):
            self.form.refuse(error)
        else:
            self.form.reject()
            self._work.messages.show_error(error)

    def _cancel(self) -> None:
        if self._report is not None:
            self._report.cancel()
