"""The board of the hall on a real file: what it says, and what the office writes on it."""

import pytest

from reception_desk.errors import InvalidInputError, NotPermittedError
from reception_desk.records.hall_board import BoardTexts
from reception_desk.records.tickets import TicketInput
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
from reception_desk.services.tickets import call_next, issue_ticket
from tests.offices import SampleOffice


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
