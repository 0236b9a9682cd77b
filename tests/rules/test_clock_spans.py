"""Spans of a day as they are typed."""

from datetime import time

import pytest

from reception_desk.errors import InvalidInputError
from reception_desk.rules.clock_spans import parse_span


@pytest.mark.parametrize(
    "typed",
    ["09:00-11:30", "9:00-11:30", "0900-1130", " 9:00 至 11:30 ", "9：00－11：30", "09:00–11:30"],
)
def test_it_is_read_the_ways_people_write_it(typed: str):
    assert parse_span(typed) == (time(9), time(11, 30))


@pytest.mark.parametrize("typed", ["", "上午", "9-11", "11:30-09:00", "09:00-09:00", "09:00-24:30"])
def test_what_is_no_span_is_refused(typed: str):
    with pytest.raises(InvalidInputError, match="时段"):
        parse_span(typed)
