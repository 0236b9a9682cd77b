"""What the leader decides: the instruction by keys or pen, who owes it, and until when."""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reception_desk.records.leader_bookings import InstructionInput
from reception_desk.records.signature import Handwriting
from reception_desk.rules.instruction_days import QuickDay
from reception_desk.services.leader_instructions import InstructionNow
from reception_desk.ui import text_size
from reception_desk.ui.pages.leader_desk.decision_draft import DecisionDraft
from reception_desk.ui.petitioner.signature_pad import SignaturePad
from reception_desk.ui.widgets.buttons import Button, Look, switch
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.widgets.code_list import CodeList
from reception_desk.ui.widgets.date_field import DateField
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.form_grid import FormGrid, Row
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.scroll_column import ScrollColumn
from reception_desk.ui.widgets.text_area import TextArea

_LONGEST, _OWNER = 1000, 60
_PAD, _PAD_SHARE = 120, 0.36
"""How high the place for the pen is at least, in px at standard text, and of a high card."""


class DecisionCard(Card):
    """Signals: `asked(InstructionInput)`, `typed()` at each change.

    Keys and pen stand in one place; what was written with the one stays while the other is used,
    and both go along.
    """

    asked = Signal(object)
    typed = Signal()

    def __init__(self, units: Sequence[Choice]) -> None:
        super().__init__("批示")
        self._quick: tuple[QuickDay, ...] = ()
        self.by_keys = switch(self, "打字", "Alt+K", partial(self.choose_pen, is_pen=False))
        self.by_pen = switch(self, "手写", "Alt+W", partial(self.choose_pen, is_pen=True))
        self.add_action(self.by_keys)
        self.add_action(self.by_pen)
        self.text = TextArea(limit=_LONGEST, lines=3)
        self.text.setAccessibleName("领导批示")
        self.pad = SignaturePad("手写批示处", "请在这里写批示", "用手写笔、手指或鼠标书写批示")
        self.again = Button("重写", self.pad.clear, look=Look.LINK)
        self.unit = CodeCombo(units, hint="单位名称或者首字母")
        self.owner = QLineEdit(maxLength=_OWNER)
        self.helpers = CodeList(units, hint="可以不填，可以多个")
        self.due = DateField()
        self.days: list[Button] = []
        self._day_strip = QWidget()
        self._day_flow = FlowLayout(self._day_strip, spacing=6)
        self._roll = label("", "muted", wraps=True)
        self.form = FormGrid(
            [
                Row("责任单位", self.unit, is_required=True),
                Row("责任人", self.owner, is_required=True),
                Row("办结时限", self.due, is_required=True),
            ]
        )
        self.more = FormGrid([Row("协办单位", self.helpers)])
        self.save = Button("保存批示", self._ask, look=Look.PRIMARY, tip="Ctrl+Enter")
        self._given = QVBoxLayout()
        self._given.setSpacing(4)
        self._pen_part = QWidget()
        self.bad = label("", "error", wraps=True)
        self._listen()

    def choose_pen(self, *, is_pen: bool) -> None:
        """Let the instruction be written with a pen or with keys."""
        self.by_pen.setChecked(is_pen)
        self.by_keys.setChecked(not is_pen)
        self._pen_part.setVisible(is_pen)
        self.text.setVisible(not is_pen)

    def take_focus(self) -> None:
        """Begin where the instruction is typed."""
        (self.text if self.text.isVisible() else self.unit).setFocus()

    def offer_days(self, quick: tuple[QuickDay, ...]) -> None:
        """Offer the days that one press sets."""
        if quick == self._quick:
            return
        self._quick = quick
        empty(self._day_flow)
        self.days = []
        for one in quick:
            button = Button(f"{one.span}天", partial(self._set_day, one), tip=one.words)
            button.setAccessibleName(f"{one.span}天内：{one.words}")
            self.days.append(button)
            self._day_flow.addWidget(button)
        self._order_tabs()

    def draft(self) -> DecisionDraft:
        """Return what stands in the fields."""
        ink = "" if self.pad.is_empty else self.pad.ink.to_json()
        return DecisionDraft(
            self.text.text(), self.unit.code(), self.owner.text(), self.helpers.codes(),
            self.due.day(), ink,
        )  # fmt: skip

    def show_draft(self, draft: DecisionDraft) -> None:
        """Show what was typed and written before."""
        self.form.clear_problems()
        self.text.set_text(draft.text)
        self.unit.set_code(draft.unit_id)
        self.owner.setText(draft.owner)
        self.helpers.set_codes(draft.co_owner_ids)
        self.due.set_day(draft.due_on)
        self._say_roll()
        self.pad.show_ink(draft.handwriting() or Handwriting(1, 1))
        self.choose_pen(is_pen=bool(draft.ink) and not draft.text)

    def show_given(self, given: Sequence[InstructionNow]) -> None:
        """Show below what was instructed on this booking already."""
        empty(self._given)
        for one in given:
            promise = one.promise.promise
            helpers = f"，协办{'、'.join(promise.co_owners)}" if promise.co_owners else ""
            due = f"{promise.due_on.month}月{promise.due_on.day}日前"
            self._given.addWidget(label(f"已批示：{one.text}", wraps=True))
            words = f"{promise.owner_unit} {promise.owner_name}{helpers} · {due}"
            self._given.addWidget(label(words, "muted", wraps=True))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.pad.setFixedHeight(max(text_size.scaled(_PAD), round(self.height() * _PAD_SHARE)))

    def _set_day(self, one: QuickDay) -> None:
        self.due.set_day(one.day)
        self._say_roll()

    def _say_roll(self) -> None:
        day = self.due.day()
        self._roll.setText(next((one.words for one in self._quick if one.day == day), ""))
        self._roll.setVisible(bool(self._roll.text()))

    def _ask(self) -> None:
        self.form.clear_problems()
        for field in (self.unit, self.helpers.field, self.due):
            field.settle()
        self.bad.hide()
        has_words = bool(self.text.text().strip()) or not self.pad.is_empty
        why = "" if has_words else "请写明领导的批示。"
        why = why or ("文字太长，请缩短。" if self.text.is_too_long else "")
        self.bad.setText(why)
        self.bad.setVisible(bool(why))
        tests = (
            (not self.unit.code(), self.unit, "请选择责任单位。"),
            (not self.owner.text().strip(), self.owner, "请写明责任人。"),
            (self.due.day() is None, self.due, "请写明办结时限。"),
        )
        wrong = [(field, words) for is_wrong, field, words in tests if is_wrong]
        for field, words in wrong:
            self.form.show_problem(field, words)
        is_twice = bool(self.unit.code()) and self.unit.code() in self.helpers.codes()
        self.more.show_problem(self.helpers, "责任单位不用再列为协办单位。" if is_twice else "")
        if why:
            self.take_focus()
        elif wrong:
            wrong[0][0].setFocus()
        elif is_twice:
            self.helpers.setFocus()
        else:
            self.asked.emit(self._given_input())

    def _given_input(self) -> InstructionInput:
        is_written = not self.pad.is_empty
        return InstructionInput(
            self.text.text().strip(), self.unit.code(), self.owner.text().strip(),
            self.due.day(), self.helpers.codes(),
            self.pad.ink if is_written else None, self.pad.picture() if is_written else b"",
        )  # fmt: skip

    def _listen(self) -> None:
        self.text.text_changed.connect(self.typed)
        self.pad.changed.connect(self._written)
        self.unit.code_changed.connect(self.typed)
        self.owner.textEdited.connect(self.typed)
        self.helpers.chosen_changed.connect(self.typed)
        self.due.date_changed.connect(self._day_changed)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.save.click)

    def _written(self) -> None:
        self.again.setEnabled(not self.pad.is_empty)
        self.typed.emit()

    def _day_changed(self) -> None:
        self._say_roll()
        self.typed.emit()

    def _order_tabs(self) -> None:
        """The days lie between the field they fill and what follows it."""
        way = (self.due, *self.days, self.helpers.field, self.save)
        for before, after in pairwise(way):
            QWidget.setTabOrder(before, after)

    def arrange(self) -> None:
        """Put the fields in, once the card is where it stands: see `desk_pages.PageKind`."""
        area, inner = ScrollColumn(), QWidget()
        area.show_ground()
        self.add(area, 1)
        area.put(inner)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(8)
        for part in (
            self.text, self._pen_part, self.bad, self.form, self._day_strip, self._roll,
            self.more,
        ):  # fmt: skip
            column.addWidget(part)
        column.addLayout(self._given)
        written = QVBoxLayout(self._pen_part)
        written.setContentsMargins(0, 0, 0, 0)
        written.setSpacing(2)
        written.addWidget(self.pad, 1)
        written.addWidget(self.again, 0, Qt.AlignmentFlag.AlignRight)
        self.again.setEnabled(False)
        self.bad.hide()
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.save)
        self.add(foot)
        self.choose_pen(is_pen=False)
