"""The promises on a matter: who owes what until when, what was reported, and the next report."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.records.promises import PromiseSource, ReportKind, ReportRecord
from reception_desk.rules.chinese_dates import long_day_text
from reception_desk.services.promises import PromiseNow
from reception_desk.ui.pages.matters.matter_words import left, mark_of
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.fold import Fold
from reception_desk.ui.widgets.labels import IconLabel, label, line

_LOOKS = {Colour.ERROR: "error", Colour.WARN: "warn"}
_SOURCES = {source.value: source.label for source in PromiseSource}
_KINDS = {kind.value: kind.label for kind in ReportKind}


class PromisesCard(Card):
    """Built anew for each matter; hidden where nothing was promised.

    Signal `report_asked(PromiseNow, ReportKind)`, for those `kinds` the person may write down.
    """

    report_asked = Signal(object, object)

    def __init__(self, kinds: Collection[ReportKind] = ()) -> None:
        super().__init__("承诺事项")
        self._kinds = kinds
        self.buttons: dict[tuple[str, ReportKind], Button] = {}
        self._shown: tuple[tuple[PromiseNow, ...], date] | None = None
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self.add(self._rows)

    def show_promises(self, promises: Sequence[PromiseNow], today: date) -> None:
        """Show what is still to be kept first, the earliest day at the top."""
        if self._shown == (shown := (tuple(promises), today)):
            return  # read again while a button is held down, it would be gone under the finger
        self._shown = shown
        held = next((key for key, one in self.buttons.items() if one.hasFocus()), None)
        empty(self._rows)
        self.buttons = {}
        open_ones = sum(one.standing.is_open for one in promises)
        self.set_count(f"{open_ones} 项未办结" if open_ones else "")
        self.setVisible(bool(promises))
        ordered = sorted(promises, key=lambda one: not one.standing.is_open)
        for at, one in enumerate(ordered):
            if at:
                self._rows.addWidget(line())
            self._rows.addWidget(self._promise(one, today))
        if held is not None:
            self._focus_again(held)

    def _focus_again(self, held: tuple[str, ReportKind]) -> None:
        """Stay at the promise that was reported on, whatever may be pressed there now."""
        same = [one for key, one in self.buttons.items() if key[0] == held[0]]
        if button := self.buttons.get(held) or next(iter(same), None):
            button.setFocus()

    def _promise(self, one: PromiseNow, today: date) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        promise = one.promise
        column.addWidget(label(promise.what, "strong", wraps=True))
        column.addLayout(_left(one, today))
        helpers = f"（协办 {'、'.join(promise.co_owners)}）" if promise.co_owners else ""
        owner = f"{promise.owner_unit} {promise.owner_name}{helpers}"
        column.addWidget(label(f"{long_day_text(promise.due_on)}前 · {owner}", wraps=True))
        source = _SOURCES.get(promise.source, promise.source)
        column.addWidget(label(f"{promise.made_on} 在{source}时作出", "muted", wraps=True))
        if one.standing.reports:
            words = "\n".join(_report(report) for report in one.standing.reports)
            count = f"{len(one.standing.reports)} 次反馈"
            column.addWidget(Fold(count, label(words, wraps=True)))
        if kinds := [kind for kind in _next(one) if kind in self._kinds]:
            column.addWidget(self._acts(one, kinds))
        return whole

    def _acts(self, one: PromiseNow, kinds: Sequence[ReportKind]) -> QWidget:
        strip = QWidget()
        row = FlowLayout(strip)
        for kind in kinds:
            ask = partial(self.report_asked.emit, one, kind)
            button = Button(f"{kind.label}…", ask, look=Look.LINK)
            button.setAccessibleName(f"{kind.label}：{one.promise.what}")
            self.buttons[one.promise.promise_id, kind] = button
            row.addWidget(button)
        return strip


def _next(one: PromiseNow) -> tuple[ReportKind, ...]:
    """Return what may be written down about a promise as it stands."""
    if one.standing.is_open:
        return (ReportKind.REPORTED, ReportKind.CLOSED)
    return (ReportKind.CALLED_BACK, ReportKind.REOPENED)


def _left(one: PromiseNow, today: date) -> QHBoxLayout:
    """Return how long there is time, or when it was kept and whether in time."""
    due, closed = one.promise.due_on, one.standing.closed_on
    row = QHBoxLayout()
    row.setSpacing(6)
    if closed is not None:
        late = (closed - due).days
        told = one.standing.called_back_on
        after = f"{told} 已回访" if told else "还没有回访"
        words = f"{closed} 销号，{f'超期 {late} 天' if late > 0 else '按期'}，{after}"
        mark = (Colour.ERROR, "warning") if late > 0 else (Colour.OK, "check")
    else:
        words = str(left(due, due, today))
        mark = mark_of(words) or (Colour.MUTED, "clock")
    colour, icon = mark
    row.addWidget(IconLabel(icon, colour, 16))
    row.addWidget(label(words, _LOOKS.get(colour, "")))
    row.addStretch(1)
    return row


def _report(report: ReportRecord) -> str:
    kind = _KINDS.get(report.kind, "反馈")
    return f"{report.day} {kind}：{report.text}（{report.author_name}）"
