"""Who took part and what each said to being recorded, and the papers with their hashes."""

from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reception_desk.records.document import DocumentRecord
from reception_desk.services.past_sessions import PastFile
from reception_desk.services.session_words import grouped_hash
from reception_desk.ui.pages.video_sessions.past_words import answer_words, moment_words
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.labels import label, line
from reception_desk.ui.widgets.scroll_column import ScrollColumn


class PeopleAndPapers(ScrollColumn):
    """Signal `paper_asked(DocumentRecord)`."""

    paper_asked = Signal(object)

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self._zone = zone
        self.people, self.papers = Card("参加人"), Card("文书")
        self._people_rows, self._paper_rows = QVBoxLayout(), QVBoxLayout()
        for card, rows in ((self.people, self._people_rows), (self.papers, self._paper_rows)):
            rows.setSpacing(8)
            card.add(rows)
        self.put(self.people, self.papers)

    def show_file(self, past: PastFile) -> None:
        """Show the people, then the papers the oldest first."""
        empty(self._people_rows)
        empty(self._paper_rows)
        for at, who in enumerate(past.file.case.participants):
            if at:
                self._people_rows.addWidget(line())
            self._people_rows.addWidget(label(f"{who.role.label}　{who.shown}", wraps=True))
            said = f"{who.side.label} · {answer_words(past.file, who)}"
            self._people_rows.addWidget(label(said, "muted", wraps=True))
        for paper in past.papers:
            self._paper_rows.addWidget(self._paper(paper))
        if not past.papers:
            self._paper_rows.addWidget(label("没有文书。", "muted"))

    def _paper(self, paper: DocumentRecord) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        button = Button(paper.title, partial(self.paper_asked.emit, paper), look=Look.LINK)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        made = moment_words(paper.created_at, self._zone)
        facts = " · ".join(filter(None, (paper.number, f"{made} 制作")))
        column.addWidget(label(facts, "muted", wraps=True))
        sums = label(f"校验值 {grouped_hash(paper.sha256)}", "hint", wraps=True)
        sums.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(sums)
        return whole
