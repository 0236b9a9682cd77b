"""The yearly paper comes in from Excel: chosen, read in the lane, looked at, kept."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reception_desk.errors import DeskError
from reception_desk.rules.leader_paper import PaperReading
from reception_desk.services.leader_paper import PaperKept, keep_paper, open_paper, save_template
from reception_desk.ui.dialogs.leader_paper_form import LeaderPaperForm
from reception_desk.ui.workplace import Workplace

LANE = "leader plan"
_KINDS = "Excel 工作簿 (*.xlsx)"


class PaperImport(QObject):
    """Signals: `failed(error)`, `kept(sentence)` when leaders and lines are on record."""

    failed = Signal(object)
    kept = Signal(str)
    told = Signal(str)

    def __init__(self, work: Workplace, view: QWidget, year: Callable[[], int]) -> None:
        super().__init__(view)
        self._work, self._view, self._year = work, view, year
        self.form: LeaderPaperForm | None = None

    def choose(self) -> None:
        """Let the person choose the workbook."""
        self._work.messages.choose_files(
            f"导入{self._year()}年的安排",
            lambda files: self.read(files[0]),
            kinds=_KINDS,
            is_several=False,
        )

    def read(self, path: Path) -> None:
        """Read a workbook and show what it says."""
        work = self._work
        read = partial(open_paper, work.database, work.actor, path, self._year())
        work.tasks.run(LANE, self, read, partial(self._show, path.name), self.failed.emit)

    def save_template(self) -> None:
        """Let the person choose where the template goes."""
        name = f"{self._year()}年领导接访安排-模板.xlsx"
        self._work.messages.choose_target("存模板", name, self.write_template, kinds=_KINDS)

    def write_template(self, target: Path) -> None:
        """Write the template to its place."""
        write = partial(save_template, target)
        done = partial(self.told.emit, f"模板已保存：{target.name}")
        self._work.tasks.run(LANE, self, write, lambda _: done(), self.failed.emit)

    def _show(self, name: str, reading: PaperReading) -> None:
        self.form = form = LeaderPaperForm(self._view.window(), name, reading)
        form.asked.connect(partial(self._keep, form))
        form.open()

    def _keep(self, form: LeaderPaperForm, reading: PaperReading) -> None:
        work = self._work
        write = partial(
            keep_paper, work.database, work.actor, reading, despite_faults=bool(reading.faults)
        )
        work.tasks.run(LANE, form, write, partial(self._done, form), partial(self._refuse, form))

    def _done(self, form: LeaderPaperForm, kept: PaperKept) -> None:
        form.accept()
        self._work.changes.reception_day_changed.emit("")
        known = f"，{kept.known} 条原来就有" if kept.known else ""
        self.kept.emit(f"已导入 {kept.leaders} 位新的领导、{kept.rules} 条安排{known}。")

    def _refuse(self, form: LeaderPaperForm, error: Exception) -> None:
        if isinstance(error, DeskError):
            form.refuse(error)
        else:
            self._work.messages.show_error(error)
