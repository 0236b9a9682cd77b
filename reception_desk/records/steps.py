"""办理步骤: one thing that happened to a matter, as rules, services and screens read it."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class StepDetails:
    """What only some steps say.

    `noticed_on` is the day a hearing notice was served, `known_on` the day an urgent matter was
    known; `recipients` are those an urgent report went to; `way` is a code of `delivery_way`,
    `mail_number` the post's; `is_written` that the petitioner asked in writing, `is_agreed` that
    the petitioner agrees with the opinion. `route` are the answers to the questions of the
    legal-route helper, `question=answer` each.
    """

    noticed_on: date | None = None
    known_on: date | None = None
    recipients: tuple[str, ...] = ()
    way: str | None = None
    mail_number: str | None = None
    is_written: bool = False
    is_agreed: bool = False
    route: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StepInput:
    """What a member of staff says of a step; which fields are needed depends on the event.

    `day` is the day in law (of receipt, of acceptance, of service), today's without one. `unit_id`
    is the unit it goes to, `answers_id` the proposal or supervision it answers, `due_on` the last
    day set by the office, `days` those of an extension, `result` a code.
    """

    event: str
    day: date | None = None
    reason: str = ""
    basis: str = ""
    unit_id: str | None = None
    account_id: str | None = None
    linked_matter_id: str | None = None
    answers_id: str | None = None
    due_on: date | None = None
    days: int | None = None
    result: str | None = None
    details: StepDetails = field(default_factory=StepDetails)


@dataclass(frozen=True, slots=True)
class StepRecord:
    """A step on record; `roles` are those its author held then, `after_id` the last step seen.

    `recorded_on` is the local day on which it was written down.
    """

    step_id: str
    event: str
    day: date
    recorded_on: date
    occurred_at: datetime
    author_id: str | None
    roles: frozenset[str]
    after_id: str | None = None
    author_name: str = ""
    author_unit_id: str | None = None
    visit_id: str | None = None
    reason: str = ""
    basis: str = ""
    unit_id: str | None = None
    unit_name: str = ""
    account_id: str | None = None
    linked_matter_id: str | None = None
    answers_id: str | None = None
    due_on: date | None = None
    days: int | None = None
    result: str | None = None
    details: StepDetails = field(default_factory=StepDetails)


@dataclass(frozen=True, slots=True)
class MatterFacts:
    """What the workflow must know of a matter beside its steps.

    `is_accusation` for 检举控告 (条例 Art. 30), `is_bureau` when the petition bureau registered it
    and not a unit with its own competence (Art. 23), `is_notice_exempt` when name or address are
    unclear (Art. 23(2)), `is_letter` when it came in writing (Art. 22(2)), `discipline_units` the
    纪检监察 units, `accused_units` whose people the accusation is about, `linked` the matters that
    its steps name, as far as they are here.
    """

    is_accusation: bool = False
    is_bureau: bool = True
    is_first_petition: bool = True
    is_notice_exempt: bool = False
    is_letter: bool = False
    discipline_units: frozenset[str] = frozenset()
    accused_units: frozenset[str] = frozenset()
    linked: tuple["LinkedMatter", ...] = ()


@dataclass(frozen=True, slots=True)
class LinkedMatter:
    """A matter of the same stream that a step names, as this desk holds it; itself with no steps.

    Its own links are not in `facts`.
    """

    matter_id: str
    is_self: bool = False
    facts: MatterFacts = field(default_factory=MatterFacts)
    steps: tuple[StepRecord, ...] = ()
