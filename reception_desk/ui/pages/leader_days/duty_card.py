"""值班律师、调解员 of the chosen day, beside the leader who receives."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reception_desk.records.advisers import Adviser, Shift, ShiftInput
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.services.advisers import (
    add_shifts,
    adviser_label,
    advisers,
    shifts,
    withdraw_shift,
)
from reception_desk.ui.dialogs.adviser_forms import ShiftForm
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.dialogs.reason_form import ReasonForm
from reception_desk.ui.form_keeping import keep
from reception_desk.ui.today import today_in
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.labels import label, line
from reception_desk.ui.workplace import Workplace

LANE = "duties"
_WITHDRAWN = "原来的班次和理由保留在记录里，大厅屏不再显示。"


class DutyCard(Card):
    """Reads by itself what is on a day. Signals: `done(sentence)`, `failed(error)`."""

    done = Signal(str)
    failed = Signal(object)

    def __init__(self, work: Workplace) -> None:
        super().__init__("值班律师和调解员")
        self._work = work
        self._may_plan = may([Role(role) for role in work.actor.roles], Action.PLAN_ADVISERS)
        self._number = 0
        self._place = ""
        self.day = date.min
        self.form: DialogForm | None = None
        """The form that was opened last."""
        self.buttons: dict[str, Button] = {}
        self.add_button = Button("加一班…", self.ask_shift, icon="add")
        if self._may_plan:
            self.add_action(self.add_button)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self.add(self._rows)
        work.changes.reception_day_changed.connect(lambda _: self.show_day(self.day))

    def show_day(self, day: date) -> None:
        """Show who is on duty on a day."""
        self.day = day
        self._number += 1
        if day == date.min:
            return
        self.add_button.setEnabled(day >= self._today())
        read = partial(shifts, self._work.database, day, day)
        show = partial(self._show, self._number)
        self._work.tasks.run(LANE, self, read, show, self.failed.emit)

    def ask_shift(self) -> None:
        """Open the form of a duty on the day in sight."""
        read = partial(advisers, self._work.database)
        self._work.tasks.run(LANE, self, read, self._open_shift, self.failed.emit)

    def _open_shift(self, known: Sequence[Adviser]) -> None:
        choices = [
            Choice(one.adviser_id, one.name, f"{adviser_label(one.kind)} {one.firm}")
            for one in known
        ]
        form = ShiftForm(self.window(), choices, self.day, self._today(), self._place)
        form.asked.connect(partial(self._add, form))
        self._open(form)

    def _ask_withdrawal(self, shift: Shift) -> None:
        title = f"撤下{shift.adviser.name}的班次"
        form = ReasonForm(self.window(), title, "撤下", _WITHDRAWN)
        form.asked.connect(partial(self._withdraw, form, shift))
        self._open(form)

    def _open(self, form: DialogForm) -> None:
        self.form = form
        form.open()

    def _add(self, form: DialogForm, asked: ShiftInput) -> None:
        act = partial(add_shifts, self._work.database, self._work.actor, asked)
        self._run(form, act, lambda count: f"已加上 {count} 班。")

    def _withdraw(self, form: DialogForm, shift: Shift, reason: str) -> None:
        act = partial(
            withdraw_shift, self._work.database, self._work.actor, shift.shift_id, reason=reason
        )
        self._run(form, act, lambda _: "已撤下这一班。")

    def _run(self, form: DialogForm, act: Callable[[], Any], words: Callable[[Any], str]) -> None:
        def done(found: object) -> None:
            self.done.emit(words(found))
            self._work.changes.reception_day_changed.emit("")

        keep(self._work, LANE, form, act, done)

    def _show(self, number: int, found: Sequence[Shift]) -> None:
        if number != self._number:
            return
        empty(self._rows)
        self.buttons = {}
        for at, shift in enumerate(found):
            if at:
                self._rows.addWidget(line())
            self._rows.addWidget(self._shift(shift))
        if found:
            self._place = found[-1].place
        else:
            self._rows.addWidget(label("这一天没有安排。", "muted", wraps=True))

    def _shift(self, shift: Shift) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        who = shift.adviser
        column.addWidget(label(f"{who.name}　{adviser_label(who.kind)}", "strong", wraps=True))
        column.addWidget(label(who.firm, "muted", wraps=True))
        span = f"{shift.starts_at:%H:%M}–{shift.ends_at:%H:%M}　{shift.place}"
        column.addWidget(label(span, wraps=True))
        if self._may_plan:
            button = Button("撤下…", partial(self._ask_withdrawal, shift), look=Look.LINK)
            button.setAccessibleName(f"撤下…：{who.name}")
            self.buttons[shift.shift_id] = button
            strip = QWidget()
            FlowLayout(strip).addWidget(button)
            column.addWidget(strip)
        return whole

    def _today(self) -> date:
        return today_in(ZoneInfo(self._work.actor.desk.zone))
