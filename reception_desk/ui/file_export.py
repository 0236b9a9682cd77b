"""From 全卷… to the file or the printer: the form, who agrees, the place, the work in its lane."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from reception_desk.documents.office_fonts import font_paths
from reception_desk.models.database import now
from reception_desk.records.export import ExportKind
from reception_desk.rules.permissions import Action
from reception_desk.services import exports, whole_file
from reception_desk.services.exports import Approval, ExportOrder
from reception_desk.services.whole_file import FileSources, WholeFile
from reception_desk.ui.approved_export import KEPT, ApprovedExport
from reception_desk.ui.dialogs.file_form import FileForm
from reception_desk.ui.tasks import Report
from reception_desk.ui.workplace import Workplace


def open_file_export(workplace: Workplace, asking: QWidget, visit_id: str, number: str) -> FileForm:
    """Open the form for the file of a visit above the window of who asks."""
    return FileExport(workplace, asking.window(), visit_id, number).form


class FileExport(ApprovedExport):
    """One whole file, from the open form to its place or the printer."""

    def __init__(self, workplace: Workplace, window: QWidget, visit_id: str, number: str) -> None:
        needs = exports.needs_approval(workplace.actor, Action.EXPORT_DATA)
        self.form = FileForm(window, number, needs_approval=needs)
        super().__init__(workplace, self.form, Action.EXPORT_DATA, self._find_place)
        self._visit_id = visit_id
        self._number = number
        self._sources = FileSources(
            workplace.database, workplace.files, font_paths(workplace.settings.fonts)
        )

    def _find_place(self, approval: Approval | None) -> None:
        if self.form.is_for_printer:
            order = self._order(Path(), approval)
            self.run(partial(self._make, whole_file.file_to_print, order), self._print)
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
        make = partial(self._make, whole_file.export_file, order)
        self.run(make, lambda made: self._tell(made, f"{target}\n{KEPT}"))

    def _order(self, target: Path, approval: Approval | None) -> ExportOrder:
        return ExportOrder(target, ExportKind.PDF, self.form.reason.text(), approval)

    def _make(self, act: Callable[..., WholeFile], order: ExportOrder, report: Report) -> WholeFile:
        return act(self._sources, self._work.actor, self._visit_id, order, report)

    def _print(self, made: WholeFile) -> None:
        paper = self._work.settings.form_printer.paper
        self._work.print_desk.print_aid(lambda: made.pdf, f"{self._number} 全卷", paper)
        self._tell(made, "已送打印机。此次打印已记入审计。")

    def _tell(self, made: WholeFile, detail: str) -> None:
        verb = "打印" if self.form.is_for_printer else "导出"
        words = f"全卷已{verb}：{made.papers} 份材料，共 {made.pages} 页（含卷内目录）。"
        if made.absent:
            words = f"全卷已{verb}，但缺 {len(made.absent)} 份：{'、'.join(made.absent)}。"
        if made.uncovered:
            pages = "、".join(made.uncovered)
            words += f"{pages}没有认出证件号码，未遮盖，交出前请核对。"
        self._work.messages.tell(words, detail=detail)
