"""积案: so many days past the last lawful day, or contested after the review; never what ended."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reception_desk.rules.long_open import CONTESTED, LongOpen, last_day, long_open
from reception_desk.rules.states import ENDED, LIVE, State

TODAY = date(2026, 11, 23)


@given(
    st.sampled_from(sorted(State)),
    st.none() | st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    st.integers(1, 400),
)
def test_only_what_is_in_hand_and_long_late_or_contested(state, legal, days):
    why = long_open(state, legal, TODAY, days)
    is_late = legal is not None and (TODAY - legal).days > days
    if state in ENDED or state not in LIVE:
        assert why is None
    elif is_late:
        assert why is LongOpen.OVERDUE
    else:
        assert (why is LongOpen.CONTESTED) == (state in CONTESTED)


def test_the_day_itself_is_not_past_yet():
    assert last_day(TODAY, 90) == TODAY - timedelta(days=91)
    assert long_open(State.ACCEPTED, TODAY - timedelta(days=90), TODAY, 90) is None
    assert long_open(State.ACCEPTED, TODAY - timedelta(days=91), TODAY, 90) is LongOpen.OVERDUE
