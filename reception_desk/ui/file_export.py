"""全卷 or one paper to the file or the printer: the form, who agrees, the place, the work."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from reception_desk.documents.office_fonts import font_paths
from reception_desk.models.database import now
from reception_desk.records.actor import Actor
from reception_desk.records.export import ExportKind
from reception_desk.records.scan_batches import FiledPaperRecord
from reception_desk.rules.permissions import Action
from reception_desk.services import exports, single_paper, whole_file
from reception_desk.services.exports import Approval, ExportOrder
from reception_desk.services.single_paper import SinglePaper, WantedPaper
from reception_desk.services.taken_files import FileSources, Say, TakenFile
from reception_desk.services.whole_file import WholeFile
from reception_desk.ui.approved_export import KEPT, ApprovedExport
from reception_desk.ui.dialogs.file_form import FileForm
from reception_desk.ui.table_export import may_export
from reception_desk.ui.workplace import Workplace

_WHOLE = (
    "归档的材料按次序合成一份，前有卷内目录。每页下方写明是谁的副本；身份证明遮盖号码。"
    "取不到或被改动的材料会写出名称，不会悄悄漏掉。"
)
_SINGLE = "只取这一份材料。每页下方写明是谁的副本；身份证明遮盖号码，并加水印“仅供信访登记使用”。"
Made = TypeVar("Made", bound=TakenFile)
Act = Callable[[FileSources, Actor, ExportOrder, Say], Made]


@dataclass(frozen=True, slots=True)
class Taking(Generic[Made]):
    """What is taken along: its name, what the form says, the two acts, and what is told after.

    `told(made, verb)` gives the sentence, `verb` being 导出 or 打印.
    """

    name: str
    number: str
    words: str
    export: Act[Made]
    to_print: Act[Made]
    told: Callable[[Made, str], str]


def open_file_export(workplace: Workplace, asking: QWidget, visit_id: str, number: str) -> FileForm:
    """Open the form for the file of a visit above the window of who asks."""

    def export(sources: FileSources, actor: Actor, order: ExportOrder, say: Say) -> WholeFile:
        return whole_file.export_file(sources, actor, visit_id, order, say)

    def to_print(sources: FileSources, actor: Actor, order: ExportOrder, say: Say) -> WholeFile:
        return whole_file.file_to_print(sources, actor, visit_id, order, say)

    taking = Taking(whole_file.NAME, number, _WHOLE, export, to_print, _whole_words)
    return FileExport(workplace, asking.window(), taking).form


def open_paper_export(
    workplace: Workplace, asking: QWidget, visit_id: str, number: str, paper: FiledPaperRecord
) -> FileForm:
    """Open the form for one paper of a visit above the window of who asks."""
    wanted = WantedPaper(visit_id, paper.paper_id)

    def export(sources: FileSources, actor: Actor, order: ExportOrder, say: Say) -> SinglePaper:
        return single_paper.export_paper(sources, actor, wanted, order, say)

    def to_print(sources: FileSources, actor: Actor, order: ExportOrder, say: Say) -> SinglePaper:
        return single_paper.paper_to_print(sources, actor, wanted, order, say)

    taking = Taking(paper.title, number, _SINGLE, export, to_print, _single_words)
    return FileExport(workplace, asking.window(), taking).form


def paper_taker(
    workplace: Workplace, asking: QWidget, visit_id: str, number: str
) -> Callable[[FiledPaperRecord], object] | None:
    """Return what opens that form for a paper; None where the person at the desk may not export."""
    if not may_export(workplace):
        return None
    return partial(open_paper_export, workplace, asking, visit_id, number)


class FileExport(ApprovedExport, Generic[Made]):
    """One file, from the open form to its place or the printer."""

    def __init__(self, workplace: Workplace, window: QWidget, taking: Taking[Made]) -> None:
        needs = exports.needs_approval(workplace.actor, Action.EXPORT_DATA)
        title = f"{taking.name} {taking.number}"
        self.form = FileForm(window, title, taking.words, needs_approval=needs)
        super().__init__(workplace, self.form, Action.EXPORT_DATA, self._find_place)
        self._taking = taking
        self._sources = FileSources(
            workplace.database, workplace.files, font_paths(workplace.settings.fonts)
        )

    def _find_place(self, approval: Approval | None) -> None:
        taking = self._taking
        if self.form.is_for_printer:
            order = self._order(Path(), approval)
            make = partial(taking.to_print, self._sources, self._work.actor, order)
            self.run(make, self._print)
            return
        moment = now().astimezone(ZoneInfo(self._work.actor.desk.zone))
        self._work.messages.choose_target(
            f"导出{taking.name}",
            f"{taking.number}-{taking.name}-{moment:%Y%m%d-%H%M}.pdf",
            partial(self._export, approval),
            kinds="PDF (*.pdf)",
        )

    def _export(self, approval: Approval | None, target: Path) -> None:
        order = self._order(target, approval)
        make = partial(self._taking.export, self._sources, self._work.actor, order)
        self.run(make, lambda made: self._tell(made, f"{target}\n{KEPT}"))

    def _order(self, target: Path, approval: Approval | None) -> ExportOrder:
        return ExportOrder(target, ExportKind.PDF, self.form.reason.text(), approval)

    def _print(self, made: Made) -> None:
        paper = self._work.settings.form_printer.paper
        title = f"{self._taking.number} {self._taking.name}"
        self._work.print_desk.print_aid(lambda: made.pdf, title, paper)
        self._tell(made, "已送打印机。此次打印已记入审计。")

    def _tell(self, made: Made, detail: str) -> None:
        verb = "打印" if self.form.is_for_printer else "导出"
        self._work.messages.tell(self._taking.told(made, verb), detail=detail)


def _whole_words(made: WholeFile, verb: str) -> str:
    words = f"全卷已{verb}：{made.papers} 份材料，共 {made.pages} 页（含卷内目录）。"
    if made.absent:
        words = f"全卷已{verb}，但缺 {len(made.absent)} 份：{'、'.join(made.absent)}。"
    return words + _to_check("、".join(made.uncovered))


def _single_words(made: SinglePaper, verb: str) -> str:
    pages = "、".join(f"第 {page} 页" for page in made.uncovered)
    return f"{made.title}已{verb}，共 {made.pages} 页。" + _to_check(pages)


def _to_check(pages: str) -> str:
    """Return what to look at before the copy is given away."""
    return f"{pages}没有认出证件号码，未遮盖，交出前请核对。" if pages else ""
