"""The clock: each running duty with its days and why, and what was done in time or late."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.ui.pages.matters.duty_words import Clock, PastDuty, RunningDuty
from reception_desk.ui.pages.matters.matter_words import mark_of
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.fold import Fold
from reception_desk.ui.widgets.labels import IconLabel, label, line

_LOOKS = {Colour.ERROR: "error", Colour.WARN: "warn"}


class ClockCard(Card):
    """Built anew for each matter; the derivations are closed at first."""

    def __init__(self) -> None:
        super().__init__("时限")
        self.folds: list[Fold] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self.add(self._rows)

    def show_clock(self, clock: Clock) -> None:
        """Show what runs and what is past."""
        empty(self._rows)
        self.folds = []
        self.set_count(f"{len(clock.running)} 项未完" if clock.running else "")
        if not clock.running:
            self._rows.addWidget(label("没有正在计算的期限。", "muted", wraps=True))
        for at, duty in enumerate(clock.running):
            if at:
                self._rows.addWidget(line())
            self._rows.addWidget(self._running(duty))
        if clock.past:
            fold = Fold(f"已结束的 {len(clock.past)} 项期限", _past(clock.past))
            self.folds.append(fold)
            self._rows.addWidget(line())
            self._rows.addWidget(fold)

    def _running(self, duty: RunningDuty) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(label(duty.title, "strong", wraps=True))
        column.addLayout(_left(duty))
        column.addWidget(label(f"{duty.last_day}前 · {duty.bearer}", wraps=True))
        column.addWidget(label(duty.days, "muted", wraps=True))
        fold = Fold("推导", label("\n".join(duty.derivation), "muted", wraps=True))
        self.folds.append(fold)
        column.addWidget(fold)
        return whole


def _left(duty: RunningDuty) -> QHBoxLayout:
    """Return how long there is time, with its icon where it is late or near."""
    row = QHBoxLayout()
    row.setSpacing(6)
    mark = None if duty.is_right else mark_of(duty.left)
    colour, icon = mark or (Colour.MUTED, "clock")
    row.addWidget(IconLabel(icon, colour, 16))
    row.addWidget(label(duty.left, _LOOKS.get(colour, "")))
    row.addStretch(1)
    return row


def _past(duties: Sequence[PastDuty]) -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    for duty in duties:
        row = QHBoxLayout()
        row.setSpacing(6)
        icon, colour = ("warning", Colour.ERROR) if duty.is_late else ("check", Colour.OK)
        row.addWidget(IconLabel(icon, colour, 16))
        row.addWidget(label(f"{duty.title}：{duty.words}", wraps=True), 1)
        column.addLayout(row)
    return whole
