"""A matter played step by step, as a test tells it: who did what on which day."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from reception_desk.records.steps import MatterFacts, StepDetails, StepRecord
from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.duties import Duty
from reception_desk.rules.duty_ledger import DutyEntry, Reckoning, last_entry, open_entry
from reception_desk.rules.guards import URGENT_RECIPIENTS
from reception_desk.rules.holiday_roll import HolidayRoll
from reception_desk.rules.permissions import Role
from reception_desk.rules.standing import Standing, advance
from reception_desk.rules.states import State
from reception_desk.rules.transition import Event

TOWN, DISCIPLINE, BUREAU = "unit-town", "unit-discipline", "unit-bureau"
CLERK, SECTION, LEADER, TOWN_CLERK, TOWN_HEAD, KEEPER = (
    "clerk", "section", "leader", "town-clerk", "town-head", "keeper",
)  # fmt: skip
STAFF = {
    CLERK: (BUREAU, Role.RECEPTIONIST),
    SECTION: (BUREAU, Role.SECTION),
    LEADER: (BUREAU, Role.BUREAU_LEADER),
    TOWN_CLERK: (TOWN, Role.UNIT),
    TOWN_HEAD: (TOWN, Role.UNIT),
    KEEPER: (BUREAU, Role.ACCUSATION_CLERK),
}
ACCUSED = MatterFacts(
    is_accusation=True,
    discipline_units=frozenset({DISCIPLINE}),
    accused_units=frozenset({TOWN}),
)


def reckoning(policy: HolidayRoll = HolidayRoll.CIVIL_CODE) -> Reckoning:
    return Reckoning(shipped_calendar(), policy)


@dataclass
class Case:
    """A matter from its registration on; `take` returns the sentence of a refusal, or ""."""

    facts: MatterFacts = field(default_factory=MatterFacts)
    by: Reckoning = field(default_factory=reckoning)
    steps: list[StepRecord] = field(default_factory=list)
    standing: Standing = field(default_factory=Standing)
    states: set[State | None] = field(default_factory=set)
    """Those it came through."""

    def take(self, event: str, day: date, by: str, **said: object) -> str:
        step = self.step(event, day, by, **said)
        refused = len(self.standing.refused)
        self.standing = advance(self.standing, step, self.facts, self.by)
        self.steps.append(step)
        self.states.add(self.standing.state)
        new = self.standing.refused[refused:]
        return new[0].why if new else ""

    def step(self, event: str, day: date, by: str, **said: object) -> StepRecord:
        """Return the step; what is not said has what the table asks for."""
        details: dict[str, Any] = {
            name: said.pop(name) for name in list(said) if name in StepDetails.__dataclass_fields__
        }
        unit, role = STAFF[by]
        number = len(self.steps) + 1
        step = StepRecord(
            step_id=f"{number:04d}",
            event=event,
            day=day,
            recorded_on=day,
            occurred_at=datetime(day.year, day.month, day.day, 1, tzinfo=UTC),
            author_id=by,
            roles=frozenset({role.value}),
            author_unit_id=unit,
            after_id=self.steps[-1].step_id if self.steps else None,
            details=StepDetails(**details),
        )
        return replace(step, **said)

    def registered(self, day: date) -> "Case":
        assert self.take(Event.REGISTERED, day, CLERK) == ""
        return self

    def with_unit(self, day: date) -> "Case":
        """Registered, transferred and signed for, all on `day`."""
        self.registered(day)
        assert self.take(Event.TRANSFERRED, day, LEADER, unit_id=TOWN) == ""
        assert self.take(Event.UNIT_RECEIVED, day, TOWN_CLERK) == ""
        return self

    def accepted(self, day: date) -> "Case":
        self.with_unit(day)
        assert self.take(Event.ACCEPTED, day, TOWN_CLERK) == ""
        return self

    def served(self, day: date) -> "Case":
        """With an opinion that was signed for on `day`."""
        self.accepted(day)
        assert self.take(Event.OPINION_GIVEN, day, TOWN_CLERK, result="1", basis="法第一条") == ""
        assert self.take(Event.SERVED, day, TOWN_CLERK, way="0") == ""
        return self

    def days(self, duty: Duty) -> tuple[date, date, date]:
        """Return the nominal, legal and internal day of the latest entry."""
        deadline = self.last(duty).deadline(self.by)
        return deadline.nominal, deadline.legal, deadline.internal

    def last(self, duty: Duty) -> DutyEntry:
        """Return the latest entry of a duty that has begun."""
        entry = last_entry(self.standing.duties, duty)
        assert entry is not None
        return entry

    def running(self, duty: Duty) -> DutyEntry:
        """Return the entry of a duty that is open."""
        entry = open_entry(self.standing.duties, duty)
        assert entry is not None
        return entry


SAID: dict[str, dict[str, object]] = {
    Event.LINKED: {"linked_matter_id": "other", "reason": "同一事项"},
    Event.UNLINKED: {"reason": "并错"},
    Event.ANSWERED: {"reason": "已答复"},
    Event.GUIDED: {"reason": "涉诉"},
    Event.ACCUSATION_FORWARDED: {"unit_id": DISCIPLINE},
    Event.DECLINED: {"reason": "不属职权"},
    Event.DECLINED_FURTHER: {"linked_matter_id": "other", "reason": "已经复核"},
    Event.TRANSFERRED: {"unit_id": TOWN},
    Event.ASSIGNED: {"unit_id": TOWN},
    Event.ESCALATED: {"reason": "重大紧急", "recipients": tuple(URGENT_RECIPIENTS)},
    Event.SENT_TO_LEADER: {"reason": "预约"},
    Event.OBJECTED: {"reason": "不属本单位"},
    Event.OBJECTION_ALLOWED: {"reason": "属实"},
    Event.OBJECTION_REFUSED: {"reason": "属其职权"},
    Event.UNIT_DECLINED: {"reason": "不属职权"},
    Event.UNIT_GUIDED: {"reason": "仲裁"},
    Event.MADE_ORDINARY: {"reason": "情况复杂"},
    Event.EXTENDED: {"days": 30, "reason": "情况复杂"},
    Event.SETTLED: {"reason": "双方自愿"},
    Event.OPINION_GIVEN: {"result": "1", "basis": "《土地管理法》第四十八条"},
    Event.SERVED: {"way": "0"},
    Event.REVIEW_REQUESTED: {"is_written": True},
    Event.REVIEW_REVOKED: {"reason": "事实不清"},
    Event.REVIEW_DECIDED: {"result": "1", "reason": "事实清楚"},
    Event.REVIEW_SERVED: {"way": "0"},
    Event.RECHECK_REQUESTED: {"is_written": True},
    Event.RECHECK_DECIDED: {"result": "1", "reason": "事实清楚"},
    Event.SUPERVISED: {"reason": "超期未办结"},
    Event.SUPERVISION_ANSWERED: {"reason": "已整改"},
    Event.WITHDRAWN: {"is_written": True, "reason": "本人自愿"},
}
"""What a form would say for each event; days that depend on the calendar come from the test."""


def said(event: str, day: date) -> dict[str, object]:
    """Return what the form says for `event` on `day`."""
    form = dict(SAID.get(event, {}))
    if event in {Event.ASSIGNED, Event.SUPERVISED}:
        form["due_on"] = day + timedelta(days=40)
    if event == Event.HEARING_OPENED:
        form["noticed_on"] = day - timedelta(days=14)
    return form
