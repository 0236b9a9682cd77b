"""What opens by a press in a visit: its papers, its scanned pages, and what was filed to it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from reception_desk.records.document import DocumentRecord, ScannedPageRecord
from reception_desk.records.scan_batches import FiledPaperRecord
from reception_desk.ui.file_export import open_file_export, paper_taker
from reception_desk.ui.file_viewer import FileViewer
from reception_desk.ui.pages.register.visit_detail import VisitDetail
from reception_desk.ui.workplace import Workplace


class VisitPapers(QObject):
    """Opens them above the window; `say_error` is called with what went wrong."""

    def __init__(
        self,
        workplace: Workplace,
        detail: VisitDetail,
        viewer: FileViewer,
        say_error: Callable[[Exception], None],
    ) -> None:
        super().__init__(detail)
        self._work = workplace
        self._detail = detail
        self._viewer = viewer
        self._say_error = say_error
        detail.paper_asked.connect(self._show_paper)
        detail.page_asked.connect(self._show_page)
        detail.filed_asked.connect(self._show_filed)
        detail.file_asked.connect(partial(open_file_export, workplace, detail))

    def _show_paper(self, paper: DocumentRecord) -> None:
        self._viewer.show_paper(paper, self._say_error)

    def _show_page(self, page: ScannedPageRecord) -> None:
        self._viewer.show_page(page, self._say_error)

    def _show_filed(self, visit_id: str, number: str, paper: FiledPaperRecord) -> None:
        take = paper_taker(self._work, self._detail, visit_id, number)
        self._viewer.show_filed(paper, self._say_error, take)
