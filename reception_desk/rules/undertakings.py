"""领导包案: none without leader, unit, plan and day; what its events come to.

Leaders take hard matters upon themselves (条例 Art. 18: 包案化解). Here one has a leader, a unit,
a team and a day; it ends settled with evidence or lifted with a reason [office practice].
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum, auto

from reception_desk.records.undertakings import (
    UndertakingEvent,
    UndertakingEventRecord,
    UndertakingFacts,
    UndertakingInput,
)
from reception_desk.rules.seen_order import in_seen_order


class UndertakingState(StrEnum):
    """Where an undertaking stands."""

    UNDERTAKEN = auto()
    SETTLED = auto()
    LIFTED = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return {"undertaken": "包案中", "settled": "已化解", "lifted": "已解除"}[self.value]


@dataclass(frozen=True, slots=True)
class UndertakingStanding:
    """What the events come to: who answers for it now, until when, and how it ended.

    `was_late` says that the day had passed when it was extended: it stays so.
    """

    facts: UndertakingFacts
    leader_id: str
    due_on: date
    state: UndertakingState = UndertakingState.UNDERTAKEN
    ended_on: date | None = None
    evidence_sha256: str | None = None
    was_late: bool = False
    events: tuple[UndertakingEventRecord, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    last_event_id: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether the leader still answers for it."""
        return self.state is UndertakingState.UNDERTAKEN

    def is_late(self, today: date) -> bool:
        """Say whether a day of it passed before it ended; one that was late stays late."""
        return self.was_late or (self.ended_on or today) > self.due_on


def refuse_undertaking(asked: UndertakingInput, on: date) -> str:
    """Return the sentence that refuses an undertaking, "" for a whole one."""
    if not asked.leader_id:
        return "请选择包案领导。"
    if not asked.unit_id:
        return "请选择责任单位。"
    if not asked.plan:
        return "请写明化解方案。"
    if asked.due_on is None:
        return "请写明化解期限。"
    if asked.due_on < on:
        return "化解期限早于今天，请核对。"
    return ""


def fold(facts: UndertakingFacts, events: Iterable[UndertakingEventRecord]) -> UndertakingStanding:
    """Return where it stands after `events`, in whatever order they are given.

    One that may not follow (two desks ended it apart) stays visible and changes nothing.
    """
    standing = UndertakingStanding(facts, facts.leader_id, facts.due_on)
    for event in in_seen_order(events, lambda one: one.event_id, lambda one: one.after_id):
        standing = _advance(standing, event)
    return standing


def why_not(standing: UndertakingStanding, event: UndertakingEventRecord) -> str:
    """Return the sentence that refuses an event after `standing`, "" where it may follow."""
    if event.event not in set(UndertakingEvent):
        return "没有这样的变动。"
    if not standing.is_open:
        return f"这件包案{standing.state.label}，不能再变动。"
    if not event.text:
        return "请写明情况或者理由。"
    return _lacking(standing, event)


def _lacking(standing: UndertakingStanding, event: UndertakingEventRecord) -> str:
    """Return what this kind of event does not say and has to."""
    kind = UndertakingEvent(event.event)
    if kind is UndertakingEvent.EXTENDED:
        if event.due_on is None:
            return "请写明延长到哪一天。"
        if event.due_on <= max(standing.due_on, event.day):
            return "新的期限要晚于今天和原来的期限。"
    if kind is UndertakingEvent.HANDED_OVER:
        if not event.leader_id:
            return "请选择移交给哪位领导。"
        if event.leader_id == standing.leader_id:
            return "这件事项现在就由这位领导包案。"
    if kind is UndertakingEvent.SETTLED and not event.evidence_sha256:
        return "化解销案要有佐证材料：已归档的材料或者已出具的文书。"
    return ""


def _advance(standing: UndertakingStanding, event: UndertakingEventRecord) -> UndertakingStanding:
    noted = replace(standing, events=(*standing.events, event))
    if why := why_not(standing, event):
        return replace(noted, refused=(*standing.refused, (event.event_id, why)))
    after = replace(noted, last_event_id=event.event_id)
    match UndertakingEvent(event.event):
        case UndertakingEvent.REPORTED:
            return after
        case UndertakingEvent.EXTENDED:
            was_late = standing.was_late or event.day > standing.due_on
            return replace(after, due_on=event.due_on or standing.due_on, was_late=was_late)
        case UndertakingEvent.HANDED_OVER:
            return replace(after, leader_id=event.leader_id or standing.leader_id)
        case UndertakingEvent.SETTLED:
            return replace(
                after, state=UndertakingState.SETTLED, ended_on=event.day,
                evidence_sha256=event.evidence_sha256,
            )  # fmt: skip
        case UndertakingEvent.LIFTED:
            return replace(after, state=UndertakingState.LIFTED, ended_on=event.day)
