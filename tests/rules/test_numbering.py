"""文号: patterns that can be counted by, and how a number is written."""

from datetime import date

import pytest

from reception_desk.errors import InvalidInputError
from reception_desk.rules.numbering import (
    REGISTRATION,
    check_pattern,
    number_template,
    numbered,
    shipped_series,
)

DAY = date(2026, 11, 23)


def template(code: str, *, day: date = DAY) -> str:
    pattern = next(series.pattern for series in shipped_series() if series.code == code)
    return number_template(pattern, day=day, division="420921")


def test_the_proposed_numbers_are_those_of_the_domain():
    assert numbered(template(REGISTRATION), 1) == "420921-LF-20261123-0001"
    assert numbered(template("transferred"), 7) == "孝信访转〔2026〕7号"
    assert numbered(template(REGISTRATION), 12345) == "420921-LF-20261123-12345"


def test_a_new_year_is_another_count():
    assert template("served", day=date(2027, 1, 1)) != template("served")
    assert template("served", day=date(2026, 1, 1)) == template("served")


@pytest.mark.parametrize("series", shipped_series(), ids=lambda series: series.code)
def test_every_shipped_pattern_is_sound(series):
    assert check_pattern(series.pattern) == series.pattern
    assert series.name


def test_no_two_series_share_a_count():
    patterns = [series.pattern for series in shipped_series()]

    assert len(set(patterns)) == len(patterns)


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "孝信访〔{year}〕号",
        "孝信访{n}号",
        "孝信访〔{year}〕{n}-{n}号",
        "孝信访〔{year}〕{n:0}号",
        "孝信访〔{year}〕{n}号{unit}",
        "孝信访〔{year}〕{n}号{",
        "孝信访\n〔{year}〕{n}号",
        "孝" * 60 + "{year}{n}",
    ],
)
def test_a_pattern_that_cannot_be_counted_by_is_refused(pattern):
    with pytest.raises(InvalidInputError, match="编号格式"):
        check_pattern(pattern)


def test_blanks_around_a_pattern_do_not_count():
    assert check_pattern("  信〔{year}〕{n}号 ") == "信〔{year}〕{n}号"
