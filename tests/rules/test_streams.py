"""What a unit's desk may see."""

import pytest

from reception_desk.errors import InvalidInputError
from reception_desk.rules.streams import streams_of
from reception_desk.rules.units import (
    BUREAU_CODE,
    BUREAU_STREAM,
    RESTRICTED_STREAM,
    SHARED_STREAM,
    load_units,
)


def test_a_town_sees_what_is_shared_and_its_own():
    assert streams_of("T100") == (SHARED_STREAM, 100)


@pytest.mark.parametrize("code", [BUREAU_CODE, "XFJ03"])
def test_the_bureau_sees_every_unit(code):
    units = {unit.stream for unit in load_units()}

    assert set(streams_of(code)) == units | {SHARED_STREAM, BUREAU_STREAM}


@pytest.mark.parametrize("unit", load_units(), ids=lambda unit: unit.code)
def test_accusations_are_seen_by_marked_desks_only(unit):
    assert RESTRICTED_STREAM not in streams_of(unit.code)
    marked = streams_of(unit.code, is_restricted=True)
    assert set(marked) - set(streams_of(unit.code)) == {RESTRICTED_STREAM}
    assert list(marked) == sorted(marked)


def test_no_two_units_beside_the_bureau_share_a_stream():
    streams = [unit.stream for unit in load_units() if unit.stream != BUREAU_STREAM]

    assert len(streams) == len(set(streams))
    assert not set(streams) & {SHARED_STREAM, RESTRICTED_STREAM}


def test_a_unit_that_is_not_on_the_list_is_told():
    with pytest.raises(InvalidInputError, match="没有编码为“X1”"):
        streams_of("X1")
