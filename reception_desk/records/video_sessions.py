"""视频接访 as rules, services and screens read it: sessions, who takes part, what happened."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, auto


class SessionLevel(StrEnum):
    """Which ends are linked; `label` is what papers call it."""

    COUNTY_CITY = auto()
    COUNTY_PROVINCE = auto()
    FOUR_LEVELS = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return {
            "county_city": "县—市",
            "county_province": "县—省",
            "four_levels": "省—市—县—乡四级",
        }[self.value]


class SessionSide(StrEnum):
    """Where somebody sits: with the petitioner, at the receiving end, or at a unit's own end."""

    NEAR = auto()
    FAR = auto()
    UNIT = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return {"near": "来访端", "far": "接访端", "unit": "责任单位端"}[self.value]


class ParticipantRole(StrEnum):
    """What somebody is in a session."""

    PETITIONER = auto()
    REPRESENTATIVE = auto()
    COMPANION = auto()
    AGENT = auto()
    INTERPRETER = auto()
    LAWYER = auto()
    RECEIVER = auto()
    LEADER = auto()
    UNIT_STAFF = auto()
    RECORDER = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return _ROLE_LABELS[self]

    @property
    def asks_consent(self) -> bool:
        """Say whether a recording needs this person's own consent.

        Staff act in office; everybody else is asked (个人信息保护法 Art. 13, 14).
        """
        return self not in _STAFF

    @property
    def signs(self) -> bool:
        """Say whether the record is put before this person to sign."""
        return self in _SIGNERS

    @property
    def speaks_for_petitioner(self) -> bool:
        """Say whether the session can begin with this person present."""
        return self in _PETITIONERS


_ROLE_LABELS = {
    ParticipantRole.PETITIONER: "信访人",
    ParticipantRole.REPRESENTATIVE: "代表",
    ParticipantRole.COMPANION: "陪同人",
    ParticipantRole.AGENT: "代理人",
    ParticipantRole.INTERPRETER: "翻译",
    ParticipantRole.LAWYER: "律师",
    ParticipantRole.RECEIVER: "接访人",
    ParticipantRole.LEADER: "接访领导",
    ParticipantRole.UNIT_STAFF: "责任单位人员",
    ParticipantRole.RECORDER: "记录人",
}
_STAFF = frozenset(
    {
        ParticipantRole.RECEIVER,
        ParticipantRole.LEADER,
        ParticipantRole.UNIT_STAFF,
        ParticipantRole.RECORDER,
    }
)
_PETITIONERS = frozenset(
    {ParticipantRole.PETITIONER, ParticipantRole.REPRESENTATIVE, ParticipantRole.AGENT}
)
_SIGNERS = _PETITIONERS | _STAFF


@dataclass(frozen=True, slots=True)
class SessionInput:
    """An application: which matter, which ends, and the visit it was asked in.

    Without `visit_id` it is the matter's first visit.
    """

    matter_id: str
    level: SessionLevel
    visit_id: str | None = None


@dataclass(frozen=True, slots=True)
class ParticipantInput:
    """Who takes part. A petitioner is `person_id`, everybody else a name with unit and post.

    `account_id` for staff of this county who have an account: the calendar finds them by it.
    """

    side: SessionSide
    role: ParticipantRole
    name: str = ""
    unit: str = ""
    post: str = ""
    person_id: str | None = None
    account_id: str | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who takes part or was expected to; when they came is in the session's events.

    `is_void` for one who was entered by mistake.
    """

    participant_id: str
    side: SessionSide
    role: ParticipantRole
    name: str
    unit: str = ""
    post: str = ""
    person_id: str | None = None
    account_id: str | None = None
    is_void: bool = False

    @property
    def shown(self) -> str:
        """Return unit, post and name as a paper lists them."""
        return f"{self.unit}{self.post}{self.name}"


@dataclass(frozen=True, slots=True)
class SessionEventInput:
    """What a member of staff says of an event; which fields are needed depends on it.

    `occurred_at` is now without one. `starts_at` to `ends_at` is the appointed time, `room_id` and
    `link_id` what is taken up, `far_place` where the other end sits. `participant_id` is whom it
    concerns, `document_id` the paper of it, `result` a code, `decided_by` who at the other end or
    at the office decided.
    """

    event: str
    occurred_at: datetime | None = None
    reason: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    room_id: str | None = None
    link_id: str | None = None
    far_place: str = ""
    participant_id: str | None = None
    document_id: str | None = None
    result: str = ""
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class SessionEventRecord:
    """An event on record; `roles` are those its author held then, `after_id` the last one seen."""

    event_id: str
    event: str
    occurred_at: datetime
    recorded_at: datetime
    author_id: str | None
    roles: frozenset[str]
    after_id: str | None = None
    author_name: str = ""
    reason: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    room_id: str | None = None
    link_id: str | None = None
    far_place: str = ""
    participant_id: str | None = None
    document_id: str | None = None
    result: str = ""
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """What the life of a session must know beside its events: who takes part."""

    participants: tuple[Participant, ...] = field(default=())

    def participant(self, participant_id: str | None) -> Participant | None:
        """Return one of those who take part."""
        return next((p for p in self.participants if p.participant_id == participant_id), None)


class ResourceKind(StrEnum):
    """What sessions take up beside people."""

    ROOM = auto()
    LINK = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return {"room": "视频接访室", "link": "视频线路"}[self.value]


@dataclass(frozen=True, slots=True)
class Resource:
    """A room or a link; `place` says where a room is, or who offers the link."""

    resource_id: str
    kind: ResourceKind
    name: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class OfferedLink:
    """A time in which the other end offers a link."""

    offer_id: str
    link_id: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A line of the list or calendar of sessions; `matter` is the matter's title.

    `clashes` are sentences; `refused` counts events on record that the rules do not allow.
    """

    session_id: str
    label: str
    level: SessionLevel
    matter_id: str
    matter: str
    state: str
    since: datetime | None
    starts_at: datetime | None
    ends_at: datetime | None
    room: str
    link: str
    receivers: tuple[str, ...]
    clashes: tuple[str, ...]
    refused: int
