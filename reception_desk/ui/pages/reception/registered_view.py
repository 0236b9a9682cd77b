"""A visit just registered: its number and query code, its papers with their print state, scans."""

from collections.abc import Sequence
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.records.document import DocumentKind, DocumentRecord, ScannedPageRecord
from reception_desk.records.printing import PrintState
from reception_desk.records.visit import VisitRecord
from reception_desk.rules.masking import mask_name
from reception_desk.services.corrections import PastCorrection
from reception_desk.ui.file_viewer import page_title
from reception_desk.ui.pages.reception.gaps_card import GapsCard
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.inline_bar import InlineBar, Level
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.print_badge import PrintStateBadge
from reception_desk.ui.widgets.scroll_column import ScrollColumn
from reception_desk.ui.widgets.step_timeline import StepTimeline, TimelineEntry


class RegisteredView(ScrollColumn):
    """Shows one registered visit.

    Signals: `paper_asked(DocumentKind)`, `reprint_asked(DocumentRecord)`,
    `preview_asked(DocumentRecord)`, `page_asked(ScannedPageRecord)`, `scan_asked`, `station_asked`,
    `matter_asked`, `finished`, and `correction_asked(str)` with the field to begin with, "" for
    none.
    """

    paper_asked = Signal(object)
    reprint_asked = Signal(object)
    preview_asked = Signal(object)
    page_asked = Signal(object)
    scan_asked = Signal()
    station_asked = Signal()
    import_asked = Signal()
    matter_asked = Signal()
    finished = Signal()
    correction_asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.bar = InlineBar()
        self._head = Card()
        self._number = label("", "title")
        self._who = label("", "muted", wraps=True)
        self._provisional = label("", "muted")
        self._code = label("", "strong")
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.gaps = GapsCard()
        self.gaps.correction_asked.connect(self.correction_asked)
        self._past = Card("补充与更正")
        self._past_rows = StepTimeline()
        self._papers = Card("文书")
        self.stale = InlineBar()
        self._paper_rows = QVBoxLayout()
        self._paper_rows.setSpacing(8)
        self._scans = Card("扫描件")
        self._scan_rows = QGridLayout()
        self.station_button = Button(
            "整批扫描", self.station_asked.emit, tip="到扫描页：分件、归档、打印材料接收清单"
        )
        self.release_button = Button("请来访人核对", tip="Ctrl+J：显示在来访人屏幕上")
        self.evaluation_button = Button(
            "请来访人评价", tip="显示在来访人屏幕上：自愿评价，结果这里看不到"
        )
        self.scan_button = Button("扫描一页", self.scan_asked.emit, icon="scan")
        self._arrange()

    def show_visit(self, visit: VisitRecord) -> None:
        """Show the number, the query code and who came."""
        moment = visit.arrived_at.astimezone(ZoneInfo(visit.zone))
        main = visit.main_person
        unnamed = "匿名" if visit.is_anonymous else "未提供姓名"
        name = mask_name(main.name) if main and main.name else unnamed
        heads = f" 等 {visit.head_count} 人" if visit.head_count > 1 else ""
        self._number.setText(f"已登记　{visit.shown_number}")
        self._provisional.setText(f"临时编号　{visit.provisional_number}")
        self._provisional.setVisible(bool(visit.number))
        self._code.setText(f"查询码　{_spaced(visit.query_code)}")
        self._who.setText(
            f"{name}{heads} · {moment:%Y-%m-%d %H:%M} · {visit.window}号窗口 · "
            f"{visit.summary or '诉求待补充'}"
        )

    def show_past(self, events: Sequence[PastCorrection], zone: str) -> None:
        """Show what was completed and corrected after the registration: fields, never values."""
        self._past.setVisible(bool(events))
        self._past_rows.set_entries(
            [
                TimelineEntry(
                    f"{event.occurred_at.astimezone(ZoneInfo(zone)):%m-%d %H:%M}",
                    f"{'补充' if event.is_completion else '更正'}：{event.fields}",
                    "　".join(filter(None, (event.by, event.reason))),
                )
                for event in events
            ]
        )

    def _show_stale(self, documents: Sequence[DocumentRecord]) -> None:
        stale = [document for document in documents if document.is_stale]
        if not stale:
            self.stale.clear()
            return
        links = [
            (f"重新打印{document.kind.label}", partial(self.paper_asked.emit, document.kind))
            for document in stale
        ]
        self.stale.say(Level.WARN, "登记内容已更正，建议重新打印。", links)

    def show_documents(self, documents: Sequence[DocumentRecord]) -> None:
        """Show the papers with the printer's latest word on each."""
        self._show_stale(documents)
        _empty(self._paper_rows)
        if not documents:
            self._paper_rows.addWidget(label("正在制作回执…", "muted"))
        for document in documents:
            self._paper_rows.addWidget(self._paper_row(document))

    def show_scans(self, pages: Sequence[ScannedPageRecord]) -> None:
        """Show the pages attached so far."""
        _empty(self._scan_rows)
        if not pages:
            self._scan_rows.addWidget(label("来访人提交的材料在此扫描，一次一页。", "muted"), 0, 0)
        for row, page in enumerate(pages):
            title = label(page_title(page))
            size = label(f"{page.width}×{page.height} 像素 · {page.resolution} dpi", "muted")
            mark = label(f"校验值 {page.sha256[:8]}", "hint")
            view = Button("查看", partial(self.page_asked.emit, page), look=Look.LINK)
            for column, widget in enumerate((title, size, mark, view)):
                self._scan_rows.addWidget(widget, row, column)
        self._scans.set_count(f"{len(pages)} 页" if pages else "")

    def add_progress(self, progress: QWidget) -> None:
        """Put what shows how far a file has come under the bar."""
        self._column.insertWidget(1, progress)

    def _arrange(self) -> None:
        self._head.add(self._number)
        self._head.add(self._provisional)
        self._head.add(self._code)
        self._head.add(self._who)
        papers = QWidget()
        actions = FlowLayout(papers)
        for button in (
            Button(
                "打印回执", partial(self.paper_asked.emit, DocumentKind.RECEIPT), icon="printer"
            ),
            Button("打印登记单", partial(self.paper_asked.emit, DocumentKind.REGISTRATION_FORM)),
        ):
            actions.addWidget(button)
        actions.addWidget(
            Button("补充、更正", partial(self.correction_asked.emit, ""), icon="edit")
        )
        actions.addWidget(self.release_button)
        actions.addWidget(self.evaluation_button)
        actions.addWidget(Button("办理事项", self.matter_asked.emit, icon="matter", tip="Ctrl+M"))
        done = Button("办完，下一位", self.finished.emit, look=Look.PRIMARY, tip="F8")
        row = QHBoxLayout()
        row.addWidget(papers, 1)
        row.addWidget(done, 0, Qt.AlignmentFlag.AlignTop)
        self._head.add(row)
        self._papers.add(self.stale)
        self._papers.add(self._paper_rows)
        self._past.add(self._past_rows)
        self._past.hide()
        self._scans.add_action(self.station_button)
        self._scans.add_action(Button("从文件导入", self.import_asked.emit))
        self._scans.add_action(self.scan_button)
        self._scans.add(self._scan_rows)
        self.put(self.bar, self._head, self.gaps, self._papers, self._scans, self._past)

    def _paper_row(self, document: DocumentRecord) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        badge = PrintStateBadge()
        if document.state:
            state = PrintState(document.state)
            badge.say(state, reason=document.printer_reason or "", reprints=document.reprints)
        line.addWidget(label(document.title))
        line.addWidget(badge)
        line.addStretch(1)
        line.addWidget(Button("预览", partial(self.preview_asked.emit, document), look=Look.LINK))
        verb = "补打" if document.prints else "打印"
        line.addWidget(Button(verb, partial(self.reprint_asked.emit, document), look=Look.LINK))
        return row


def _spaced(code: str) -> str:
    """Return a query code in groups that can be read aloud."""
    return f"{code[:4]} {code[4:7]} {code[7:]}"


def _empty(layout: QVBoxLayout | QGridLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
