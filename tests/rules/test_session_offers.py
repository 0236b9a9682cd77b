"""What is offered is what the table allows: never more, and the reason where it is not yet."""

from datetime import timedelta

import pytest

from reception_desk.errors import InvalidInputError
from reception_desk.models.database import now
from reception_desk.rules.session_offers import offers
from reception_desk.rules.session_transition import SessionEvent as Event
from reception_desk.rules.session_transition import SessionNeed
from tests.offices import SampleOffice
from tests.sessions import NONE, SampleSession, a_session


def offered(sample: SampleSession) -> dict[Event, str]:
    found = sample.now()
    said = offers(found.standing, found.case.facts, sample.actor.roles, now())
    return {offer.transition.event: offer.why_not for offer in said}


def test_nothing_that_is_about_one_of_the_people_is_offered(desk: SampleOffice):
    sample = a_session(desk)
    sample.begun()
    found = sample.now()
    said = offers(found.standing, found.case.facts, sample.actor.roles, now())
    assert said
    assert not any(SessionNeed.PARTICIPANT in one.transition.needs for one in said)


def test_a_step_that_is_offered_is_taken_and_one_that_is_not_is_refused(desk: SampleOffice):
    sample = a_session(desk)
    sample.appointed()
    why = offered(sample)[Event.BEGUN]
    assert "还没有到场" in why
    with pytest.raises(InvalidInputError) as refused:
        sample.record(Event.BEGUN)
    assert refused.value.message == why
    sample.come()
    assert "询问信访人是否申请回避" in offered(sample)[Event.BEGUN]
    sample.record(Event.RECUSAL_ASKED, result=NONE)
    assert offered(sample)[Event.BEGUN] == ""
    sample.record(Event.BEGUN)
    now_open = {event for event, why in offered(sample).items() if not why}
    assert now_open == {Event.ENDED, Event.BROKEN_OFF}


def test_who_may_not_is_told_who_may(desk: SampleOffice):
    sample = a_session(desk)
    sample.begun()
    found = sample.now()
    later = now() + timedelta(seconds=1)
    said = offers(found.standing, found.case.facts, frozenset(), later)
    assert all("权限" in one.why_not for one in said)
