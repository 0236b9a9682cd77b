"""How numbers stand in the queue, in words; no word speaks of a person."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from reception_desk.rules.ticket_queue import calls_before_return, calls_of, expected_wait
from reception_desk.rules.ticket_standing import TicketStanding
from reception_desk.rules.ticket_transition import TicketState
from reception_desk.ui.ticket_desk import HallNow
from reception_desk.ui.ticket_words import span_words

UNSURE = "等多久还说不准"


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A number as it is listed; `is_next` where it is called in its turn."""

    ticket_id: str
    number: str
    wait: str
    note: str
    needs_help: bool
    is_next: bool


def range_words(minutes: tuple[int, int] | None) -> str:
    """Return the wait to expect; without enough calls nothing is promised."""
    return f"预计等 {minutes[0]}–{minutes[1]} 分钟" if minutes else UNSURE


def queue_lines(hall: HallNow, desk_id: str, zone: ZoneInfo, *, with_left: bool) -> list[QueueLine]:
    """Return who waits in calling order, then the missed, then those who left if asked for."""
    order = hall.queue.order
    listed = {one.facts.ticket_id for one in order}
    missed = [
        one for one in hall.queue.standing(TicketState.MISSED) if one.facts.ticket_id not in listed
    ]
    left = hall.queue.standing(TicketState.LEFT) if with_left else ()
    calls = calls_of(hall.queue.tickets)
    return [
        QueueLine(
            one.facts.ticket_id,
            one.facts.number,
            span_words((hall.moment - one.facts.issued_at).total_seconds())
            if one.state is not TicketState.LEFT
            else "",
            _note(one, hall, desk_id, zone, calls),
            one.needs_help,
            one.facts.ticket_id in listed and one.holder_id in (None, desk_id),
        )
        for one in (*order, *missed, *left)
    ]


def wait_now(hall: HallNow) -> str:
    """Return what somebody is told who takes a number now."""
    order = hall.queue.order
    if not order:
        return "现在没有人等候"
    return f"现在取号，{range_words(expected_wait(len(order), calls_of(hall.queue.tickets)))}"


def _note(
    one: TicketStanding,
    hall: HallNow,
    desk_id: str,
    zone: ZoneInfo,
    calls: tuple[datetime, ...],
) -> str:
    facts = one.facts
    said = [f"{facts.issued_at.astimezone(zone):%H:%M} 取号"]
    if facts.day != one.day:
        said = [f"{facts.day.month}月{facts.day.day}日结转"]
    if facts.booked_for is not None:
        said.append(f"预约 {facts.booked_for.astimezone(zone):%H:%M}")
    if one.state is TicketState.MISSED:
        more = calls_before_return(one, calls)
        said.append(f"过号，再叫 {more} 个后回来" if more else "过号")
    elif one.state is TicketState.LEFT:
        said.append(f"{one.since.astimezone(zone):%H:%M} 离开")
    if one.holder_id is not None:
        said.append(_holder(one, hall, desk_id))
    return " · ".join(said)


def _holder(one: TicketStanding, hall: HallNow, desk_id: str) -> str:
    """Say which window alone may call it, and why."""
    if one.holder_id == desk_id:
        return "转到本窗口" if one.is_sent else "只由本窗口叫"
    window = hall.window_of(one.holder_id)
    place = f"{window}号窗口" if window else "其他窗口"
    return f"转到{place}" if one.is_sent else f"由{place}叫"
