"""The visits of a matter, who came hidden as everywhere, each a way to the register."""

from collections.abc import Sequence
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from reception_desk.records.matters import MatterVisit
from reception_desk.rules.masking import mask_name
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.labels import label


class VisitsCard(Card):
    """Signal `asked(visit id)`."""

    asked = Signal(str)

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__("来访")
        self._zone = zone
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self.add(self._rows)

    def show_visits(self, visits: Sequence[MatterVisit]) -> None:
        """Show the visits, oldest first."""
        empty(self._rows)
        self.set_count(f"{len(visits)} 次" if visits else "")
        if not visits:
            self._rows.addWidget(label("来访登记不在这里显示。", "muted", wraps=True))
        for visit in visits:
            link = Button(visit.number, partial(self.asked.emit, visit.visit_id), look=Look.LINK)
            self._rows.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
            self._rows.addWidget(label(self._words(visit), "muted", wraps=True))

    def _words(self, visit: MatterVisit) -> str:
        names = "、".join(map(mask_name, visit.names)) or "未提供姓名"
        told = max(len(visit.names), 1)  # who gave no name is one of them, too
        heads = f"等 {visit.head_count} 人" if visit.head_count > told else ""
        moment = visit.arrived_at.astimezone(self._zone)
        kind = "初访" if visit.relation == "first" else "再访"
        return f"{moment:%Y-%m-%d %H:%M} · {kind} · {names}{heads}"
