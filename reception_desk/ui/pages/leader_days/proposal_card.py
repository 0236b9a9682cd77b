"""Laying out a year: the days the plan gives, what stands against them, and keeping them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.rules.leader_days import PlanConflict, PlannedDay
from reception_desk.services.leader_plan import PlanProposal, keep_plan, propose_plan
from reception_desk.services.leaders import leaders
from reception_desk.ui.pages.leader_days.day_words import day_title
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.count_field import CountField
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.labels import IconLabel, label
from reception_desk.ui.workplace import Workplace

LANE = "leader plan"
_FIRST_YEAR, _LAST_YEAR = 2022, 2099
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Proposal:
    """A year laid out, with the names it speaks of."""

    year: int
    plan: PlanProposal
    names: Mapping[str, str]


class ProposalCard(Card):
    """Signals: `failed(error)`, `done(sentence)`."""

    failed = Signal(object)
    done = Signal(str)

    def __init__(self, work: Workplace, today: date) -> None:
        super().__init__("排出全年")
        self._work = work
        self._number = 0
        self.proposal: Proposal | None = None
        self.year_field = CountField(_FIRST_YEAR, _LAST_YEAR, unit=" 年")
        self.year_field.setValue(today.year)
        self.year_field.setAccessibleName("哪一年")
        self.lay_out_button = Button("排一遍", self.lay_out)
        self.keep_button = Button("写入", self.keep, look=Look.PRIMARY)
        self._words = QVBoxLayout()
        self._words.setSpacing(6)
        self.year_field.valueChanged.connect(self.forget)
        for action in (self.year_field, self.lay_out_button, self.keep_button):
            self.add_action(action)
        self.add(self._words)
        self.forget()

    @property
    def year(self) -> int:
        """Return the year in the field."""
        return self.year_field.value()

    def forget(self) -> None:
        """What was laid out is no longer of this plan."""
        self._number += 1
        self.proposal = None
        self.keep_button.setEnabled(False)
        self._say("排一遍不会写入，可以先看有没有冲突。休息日按工作日历避开。", "muted")

    def lay_out(self) -> None:
        """Lay out the year and show what it gives."""
        self._number += 1
        work = self._work
        read = partial(_lay_out, work.database, work.actor, self.year)
        work.tasks.run(LANE, self, read, partial(self._show, self._number), self.failed.emit)

    def keep(self) -> None:
        """Put the days on record."""
        if self.proposal is None:
            return
        days = self.proposal.plan.days
        write = partial(keep_plan, self._work.database, self._work.actor, days)
        self.keep_button.setEnabled(False)
        self._work.tasks.run(LANE, self, write, self._kept, self.failed.emit)

    def _kept(self, count: int) -> None:
        self.forget()
        self._work.changes.reception_day_changed.emit("")
        self.done.emit(f"已写入 {count} 个接访日。")

    def _show(self, number: int, proposal: Proposal) -> None:
        if number != self._number:
            return
        self.proposal = proposal
        plan = proposal.plan
        self.keep_button.setEnabled(bool(plan.days))
        known = f"，已写入的 {plan.known} 天不变" if plan.known else ""
        self._say(f"{proposal.year}年新增 {len(plan.days)} 个接访日{known}。", "strong")
        moved = sum(one.moved_from is not None for one in plan.days)
        if moved:
            self._add(f"其中 {moved} 天因休息日顺延或者提前。", "muted")
        if any(one.is_provisional for one in plan.days):
            self._add(
                "这一年的放假安排还没有公布，日子是推算的；公布后请再排一遍，看有没有变动。",
                "muted",
            )
        for conflict in plan.conflicts[:_SHOWN]:
            self._warn(_conflict_words(conflict, proposal.names))
        if (rest := len(plan.conflicts) - _SHOWN) > 0:
            self._add(f"另有 {rest} 处冲突。", "muted")
        if not plan.conflicts:
            self._add("没有冲突。", "muted")

    def _say(self, words: str, look: str) -> None:
        empty(self._words)
        self._add(words, look)

    def _add(self, words: str, look: str) -> None:
        self._words.addWidget(label(words, look, wraps=True))

    def _warn(self, words: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(IconLabel("warning", Colour.WARN, 16))
        row.addWidget(label(words, wraps=True), 1)
        self._words.addLayout(row)


def _lay_out(database: Database, actor: Actor, year: int) -> Proposal:
    """Runs in the lane."""
    names = {one.leader_id: f"{one.post}{one.name}" for one in leaders(database)}
    plan = propose_plan(database, actor, date(year, 1, 1), date(year, 12, 31))
    return Proposal(year, plan, names)


def _conflict_words(conflict: PlanConflict, names: Mapping[str, str]) -> str:
    def said(one: PlannedDay) -> str:
        who = names.get(one.leader_id, "已撤下的领导")
        return f"{who} {one.starts_at:%H:%M}–{one.ends_at:%H:%M} {one.place}"

    words = f"{day_title(conflict.planned.day, None)} {conflict.trouble.label}："
    other = f"；{said(conflict.other)}" if conflict.other else ""
    return f"{words}{said(conflict.planned)}{other}"
