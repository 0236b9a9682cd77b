"""Clashes: what two appointments cannot both have, told from either side."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reception_desk.rules.session_clashes import Booking, Clash, ClashKind, LinkTime, clashes

START = datetime(2026, 11, 23, 1, tzinfo=UTC)


def hour(number: int) -> datetime:
    return START + timedelta(hours=number)


def booking(key: str, first: int, last: int, room: str = "a", **more: object) -> Booking:
    return Booking(key, hour(first), hour(last), room, **more)  # pyright: ignore[reportArgumentType]


PEOPLE = st.frozensets(st.sampled_from(["何", "吕"]))
BOOKINGS = st.lists(
    st.builds(
        lambda key, first, length, room, link, receivers, petitioners: booking(
            key, first, first + length, room,
            link_id=link, receivers=receivers, petitioners=petitioners,
        ),
        st.uuids().map(str),
        st.integers(0, 6),
        st.integers(1, 3),
        st.sampled_from("ab"),
        st.none() | st.sampled_from("xy"),
        PEOPLE,
        PEOPLE,
    ),
    max_size=6,
    unique_by=lambda one: one.session_id,
)  # fmt: skip


@given(BOOKINGS)
def test_a_clash_is_told_from_both_sides(bookings):
    pairs = {
        (clash.kind, clash.session_id, clash.other_id)
        for one in bookings
        for clash in clashes(one, bookings)
    }
    assert pairs == {(kind, other, one) for kind, one, other in pairs}


@given(BOOKINGS)
def test_nothing_clashes_with_itself_or_with_another_time(bookings):
    for one in bookings:
        for clash in clashes(one, bookings):
            other = next(two for two in bookings if two.session_id == clash.other_id)
            assert other is not one
            assert one.overlaps(other)


def test_one_after_the_other_is_no_clash():
    assert clashes(booking("1", 0, 1), [booking("2", 1, 2)]) == ()


def test_what_is_taken_up_twice_is_named():
    one = booking("1", 0, 2, link_id="x", receivers=frozenset({"何"}))
    other = booking("2", 1, 3, link_id="x", receivers=frozenset({"何"}))
    assert {clash.kind for clash in clashes(one, [other])} == {
        ClashKind.ROOM, ClashKind.LINK, ClashKind.RECEIVER,
    }  # fmt: skip
    same = booking("3", 1, 3, room="b", petitioners=frozenset({"张"}))
    alike = booking("4", 1, 3, room="c", petitioners=frozenset({"张"}))
    assert clashes(same, [alike]) == (Clash(ClashKind.PETITIONER, "3", "4"),)


def test_a_link_is_used_when_it_is_offered():
    one = booking("1", 1, 2, link_id="x")
    offered = LinkTime("x", hour(0), hour(3))
    assert clashes(one, [], [offered]) == ()
    assert clashes(one, [], []) == ()
    (late,) = clashes(booking("1", 2, 4, link_id="x"), [], [offered])
    assert late == Clash(ClashKind.OUTSIDE_LINK_TIME, "1")
