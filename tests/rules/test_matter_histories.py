"""Random lawful lives of a matter: no duty is ever lost sight of, nothing unlawful counts."""

from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from reception_desk.records.steps import MatterFacts, StepRecord
from reception_desk.rules.duties import Duty
from reception_desk.rules.duty_ledger import open_entry
from reception_desk.rules.offers import offers
from reception_desk.rules.standing import Standing, fold
from reception_desk.rules.states import ENDED, State
from reception_desk.rules.transition import PROPOSED, Event
from reception_desk.rules.workflow import TICKET_EVENTS, leaving
from tests.rules.cases import ACCUSED, STAFF, TOWN_CLERK, Case, said

FIRST = date(2026, 3, 2)
OWED = {
    State.REGISTERED: Duty.D2,
    State.UNIT_RECEIVED: Duty.D4,
    State.OBJECTED: Duty.D4,
    State.ACCEPTED: Duty.D6,
    State.EXTENDED: Duty.D6,
    State.SIMPLE: Duty.D14,
    State.RE_HANDLE: Duty.D6,
    State.REVIEW: Duty.D10,
    State.RECHECK: Duty.D12,
}
"""The duty that must be running where an office has the matter (domain.md §1.4)."""

EARLY_ENDS = {
    Event.WITHDRAWN, Event.ANSWERED, Event.LINKED, Event.GUIDED, Event.DECLINED,
    Event.DECLINED_FURTHER, Event.UNIT_DECLINED, Event.UNIT_GUIDED, Event.ARCHIVED,
}  # fmt: skip
PAUSES = (0, 0, 1, 2, 5, 12, 30)
GOING_ON = 0.9
NO_ARTICLE = {Event.REGISTERED, Event.SIMPLIFIED, Event.MADE_ORDINARY, Event.WITHDRAWN}
"""Of these the table cites no numbered article."""
FACTS = st.sampled_from([MatterFacts(), MatterFacts(is_first_petition=False), ACCUSED])


def lawful(case: Case, day: date) -> list[tuple[Event, str]]:
    """Return what somebody of the staff could record on `day`, and who."""
    return sorted(
        (offer.transition.event, who)
        for who in STAFF
        for offer in offers(case.standing, case.facts, case.step("none", day, who), case.by)
        if not offer.is_proposal and not offer.why_not
    )


def play(case: Case, chance: Random, length: int) -> Case:
    """Take `length` lawful steps a few days apart; an early end is seldom chosen."""
    day = FIRST
    case.registered(day)
    for _ in range(length):
        day += timedelta(days=chance.choice(PAUSES))
        choices = lawful(case, day)
        going_on = [choice for choice in choices if choice[0] not in EARLY_ENDS]
        if not choices:
            break
        pool = going_on if going_on and chance.random() < GOING_ON else choices
        event, who = chance.choice(pool)
        form = said(event, day)
        if event is Event.EXTENDED:
            form["days"] = chance.randrange(1, 31)
        case.take(event, day, who, **form)
    return case


@st.composite
def histories(draw: st.DrawFn) -> Case:
    chance = draw(st.randoms(use_true_random=False))
    return play(Case(draw(FACTS)), chance, draw(st.integers(0, 25)))


def test_these_histories_come_through_every_state_of_a_matter():
    chance, seen = Random(5), set()
    for _ in range(200):
        case = play(Case(MatterFacts(is_accusation=False)), chance, 25)
        assert not case.standing.refused
        assert fold(case.facts, case.steps, case.by) == case.standing
        seen |= case.states
    assert set(State) - seen == {State.QUEUED, State.RECEIVING, State.LEFT, State.DISCIPLINE}


@given(histories())
@settings(max_examples=120)
def test_no_duty_is_unaccounted_for(case):
    standing = case.standing
    for entry in standing.duties:
        assert (entry.met_on is None) or (entry.ended_on is None)
        assert entry.started_by in {step.step_id for step in case.steps}
    owed = OWED.get(standing.state)
    if owed is not None and not met_before_triage(standing):
        assert open_entry(standing.duties, owed) is not None
    offices = [entry for entry in standing.open_duties if not entry.is_petitioners]
    if standing.state in ENDED - {State.CLOSED, State.FINAL}:
        assert not offices
    if standing.state is State.ARCHIVED:
        last = case.steps[-1].day
        assert all(entry.deadline(case.by).legal < last for entry in standing.open_duties)


def met_before_triage(standing: Standing) -> bool:
    """A matter reported as urgent has had its first act already (条例 Art. 22(1), 25)."""
    return standing.state is State.REGISTERED and open_entry(standing.duties, Duty.D2) is None


@given(histories(), st.sampled_from(sorted(set(Event) - TICKET_EVENTS)), st.sampled_from([*STAFF]))
@settings(max_examples=150)
def test_what_the_table_does_not_allow_is_refused_with_its_article(case, event, who):
    before = case.standing
    day = case.steps[-1].day
    if event in {row.event for row in leaving(before.state)}:
        return
    why = case.take(event, day, who, **said(event, day))
    assert why
    assert "第" in why or event in NO_ARTICLE
    assert unchanged(before, case.standing)


def unchanged(before: Standing, after: Standing) -> bool:
    return (before.state, before.duties, before.unit_id, before.last_step_id) == (
        after.state, after.duties, after.unit_id, after.last_step_id,
    )  # fmt: skip


@given(histories(), st.randoms(use_true_random=False))
@settings(max_examples=80)
def test_desks_that_hold_the_same_steps_agree_whatever_order_they_came_in(case, chance):
    shuffled = list(case.steps)
    chance.shuffle(shuffled)
    assert fold(case.facts, shuffled, case.by) == case.standing


@given(histories())
@settings(max_examples=60)
def test_a_forged_step_changes_nothing_and_is_shown(case):
    day = case.steps[-1].day
    forged: StepRecord = case.step(Event.ARCHIVED, day, TOWN_CLERK)
    before = case.standing
    after = fold(case.facts, [*case.steps, forged], case.by)
    if before.state is not State.ARCHIVED:
        assert after.refused[-1].step_id == forged.step_id
    assert unchanged(before, after)


@given(histories(), st.sampled_from([Event.TRANSFERRED, Event.DECLINED, Event.ASSIGNED]))
@settings(max_examples=60)
def test_a_proposal_never_moves_a_matter(case, event):
    before = case.standing
    day = case.steps[-1].day
    case.take(PROPOSED, day, "section", result=event.value, **said(event, day))
    assert case.standing.state is before.state
    assert case.standing.duties == before.duties
