"""The board of the hall on a real file: what it says, and what the office writes on it."""

import pytest

from reception_desk.errors import InvalidInputError, NotPermittedError
from reception_desk.records.hall_board import BoardTexts
from reception_desk.records.leader_days import DayEvent
from reception_desk.records.tickets import TicketInput
from reception_desk.rules.leader_days import PlannedDay
from reception_desk.services.hall_board import (
    CAPTION,
    FIRST_NOTICES,
    MOST_NOTICES,
    board_now,
    board_texts,
    latest_ticket_row,
    save_board_texts,
    say_pause,
)
from reception_desk.services.leader_days import DayChange, reception_days, record_change
from reception_desk.services.leader_plan import keep_plan
from reception_desk.services.tickets import call_next, issue_ticket
from tests.leaders import MORNING, NOON, two_leaders
from tests.offices import SampleOffice, today


def test_a_call_stands_on_the_board(desk: SampleOffice):
    mark = latest_ticket_row(desk.database)
    for _ in range(3):
        issue_ticket(desk.database, desk.clerk, TicketInput())
    taken = latest_ticket_row(desk.database)
    call_next(desk.database, desk.clerk, None)
    now = board_now(desk.database, desk.clerk.desk)
    (call,) = now.board.calls
    assert (call.number, call.window) == ("甲001", desk.clerk.desk.window)
    assert now.board.following == ("甲002", "甲003")
    assert now.board.waiting == 2
    assert now.hall.endswith("接待大厅")
    assert len({mark, taken, latest_ticket_row(desk.database)}) == 3


def test_the_words_of_the_board_are_the_administrators(desk: SampleOffice):
    assert board_texts(desk.database) == BoardTexts(FIRST_NOTICES, code_caption=CAPTION)
    words = BoardTexts(("  今天有律师值班  ", ""), code_address="https://example.invalid/x")
    with pytest.raises(NotPermittedError):
        save_board_texts(desk.database, desk.clerk, words)
    save_board_texts(desk.database, desk.administrator, words)
    kept = board_texts(desk.database)
    assert (kept.notices, kept.code_address) == (("今天有律师值班",), words.code_address)
    with pytest.raises(InvalidInputError, match="最多"):
        save_board_texts(
            desk.database, desk.administrator, BoardTexts(("话",) * (MOST_NOTICES + 1))
        )
    assert board_texts(desk.database) == kept


def test_whoever_calls_says_why_nobody_is_called(desk: SampleOffice):
    say_pause(desk.database, desk.clerk, "午休，14:30 继续叫号\n")
    assert board_texts(desk.database).pause == "午休，14:30 继续叫号"
    with pytest.raises(NotPermittedError):
        say_pause(desk.database, desk.administrator, "")
    say_pause(desk.database, desk.clerk, "")
    assert board_texts(desk.database).pause == ""


def test_the_leader_of_the_day_is_said_until_the_day_is_over(desk: SampleOffice):
    planner, secretary, magistrate = two_leaders(desk)
    day = today()
    keep_plan(desk.database, planner, [PlannedDay(day, MORNING, NOON, secretary, "第一接访室")])
    words = "今日接访领导：县委书记何某，08:30至11:30，第一接访室。"
    assert board_now(desk.database, desk.clerk.desk).texts.notices[0] == words

    (planned,) = reception_days(desk.database, day, day)
    day_id = planned.standing.facts.day_id
    stand_in = DayChange(DayEvent.SUBSTITUTED, "赴省开会", magistrate)
    record_change(desk.database, planner, day_id, stand_in)
    assert "县长吕某" in board_now(desk.database, desk.clerk.desk).texts.notices[0]
    record_change(desk.database, planner, day_id, DayChange(DayEvent.CANCELLED, "防汛"))
    assert "接访领导" not in board_now(desk.database, desk.clerk.desk).texts.notices[0]
