"""来信: which letters wait for a leader, what was instructed on the others and until when."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from reception_desk.errors import DeskError
from reception_desk.records.leader_days import Leader
from reception_desk.records.letters import LetterInput, LetterLine, ReadingInput, RegisteredLetter
from reception_desk.records.matters import MatterFilter, MatterRow
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.services.leaders import leaders
from reception_desk.services.letters import letters, note_reading, register_letter
from reception_desk.services.matter_list import list_matters
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.dialogs.letter_form import LetterForm, ReadingForm
from reception_desk.ui.form_keeping import keep
from reception_desk.ui.pages.matters.ledger import Ledger, LedgerKind, LedgerRead
from reception_desk.ui.pages.matters.listing import LANE
from reception_desk.ui.pages.matters.matter_words import GROUP_MARKS, NO_TITLE, left
from reception_desk.ui.tables.columns import Column
from reception_desk.ui.today import today_in
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.inline_bar import Level
from reception_desk.ui.workplace import Workplace

_MOST_FOUND = 8
_WAITS, _ANSWERED = "待阅", "已回复"
_MARKS = {group.label: mark for group, mark in GROUP_MARKS.items()}
_COLUMNS = (
    Column("arrived", "收信日期", 6),
    Column("title", "事项", 13),
    Column("leader", "写给", 5),
    Column("read", "阅批", 6, marks={_WAITS: (Colour.WARN, "clock")}),
    Column("reader", "阅批领导", 5),
    Column("reply", "回复", 10, marks=_MARKS | {_ANSWERED: (Colour.OK, "check")}),
    Column("instruction", "批示", 12),
    Column("number", "编号", 8, keeps_end=True, is_hidden=True),
)
_KIND = LedgerKind(
    "来信",
    "领导还没有阅批的在上面。来信和来访一样登记，期限、文书都在它的事项里。",
    _COLUMNS,
    "title",
    ("没有来信", "收到群众来信，先登记，再扫描、送领导阅批。"),
    lambda line: f"{line.matter_id} {line.letter_id}",
)


class Letters(Ledger):
    """Signal `scan_asked(visit id)`: the letter is to be laid on the scanner."""

    scan_asked = Signal(str)

    def __init__(self, work: Workplace, units: Sequence[Choice], parent: QWidget) -> None:
        self._desk, self._units = work, units
        self._zone = ZoneInfo(work.actor.desk.zone)
        self.form: DialogForm | None = None
        """The form that was opened last."""
        self.register_button = Button("登记来信…", self.ask_letter, icon="add", look=Look.PRIMARY)
        self.read_button = Button("登记阅批…", self.ask_reading, icon="edit")
        self.scan_button = Button("扫描这封来信", self._ask_scan, icon="scan")
        tools = QWidget()
        row = FlowLayout(tools, spacing=8)
        for button in (self.register_button, self.read_button, self.scan_button):
            row.addWidget(button)
        super().__init__(work, _KIND, self._read_rows, tools, parent=parent)
        roles = [Role(role) for role in work.actor.roles]
        self.register_button.setVisible(may(roles, Action.REGISTER_VISIT))
        self.read_button.setVisible(may(roles, Action.NOTE_LETTER_READING))
        self.scan_button.setVisible(may(roles, Action.SCAN_PAGE))
        tools.setVisible(not all(each.isHidden() for each in tools.findChildren(Button)))
        self.model.modelReset.connect(self._enable)
        self._enable()

    def ask_letter(self) -> None:
        """Open the form of a letter."""
        self._with_leaders(self._open_letter)

    def ask_reading(self) -> None:
        """Open the form of a reading of the letter that is marked."""
        letter = self._current()
        if letter is not None:
            self._with_leaders(partial(self._open_reading, letter))

    def _with_leaders(self, show: Callable[[Sequence[Choice]], None]) -> None:
        def found(known: Sequence[Leader]) -> None:
            show([Choice(one.leader_id, one.name, one.post) for one in known])

        self._desk.tasks.run(LANE, self, partial(leaders, self._desk.database), found, self._fail)

    def _open_letter(self, known: Sequence[Choice]) -> None:
        form = LetterForm(self.window(), known, today_in(self._zone))
        form.matter.asked.connect(partial(self._find, form))
        form.asked.connect(partial(self._register, form))
        self._open(form)

    def _open_reading(self, letter: LetterLine, known: Sequence[Choice]) -> None:
        if not known:
            advice = "请科室在“领导接访”的年度计划里先加上领导。"
            self._fail(DeskError("还没有领导名单。", saved="来信没有改动。", advice=advice))
            return
        today = today_in(self._zone)
        form = ReadingForm(self.window(), letter, known, self._units, today)
        form.asked.connect(partial(self._note, form, letter))
        self._open(form)

    def _open(self, form: DialogForm) -> None:
        self.form = form
        form.open()

    def _register(self, form: DialogForm, asked: LetterInput) -> None:
        def done(made: RegisteredLetter) -> None:
            scan = partial(self.scan_asked.emit, made.visit_id)
            can_scan = not self.scan_button.isHidden()
            links = [("现在扫描来信", scan)] if can_scan else []
            self.bar.say(Level.OK, f"来信已登记，编号 {made.number}。", links)
            self._desk.changes.visit_registered.emit(made.visit_id)
            self._desk.changes.matter_changed.emit(made.matter_id)
            self.reload()

        act = partial(register_letter, self._desk.database, self._desk.actor, asked)
        keep(self._desk, LANE, form, act, done)

    def _note(self, form: DialogForm, letter: LetterLine, asked: ReadingInput) -> None:
        def done(_key: str) -> None:
            self.bar.say(Level.OK, "已登记阅批。" if not asked.text else "已登记阅批和批示。")
            self._desk.changes.matter_changed.emit(letter.matter_id)
            self.reload()

        database, actor = self._desk.database, self._desk.actor
        act = partial(note_reading, database, actor, letter.letter_id, asked)
        keep(self._desk, LANE, form, act, done)

    def _find(self, form: LetterForm, number: int, text: str) -> None:
        find = partial(
            list_matters, self._desk.database, self._desk.actor, MatterFilter(text=text),
            most=_MOST_FOUND,
        )  # fmt: skip

        def show(rows: Sequence[MatterRow]) -> None:
            found = [Choice(row.matter_id, row.title or NO_TITLE, row.number) for row in rows]
            form.matter.show_results(number, found)

        self._desk.tasks.run(LANE, form, find, show, self._desk.messages.show_error)

    def _ask_scan(self) -> None:
        letter = self._current()
        if letter is not None:
            self.scan_asked.emit(letter.visit_id)

    def _current(self) -> LetterLine | None:
        row = self.table.currentIndex().row()
        return self.model.record(row) if 0 <= row < self.model.rowCount() else None

    def _enable(self) -> None:
        for button in (self.read_button, self.scan_button):
            button.setEnabled(self.model.rowCount() > 0)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self.bar.say_error(error)
        else:
            self._desk.messages.show_error(error)

    def _read_rows(self) -> LedgerRead:
        """Runs in the lane."""
        rows = letters(self._desk.database, self._desk.actor)
        today = today_in(self._zone)
        return LedgerRead(rows, len(rows), lambda line: _cells(line, today))


def _cells(line: LetterLine, today: date) -> Sequence[Any]:
    return (
        line.arrived_on.isoformat(),
        line.title or NO_TITLE,
        line.leader or "—",
        line.read_on.isoformat() if line.read_on else _WAITS,
        line.reader or "—",
        _reply(line, today),
        line.instruction,
        line.number,
    )


def _reply(line: LetterLine, today: date) -> object:
    if line.is_answered:
        return _ANSWERED
    return left(line.reply_due, line.reply_due, today) if line.reply_due else "—"
