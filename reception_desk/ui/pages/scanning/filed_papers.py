"""What of the visit is on record: shown, opened, and marked when an original was given back."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from reception_desk.records.scan_batches import FiledPaperRecord
from reception_desk.services import filing, returns
from reception_desk.ui.file_export import paper_taker
from reception_desk.ui.pages.scanning.view import StationView
from reception_desk.ui.widgets.inline_bar import Level, Link
from reception_desk.ui.workplace import Workplace

LANE = "batch"


class FiledPapers(QObject):
    """`say_error` is called with what went wrong."""

    def __init__(
        self,
        workplace: Workplace,
        view: StationView,
        say_error: Callable[[Exception], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._work = workplace
        self._view = view
        self._say_error = say_error
        self._visit_id, self._number = "", ""
        view.panel.filed_asked.connect(self._open)
        view.panel.returned_told.connect(self._note_return)
        workplace.changes.scan_changed.connect(self.reload)

    def show_visit(self, visit_id: str, number: str = "") -> None:
        """Show the papers of a visit with its number; "" shows none."""
        self._visit_id, self._number = visit_id, number
        self._show(())
        self.reload()

    def reload(self) -> None:
        """Read the papers as they stand."""
        if self._visit_id:
            work = self._work
            read = partial(filing.papers_of_visit, work.database, work.actor, self._visit_id)
            work.tasks.run(LANE, self, read, self._show, self._say_error)

    def _show(self, papers: tuple[FiledPaperRecord, ...]) -> None:
        self._view.panel.show_filed(papers, self._work.actor.desk.zone)

    def _open(self, paper: FiledPaperRecord) -> None:
        take = paper_taker(self._work, self._view, self._visit_id, self._number)
        self._view.viewer.show_filed(paper, self._say_error, take)

    def _note_return(self, paper: FiledPaperRecord) -> None:
        """An original was given back, or that was said by mistake."""
        act = returns.mark_returned if paper.returned_at is None else returns.take_return_back
        note = partial(act, self._work.database, self._work.actor, paper.paper_id)
        self._work.tasks.run(LANE, self, note, self._say_return, self._say_error)

    def _say_return(self, paper: FiledPaperRecord) -> None:
        is_back = paper.returned_at is None
        said = "没有退还，仍在卷内" if is_back else "已退还本人"
        back: list[Link] = [] if is_back else [("撤销", partial(self._note_return, paper))]
        self._view.bar.say(Level.OK, f"已记下：{paper.title}{said}。", back)
        self._work.changes.scan_changed.emit(paper.paper_id)
