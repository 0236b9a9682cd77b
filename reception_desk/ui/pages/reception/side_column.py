"""Right: the same person's matters, the office's first deadline, what is still missing."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from reception_desk.rules.completeness import NO_WRITTEN_NOTICE, Missing
from reception_desk.rules.deadlines import Deadline
from reception_desk.ui.pages.reception.matters_card import MattersCard, empty
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.scroll_column import ScrollColumn

_WEEKDAYS = "一二三四五六日"


class ClockCard(Card):
    """The office's first duty with its derivation: the date that the receipt will name."""

    def __init__(self) -> None:
        super().__init__("时限")
        self._date = label("", "strong")
        self._what = label("", "muted", wraps=True)
        self._day = ""
        self._exempt = label(f"{NO_WRITTEN_NOTICE}。", "muted", wraps=True)
        self._exempt.hide()
        self._why = label("", "hint", wraps=True)
        self._why.hide()
        self._more = Button("查看推导", self._toggle, look=Look.LINK)
        for part in (self._date, self._exempt, self._what, self._more, self._why):
            self.add(part)
        self.body.setSpacing(6)
        self.body.setAlignment(self._more, Qt.AlignmentFlag.AlignLeft)

    def show_deadline(self, deadline: Deadline) -> None:
        """Show the three days and why."""
        legal = deadline.legal
        provisional = "（暂定）" if deadline.provisional else ""
        self._day = f"{legal.month}月{legal.day}日 星期{_WEEKDAYS[legal.weekday()]}{provisional}"
        self.show_exemption(is_exempt=False)
        self._what.setText(f"内部目标 {deadline.internal:%m-%d} · 名义日 {deadline.nominal:%m-%d}")
        self._why.setText("\n".join(deadline.derivation))

    def show_exemption(self, *, is_exempt: bool) -> None:
        """Say what is due that day; without name or address no written notice is (Art. 23(2))."""
        self._exempt.setVisible(is_exempt)
        self._date.setText(f"{self._day}前{'转送、交办' if is_exempt else '书面告知'}")

    def show_derivation(self) -> None:
        """Open the derivation."""
        if self._why.isHidden():
            self._toggle()

    def _toggle(self) -> None:
        is_open = self._why.isHidden()
        self._why.setVisible(is_open)
        self._more.setText("收起推导" if is_open else "查看推导")


class MissingCard(Card):
    """What is still missing, each with a jump link; nothing here stops a registration."""

    jump_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__("还缺什么")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self._done_line = label("该填的都填了。", "ok")
        self.add(self._done_line)
        self.add(self._rows)
        self.add(label("缺项不影响登记，可在闭馆前补齐。", "hint", wraps=True))

    def show_missing(self, gaps: Sequence[Missing]) -> None:
        """Show the closing list of this visit."""
        empty(self._rows)
        self._done_line.setVisible(not gaps)
        self.set_count(f"{len(gaps)} 项" if gaps else "")
        for gap in gaps:
            button = Button(
                gap.sentence, partial(self.jump_asked.emit, gap.field.value), look=Look.LINK
            )
            button.setToolTip(gap.article)
            self._rows.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)


class SideColumn(ScrollColumn):
    """The three cards in a column that scrolls."""

    def __init__(self, zone: str) -> None:
        super().__init__()
        self.matters = MattersCard(zone)
        self.clock = ClockCard()
        self.missing = MissingCard()
        self.put(self.matters, self.clock, self.missing)

    def minimumSizeHint(self) -> QSize:
        """As wide as its longest line: nothing scrolls sideways here."""
        room = self._inner.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        return QSize(room, super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)
