"""One visit, read only, everything that identifies a person masked."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from reception_desk.ui.file_viewer import FileViewer, filed_words, page_title
from reception_desk.ui.pages.register.opened_visit import OpenedVisit
from reception_desk.ui.pages.register.visit_words import (
    Fact,
    HiddenField,
    PersonWords,
    material_facts,
    matter_facts,
    past_facts,
    person_words,
    visit_facts,
)
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Button, IconButton, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.inline_bar import InlineBar
from reception_desk.ui.widgets.labels import ElidedLabel, label, line
from reception_desk.ui.widgets.masked_field import Give, MaskedField

Reveal = Callable[[str, HiddenField, Give], None]


class VisitDetail(Card):
    """Signals: `closed()`, `paper_asked(DocumentRecord)`, `page_asked(ScannedPageRecord)`,
    `filed_asked(visit id, number, FiledPaperRecord)`, `correction_asked(visit id)`,
    `scan_asked(visit id)`, `erasure_asked(visit id, number)`, `file_asked(visit id, number)`,
    `matter_asked(matter id)`.

    `on_reveal(person id, field, give)` asks for the reason and gives the text, or does nothing;
    None where the person at the desk may not see what is hidden. `can_correct` offers to complete
    and correct the registration, `can_scan` to scan for it, `can_ask_erasure` to ask that it be
    erased by law, `can_export` to take the whole file along.
    """

    closed = Signal()
    paper_asked = Signal(object)
    page_asked = Signal(object)
    filed_asked = Signal(str, str, object)
    correction_asked = Signal(str)
    scan_asked = Signal(str)
    erasure_asked = Signal(str, str)
    file_asked = Signal(str, str)
    matter_asked = Signal(str)

    def __init__(
        self,
        on_reveal: Reveal | None,
        viewer: FileViewer,
        *,
        can_correct: bool = False,
        can_ask_erasure: bool = False,
        can_scan: bool = False,
        can_export: bool = False,
    ) -> None:
        super().__init__()
        self.visit_id = ""
        self.matter_id = ""
        self._can_ask_erasure = can_ask_erasure
        self._can_export = can_export
        self._on_reveal = on_reveal
        self._number = ElidedLabel("", "heading", keeps_end=True)
        self.bar = InlineBar()
        self.close_button = IconButton("close", "关闭详情", self.closed.emit, size=16)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName("来访详情")
        self.correct_button = Button("补充、更正", self._ask_correction, icon="edit")
        if not can_correct:
            self.correct_button.hide()
        self.matter_button = IconButton(
            "matter", "办理这件事项 Ctrl+M", self._ask_matter, role=Colour.TEXT
        )
        self.scan_button = IconButton("scan", "扫描材料", self._ask_scan, role=Colour.TEXT)
        if not can_scan:
            self.scan_button.hide()
        head = QHBoxLayout()
        head.addWidget(self._number, 1)
        head.addWidget(self.correct_button)
        head.addWidget(self.matter_button)
        head.addWidget(self.scan_button)
        head.addWidget(self.close_button)
        self.add(head)
        self.add(self.bar)
        self.add(viewer)
        self.add(self._area, 1)

    def show_visit(self, opened: OpenedVisit) -> None:
        """Show another visit, masked."""
        visit = opened.visit
        self.visit_id = visit.visit_id
        self.matter_id = visit.matter_id or ""
        self.matter_button.setVisible(bool(self.matter_id))
        self.bar.clear()
        self._number.setText(visit.shown_number)
        self.setAccessibleName(f"来访 {visit.shown_number}")
        inner = QWidget()
        inner.setProperty("look", "clear")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        column.addLayout(_facts(visit_facts(visit)))
        for person in visit.persons:
            self._add_person(column, person_words(person))
        _add_text(column, "诉求", visit.claim or "（待补充）")
        _add_text(column, "事实与理由", visit.facts)
        _add_facts(column, "办理", matter_facts(visit))
        _add_facts(column, "收到的材料", material_facts(visit))
        papers = [(f"{paper.title}（{paper.paper}）", paper) for paper in opened.documents]
        _add_links(column, "文书", papers, self.paper_asked)
        whose = visit.visit_id, visit.shown_number
        filed = [(filed_words(paper, visit.zone), *whose, paper) for paper in opened.filed]
        _add_links(column, "归档材料", filed, self.filed_asked)
        if filed and self._can_export:
            take = partial(self.file_asked.emit, *whose)
            button = Button("导出或打印全卷…", take, icon="export")
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        scans = [(page_title(page), page) for page in opened.pages]
        _add_links(column, "扫描件", scans, self.page_asked)
        _add_facts(column, "补充与更正", past_facts(opened.past, visit.zone))
        if self._can_ask_erasure:
            column.addWidget(line())
            ask = partial(self.erasure_asked.emit, *whose)
            column.addWidget(
                Button("依法删除…", ask, look=Look.LINK), 0, Qt.AlignmentFlag.AlignLeft
            )
        column.addStretch(1)
        self._area.setWidget(inner)

    def hidden_fields(self) -> list[MaskedField]:
        """Return what is masked and may be shown for a reason."""
        return self._area.findChildren(MaskedField)

    def _ask_scan(self) -> None:
        self.scan_asked.emit(self.visit_id)

    def _ask_matter(self) -> None:
        self.matter_asked.emit(self.matter_id)

    def _ask_correction(self) -> None:
        self.correction_asked.emit(self.visit_id)

    def _add_person(self, column: QVBoxLayout, person: PersonWords) -> None:
        column.addWidget(line())
        column.addWidget(label(person.role, "strong"))
        grid = _facts([])
        for row, field in enumerate(person.hidden):
            grid.addWidget(label(field.name, "muted"), row, 0)
            grid.addWidget(self._hidden(person, field), row, 1)
        _fill(grid, person.facts, below=len(person.hidden))
        column.addLayout(grid)

    def _hidden(self, person: PersonWords, field: HiddenField) -> QWidget:
        if self._on_reveal is None:
            return label(field.masked)
        return MaskedField(
            field.name, field.masked, partial(self._on_reveal, person.person_id, field)
        )


def _add_links(
    column: QVBoxLayout, title: str, links: Sequence[tuple[object, ...]], asked: SignalInstance
) -> None:
    """Add what opens by a press, or nothing; of each its words, then what the signal says."""
    if not links:
        return
    column.addWidget(line())
    column.addWidget(label(title, "strong"))
    for words, *told in links:
        button = Button(str(words), partial(asked.emit, *told), look=Look.LINK)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)


def _facts(facts: Sequence[Fact]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(1, 1)
    _fill(grid, facts)
    return grid


def _fill(grid: QGridLayout, facts: Sequence[Fact], *, below: int = 0) -> None:
    for row, (name, value) in enumerate(facts, below):
        grid.addWidget(label(name, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
        words = label(value, wraps=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(words, row, 1)


def _add_facts(column: QVBoxLayout, title: str, facts: Sequence[Fact]) -> None:
    if facts:
        column.addWidget(line())
        column.addWidget(label(title, "strong"))
        column.addLayout(_facts(facts))


def _add_text(column: QVBoxLayout, title: str, text: str) -> None:
    if text:
        column.addWidget(line())
        column.addWidget(label(title, "strong"))
        words = label(text, wraps=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(words)
