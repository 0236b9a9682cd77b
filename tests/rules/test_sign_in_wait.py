"""The wait after wrong passwords grows, ends, and never becomes a lock-out."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reception_desk.rules.sign_in_wait import LONGEST_SECONDS, seconds_left, wait_after

FAILED = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def test_two_slips_cost_nothing_then_the_wait_grows():
    assert [wait_after(failures) for failures in range(9)] == [0, 0, 0, 2, 4, 8, 16, 30, 30]


@given(st.integers(0, 10**9), st.timedeltas(timedelta(days=-9000), timedelta(days=9000)))
def test_nobody_waits_longer_than_half_a_minute_whatever_the_clock(failures: int, later: timedelta):
    left = seconds_left(failures, FAILED, FAILED + later)

    assert 0 <= left <= LONGEST_SECONDS
    if later >= timedelta(seconds=LONGEST_SECONDS):
        assert left == 0


def test_part_of_a_second_is_a_second():
    assert seconds_left(4, FAILED, FAILED + timedelta(seconds=2.2)) == 2
