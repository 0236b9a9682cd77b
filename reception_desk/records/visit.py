"""What is registered about a visit, and what is read back."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class PersonRole(StrEnum):
    """A person's part in a visit (条例 Art. 20(3): at most five representatives)."""

    MAIN = "main"
    REPRESENTATIVE = "representative"
    FOLLOWER = "follower"
    AGENT = "agent"
    COMPANION = "companion"
    INTERPRETER = "interpreter"

    @property
    def label(self) -> str:
        return _ROLE_LABELS[self]

    @property
    def is_petitioner(self) -> bool:
        """Whether the person asks for something, and does not only help somebody who does."""
        return self in {PersonRole.MAIN, PersonRole.REPRESENTATIVE, PersonRole.FOLLOWER}


_ROLE_LABELS = {
    PersonRole.MAIN: "信访人",
    PersonRole.REPRESENTATIVE: "代表",
    PersonRole.FOLLOWER: "随访人",
    PersonRole.AGENT: "代理人",
    PersonRole.COMPANION: "陪同人",
    PersonRole.INTERPRETER: "翻译",
}


class Channel(StrEnum):
    """How the visit came about."""

    WALK_IN = "walk_in"
    APPOINTMENT = "appointment"
    LEADER_DAY = "leader_day"
    VIDEO = "video"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class PersonInput:
    """A person as typed or read from a card; `person_id` when the clerk chose a known person."""

    role: PersonRole = PersonRole.MAIN
    person_id: str | None = None
    name: str | None = None
    sex: str | None = None
    nation: str | None = None
    birth_date: date | None = None
    document_type: str | None = None
    document_number: str | None = None
    document_valid_until: date | None = None
    phone: str | None = None
    address: str | None = None
    division_code: str | None = None
    occupation: str | None = None
    workplace: str | None = None
    organisation_name: str | None = None


@dataclass(frozen=True, slots=True)
class MaterialInput:
    """One line of the list of papers handed in; `material_id` once it is on record."""

    name: str
    pages: int = 1
    copies: int = 1
    is_original: bool = False
    material_id: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class VisitInput:
    """A registration. Only the time, the head count and a claim (or `to_complete`) matter to save.

    `matter_id` joins the visit to a matter already on record; without it a new matter begins.
    `is_anonymous`: the visitor leaves no name; `is_unclear`: name or address are too vague to
    deliver anything to (条例 Art. 23(2)).
    """

    arrived_at: datetime
    head_count: int = 1
    persons: tuple[PersonInput, ...] = ()
    claim: str = ""
    facts: str = ""
    to_complete: bool = False
    form: str = "200"
    channel: Channel = Channel.WALK_IN
    received_at: datetime | None = None
    purpose: str | None = None
    matter_class: str | None = None
    category: str | None = None
    place_code: str | None = None
    respondent: str | None = None
    earlier_handling: str | None = None
    is_oral: bool = False
    read_back_at: datetime | None = None
    needs: tuple[str, ...] = ()
    materials: tuple[MaterialInput, ...] = ()
    matter_id: str | None = None
    outcome: str | None = None
    outcome_note: str | None = None
    route: tuple[str, ...] = ()
    target_unit_id: str | None = None
    privacy_notice: str | None = None
    is_anonymous: bool = False
    is_unclear: bool = False
    delivery_way: str | None = None
    delivery_address: str | None = None


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A person on record, unmasked: only for those who may see it."""

    person_id: str
    role: PersonRole
    name: str | None
    sex: str | None
    nation: str | None
    birth_date: date | None
    document_type: str | None
    document_number: str | None
    document_valid_until: date | None
    phone: str | None
    address: str | None
    division_code: str | None
    occupation: str | None
    workplace: str | None
    organisation_name: str | None


@dataclass(frozen=True, slots=True)
class VisitRecord:
    """A registered visit with its persons, needs, materials and matter."""

    visit_id: str
    provisional_number: str
    number: str | None
    query_code: str
    arrived_at: datetime
    ended_at: datetime | None
    zone: str
    window: str
    received_by: str
    unit_name: str
    form: str
    channel: str
    head_count: int
    claim: str
    facts: str
    summary: str
    to_complete: bool
    purpose: str | None
    matter_class: str | None
    category: str | None
    place_code: str | None
    respondent: str | None
    earlier_handling: str | None
    is_oral: bool
    read_back_at: datetime | None
    outcome: str | None
    outcome_note: str | None
    target_unit_id: str | None
    target_unit_name: str | None
    privacy_notice: str | None
    is_anonymous: bool
    is_unclear: bool
    delivery_way: str | None
    delivery_address: str | None
    persons: tuple[PersonRecord, ...]
    needs: tuple[str, ...]
    materials: tuple[MaterialInput, ...]
    matter_id: str | None
    is_repeat: bool

    @property
    def shown_number(self) -> str:
        """The centre's number, or the provisional one until it is allotted."""
        return self.number or self.provisional_number

    @property
    def main_person(self) -> PersonRecord | None:
        """The first petitioner, or None when none was named."""
        return next((person for person in self.persons if person.role.is_petitioner), None)


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A line of the register of visits; `name` is for the caller to mask."""

    visit_id: str
    number: str
    arrived_at: datetime
    name: str | None
    head_count: int
    summary: str
    window: str
    outcome: str | None
    to_complete: bool
    is_repeat: bool


@dataclass(frozen=True, slots=True)
class PersonHit:
    """A person found by search, with just enough to tell two apart."""

    person_id: str
    name: str | None
    sex: str | None
    birth_date: date | None
    document_number: str | None
    phone: str | None
    address: str | None


@dataclass(frozen=True, slots=True)
class VisitHit:
    """A visit found by its number, its words or those of a paper filed to it.

    `paper` names that paper and page, `excerpt` gives the words around; "" for other visits.
    """

    visit_id: str
    number: str
    arrived_at: datetime
    summary: str
    paper: str = ""
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class MatterHint:
    """An earlier matter of the same person, shown to connect papers (never a mark on them).

    `promise_due` is the day of the earliest promise on it that is still to be kept.
    """

    matter_id: str
    title: str
    registered_at: datetime
    last_visit_at: datetime
    last_number: str
    visits: int
    category: str | None
    promise_due: date | None = None
