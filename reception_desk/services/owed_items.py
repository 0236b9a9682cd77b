"""What is due beside the duties of the law: 承诺, 领导包案 and 听证, each with its own day.

They are owed by units and leaders; their day is the one they were given and has no earlier target.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum, auto

from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.services.due_board import SOON_DAYS
from reception_desk.services.hearings import HearingNow, hearings_to_come
from reception_desk.services.promises import open_promises
from reception_desk.services.undertakings import open_undertakings


class OwedKind(StrEnum):
    """What kind of thing is owed."""

    PROMISE = auto()
    UNDERTAKING = auto()
    HEARING = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return {"promise": "承诺", "undertaking": "包案", "hearing": "听证"}[self.value]


@dataclass(frozen=True, slots=True)
class OwedItem:
    """Something owed on a matter; `key` is its own, `by_whom` a unit or a leader with one."""

    kind: OwedKind
    key: str
    matter_id: str
    due_on: date
    what: str
    by_whom: str
    matter: str


def owed_items(
    database: Database,
    actor: Actor,
    today: date,
    by: Reckoning,
    *,
    unit_id: str | None = None,
) -> tuple[OwedItem, ...]:
    """Return what is owed and not done, due within three days or late, the longest overdue first.

    `unit_id` narrows it to one responsible unit. Of a hearing the notice is owed first, then the
    hearing itself.
    """
    until = today + timedelta(days=SOON_DAYS)
    found = [
        *_promises(database, actor, until, unit_id),
        *_undertakings(database, actor, until, unit_id),
        *_hearings(hearings_to_come(database, actor, by), until, unit_id),
    ]
    return tuple(sorted(found, key=lambda one: (one.due_on, one.kind, one.key)))


def _promises(
    database: Database, actor: Actor, until: date, unit_id: str | None
) -> Iterator[OwedItem]:
    for one in open_promises(database, actor, unit_id=unit_id, until=until):
        promise = one.promise
        yield OwedItem(
            OwedKind.PROMISE, promise.promise_id, promise.matter_id, promise.due_on, promise.what,
            promise.owner_unit, one.matter,
        )  # fmt: skip


def _undertakings(
    database: Database, actor: Actor, until: date, unit_id: str | None
) -> Iterator[OwedItem]:
    for one in open_undertakings(database, actor, until=until):
        facts = one.standing.facts
        if unit_id in (None, facts.unit_id):
            yield OwedItem(
                OwedKind.UNDERTAKING, facts.undertaking_id, facts.matter_id, one.standing.due_on,
                facts.plan, f"{one.leader} {one.unit}", one.matter,
            )  # fmt: skip


def _hearings(found: Iterable[HearingNow], until: date, unit_id: str | None) -> Iterator[OwedItem]:
    for one in found:
        plan, notice = one.standing, one.notice_by
        if plan.held_on is None or notice is None or unit_id not in (None, one.unit_id):
            continue
        at = f"{plan.held_on} {plan.starts_at:%H:%M} {plan.place}，主持人{plan.chair}"
        what = f"举行听证：{at}" if one.is_noticed else f"送达听证通知（{at}）"
        due_on = plan.held_on if one.is_noticed else notice
        if due_on <= until:
            key = plan.last_event_id or one.matter_id
            yield OwedItem(OwedKind.HEARING, key, one.matter_id, due_on, what, one.unit, one.matter)
