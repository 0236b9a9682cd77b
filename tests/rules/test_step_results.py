"""The results that a step may have."""

import pytest

from reception_desk.rules.step_results import result_choices, result_name
from reception_desk.rules.transition import Event, Need
from reception_desk.rules.workflow import TRANSITIONS


def test_every_step_that_asks_for_a_result_has_some_to_choose_from():
    asking = {event for event, row in TRANSITIONS.items() if Need.RESULT in row.needs}
    assert {event for event in Event if result_choices(event)} == asking


@pytest.mark.parametrize(
    ("event", "code", "name"),
    [
        (Event.OPINION_GIVEN, "1", "支持"),
        (Event.REVIEW_DECIDED, "1", "维持"),
        (Event.REVIEW_DECIDED, "3", "变更"),
        (Event.RECHECK_DECIDED, "2", "撤销"),
        (Event.RECHECK_DECIDED, "later", "later"),
        (Event.CLOSED, "1", "1"),
    ],
)
def test_a_code_is_named_and_an_unknown_one_stands_as_it_is(event: Event, code: str, name: str):
    assert result_name(event, code) == name


def test_a_review_that_revokes_is_a_step_of_its_own():
    assert "撤销" not in dict(result_choices(Event.REVIEW_DECIDED)).values()
