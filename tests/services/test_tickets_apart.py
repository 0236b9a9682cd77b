"""Three windows of a hall around a real centre, with cuts: no number is called twice.

A few random days in every run; a longer campaign by
`DESK_TICKET_DAYS=500 pytest tests/services/test_tickets_apart.py`.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import FlakyFailure
from sqlalchemy import select

from reception_desk.errors import DeskError
from reception_desk.models.ticket import TicketEvent as EventRow
from reception_desk.records.tickets import ClaimAnswer, TicketInput, Wish
from reception_desk.rules.ticket_standing import TicketStanding
from reception_desk.rules.ticket_transition import TicketEvent as Event
from reception_desk.rules.ticket_transition import TicketState
from reception_desk.services.ticket_closing import close_day
from reception_desk.services.ticket_day import ticket_now
from reception_desk.services.tickets import (
    HallQueue,
    call_next,
    call_this,
    give_back_kept,
    issue_ticket,
    note_event,
    queue_now,
    receive,
)
from reception_desk.sync.ticket_claims import CentreClaims
from tests.offices import SampleOffice
from tests.postgres import CentreDatabase
from tests.windows import Window, meet

DAYS = int(os.environ.get("DESK_TICKET_DAYS", "8"))
AT_WINDOW = (
    Event.BEGUN, Event.MISSED, Event.RETURNED, Event.HELD, Event.RESUMED, Event.DONE,
    Event.TRANSFERRED, Event.RECALLED, Event.LEFT,
)  # fmt: skip


@dataclass
class Line:
    """A window's line to the centre: whole, cut before the question, or before the answer."""

    window: Window
    state: str = "whole"
    claims: CentreClaims = field(init=False)

    def __post_init__(self) -> None:
        self.claims = CentreClaims(self.window.desk.link)

    def claim(self, wishes: Sequence[Wish]) -> ClaimAnswer:
        if self.state == "cut":
            return ClaimAnswer(is_away=True)
        answer = self.claims(wishes)
        return ClaimAnswer(is_away=True) if self.state == "answers lost" else answer

    @property
    def is_away(self) -> bool:
        return self.state != "whole"

    def queue(self) -> HallQueue:
        return queue_now(self.window.database, self.window.clerk)


@pytest.fixture
def lines(
    centre: CentreDatabase, closed_office: Callable[[str], SampleOffice], tmp_path: Path
) -> Iterator[tuple[Line, ...]]:
    made = tuple(Line(Window(centre, tmp_path / code, closed_office(code))) for code in "123")
    yield made
    for line in made:
        line.window.close()


def callers(lines: Sequence[Line]) -> dict[tuple[str, int], set[str]]:
    """Return which desks called a ticket at a turn, by every row that any window holds."""
    found: dict[tuple[str, int], set[str]] = {}
    for line in lines:
        with line.window.database.read() as session:
            rows = session.execute(
                select(EventRow.ticket_id, EventRow.turn, EventRow.desk_id).where(
                    EventRow.event == Event.CALLED
                )
            ).all()
        for ticket, turn, desk in rows:
            found.setdefault((ticket, turn), set()).add(desk)
    return found


def act(lines: Sequence[Line], who: int, verb: str, number: int) -> None:
    """Let a window do something; what the rules or the line refuse has no effect.

    What it is told of the number is what stands on record.
    """
    said = do(lines, who, verb, number)
    if said is not None:
        window = lines[who].window
        with window.database.read() as session:
            assert said == ticket_now(session, window.clerk, said.facts.ticket_id)


def do(lines: Sequence[Line], who: int, verb: str, number: int) -> TicketStanding | None:
    line = lines[who]
    database, clerk = line.window.database, line.window.clerk
    tickets = line.queue().tickets
    chosen = tickets[number % len(tickets)] if tickets else None
    if verb == "take":
        issue_ticket(database, clerk, TicketInput(number % 3 == 0, is_kept=line.is_away))
    elif verb == "next":
        return call_next(database, clerk, line.claim)
    elif verb == "sync":
        if line.state != "cut":
            line.window.sync()
    elif verb == "give back":
        if not line.is_away:
            give_back_kept(database, clerk)
    elif chosen is None:
        pass
    elif verb == "this":
        return call_this(database, clerk, chosen.facts.ticket_id, line.claim)
    elif verb == "receive":
        return receive(database, clerk, chosen.facts.ticket_id)
    else:
        other = lines[(who + 1) % len(lines)].window.clerk.desk.desk_id
        return note_event(
            database, clerk, chosen.facts.ticket_id, Event(verb), desk_id=other,
            is_away=line.is_away,
        )  # fmt: skip
    return None


def settle(lines: Sequence[Line]) -> None:
    """End the day: every line whole, every number finished or left."""
    for line in lines:
        line.state = "whole"
    meet(*(line.window for line in lines))
    for line in lines:
        for one in line.queue().standing(TicketState.SERVING):
            if one.desk_id == line.window.clerk.desk.desk_id:
                note_event(line.window.database, line.window.clerk, one.facts.ticket_id, Event.DONE)
    meet(*(line.window for line in lines))
    closing = close_day(lines[0].window.database, lines[0].window.clerk, carry_to=None)
    assert closing.at_window == ()
    meet(*(line.window for line in lines))


VERBS = ("take", "take", "next", "next", "next", "this", "receive", "sync", "sync", "give back")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.integers(0, 2), st.sampled_from(VERBS), st.integers(0, 30)),
        st.tuples(st.integers(0, 2), st.sampled_from([*AT_WINDOW]), st.integers(0, 30)),
        st.tuples(
            st.integers(0, 2), st.sampled_from(("whole", "cut", "answers lost")), st.just(-1)
        ),
    ),
    min_size=10,
    max_size=40,
)


def run_days(
    lines: Sequence[Line], days: int, phases: Sequence[Phase] = tuple(Phase)
) -> Counter[str]:
    """Run random days that begin with a queue every window knows; return what was done how often.

    A number called twice, or windows that do not agree in the evening, fail.
    """
    done: Counter[str] = Counter()

    @settings(
        max_examples=days, phases=phases, deadline=None, database=None, report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),  # pyright: ignore[reportArgumentType]
    )  # fmt: skip
    @given(STEPS)
    def a_day(steps: list[tuple[int, str, int]]) -> None:
        for line in lines:
            issue_ticket(line.window.database, line.window.clerk, TicketInput())
        meet(*(line.window for line in lines))
        for who, verb, number in steps:
            if number < 0:
                lines[who].state = verb
                continue
            try:
                act(lines, who, verb, number)
                done[verb] += 1
            except DeskError:
                done["refused"] += 1
        settle(lines)
        twice = {key: desks for key, desks in callers(lines).items() if len(desks) > 1}
        assert not twice, "a number was called twice"
        one, two, three = (line.queue() for line in lines)
        assert one == two == three

    a_day()
    return done


@pytest.mark.slow
@pytest.mark.timeout(120 + DAYS * 15)
def test_no_number_is_called_twice_on_any_day(lines: tuple[Line, ...]):
    done = run_days(lines, DAYS)
    assert min(done[verb] for verb in ("take", "next", "sync", "refused")) > 0


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_centre_that_grants_everything_is_found_out(
    lines: tuple[Line, ...], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(Line, "claim", lambda _, wishes: ClaimAnswer(wishes[0].ticket_id))
    with pytest.raises((AssertionError, FlakyFailure)):
        run_days(lines, 100, [Phase.generate])


def two_calls_at_once(lines: Sequence[Line]) -> list[TicketStanding | None]:
    with ThreadPoolExecutor(len(lines)) as pool:
        made = [
            pool.submit(call_next, line.window.database, line.window.clerk, line.claim)
            for line in lines
        ]
        return [one.result() for one in made]


def test_windows_that_call_at_once_get_different_numbers(lines: tuple[Line, ...]):
    first = lines[0].window
    for _ in range(12):
        issue_ticket(first.database, first.clerk, TicketInput())
    meet(*(line.window for line in lines))
    called = [one for _ in range(5) for one in two_calls_at_once(lines)]
    numbers = [one.facts.number for one in called if one]
    assert len(numbers) == len(set(numbers)) == 12


def test_a_claim_whose_answer_was_lost_is_granted_to_the_same_window(lines: tuple[Line, ...]):
    one, two, _ = lines
    taken = issue_ticket(one.window.database, one.window.clerk, TicketInput())
    meet(one.window, two.window)
    two.state = "answers lost"
    with pytest.raises(DeskError, match="联系不上中心"):
        call_next(two.window.database, two.window.clerk, two.claim)
    assert call_next(one.window.database, one.window.clerk, one.claim) is None
    two.state = "whole"
    called = call_next(two.window.database, two.window.clerk, two.claim)
    assert called is not None
    assert called.facts.ticket_id == taken.ticket_id


def test_a_centre_that_forgot_claims_grants_nothing_until_the_desks_have_told(
    centre: CentreDatabase, lines: tuple[Line, ...]
):
    one, two, _ = lines
    taken = issue_ticket(one.window.database, one.window.clerk, TicketInput())
    meet(one.window, two.window)
    called = call_next(one.window.database, one.window.clerk, one.claim)
    assert called is not None
    centre.query("DELETE FROM sync.ticket_claim")
    centre.query("UPDATE sync.centre SET generation = generation + 1")
    wish = [Wish(taken.ticket_id, 0)]
    assert two.claim(wish).is_away
    meet(*(line.window for line in lines))
    assert two.claim(wish) == ClaimAnswer()


def test_a_line_to_nowhere_is_away(lines: tuple[Line, ...], tmp_path: Path):
    link = lines[0].window.desk.link
    nowhere = type(link)(f"host={tmp_path} dbname=none user=nobody", link.secret)
    assert CentreClaims(nowhere)([Wish("0198a000-0000-7000-8000-000000000000", 0)]).is_away
