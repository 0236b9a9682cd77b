"""From a matter to a leader who takes it upon himself, and to what became of it: forms, service."""

from collections.abc import Callable, Sequence
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reception_desk.errors import DeskError
from reception_desk.records.actor import Actor
from reception_desk.records.joint_matters import JointInput, JointMatter
from reception_desk.records.leader_days import Leader
from reception_desk.records.undertakings import (
    UndertakingEvent,
    UndertakingEventInput,
    UndertakingInput,
)
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.services.evidence import Exhibit
from reception_desk.services.joint_matters import name_joint_units
from reception_desk.services.leaders import leaders
from reception_desk.services.undertakings import (
    UndertakingNow,
    record_undertaking_event,
    undertake,
    undertaking_evidence,
)
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.dialogs.joint_matter_form import JointMatterForm
from reception_desk.ui.dialogs.undertaking_form import UndertakingEventForm, UndertakingForm
from reception_desk.ui.form_keeping import keep
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.workplace import Workplace

LANE = "undertakings"
_NO_LEADER = DeskError(
    "还没有领导名单。", saved="事项没有改动。", advice="请科室在“领导接访”的年度计划里先加上领导。"
)
_NO_EVIDENCE = DeskError(
    "这件事项还没有可作佐证的材料或文书。",
    saved="包案没有改动。",
    advice="请先在“扫描”里归档材料，或者在事项里出具文书，再来销案。",
)


def undertaking_acts(actor: Actor) -> frozenset[UndertakingEvent]:
    """Return what the person may write down about undertakings."""
    roles = [Role(role) for role in actor.roles]
    reports = {UndertakingEvent.REPORTED} if may(roles, Action.REPORT_UNDERTAKING) else set()
    return frozenset(UndertakingEvent) if may_undertake(actor) else frozenset(reports)


def may_undertake(actor: Actor) -> bool:
    """Say whether the person may write down that a leader takes a matter upon himself."""
    return may([Role(role) for role in actor.roles], Action.KEEP_UNDERTAKING)


class UndertakingActing(QObject):
    """Signals: `done(words)`, `failed(error)`. Forms open above `window`'s window."""

    done = Signal(str)
    failed = Signal(object)

    def __init__(self, work: Workplace, window: QWidget, units: Sequence[Choice]) -> None:
        super().__init__(window)
        self._work, self._window, self._units = work, window, units
        self._zone = ZoneInfo(work.actor.desk.zone)
        self.form: DialogForm | None = None
        """The form that was opened last."""

    def ask(self, matter_id: str) -> None:
        """Open the form of a new undertaking; without a list of leaders it is told what to do."""
        read = partial(leaders, self._work.database)
        self._work.tasks.run(LANE, self, read, partial(self._open, matter_id), self.failed.emit)

    def ask_event(self, undertaking: UndertakingNow, event: UndertakingEvent) -> None:
        """Open the form of what became of it; whom or by what is looked up before."""
        database, key = self._work.database, undertaking.standing.facts.undertaking_id
        show = partial(self._open_event, undertaking, event)
        match event:
            case UndertakingEvent.HANDED_OVER:
                read: Callable[[], object] = partial(leaders, database)
            case UndertakingEvent.SETTLED:
                read = partial(undertaking_evidence, database, self._work.actor, key)
            case _:
                show(())
                return
        self._work.tasks.run(LANE, self, read, show, self.failed.emit)

    def ask_joint(self, matter_id: str, now: JointMatter) -> None:
        """Open the form of who leads and who supports."""
        form = JointMatterForm(self._window.window(), self._units, now)
        form.asked.connect(partial(self._name_units, form, matter_id))
        self._show(form)

    def _open(self, matter_id: str, known: Sequence[Leader]) -> None:
        if not known:
            self.failed.emit(_NO_LEADER)
            return
        form = UndertakingForm(self._window.window(), _leader_choices(known), self._units)
        form.asked.connect(partial(self._undertake, form, matter_id))
        self._show(form)

    def _open_event(
        self, undertaking: UndertakingNow, event: UndertakingEvent, found: Sequence[object]
    ) -> None:
        if event is UndertakingEvent.SETTLED and not found:
            self.failed.emit(_NO_EVIDENCE)
            return
        known = [one for one in found if isinstance(one, Leader)]
        proofs = [
            Choice(one.sha256, one.title, f"{one.put_at.astimezone(self._zone):%Y-%m-%d %H:%M}")
            for one in found
            if isinstance(one, Exhibit)
        ]
        others = [one for one in known if one.leader_id != undertaking.standing.leader_id]
        plan = undertaking.standing.facts.plan
        choices = proofs or _leader_choices(others)
        form = UndertakingEventForm(self._window.window(), event, plan, choices)
        form.asked.connect(partial(self._record, form, undertaking))
        self._show(form)

    def _undertake(self, form: DialogForm, matter_id: str, asked: UndertakingInput) -> None:
        act = partial(undertake, self._work.database, self._work.actor, matter_id, asked)
        self._run(form, act, matter_id, "已记录领导包案。")

    def _record(
        self, form: DialogForm, undertaking: UndertakingNow, asked: UndertakingEventInput
    ) -> None:
        facts = undertaking.standing.facts
        act = partial(
            record_undertaking_event, self._work.database, self._work.actor,
            facts.undertaking_id, asked,
        )  # fmt: skip
        self._run(form, act, facts.matter_id, f"已记录包案的{asked.event.label}。")

    def _name_units(self, form: DialogForm, matter_id: str, asked: JointInput) -> None:
        act = partial(name_joint_units, self._work.database, self._work.actor, matter_id, asked)
        self._run(form, act, matter_id, "已记录主办、协办单位。")

    def _run(self, form: DialogForm, act: Callable[[], object], matter_id: str, words: str) -> None:
        def done(_: object) -> None:
            self.done.emit(words)
            self._work.changes.matter_changed.emit(matter_id)

        keep(self._work, LANE, form, act, done)

    def _show(self, form: DialogForm) -> None:
        self.form = form
        form.open()


def _leader_choices(known: Sequence[Leader]) -> list[Choice]:
    return [Choice(one.leader_id, one.name, one.post) for one in known]
