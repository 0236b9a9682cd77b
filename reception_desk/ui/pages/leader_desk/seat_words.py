"""How today's list stands on the leader's screen, in words and marks."""

from datetime import datetime
from zoneinfo import ZoneInfo

from reception_desk.records.leader_desk import SeatLine
from reception_desk.rules.chinese_dates import long_day_text
from reception_desk.rules.leader_bookings import BookingState
from reception_desk.services.leader_days import ReceptionDayNow
from reception_desk.ui.tokens import Colour

Mark = tuple[Colour, str]

IN_FRONT = "正在接访"


def line_mark(line: SeatLine) -> Mark:
    """Return colour and icon of somebody on the list."""
    if line.is_in_front:
        return Colour.OK, "play"
    return {
        BookingState.BOOKED: (Colour.MUTED, "clock"),
        BookingState.RECEIVED: (Colour.OK, "check"),
        BookingState.NOT_COME: (Colour.WARN, "skip"),
        BookingState.WITHDRAWN: (Colour.MUTED, "close"),
    }[BookingState(line.state)]


def line_state(line: SeatLine) -> str:
    """Return where somebody stands."""
    return IN_FRONT if line.is_in_front else BookingState(line.state).label


def who(line: SeatLine) -> str:
    """Return the masked name, with the head count of several."""
    return f"{line.petitioner}等{line.head_count}人" if line.head_count > 1 else line.petitioner


def at(line: SeatLine) -> str:
    """Return the time somebody was booked for."""
    return f"{line.at:%H:%M}" if line.at else "不约"


def line_sentence(line: SeatLine) -> str:
    """Return what a screen reader says of somebody on the list."""
    return f"{at(line)} {who(line)}，{line_state(line)}：{line.title}"


def elapsed(began: datetime, until: datetime) -> str:
    """Return `12:05`, minutes and seconds; from an hour on `1:02:05`."""
    seconds = max(int((until - began).total_seconds()), 0)
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes:02d}:{rest:02d}"


def timer_words(line: SeatLine, moment: datetime, zone: ZoneInfo) -> str:
    """Return how long the reception has taken, or took; "" before it began."""
    if line.received_at is None:
        return ""
    if line.is_in_front:
        return elapsed(line.received_at, moment)
    began = f"{line.received_at.astimezone(zone):%H:%M} 开始"
    if line.left_at is None:
        return began
    return f"{began}，用时 {elapsed(line.received_at, line.left_at)}"


def day_words(one: ReceptionDayNow) -> str:
    """Return who receives, when and where."""
    standing = one.standing
    span = f"{standing.starts_at:%H:%M}–{standing.ends_at:%H:%M}"
    return f"{one.leader.post} {one.leader.name} · {span} · {standing.place}"


def no_day_words(coming: ReceptionDayNow | None) -> tuple[str, str]:
    """Return what stands there on a day without a reception: when the next one is."""
    title = "今天没有安排领导接访"
    if coming is None:
        return title, "接访日由科室在“领导接访”里安排。"
    return title, f"下一个接访日：{long_day_text(coming.standing.day)}　{day_words(coming)}"
