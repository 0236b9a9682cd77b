"""The papers of a matter: what is still to be issued, what was, and how much was handed in."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.records.document import DocumentKind
from reception_desk.records.matters import MatterPaper
from reception_desk.ui.file_viewer import FileViewer
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.labels import IconLabel, label


class PapersCard(Card):
    """Signals: `asked(DocumentKind)` for one of `can_issue`, `opened(MatterPaper)`.

    A kind that cannot be issued from here is named all the same: it is owed.
    """

    asked = Signal(object)
    opened = Signal(object)

    def __init__(self, viewer: FileViewer, zone: ZoneInfo) -> None:
        super().__init__("文书和材料")
        self.can_issue: frozenset[DocumentKind] = frozenset()
        self._zone = zone
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self.add(viewer)
        self.add(self._rows)

    def show_papers(
        self, owed: Sequence[DocumentKind], papers: Sequence[MatterPaper], scans: int
    ) -> None:
        """Show what is owed first, then the papers oldest first."""
        empty(self._rows)
        if owed:
            self._rows.addWidget(label("还要出的文书", "strong"))
        for kind, count in Counter(owed).items():
            self._rows.addWidget(self._owed(kind, count))
        if papers:
            self._rows.addWidget(label("已出的文书", "strong"))
        for paper in papers:
            self._rows.addWidget(self._issued(paper))
        handed = f"已归档的材料 {scans} 份，在来访台账中查看。" if scans else "还没有归档的材料。"
        self._rows.addWidget(label(handed, "muted", wraps=True))

    def _owed(self, kind: DocumentKind, count: int) -> QWidget:
        text = f"{kind.label}　{count} 份" if count > 1 else kind.label
        if kind in self.can_issue:
            words: QWidget = Button(text, partial(self.asked.emit, kind), look=Look.LINK)
        else:
            words = label(text, wraps=True)
        return _row("file", Colour.WARN, words)

    def _issued(self, paper: MatterPaper) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        issued = paper.issued_at.astimezone(self._zone)
        served = f"{paper.served_on} 送达" if paper.served_on else ""
        state = "已作废" if paper.is_void else served
        button = Button(paper.title, partial(self.opened.emit, paper), look=Look.LINK)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        facts = (paper.number, f"{issued:%Y-%m-%d} 制作", state)
        column.addWidget(label(" · ".join(filter(None, facts)), "muted", wraps=True))
        return whole


def _row(icon: str, role: Colour, words: QWidget) -> QWidget:
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(IconLabel(icon, role, 16))
    row.addWidget(words, 1)
    return whole
