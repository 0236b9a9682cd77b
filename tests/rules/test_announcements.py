"""What is said, and in which order."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.records.hall_board import HallBoard, HallCall
from reception_desk.rules.announcements import (
    CLIP_WORDS,
    Announcement,
    announcements,
    lined_up,
    sentence_of,
    still_wanted,
    words_of,
)
from reception_desk.rules.ticket_queue import write_number
from tests.offices import MORNING


def call(number: str, window: str = "3", second: int = 0) -> HallCall:
    return HallCall(number, window, MORNING + timedelta(seconds=second))


@pytest.mark.parametrize(
    ("number", "window", "sentence"),
    [
        ("甲012", "3", "请甲零一二号，到三号窗口。"),
        ("乙100", "10", "请乙一零零号，到十号窗口。"),
        ("丙007", "12", "请丙零零七号，到十二号窗口。"),
        ("甲001", "20", "请甲零零一号，到二十号窗口。"),
        ("甲001", "45", "请甲零零一号，到四十五号窗口。"),
        ("甲001", "0", "请甲零零一号，到零号窗口。"),
        ("甲001", "108", "请甲零零一号，到一零八号窗口。"),
        ("甲001", "领导接访室", "请甲零零一号，到领导接访室。"),
        ("30-001", "3", "请三零零零一号，到三号窗口。"),
    ],
)
def test_a_call_is_said_sign_by_sign(number: str, window: str, sentence: str):
    assert sentence_of(words_of(call(number, window))) == sentence


def test_one_may_be_said_as_yao_in_numbers_only():
    words = words_of(call("甲011", "11"), says_yao=True)
    assert sentence_of(words) == "请甲零幺幺号，到十一号窗口。"


@given(st.integers(1, 999), st.integers(1, 99), st.booleans())
def test_an_office_needs_no_other_recordings(ordinal: int, window: int, says_yao: bool):
    words = words_of(call(write_number("1", ordinal), str(window)), says_yao=says_yao)
    assert set(words) <= {*CLIP_WORDS, "甲"}


def test_recalls_go_first_then_as_they_were_called():
    first, second = Announcement(call("甲001", second=1)), Announcement(call("甲002", second=2))
    recall = Announcement(call("甲000", second=3), is_recall=True)
    assert lined_up((second,), (first, recall)) == (recall, first, second)


def test_a_number_called_again_is_said_once():
    early, late = call("甲001", "1", 1), call("甲001", "2", 5)
    assert lined_up((Announcement(early),), (Announcement(late),)) == (Announcement(late),)


def test_who_came_or_was_missed_is_not_called_any_more():
    one, two, three = (Announcement(call(f"甲00{place}")) for place in (1, 2, 3))
    board = HallBoard((replace(one.call, is_here=True), two.call))
    assert still_wanted((one, two, three), board) == (two,)


def test_a_call_that_stood_there_is_a_recall():
    old, new = call("甲001", "1", 1), call("甲002", "2", 2)
    again, moved = call("甲001", "1", 9), call("甲001", "5", 9)
    before = HallBoard((old,))
    assert announcements(before, (again, new)) == (
        Announcement(again, is_recall=True),
        Announcement(new),
    )
    assert announcements(before, (moved,)) == (Announcement(moved),)
    assert announcements(None, (new,)) == (Announcement(new),)
