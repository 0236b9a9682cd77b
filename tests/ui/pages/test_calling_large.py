"""叫号 on a day of two thousand numbers: the screen never stands still, and time goes on."""

from datetime import timedelta

import pytest
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from reception_desk.models.database import now
from reception_desk.models.rows import add_row
from reception_desk.models.ticket import Ticket, TicketEvent
from reception_desk.rules.ticket_queue import write_number
from reception_desk.rules.ticket_transition import TicketEvent as Event
from reception_desk.services.authorship import by
from reception_desk.services.ticket_day import KnownStandings, day_of
from reception_desk.services.tickets import call_next, queue_now
from tests.offices import SampleOffice
from tests.ui.pages.calling_hands import KEY, Hands
from tests.ui.shell import opened
from tests.ui.smooth import StallWatch

NUMBERS, WAITING = 2_000, 120


@pytest.fixture
def busy_hall(desk: SampleOffice) -> SampleOffice:
    """Most were served, some missed, and many wait."""
    begin = now() - timedelta(minutes=300)
    mine, day = by(desk.clerk), day_of(desk.clerk, now())
    with desk.database.write() as session:
        for at in range(NUMBERS):
            moment = begin + timedelta(seconds=at * 8)
            key = add_row(
                session, Ticket, **{**mine, "created_at": moment},
                number=write_number("1", at + 1), ordinal=at + 1, day=day,
                needs_help=at % 17 == 0, booked_for=None, holder_id=None,
            )  # fmt: skip
            if at >= NUMBERS - WAITING:
                continue
            last, turn = None, 0
            for event in (Event.CALLED, Event.BEGUN, Event.DONE) if at % 9 else (
                Event.CALLED, Event.MISSED, Event.LEFT,
            ):  # fmt: skip
                moment += timedelta(seconds=30)
                last = add_row(
                    session, TicketEvent, **{**mine, "created_at": moment}, ticket_id=key,
                    event=event, occurred_at=moment, after_id=last, turn=turn, window="1",
                    holder_id=None, visit_id=None, day=None,
                )  # fmt: skip
                turn = 1
    return desk


@pytest.mark.slow
def test_the_screen_never_stands_still_on_a_large_day(
    qtbot: QtBot, busy_hall: SampleOffice, smooth: StallWatch
):
    with opened(qtbot, busy_hall) as shown:
        hands = Hands(qtbot, shown)
        assert len(hands.numbers()) == WAITING
        read = QSignalSpy(hands.tickets.shown)
        with smooth.look():
            for key in (KEY.Key_F4, KEY.Key_F4, KEY.Key_F8) * 3:
                hands.press(key)
            hands.tickets.read()
            hands.rest()
        assert read.count() >= 9
        assert len(hands.numbers()) == WAITING - 3


def test_what_is_known_is_not_folded_again_and_says_the_same(busy_hall: SampleOffice):
    known = KnownStandings()
    database, clerk = busy_hall.database, busy_hall.clerk
    assert queue_now(database, clerk, known) == queue_now(database, clerk)
    called = call_next(database, clerk, None, known)
    assert called is not None
    again = queue_now(database, clerk, known)
    assert again.tickets == queue_now(database, clerk).tickets
    assert called in again.tickets
