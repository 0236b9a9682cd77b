"""After the commit: papers are made and printed, pages scanned, each state shown as it comes."""

from functools import partial
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject

from reception_desk.devices.scanner import ScanError
from reception_desk.documents.office_fonts import font_paths
from reception_desk.errors import DeskError
from reception_desk.records.document import DocumentKind, DocumentRecord, ScannedPageRecord
from reception_desk.records.scanning import ScannedPage, ScanOptions
from reception_desk.records.visit import VisitRecord
from reception_desk.rules.completeness import owed, registration_of
from reception_desk.rules.holiday_roll import HolidayRoll
from reception_desk.services import printing, scans
from reception_desk.services.corrections import corrections_of
from reception_desk.services.papers import issue_paper
from reception_desk.ui.file_viewer import FileViewer
from reception_desk.ui.pages.reception.registered_view import RegisteredView
from reception_desk.ui.picture_formats import FILE_KINDS
from reception_desk.ui.tasks import Progress, Report
from reception_desk.ui.widgets.inline_bar import Level
from reception_desk.ui.workplace import Workplace

SCAN_TITLE = "来访材料"


class AfterRegistration(QObject):
    """Makes, prints and scans for the registered visit that is shown."""

    def __init__(self, workplace: Workplace, view: RegisteredView) -> None:
        super().__init__(view)
        self._work = workplace
        self._view = view
        self._visit: VisitRecord | None = None
        self._last: DocumentRecord | None = None
        self._cancelled = Event()
        self._viewer = FileViewer(workplace.files, workplace.tasks)
        view.add_progress(self._viewer)
        view.paper_asked.connect(self.print_kind)
        view.reprint_asked.connect(self._reprint)
        view.preview_asked.connect(self._preview)
        view.page_asked.connect(self._show_page)
        view.scan_asked.connect(self._scan)
        view.import_asked.connect(self._choose_file)
        workplace.changes.document_changed.connect(self._refresh)
        workplace.print_desk.failed.connect(self._say_print_failed)

    def show_visit(self, visit: VisitRecord) -> None:
        """Show a visit with its papers and scans."""
        self._visit = visit
        self._view.bar.clear()
        self._viewer.cancel()
        self._view.show_visit(visit)
        self._view.gaps.show_gaps(owed(registration_of(visit, visit.persons)))
        past = corrections_of(self._work.database, self._work.actor, visit.visit_id)
        self._view.show_past(past, visit.zone)
        self._refresh()

    def take_number(self, visit: VisitRecord) -> None:
        """Show the number that has come from the centre."""
        self._visit = visit
        self._view.show_visit(visit)
        self._view.bar.say(Level.OK, f"中心已给出登记编号 {visit.shown_number}。")

    def print_receipt(self, visit: VisitRecord) -> None:
        """Slips go straight out, without a preview."""
        self._visit = visit
        self.print_kind(DocumentKind.RECEIPT)

    def reprint_last(self) -> None:
        """F5: print the last paper once more; it comes out marked 补打."""
        if self._last is not None:
            self._reprint(self._last)
        else:
            self._work.messages.tell(
                "登录后还没有打印过文书。", detail="要补打以前的文书，请到“文书打印”中选择。"
            )

    def print_kind(self, kind: DocumentKind) -> None:
        """Make a paper; slips go straight out, A4 is shown first."""
        if self._visit is None:
            return
        settings = self._work.settings
        is_receipt = kind is DocumentKind.RECEIPT
        printer = settings.receipt_printer if is_receipt else settings.form_printer
        make = partial(
            issue_paper,
            self._work.database,
            self._work.files,
            self._work.actor,
            self._visit.visit_id,
            kind,
            paper=printer.paper,
            policy=HolidayRoll(settings.holiday_roll),
            fonts=font_paths(settings.fonts),
        )
        done = self._print if is_receipt else self._preview
        self._work.tasks.run("papers", self, make, done, self._say_error)

    def _print(self, document: DocumentRecord) -> None:
        self._last = document
        self._refresh()
        self._work.print_desk.print_document(self._work.actor, document)

    def _reprint(self, document: DocumentRecord) -> None:
        """Print again; a paper with the provisional number is made anew with both numbers."""
        visit = self._visit
        is_shown = visit is not None and visit.visit_id == document.visit_id
        if visit and is_shown and visit.number and document.number != visit.number:
            self.print_kind(document.kind)
        else:
            self._print(document)

    def _preview(self, document: DocumentRecord) -> None:
        """Show an A4 paper before it is printed; the focus is on 打印."""
        self._refresh()
        self._viewer.show_paper(document, self._say_error, partial(self._print, document))

    def _show_page(self, page: ScannedPageRecord) -> None:
        self._viewer.show_page(page, self._say_error)

    def _scan(self) -> None:
        self._cancelled.clear()
        self._view.scan_button.setEnabled(False)
        self._work.tasks.run_long(
            "scanner",
            self,
            self._scan_page,
            on_progress=self._say_progress,
            on_done=self._page_came,
            on_error=self._scan_failed,
        )

    def _scan_page(self, report: Report) -> tuple[ScannedPageRecord, ScannedPage]:
        """Scan and attach one page; runs in the scanner's lane."""
        if self._visit is None:
            raise DeskError("没有选择来访。")
        page = self._work.scanner.scan_page(
            ScanOptions(dpi=self._work.settings.scanner.dpi),
            lambda share: report(int(share * 100), 100),
            self._cancelled,
        )
        record = scans.attach_page(
            self._work.database,
            self._work.files,
            self._work.actor,
            self._visit.visit_id,
            page,
            title=SCAN_TITLE,
        )
        return record, page

    def _page_came(self, came: tuple[ScannedPageRecord, ScannedPage]) -> None:
        """Show the page; say why it is not whole, or what the scanner could not do as asked."""
        record, page = came
        self._scanned(record)
        if problem := page.outcome.problem(has_part=True):
            words = f"{problem.message}{problem.saved}{problem.advice}"
            self._view.bar.say(Level.WARN, words)
        elif page.changes:
            self._view.bar.say(Level.OK, f"第 {record.position} 页已存入。{''.join(page.changes)}")

    def _say_progress(self, progress: Progress) -> None:
        self._view.bar.say(Level.INFO, f"正在扫描 {progress.done}%")

    def _scanned(self, page: ScannedPageRecord) -> None:
        self._view.scan_button.setEnabled(True)
        self._view.bar.say(Level.OK, f"第 {page.position} 页已存入。")
        self._work.changes.scan_changed.emit(page.page_id)
        self._refresh()

    def _scan_failed(self, error: Exception) -> None:
        self._view.scan_button.setEnabled(True)
        self._say_error(error)

    def _choose_file(self) -> None:
        self._work.messages.choose_files(
            "选择要附上的图像",
            self._import,
            kinds=FILE_KINDS,
        )

    def _import(self, files: list[Path]) -> None:
        for file in files:
            self._work.tasks.run(
                "scanner", self, partial(self._attach_file, file), self._scanned, self._file_failed
            )

    def _attach_file(self, file: Path) -> ScannedPageRecord:
        from reception_desk.devices.scanner.folder import pages_of_file

        if self._visit is None:
            raise DeskError("没有选择来访。")
        unread: list[ScanError] = []
        attached = [
            scans.attach_page(
                self._work.database,
                self._work.files,
                self._work.actor,
                self._visit.visit_id,
                page,
                title=SCAN_TITLE,
            )
            for page in pages_of_file(file, unread)
        ]
        if unread and attached:
            saved = f"其余 {len(attached)} 页已保存。"
            raise DeskError(unread[0].message, saved=saved, advice=unread[0].advice)
        if unread:
            raise unread[0]
        return attached[-1]

    def _file_failed(self, error: Exception) -> None:
        self._refresh()
        self._say_error(error)

    def _refresh(self) -> None:
        if self._visit is None:
            return
        database, actor, visit_id = self._work.database, self._work.actor, self._visit.visit_id
        self._view.show_documents(printing.documents_of_visit(database, actor, visit_id))
        self._view.show_scans(scans.pages_of_visit(database, actor, visit_id))

    def _say_print_failed(self, _document_id: str, error: Exception) -> None:
        self._say_error(error)

    def _say_error(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self._view.bar.say_error(error)
        else:
            self._work.messages.show_error(error)
