"""A source's clock says how far packets lie apart; the recorder's own says when they are."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reception_desk.recording.track_clock import LATE_PACKETS, TrackClock


def places(clock: TrackClock, pairs: list[tuple[float, float]]) -> list[int]:
    return [clock.place(sent, arrived) for sent, arrived in pairs]


def test_jitter_of_the_network_is_not_in_the_recording():
    pairs = [(40.0 * n, 1000 + 40.0 * n + (25 if n % 3 else 0)) for n in range(200)]

    found = places(TrackClock(), pairs)

    steps = {after - before for before, after in pairwise(found)}
    assert steps <= {39, 40, 41}


def test_a_clock_that_drifts_is_followed():
    clock = TrackClock()

    found = places(clock, [(40.0 * n * 1.001, 40.0 * n) for n in range(20_000)])

    assert abs(found[-1] - 40 * 19_999) < 50
    assert clock.jumps == 0


def test_a_clock_that_was_set_does_not_move_the_recording():
    for shift in (3_600_000.0, -3_600_000.0):
        clock = TrackClock()
        before = places(clock, [(40.0 * n, 40.0 * n) for n in range(10)])
        after = places(clock, [(40.0 * n + shift, 40.0 * n) for n in range(10, 20)])

        assert clock.jumps == 1
        assert before + after == [40 * n for n in range(20)]


def test_what_a_network_held_up_keeps_its_place():
    clock = TrackClock()
    places(clock, [(40.0 * n, 40.0 * n) for n in range(10)])

    found = places(clock, [(40.0 * n, 5000.0 + n) for n in range(10, 30)])

    assert found == [40 * n for n in range(10, 30)]
    assert clock.jumps == 0


def test_a_camera_that_stood_still_is_moved_after_a_while():
    clock = TrackClock()
    places(clock, [(40.0 * n, 40.0 * n) for n in range(10)])

    found = places(clock, [(40.0 * n, 5000 + 40.0 * n) for n in range(10, 10 + LATE_PACKETS + 5)])

    assert clock.jumps == 1
    assert found[-1] == 5000 + 40 * (10 + LATE_PACKETS + 4)


def test_what_was_gathered_before_the_first_look_lies_before_it():
    clock = TrackClock()
    held = [(40.0 * n, 2000.0) for n in range(50)] + [(2000.0, 2010.0)]
    for sent, arrived in held:
        clock.anchor(sent, arrived)

    found = [clock.place_held(sent, arrived) for sent, arrived in held]

    assert found == [10 + 40 * n for n in range(51)]
    assert clock.place(2040.0, 2050.0) == 2050
    assert clock.jumps == 0


@given(
    st.lists(
        st.tuples(st.none() | st.floats(-1e9, 1e9), st.floats(0, 1e7)), min_size=1, max_size=60
    )
)
def test_whatever_a_source_says_time_goes_forward(pairs: list[tuple[float | None, float]]):
    clock = TrackClock()

    found = [clock.place(sent, arrived) for sent, arrived in pairs]

    assert found == sorted(set(found))
    assert found[0] >= 0
