"""The yearly plan: the leaders, the lines of the two offices' paper, and the days they give."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.errors import DeskError
from reception_desk.records.leader_days import Leader
from reception_desk.rules.leader_days import LeaderDayRule
from reception_desk.services.leader_plan import add_rule, plan_rules, withdraw_rule
from reception_desk.services.leaders import (
    LeaderInput,
    add_leader,
    change_leader,
    leaders,
    withdraw_leader,
)
from reception_desk.ui.dialogs.leader_form import LeaderForm
from reception_desk.ui.dialogs.leader_rule_form import LeaderRuleForm
from reception_desk.ui.dialogs.reason_form import ReasonForm
from reception_desk.ui.pages.leader_days.day_words import rhythm_words
from reception_desk.ui.pages.leader_days.paper_import import PaperImport
from reception_desk.ui.pages.leader_days.proposal_card import ProposalCard
from reception_desk.ui.today import today_in
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.scroll_column import ScrollColumn
from reception_desk.ui.workplace import Workplace


class PlanView(QWidget):
    """Signals: `failed(error)`, `done(sentence)`. What is kept here goes to every desk."""

    failed = Signal(object)
    done = Signal(str)

    def __init__(self, work: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self._work = work
        today = today_in(ZoneInfo(work.actor.desk.zone))
        self.known: tuple[Leader, ...] = ()
        self.rules: tuple[LeaderDayRule, ...] = ()
        self.leaders_card, self.rules_card = Card("接访领导"), Card("安排")
        self.add_leader_button = Button("加领导…", self.ask_leader, icon="add")
        self.add_rule_button = Button("加一条…", self.ask_rule, icon="add")
        self.proposal = ProposalCard(work, today)
        self.paper = PaperImport(work, self, lambda: self.proposal.year)
        self.template_button = Button("存模板…", self.paper.save_template, look=Look.LINK)
        self.import_button = Button("从 Excel 导入…", self.paper.choose, icon="file")
        self.form: LeaderForm | LeaderRuleForm | ReasonForm | None = None
        self.row_buttons: dict[tuple[str, str], Button] = {}
        self._leaders, self._rules = _column(), _column()
        self._arrange()
        self.proposal.failed.connect(self.failed)
        self.proposal.done.connect(self.done)
        self.paper.failed.connect(self.failed)
        self.paper.told.connect(self.done)
        self.paper.kept.connect(self._show_paper)

    def reload(self) -> None:
        """Read the lists again."""
        self.known, self.rules = leaders(self._work.database), plan_rules(self._work.database)
        self.row_buttons = {}
        self._show_leaders()
        self._show_rules()
        self.add_rule_button.setEnabled(bool(self.known))
        self.proposal.forget()

    def take_focus(self) -> None:
        """Begin where the next thing is to be done."""
        (self.add_rule_button if self.known else self.add_leader_button).setFocus()

    def ask_leader(self) -> None:
        """Ask for a new leader."""
        form = LeaderForm(self.window(), "加一位领导", "加上", LeaderInput("", ""))
        self._open(form, partial(add_leader, self._work.database, self._work.actor))

    def ask_rule(self) -> None:
        """Ask for a new line of the plan."""
        choices = [Choice(one.leader_id, f"{one.name} {one.post}") for one in self.known]
        form = LeaderRuleForm(self.window(), choices, self.proposal.year)
        self._open(form, partial(add_rule, self._work.database, self._work.actor))

    def _show_paper(self, words: str) -> None:
        """What the paper gives over the year is shown at once; the days are kept by hand."""
        self.reload()
        self.proposal.lay_out()
        self.done.emit(words)

    def _change(self, one: Leader) -> None:
        given = LeaderInput(one.name, one.post, one.portfolio)
        form = LeaderForm(self.window(), f"更正：{one.name}", "保存", given)
        keep = partial(change_leader, self._work.database, self._work.actor, one.leader_id)
        self._open(form, keep)

    def _withdraw_leader(self, one: Leader) -> None:
        words = "已经安排的接访日不受影响，可以代接、对调或者取消。"
        form = ReasonForm(self.window(), f"撤下{one.post}{one.name}", "撤下", words)
        database, actor = self._work.database, self._work.actor
        self._open(
            form, lambda reason: withdraw_leader(database, actor, one.leader_id, reason=reason)
        )

    def _withdraw_rule(self, rule: LeaderDayRule) -> None:
        words = "已经写入的接访日不受影响。"
        form = ReasonForm(self.window(), f"撤下“{rhythm_words(rule)}”", "撤下", words)
        database, actor = self._work.database, self._work.actor
        self._open(form, lambda reason: withdraw_rule(database, actor, rule.rule_id, reason=reason))

    def _open(
        self, form: LeaderForm | LeaderRuleForm | ReasonForm, keep: Callable[..., object]
    ) -> None:
        self.form = form

        def act(given: object) -> None:
            try:
                keep(given)
            except DeskError as error:
                form.refuse(error)
                return
            form.accept()
            self._work.changes.reception_day_changed.emit("")
            self.reload()

        form.asked.connect(act)
        form.open()

    def _show_leaders(self) -> None:
        empty(self._leaders)
        self.leaders_card.set_count(f"{len(self.known)} 位" if self.known else "")
        for one in self.known:
            words = f"{one.name}　{one.post}"
            acts = {
                "更正…": partial(self._change, one),
                "撤下…": partial(self._withdraw_leader, one),
            }
            self._leaders.addWidget(self._line(one.leader_id, words, one.portfolio, acts))
        if not self.known:
            words = "先按公示的先后登记接访领导，再加安排。"
            self._leaders.addWidget(label(words, "muted", wraps=True))

    def _show_rules(self) -> None:
        empty(self._rules)
        names = {one.leader_id: one.name for one in self.known}
        for rule in self.rules:
            who = "、".join(names.get(key, "已撤下的领导") for key in rule.leader_ids)
            words = f"{rhythm_words(rule)}　{who}"
            more = (
                f"{rule.starts_at:%H:%M}–{rule.ends_at:%H:%M}　{rule.place}　"
                f"{_span(rule.first, rule.last)}遇休息日{rule.rest_day.label}"
            )
            acts = {"撤下…": partial(self._withdraw_rule, rule)}
            self._rules.addWidget(self._line(rule.rule_id, words, more, acts))
        if not self.rules:
            words = "把两办文件从 Excel 导入，或者逐条加在这里，再排出全年的日子。"
            self._rules.addWidget(label(words, "muted", wraps=True))

    def _line(
        self, key: str, words: str, more: str, acts: Mapping[str, Callable[[], object]]
    ) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        column = QVBoxLayout()
        column.setSpacing(1)
        column.addWidget(label(words, wraps=True))
        if more:
            column.addWidget(label(more, "hint", wraps=True))
        row.addLayout(column, 1)
        for verb, act in acts.items():
            button = Button(verb, act, look=Look.LINK)
            button.setAccessibleName(f"{verb.rstrip('…')} {words}")
            self.row_buttons[key, verb] = button
            row.addWidget(button)
        return whole

    def _arrange(self) -> None:
        self.leaders_card.add_action(self.add_leader_button)
        self.leaders_card.add(self._leaders)
        for action in (self.template_button, self.import_button, self.add_rule_button):
            self.rules_card.add_action(action)
        self.rules_card.add(self._rules)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for card in (self.leaders_card, self.rules_card, self.proposal):
            column.addWidget(card)
        column.addStretch(1)
        area = ScrollColumn()
        area.put(content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)


def _column() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(8)
    return column


def _span(first: date, last: date) -> str:
    """A rule of one date has said it."""
    if first == last:
        return ""
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"{first.year}年　" if first.year == last.year else f"{first.year}–{last.year}年　"
    return f"{first.isoformat()} 至 {last.isoformat()}　"
