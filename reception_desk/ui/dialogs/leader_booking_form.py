"""预约领导接访: on which day a matter is received, and at what time."""

from collections.abc import Iterable, Sequence
from datetime import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.widgets.form_grid import Row
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.text_area import TextArea

_WORDS = "没有预约也可以当日到场。责任单位和准备材料由科室另行通知。"
_LONGEST = 500


class LeaderBookingForm(DialogForm):
    """Signals: `day_chosen(day id)`, for which the owner gives the free times; and
    `asked(day id, time or None, reason)`. The reason is asked where a booking is moved.
    """

    day_chosen = Signal(str)
    asked = Signal(str, object, str)

    def __init__(
        self, parent: QWidget, title: str, days: Sequence[Choice], *, asks_reason: bool = False
    ) -> None:
        self._asks_reason = asks_reason
        self.day = CodeCombo(days, hint="日期、领导姓名或者职务")
        self.at = CodeCombo(hint="不约时间")
        self.reason = TextArea(limit=_LONGEST, lines=2)
        rows = [
            Row("接访日", self.day, is_required=True),
            Row("时间", self.at, "不选时间的，按到场先后接访。"),
        ]
        if asks_reason:
            rows.append(Row("理由", self.reason, is_required=True))
        super().__init__(parent, title, rows, "改约" if asks_reason else "预约")
        self.add(label(_WORDS, "muted", wraps=True))
        self.day.code_changed.connect(self.day_chosen)
        self.press.clicked.connect(self._ask)

    def offer_times(self, times: Iterable[time]) -> None:
        """Offer the times of the chosen day that are still free."""
        self.at.set_choices([Choice(f"{at:%H:%M}", f"{at:%H:%M}") for at in times])

    def _ask(self) -> None:
        self.form.clear_problems()
        reason = self.reason.text().strip()
        problems: list[tuple[QWidget, str]] = []
        if not self.day.code():
            problems.append((self.day, "请选择接访日。"))
        if self._asks_reason and not reason:
            problems.append((self.reason, "请写明理由。"))
        for field, words in problems:
            self.form.show_problem(field, words)
        if problems:
            problems[0][0].setFocus()
            return
        self.bar.clear()
        at = time.fromisoformat(self.at.code()) if self.at.code() else None
        self.asked.emit(self.day.code(), at, reason)
