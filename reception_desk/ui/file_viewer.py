"""Shows papers and scanned pages, wherever they were made, above the window that asks."""

from collections.abc import Callable
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog

from reception_desk.errors import DeskError
from reception_desk.records.document import DocumentRecord, ScannedPageRecord
from reception_desk.records.scan_batches import FiledPaperRecord
from reception_desk.ui.dialogs.page_view import PageView, read_image
from reception_desk.ui.file_opener import FileOpener

OnError = Callable[[Exception], object]


class FileViewer(FileOpener):
    """A `FileOpener` that also opens the window for what has come; it deletes itself."""

    def show_paper(
        self,
        paper: DocumentRecord,
        on_error: OnError,
        on_print: Callable[[], object] | None = None,
    ) -> None:
        """Show a paper; with `on_print` it can be printed from there."""
        show = partial(self._preview, paper.title, "打印", on_error, on_print)
        self.open(paper.sha256, bytes, show, on_error)

    def show_page(self, page: ScannedPageRecord, on_error: OnError) -> None:
        """Show a scanned page."""
        self.open(page.sha256, read_image, partial(self._view, page_title(page)), on_error)

    def show_filed(
        self,
        paper: FiledPaperRecord,
        on_error: OnError,
        on_take: Callable[[FiledPaperRecord], object] | None = None,
    ) -> None:
        """Show a paper that was handed in and filed; with `on_take` a copy can be taken along."""
        take = None if on_take is None else partial(on_take, paper)
        show = partial(self._preview, paper.title, "导出或打印…", on_error, take)
        self.open(paper.sha256, bytes, show, on_error)

    def show_pdf(self, title: str, sha256: str, on_error: OnError) -> None:
        """Show a PDF of the file store, to be read only."""
        show = partial(self._preview, title, "", on_error, None)
        self.open(sha256, bytes, show, on_error)

    def _preview(
        self,
        title: str,
        verb: str,
        on_error: OnError,
        on_print: Callable[[], object] | None,
        pdf: bytes,
    ) -> None:
        from reception_desk.ui.dialogs.paper_preview import PaperPreview

        can_print = on_print is not None
        try:
            preview = PaperPreview(self.window(), title, pdf, verb=verb, can_print=can_print)
        except DeskError as error:
            on_error(error)
            return
        if on_print is not None:
            preview.print_asked.connect(on_print)
        _open_once(preview)

    def _view(self, title: str, image: QImage) -> None:
        _open_once(PageView(self.window(), title, image))


def page_title(page: ScannedPageRecord) -> str:
    """Return what a scanned page is called."""
    part = "（不完整）" if page.is_partial else ""
    return f"{page.title} 第 {page.position} 页{part}"


def filed_words(paper: FiledPaperRecord, zone: str) -> str:
    """Return what a filed paper is, in one line; days are those of the hall's zone."""
    parts = [f"{paper.page_count} 页", "原件" if paper.is_original else "复印件"]
    if paper.returned_at is not None:
        parts[-1] += f"已退还 {paper.returned_at.astimezone(ZoneInfo(zone)):%m-%d}"
    elif paper.is_to_return:
        parts.append("退还")
    return f"{paper.title}　{' · '.join(parts)}"


def _open_once(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
