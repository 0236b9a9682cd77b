"""The table itself: complete, consistent, and every refusal names its article."""

import pytest

from reception_desk.rules.permissions import Action
from reception_desk.rules.states import ENDED, LIVE, State
from reception_desk.rules.transition import Back, Event, Guard
from reception_desk.rules.workflow import TICKET_EVENTS, TRANSITIONS, leaving


def test_every_event_has_one_row_and_the_domain_s_32_numbers_are_all_there():
    assert set(TRANSITIONS) == set(Event)
    assert {row.number for row in TRANSITIONS.values()} == {f"T{n:02d}" for n in range(1, 33)}


def test_every_state_can_be_reached_from_the_door_or_from_a_registration():
    reached = {State.QUEUED, State.REGISTERED}
    while True:
        more = {
            row.target
            for row in TRANSITIONS.values()
            if isinstance(row.target, State) and row.sources & reached
        } - reached
        if not more:
            break
        reached |= more
    assert reached == set(State)


def test_only_the_archive_and_the_door_are_left_by_nothing():
    dead = {state for state in State if not any(state in r.sources for r in TRANSITIONS.values())}
    assert dead == {State.ARCHIVED, State.LEFT}


@pytest.mark.parametrize("row", TRANSITIONS.values(), ids=lambda row: row.event.value)
def test_a_row_names_its_article_and_who_may_do_it(row):
    # The law says nothing of withdrawal: that it is written and voluntary is a rule of the desk.
    beside = ("《信访事项简易办理办法", "本台规则")
    assert "第" in row.article or row.article.startswith(beside)
    assert isinstance(row.action, Action)
    assert row.action.roles
    if row.proposed_by is not None:
        assert row.proposed_by.roles
    assert not set(row.meets) & set(row.ends)
    assert row.target is not Back.RETURNS or row.event is Event.HEARING_CLOSED


def test_every_guard_is_used():
    assert {guard for row in TRANSITIONS.values() for guard in row.guards} == set(Guard)


def test_a_matter_is_live_or_ended():
    assert frozenset() == ENDED & LIVE
    assert {State.QUEUED, State.RECEIVING} == set(State) - ENDED - LIVE


def test_what_follows_a_registration():
    events = [row.event for row in leaving(State.REGISTERED)]
    assert events[:4] == [
        Event.LINKED, Event.ANSWERED, Event.GUIDED, Event.ACCUSATION_FORWARDED,
    ]  # fmt: skip
    assert not TICKET_EVENTS & set(events)
