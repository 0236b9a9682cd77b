"""Right: the same person's matters, the office's first deadline, what is still missing."""

from collections.abc import Callable, Sequence
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from reception_desk.records.visit import MatterHint
from reception_desk.rules.completeness import NO_WRITTEN_NOTICE, Missing
from reception_desk.rules.deadlines import Deadline
from reception_desk.ui import text_size
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.scroll_column import ScrollColumn

_BUTTON_SIDE = 14
"""Border and padding beside the words of a matter, px at standard text."""
_WEEKDAYS = "一二三四五六日"


class MattersCard(Card):
    """Earlier matters of the person in the form, to connect papers; `matter_chosen(MatterHint)`.

    The first matter takes the focus, so that Enter joins the visit to it.
    """

    matter_chosen = Signal(object)
    matter_dropped = Signal()

    def __init__(self, zone: str) -> None:
        super().__init__("同一信访人的事项")
        self._zone = ZoneInfo(zone)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self._note = label("", "muted", wraps=True)
        self.add(self._note)
        self.add(self._rows)
        self.show_matters((), "", knows_person=False)

    def show_matters(
        self, matters: Sequence[MatterHint], chosen_id: str, *, knows_person: bool
    ) -> None:
        """Show the matters; the chosen one can be let go again."""
        _empty(self._rows)
        self._note.setVisible(not matters)
        self._note.setText(
            "此人以前没有登记过事项。"
            if knows_person
            else "放上证件或查找来访人后，在此显示其既往事项。"
        )
        self.set_count(f"{len(matters)} 件" if matters else "")
        for matter in matters:
            self._rows.addWidget(self._row(matter, is_chosen=matter.matter_id == chosen_id))

    @property
    def has_focus(self) -> bool:
        """Whether Enter would choose a matter."""
        focus = QApplication.focusWidget()
        return isinstance(focus, _MatterButton) and self.isAncestorOf(focus)

    def focus_first(self) -> None:
        """Let Enter choose the latest matter."""
        item = self._rows.itemAt(0)
        if item is not None and (row := item.widget()) is not None:
            row.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, matter: MatterHint, *, is_chosen: bool) -> QWidget:
        last = matter.last_visit_at.astimezone(self._zone)
        mark = "✓ 本次来访属于此事项" if is_chosen else "设为同一事项"
        title = matter.title or "（诉求待补充）"
        row = _MatterButton(
            f"{title}\n{last:%Y-%m-%d} 最近来访 · 共 {matter.visits} 次\n{mark}",
            self.matter_dropped.emit if is_chosen else partial(self.matter_chosen.emit, matter),
        )
        row.setAccessibleName(f"{title}，{mark}")
        row.setChecked(is_chosen)
        return row


class _MatterButton(QPushButton):
    """A matter as a wide button, its lines shortened to the room; Enter presses it like Space."""

    def __init__(self, text: str, on_press: Callable[[], object]) -> None:
        super().__init__(text)
        self._lines = text.split("\n")
        self.setToolTip(self._lines[0])
        self.setProperty("look", "choice")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda: on_press())

    def minimumSizeHint(self) -> QSize:
        """As high as its lines, and as narrow as the column: its words may be shortened."""
        return QSize(
            self.fontMetrics().horizontalAdvance("国…"), super().minimumSizeHint().height()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - 2 * text_size.scaled(_BUTTON_SIDE)
        shorten = self.fontMetrics().elidedText
        right = Qt.TextElideMode.ElideRight
        self.setText("\n".join(shorten(line, right, room) for line in self._lines))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
            return
        super().keyPressEvent(event)


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
        _empty(self._rows)
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


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
