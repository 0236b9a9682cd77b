"""来信: which forms are letters, which ways litigation, which days may be; the readings."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reception_desk.records.letters import LetterReading, ReadingInput
from reception_desk.rules.letters import (
    LITIGATION_WAYS,
    fold,
    is_letter,
    refuse_days,
    refuse_reading,
)

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(2026, 11, 1), date(2026, 12, 10))
READINGS = st.lists(
    st.builds(
        LetterReading,
        st.sampled_from([f"{number:02d}" for number in range(8)]),
        st.sampled_from(["sun", "he"]),
        DAYS,
        st.sampled_from(["", "请核实"]),
    ),
    unique_by=lambda one: one.reading_id,
)


@given(READINGS, st.randoms(use_true_random=False))
def test_readings_of_two_desks_come_to_the_same_and_none_is_lost(readings, chance):
    shuffled = list(readings)
    chance.shuffle(shuffled)
    standing = fold(readings)
    assert fold(shuffled) == standing
    assert set(standing.readings) == set(readings)
    assert standing.is_read == bool(readings)
    assert standing.first_read_on == min((one.read_on for one in readings), default=None)


@given(st.none() | DAYS, st.none() | DAYS)
def test_a_letter_came_after_it_was_posted_and_not_tomorrow(arrived, posted):
    why = refuse_days(arrived, posted, TODAY)
    is_fine = arrived is not None and arrived <= TODAY and (posted is None or posted <= arrived)
    assert (why == "") == is_fine


@given(st.sampled_from(["", "sun"]), st.none() | DAYS)
def test_a_reading_has_a_leader_and_a_day_since_it_came(leader, day):
    arrived = TODAY - timedelta(days=5)
    why = refuse_reading(ReadingInput(leader, day), arrived, TODAY)
    assert (why == "") == bool(leader and day and arrived <= day <= TODAY)


def test_what_comes_from_afar_is_a_letter_and_litigation_has_its_ways():
    assert [form for form in ("100", "200", "300", "400", "700", "", None) if is_letter(form)] == [
        "100", "300", "400"
    ]  # fmt: skip
    assert {"court", "procuratorate", "police", "justice_forwarded"} == LITIGATION_WAYS
