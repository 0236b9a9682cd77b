"""Links between matters: judged by days, the same at every desk that holds both."""

from dataclasses import replace
from datetime import date

import pytest

from reception_desk.records.steps import LinkedMatter, MatterFacts
from reception_desk.rules.links import NOT_IN_HAND, NOT_RECHECKED, TO_ITSELF
from reception_desk.rules.standing import fold
from reception_desk.rules.states import State
from reception_desk.rules.transition import PROPOSED, Event
from tests.rules.cases import CLERK, LEADER, SECTION, Case, said

FIRST, SECOND, THIRD = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)
LINK = {"linked_matter_id": "other", "reason": "同一事项"}


def answered_on(day: date) -> Case:
    case = Case().registered(FIRST)
    assert case.take(Event.ANSWERED, day, CLERK, **said(Event.ANSWERED, day)) == ""
    return case


def rechecked() -> Case:
    """A matter whose recheck was decided on the third day."""
    case = Case().served(FIRST)
    for event, day, by in (
        (Event.REVIEW_REQUESTED, SECOND, CLERK),
        (Event.REVIEW_DECIDED, SECOND, SECTION),
        (Event.REVIEW_SERVED, SECOND, SECTION),
        (Event.RECHECK_REQUESTED, THIRD, CLERK),
        (Event.RECHECK_DECIDED, THIRD, SECTION),
    ):
        assert case.take(event, day, by, **said(event, day)) == ""
    return case


def knowing(other: Case) -> Case:
    """A matter registered on the first day whose desk holds the other."""
    linked = LinkedMatter("other", facts=other.facts, steps=tuple(other.steps))
    return Case(MatterFacts(linked=(linked,))).registered(FIRST)


@pytest.mark.parametrize(
    ("ended", "joined", "why"),
    [
        (THIRD, SECOND, ""),
        (SECOND, SECOND, ""),  # in hand in the morning, or by the other desk's clock
        (FIRST, SECOND, NOT_IN_HAND),
    ],
)
def test_a_matter_is_joined_to_one_that_was_in_hand_that_day(ended: date, joined: date, why: str):
    case = knowing(answered_on(ended))
    assert case.take(Event.LINKED, joined, CLERK, **LINK) == why
    state = State.REGISTERED if why else State.LINKED
    assert case.standing.state is state


def test_it_may_end_later_and_the_link_stands():
    other = Case().registered(FIRST)
    case = knowing(other)
    assert case.take(Event.LINKED, SECOND, CLERK, **LINK) == ""
    other.take(Event.ANSWERED, THIRD, CLERK, **said(Event.ANSWERED, THIRD))
    later = replace(case.facts.linked[0], steps=tuple(other.steps))
    assert fold(MatterFacts(linked=(later,)), case.steps, case.by).state is State.LINKED


def test_one_that_is_not_here_is_taken_at_its_word():
    for linked in ((), (LinkedMatter("another"),)):
        case = Case(MatterFacts(linked=linked)).registered(FIRST)
        assert case.take(Event.LINKED, SECOND, CLERK, **LINK) == ""


def test_one_registered_only_later_is_not_held_against_it():
    case = knowing(Case().registered(THIRD))
    assert case.take(Event.LINKED, SECOND, CLERK, **LINK) == ""


def test_nothing_is_joined_to_itself():
    case = Case(MatterFacts(linked=(LinkedMatter("other", is_self=True),))).registered(FIRST)
    assert case.take(Event.LINKED, SECOND, CLERK, **LINK) == TO_ITSELF


@pytest.mark.parametrize("is_proposal", [True, False])
def test_nothing_is_declined_for_good_before_the_recheck_ended(is_proposal: bool):
    other = rechecked()
    decided = other.steps[-1].day
    for day, why in ((FIRST, NOT_RECHECKED), (decided, "")):
        case = knowing(other)
        if is_proposal:
            link = {**LINK, "result": Event.DECLINED_FURTHER.value}
            assert case.take(PROPOSED, day, SECTION, **link) == why
        else:
            assert case.take(Event.DECLINED_FURTHER, day, LEADER, **LINK) == why


def test_a_recheck_that_became_known_later_is_counted_by_its_day():
    other = rechecked()
    undecided = replace(other, steps=other.steps[:-1])
    case = knowing(undecided)
    decided = other.steps[-1].day
    assert case.take(Event.DECLINED_FURTHER, decided, LEADER, **LINK) == NOT_RECHECKED
    known = replace(case.facts.linked[0], steps=tuple(other.steps))
    standing = fold(MatterFacts(linked=(known,)), case.steps, case.by)
    assert (standing.state, standing.refused) == (State.NO_MORE, ())
