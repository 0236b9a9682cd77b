"""文书打印: recent papers with their live print state; preview, print, print again."""

from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from reception_desk.documents.office_fonts import font_paths
from reception_desk.errors import DeskError
from reception_desk.records.document import DocumentRecord
from reception_desk.rules.holiday_roll import HolidayRoll
from reception_desk.services.files import FileStore
from reception_desk.services.papers import issue_paper
from reception_desk.services.printing import recent_documents
from reception_desk.ui.dialogs.paper_preview import PaperPreview
from reception_desk.ui.file_opener import FileOpener
from reception_desk.ui.pages.papers.batch_print import BatchPrint
from reception_desk.ui.pages.papers.group_bar import GroupBar
from reception_desk.ui.pages.papers.paper_detail import PaperDetail
from reception_desk.ui.pages.papers.paper_words import COLUMNS, cells, verb_of
from reception_desk.ui.pages.papers.print_groups import PrintGroup, group_of, is_waiting
from reception_desk.ui.pages.papers.thumbnail import first_page
from reception_desk.ui.table_export import TableExport, listed, may_export
from reception_desk.ui.tables.record_model import RecordTableModel
from reception_desk.ui.tables.table_view import TableView
from reception_desk.ui.widgets.buttons import Button
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.empty_state import EmptyState
from reception_desk.ui.widgets.inline_bar import InlineBar, Level
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.work_progress import WorkProgress
from reception_desk.ui.workplace import Workplace

LANE = "papers"
PAUSE_MS = 100
PICTURE_PAUSE_MS = 400
"""Whoever walks through the list with the arrows fetches nothing on the way."""


class PapersPage(QWidget):
    """The list follows every answer of the printers; what is chosen and in sight stays."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = workplace
        zone = ZoneInfo(workplace.actor.desk.zone)
        self.model: RecordTableModel[DocumentRecord] = RecordTableModel(
            COLUMNS, lambda paper: cells(paper, zone), lambda paper: paper.document_id
        )
        self.table = TableView(
            self.model, "最近的文书", is_flush=True, can_export=may_export(workplace)
        )
        self.opener = FileOpener(workplace.files, workplace.tasks)
        self.detail = PaperDetail(self.opener)
        self.card = Card("最近的文书", is_flush=True, parent=self)
        self._empty = EmptyState("正在读取…")
        self._stack = QStackedWidget(self.card)
        self._pictured = ""
        self.preview: PaperPreview | None = None
        self.groups = GroupBar()
        self.progress = WorkProgress()
        self.batch = BatchPrint(workplace, self.progress)
        self.bar = InlineBar()
        self.batch_button = Button("全部打印", self.print_all, icon="print")
        self._papers: tuple[DocumentRecord, ...] = ()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.reload)
        self._picture_pause = QTimer(self, singleShot=True, interval=PICTURE_PAUSE_MS)
        self._picture_pause.timeout.connect(self._fetch_picture)
        self._arrange()
        self._listen()
        self.reload()

    def reload(self) -> None:
        """Read the list again in the background."""
        read = partial(recent_documents, self._work.database, self._work.actor)
        self._work.tasks.run(LANE, self, read, self._show, self._say_error)

    def take_focus(self) -> None:
        """Let the arrows walk through the papers."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def reprint_last(self) -> None:
        """F5: print the newest paper once more."""
        papers = [self.model.record(row) for row in range(self.model.rowCount())]
        if papers:
            self._print(max(papers, key=lambda paper: paper.created_at))

    def print_all(self) -> None:
        """Print what is shown and still waits, the oldest first."""
        waiting = [paper for paper in self._shown() if is_waiting(paper)]
        self.bar.clear()
        self.batch_button.setEnabled(False)
        self.batch.start(sorted(waiting, key=lambda paper: paper.created_at))

    def _arrange(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 14)
        whole.setSpacing(12)
        whole.addWidget(label("文书打印", "title"))
        whole.addWidget(self.bar)
        whole.addWidget(self.progress)
        room = QHBoxLayout()
        room.setSpacing(14)
        whole.addLayout(room, 1)
        room.addWidget(self.card, 11)
        head = QHBoxLayout()
        head.setContentsMargins(14, 0, 14, 8)
        self.card.add(head)
        head.addWidget(self.groups, 1)
        head.addWidget(self.batch_button)
        self.card.add(self._stack, 1)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.table)
        room.addWidget(self.detail, 4)

    def _listen(self) -> None:
        self.table.opened.connect(self._show_preview)
        self.table.export_asked.connect(self._export)
        self.table.selectionModel().currentRowChanged.connect(self._show_chosen)
        self.detail.preview_asked.connect(self._show_preview)
        self.detail.print_asked.connect(self._print_chosen)
        self.detail.remake_asked.connect(self._remake)
        self._work.changes.document_changed.connect(self._reload_soon)
        self._work.print_desk.failed.connect(self._say_print_failed)
        self.groups.chosen.connect(lambda _group: self._fill())
        self.batch.ended.connect(self._say_batch_ended)

    def _say_batch_ended(self, sentence: str, is_whole: bool) -> None:  # noqa: FBT001 - a signal
        self.bar.say(Level.OK if is_whole else Level.WARN, sentence)
        self._fill()

    def _shown(self) -> list[DocumentRecord]:
        group = self.groups.group
        return [paper for paper in self._papers if group in {PrintGroup.ALL, group_of(paper)}]

    def _export(self) -> None:
        wanted = listed("文书清单", self.table, self.model)
        TableExport(self._work, self.window(), wanted)

    def _reload_soon(self) -> None:
        if not self._pause.isActive():
            self._pause.start()

    def _show(self, papers: tuple[DocumentRecord, ...]) -> None:
        self._papers = papers
        self.groups.count(papers)
        self._fill()

    def _fill(self) -> None:
        """Show the chosen group; what was chosen and in sight stays."""
        chosen = self.table.current_id()
        bar = self.table.verticalScrollBar()
        place = bar.value()
        papers = self._shown()
        self.model.set_records(papers)
        self._stack.setCurrentIndex(1 if papers else 0)
        if self._papers:
            self._empty.say(f"没有“{self.groups.group.label}”的文书", "请看“全部”（Alt+1）。")
        else:
            self._empty.say(
                "还没有文书", "登记来访后，回执和登记单会列在这里，可以预览、打印、补打。"
            )
        self.card.set_count(f"{len(papers)} 份" if papers else "")
        waiting = sum(map(is_waiting, papers))
        self.batch_button.setText(f"打印这 {waiting} 份" if waiting else "没有要打印的")
        self.batch_button.setEnabled(waiting > 0 and not self.batch.is_running)
        row = max(self.model.row_of(chosen), 0)
        if papers:
            self.table.setCurrentIndex(self.model.index(row, 0))
        bar.setValue(place)
        self._show_chosen()

    def _chosen(self) -> DocumentRecord | None:
        row = self.table.currentIndex().row()
        return self.model.record(row) if 0 <= row < self.model.rowCount() else None

    def _show_chosen(self) -> None:
        paper = self._chosen()
        self.detail.show_paper(paper)
        if paper is None or paper.sha256 == self._pictured:
            return
        self._pictured = paper.sha256
        self._picture_pause.stop()
        if self._work.files.has(paper.sha256):
            self.detail.thumbnail.show_picture(None)
            self._fetch_picture()
        else:
            self.detail.thumbnail.say("正在从中心取来…")
            self._picture_pause.start()

    def _fetch_picture(self) -> None:
        sha256 = self._pictured
        draw = partial(_picture_of, self._work.files, sha256)
        shown, failed = partial(self._show_picture, sha256), partial(self._say_no_picture, sha256)
        self._work.tasks.run("thumbnail", self, draw, shown, failed)

    def _show_picture(self, sha256: str, picture: QImage) -> None:
        if sha256 == self._pictured:
            self.detail.thumbnail.show_picture(picture)

    def _say_no_picture(self, sha256: str, error: Exception) -> None:
        """Say it in the picture's place; it is tried again when the paper is chosen again."""
        if sha256 == self._pictured:
            self.detail.thumbnail.say(
                error.message if isinstance(error, DeskError) else "没有预览。"
            )

    def _show_preview(self) -> None:
        paper = self._chosen()
        if paper is not None:
            show = partial(self._open_preview, paper)
            self.opener.open(paper.sha256, bytes, show, self._say_error)

    def _open_preview(self, paper: DocumentRecord, pdf: bytes) -> None:
        """Open the one preview of this page, kept from paper to paper."""
        try:
            self._fill_preview(paper, pdf)
        except DeskError as error:
            self.detail.bar.say_error(error)
        else:
            self.detail.bar.clear()
            if not self.detail.thumbnail.has_picture:
                self._fetch_picture()

    def _fill_preview(self, paper: DocumentRecord, pdf: bytes) -> None:
        verb = verb_of(paper)
        if self.preview is None:
            self.preview = PaperPreview(self.window(), paper.title, pdf, verb=verb)
            self.preview.print_asked.connect(self._print_chosen)
        else:
            self.preview.show_paper(paper.title, pdf)
            self.preview.print_button.setText(verb)
        self.preview.open()

    def _print_chosen(self) -> None:
        paper = self._chosen()
        if paper is not None:
            self._print(paper)

    def _print(self, paper: DocumentRecord) -> None:
        self.detail.bar.clear()
        self._work.print_desk.print_document(self._work.actor, paper)

    def _remake(self) -> None:
        paper = self._chosen()
        if paper is None or paper.visit_id is None:
            return
        make = partial(
            issue_paper,
            self._work.database,
            self._work.files,
            self._work.actor,
            paper.visit_id,
            paper.kind,
            paper=paper.paper,
            policy=HolidayRoll(self._work.settings.holiday_roll),
            fonts=font_paths(self._work.settings.fonts),
        )
        self._work.tasks.run(LANE, self, make, self._remade, self._say_error)

    def _remade(self, paper: DocumentRecord) -> None:
        self.detail.bar.clear()
        self._work.changes.document_changed.emit(paper.document_id)

    def _say_print_failed(self, _document_id: str, error: Exception) -> None:
        self._say_error(error)

    def _say_error(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self.detail.bar.say_error(error)
        else:
            self._work.messages.show_error(error)


def _picture_of(files: FileStore, sha256: str) -> QImage:
    return first_page(files.obtain(sha256))
