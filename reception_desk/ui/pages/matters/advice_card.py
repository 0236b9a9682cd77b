"""律师、调解员的意见 on a matter, for those who may see it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reception_desk.records.advisers import AdviceRecord
from reception_desk.rules import codes
from reception_desk.rules.codes import CodeListName
from reception_desk.services.advisers import adviser_label
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.fold import Fold
from reception_desk.ui.widgets.labels import label, line


class AdviceCard(Card):
    """Hidden for who may not see any. Signals: `asked()`, `print_asked(AdviceRecord)`."""

    asked = Signal()
    print_asked = Signal(object)

    def __init__(self, *, may_log: bool) -> None:
        super().__init__("律师、调解员的意见")
        self._may_log = may_log
        self._shown: tuple[AdviceRecord, ...] | None = None
        self.buttons: dict[str, Button] = {}
        self.button = Button("登记…", self.asked.emit, look=Look.LINK)
        self.button.setAccessibleName("登记律师、调解员的意见…")
        self.add_action(self.button)
        self.button.setVisible(may_log)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self.add(self._rows)

    def show_advice(self, found: Sequence[AdviceRecord] | None) -> None:
        """Show the newest first; None for who may not see any."""
        self.setVisible(found is not None and bool(found or self._may_log))
        if found is None or self._shown == tuple(found):
            return  # read again while a button is held down, it would be gone under the finger
        self._shown = tuple(found)
        empty(self._rows)
        self.buttons = {}
        for at, one in enumerate(found):
            if at:
                self._rows.addWidget(line())
            self._rows.addWidget(self._advice(one))
        if not found:
            self._rows.addWidget(label("还没有咨询过。", "muted"))

    def _advice(self, one: AdviceRecord) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(label(one.topic, "strong", wraps=True))
        who = f"{adviser_label(one.adviser.kind)} {one.adviser.name}（{one.adviser.firm}）"
        column.addWidget(label(f"{one.given_on} {one.started_at:%H:%M} · {who}", wraps=True))
        if one.referral:
            referral = codes.name(CodeListName.ADVICE_REFERRAL, one.referral)
            column.addWidget(label(f"转介：{referral}", wraps=True))
        column.addWidget(Fold("意见", label(one.text, wraps=True)))
        if self._may_log:
            button = Button("打印意见单", partial(self.print_asked.emit, one), look=Look.LINK)
            button.setAccessibleName(f"打印意见单：{one.topic}")
            self.buttons[one.advice_id] = button
            strip = QWidget()
            FlowLayout(strip).addWidget(button)
            column.addWidget(strip)
        return whole
