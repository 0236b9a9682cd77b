"""What is said of a call, and in which order the calls of the whole hall are said.

A number is said sign by sign (`甲零一二`), never a name (domain.md §8). One queue for all windows:
a recall goes before the others, because that person has waited longest for a word; each is said
twice; who came to the window meanwhile is not called any more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reception_desk.records.hall_board import HallBoard, HallCall

REPEATS = 2
SPACING_SECONDS = 1.5
"""Silence between two calls, so that nobody takes one's window for the other's."""

_DIGITS = "零一二三四五六七八九"
_TEN = "十"
ONE, YAO = "一", "幺"
CALL, NUMBER, TO, WINDOW = "请", "号", "到", "窗口"
CLIP_WORDS = (CALL, NUMBER, TO, WINDOW, *_DIGITS, _TEN, YAO)
"""What an office records beside the signs of its windows (`甲`, `乙` …)."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """A call that has to be said."""

    call: HallCall
    is_recall: bool = False


def words_of(call: HallCall, *, says_yao: bool = False) -> tuple[str, ...]:
    """Return the words of a call in their order; `says_yao` says 1 in a number as 幺."""
    one = YAO if says_yao else ONE
    signs = (_DIGITS[int(sign)] if sign.isdecimal() else sign for sign in call.number)
    number = tuple(one if sign == ONE else sign for sign in signs if sign.isalnum())
    return (CALL, *number, NUMBER, TO, *_window_words(call.window))


def sentence_of(words: Sequence[str]) -> str:
    """Return the words as a voice reads them, with a breath before the window."""
    at = words.index(TO)
    return f"{''.join(words[:at])}，{''.join(words[at:])}。"


def lined_up(
    waiting: Iterable[Announcement], fresh: Iterable[Announcement]
) -> tuple[Announcement, ...]:
    """Return what has to be said with `fresh`: recalls first, then as they were called.

    A number that is called again before it was said is said once, for the later call.
    """
    latest = {one.call.number: one for one in (*waiting, *fresh)}
    return tuple(
        sorted(latest.values(), key=lambda one: (not one.is_recall, one.call.at, one.call.number))
    )


def still_wanted(waiting: Iterable[Announcement], board: HallBoard) -> tuple[Announcement, ...]:
    """Return those whose number is still called and has not come."""
    return tuple(one for one in waiting if one.call in board.calls)


def announcements(before: HallBoard | None, fresh: Iterable[HallCall]) -> tuple[Announcement, ...]:
    """Return what has to be said of `fresh` calls; a number that stood there already is recalled.

    A call to another window is a call like the first.
    """
    known = {(call.number, call.window) for call in before.calls} if before else set()
    return tuple(Announcement(one, (one.number, one.window) in known) for one in fresh)


def _window_words(window: str) -> tuple[str, ...]:
    if not (window.isascii() and window.isdigit()):
        return (window,)
    return (*_count_words(int(window)), NUMBER, WINDOW)


def _count_words(count: int) -> tuple[str, ...]:
    """Return a number of a window as it is said: 3 三, 12 十二, 20 二十; above 99 sign by sign."""
    tens, ones = divmod(count, 10)
    if tens > 9:
        return tuple(_DIGITS[int(sign)] for sign in str(count))
    last = (_DIGITS[ones],) if ones or not tens else ()
    first = () if not tens else (_TEN,) if tens == 1 else (_DIGITS[tens], _TEN)
    return (*first, *last)
