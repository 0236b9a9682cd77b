"""听证: arranged so early that its notice can still be served (条例 Art. 31(6), 36(2); D15)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time

from reception_desk.records.hearings import HearingEvent, HearingRecord
from reception_desk.rules.chinese_dates import day_text
from reception_desk.rules.deadlines import due
from reception_desk.rules.duties import Duty
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.seen_order import in_seen_order
from reception_desk.rules.states import State

HEARD = frozenset({State.ACCEPTED, State.EXTENDED, State.RE_HANDLE, State.RECHECK})
"""Where a matter may be heard: in hand of a unit, or of the recheck (T22)."""


@dataclass(frozen=True, slots=True)
class HearingStanding:
    """What the events come to; without `held_on` none is arranged."""

    held_on: date | None = None
    starts_at: time | None = None
    place: str = ""
    chair: str = ""
    events: tuple[HearingRecord, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    last_event_id: str | None = None

    @property
    def is_planned(self) -> bool:
        """Whether one is to come."""
        return self.held_on is not None


def notice_by(held_on: date, by: Reckoning) -> date:
    """Return the last day on which the notice of a hearing may be served."""
    return due(Duty.D15, held_on, by.calendar, by.policy, set_days=by.hearing_lead).legal


def fold(events: Iterable[HearingRecord]) -> HearingStanding:
    """Return what is arranged after `events`, in whatever order they are given."""
    standing = HearingStanding()
    for event in in_seen_order(events, lambda one: one.event_id, lambda one: one.after_id):
        noted = replace(standing, events=(*standing.events, event))
        if why := why_not(standing, event):
            standing = replace(noted, refused=(*standing.refused, (event.event_id, why)))
        elif event.event == HearingEvent.CANCELLED:
            standing = replace(
                noted, held_on=None, starts_at=None, place="", chair="",
                last_event_id=event.event_id,
            )  # fmt: skip
        else:
            standing = replace(
                noted, held_on=event.held_on, starts_at=event.starts_at, place=event.place,
                chair=event.chair, last_event_id=event.event_id,
            )  # fmt: skip
    return standing


def why_not(standing: HearingStanding, event: HearingRecord) -> str:
    """Return the sentence that refuses an event after `standing`, "" where it may follow."""
    if event.event not in set(HearingEvent):
        return "没有这样的变动。"
    is_new = event.event == HearingEvent.ARRANGED
    if is_new == standing.is_planned:
        return "已经安排了听证，请用“改期”。" if is_new else "还没有安排听证。"
    if not is_new and not event.reason:
        return "请写明理由。"
    if event.event == HearingEvent.CANCELLED:
        return ""
    if event.held_on is None or event.starts_at is None:
        return "请写明听证的日期和时间。"
    return "" if event.place and event.chair else "请写明听证的地点和主持人。"


def too_soon(held_on: date | None, today: date, by: Reckoning) -> str:
    """Return the sentence that refuses a day whose notice could not be served in time."""
    if held_on is None or notice_by(held_on, by) >= today:
        return ""
    last = day_text(notice_by(held_on, by))
    return (
        f"听证通知应当在听证日{by.hearing_lead}日前送达，最迟为{last}，"
        "请改到更晚的日期（本地听证办法）。"
    )
