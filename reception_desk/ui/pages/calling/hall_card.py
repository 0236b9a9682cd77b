"""大厅: what each window serves and since when, who waits and how long; nobody's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, Qt

from reception_desk.rules.ticket_hall import AT_WINDOW, count_hall
from reception_desk.rules.ticket_standing import TicketStanding
from reception_desk.rules.ticket_transition import TicketState
from reception_desk.ui.tables.columns import Column
from reception_desk.ui.tables.filling_column import FillingColumn
from reception_desk.ui.tables.record_model import RecordTableModel
from reception_desk.ui.tables.table_view import TableView
from reception_desk.ui.ticket_desk import HallNow
from reception_desk.ui.ticket_words import span_words
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.labels import label

_IDLE = "空闲"
_EDGE = 6
COLUMNS = (
    Column("window", "窗口", 6),
    Column("number", "号码", 6),
    Column(
        "state", "状态", 6,
        marks={
            TicketState.SERVING.label: (Colour.OK, "reception"),
            TicketState.CALLED.label: (Colour.ACCENT, "queue"),
            TicketState.ON_HOLD.label: (Colour.MUTED, "pause"),
        },
    ),
    Column("since", "从", 4),
    Column("ran", "已", 7),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WindowLine:
    """A window with a number that stands there, None for none."""

    desk_id: str
    window: str
    ticket: TicketStanding | None

    @property
    def key(self) -> str:
        """One line for each number of a window."""
        return f"{self.desk_id} {self.ticket.facts.ticket_id if self.ticket else ''}"


class HallCard(Card):
    """The windows in a table, and the queue in one line."""

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__("大厅", is_flush=True)
        self._zone = zone
        self._moment: datetime | None = None
        self.model: RecordTableModel[WindowLine] = RecordTableModel(
            COLUMNS, self._cells, lambda one: one.key
        )
        self.table = TableView(self.model, "各窗口", is_flush=True, can_export=False)
        FillingColumn(self.table, COLUMNS, "ran")
        self.count = label("", "muted", wraps=True)
        self.count.setContentsMargins(15, 0, 15, 0)
        self.body.setSpacing(8)
        self.add(self.count)
        self.add(self.table)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def _fit(self) -> None:
        """As high as its windows: the column beside the queue scrolls, not the table in it."""
        rows = max(self.model.rowCount(), 1) * self.table.verticalHeader().defaultSectionSize()
        head = self.table.horizontalHeader().sizeHint().height()
        bar = self.table.horizontalScrollBar().sizeHint().height()
        self.table.setFixedHeight(rows + head + bar + _EDGE)

    def show_hall(self, hall: HallNow) -> None:
        """Show the hall as it was read."""
        self._moment = hall.moment
        chosen = self.table.current_id()
        self.count.setText(count_words(hall))
        self.model.set_records(window_lines(hall))
        self._fit()
        if (row := self.model.row_of(chosen)) >= 0:
            self.table.setCurrentIndex(self.model.index(row, 0))

    def _cells(self, one: WindowLine) -> Sequence[Any]:
        ticket = one.ticket
        if ticket is None or self._moment is None:
            return (f"{one.window}号窗口", None, _IDLE, None, None)
        return (
            f"{one.window}号窗口",
            ticket.facts.number,
            ticket.state.label,
            f"{ticket.since.astimezone(self._zone):%H:%M}",
            span_words((self._moment - ticket.since).total_seconds()),
        )


def window_lines(hall: HallNow) -> list[WindowLine]:
    """Return every window with what stands there; one not known here by its own name."""
    standing = [one for one in hall.queue.tickets if one.state in AT_WINDOW]
    known = {one.desk_id: one.window for one in hall.desks}
    others = {one.desk_id: one.window for one in standing if one.desk_id not in known}
    lines = []
    for desk_id, window in {**known, **others}.items():
        here = [one for one in standing if one.desk_id == desk_id]
        lines += [WindowLine(desk_id, window, one) for one in here or [None]]
    return lines


def count_words(hall: HallNow) -> str:
    """Return who waits and how long, in one line."""
    count = count_hall(hall.queue.tickets, hall.queue.order, hall.moment)
    if not count.waiting:
        said = ["没有人等候"]
    else:
        longest = span_words(count.longest.total_seconds()) if count.longest else ""
        said = [f"{count.waiting} 人等候", f"最久 {longest}"]
    for number, words in (
        (count.need_help, "需要协助"),
        (count.booked, "有预约"),
        (count.missed, "过号未回"),
    ):
        if number:
            said.append(f"{words} {number}")
    return " · ".join(said)
