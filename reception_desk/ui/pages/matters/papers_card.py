"""The papers of a matter: what is still to be issued, and what was."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.records.matters import MatterPaper
from reception_desk.records.printing import PrintState
from reception_desk.rules.chinese_dates import day_text
from reception_desk.rules.owed_papers import OwedPaper
from reception_desk.rules.service_of_papers import SERVED_PAPERS
from reception_desk.rules.told_days import OutdatedDay
from reception_desk.services.document_kinds import OF_LEADER_DAY, OF_SESSION, OF_VISIT
from reception_desk.services.matter_file import MatterFile
from reception_desk.ui.file_viewer import FileViewer
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.labels import IconLabel, label
from reception_desk.ui.widgets.print_badge import PrintStateBadge

_MADE_ELSEWHERE = OF_VISIT | OF_SESSION | OF_LEADER_DAY


@dataclass(frozen=True, slots=True)
class PaperRights:
    """What the person at the desk may do with the papers of a matter."""

    can_issue: bool
    can_serve: bool


class PapersCard(Card):
    """Signals: `asked(DocumentKind)`, `opened(MatterPaper)`, `service_asked(MatterPaper)`,
    `reissue_asked(MatterPaper)`.

    Who may issue nothing sees what is owed all the same.
    """

    asked = Signal(object)
    opened = Signal(object)
    service_asked = Signal(object)
    reissue_asked = Signal(object)

    def __init__(self, viewer: FileViewer, zone: ZoneInfo, rights: PaperRights) -> None:
        super().__init__("文书")
        self._rights = rights
        self._zone = zone
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self.add(viewer)
        self.add(self._rows)

    def show_papers(self, file: MatterFile) -> None:
        """Show what is owed first, then the papers oldest first."""
        empty(self._rows)
        for day in file.outdated:
            self._rows.addWidget(_row("warning", Colour.WARN, label(_moved(day), wraps=True)))
        self._add("还要出的文书", [self._owed(each) for each in file.owed])
        self._add("已出的文书", [self._issued(paper) for paper in file.papers])
        if not self._rows.count():
            self._rows.addWidget(label("还没有文书。", "muted", wraps=True))

    def _add(self, title: str, parts: Sequence[QWidget]) -> None:
        if parts:
            self._rows.addWidget(label(title, "strong"))
        for part in parts:
            self._rows.addWidget(part)

    def _owed(self, owed: OwedPaper) -> QWidget:
        if not self._rights.can_issue:
            return _row("file", Colour.WARN, label(owed.kind.label, wraps=True))
        button = Button(
            owed.kind.label, partial(self.asked.emit, owed.kind), look=Look.LINK, tip=owed.article
        )
        return _row("file", Colour.WARN, button)

    def _issued(self, paper: MatterPaper) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        issued = paper.issued_at.astimezone(self._zone)
        served = f"{paper.served_on} 送达" if paper.served_on else ""
        state = "已作废" if paper.is_void else served
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Button(paper.title, partial(self.opened.emit, paper), look=Look.LINK))
        head.addStretch(1)
        if self._rights.can_serve and paper.kind in SERVED_PAPERS and not state:
            serve = partial(self.service_asked.emit, paper)
            head.addWidget(Button("登记送达", serve, look=Look.LINK))
        if self._rights.can_issue and paper.kind not in _MADE_ELSEWHERE and not paper.is_void:
            anew = partial(self.reissue_asked.emit, paper)
            head.addWidget(Button("重新出具", anew, look=Look.LINK, tip="原来的一份作废"))
        column.addLayout(head)
        receipt = "附送达回证" if paper.receipt_id and not paper.is_void else ""
        facts = (paper.number, f"{issued:%Y-%m-%d} 制作", receipt, state)
        column.addWidget(label(" · ".join(filter(None, facts)), "muted", wraps=True))
        if paper.print_state is not None and not paper.is_void:
            badge = PrintStateBadge()
            badge.say(PrintState(paper.print_state))
            column.addWidget(badge)
        return whole


def _moved(day: OutdatedDay) -> str:
    return f"{day.title}写的期限是{day_text(day.told)}，现在是{day_text(day.now)}，请告知信访人。"


def _row(icon: str, role: Colour, words: QWidget) -> QWidget:
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(IconLabel(icon, role, 16), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(words, 1)
    if isinstance(words, Button):
        row.setStretchFactor(words, 0)
        row.addStretch(1)
    return whole
