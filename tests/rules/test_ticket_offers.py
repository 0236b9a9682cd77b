"""What is offered for a number is what the table allows, in every standing."""

from hypothesis import given
from hypothesis import strategies as st

from reception_desk.rules.ticket_offers import offers
from reception_desk.rules.ticket_standing import advance, begun
from reception_desk.rules.ticket_transition import TicketEvent, TicketState
from tests.rules.test_tickets import FACTS, after, an_event


def test_a_called_number_is_gone_on_with_at_its_window_only():
    called = after(TicketEvent.CALLED)
    assert offers(called, "a") == {
        TicketEvent.RECALLED, TicketEvent.BEGUN, TicketEvent.RECEIVED, TicketEvent.HELD,
        TicketEvent.MISSED, TicketEvent.RETURNED, TicketEvent.TRANSFERRED, TicketEvent.HELP_ASKED,
        TicketEvent.LEFT,
    }  # fmt: skip
    assert offers(called, "b") == {
        TicketEvent.RECEIVED, TicketEvent.HELP_ASKED, TicketEvent.LEFT,
    }  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(TicketEvent), st.sampled_from("ab")), max_size=12))
def test_an_offer_is_taken_and_what_is_not_offered_changes_nothing(steps):
    standing = begun(FACTS)
    for event, desk in steps:
        said = offers(standing, desk)
        following = advance(
            standing,
            an_event(
                standing, event, desk=desk, holder_id="b", visit_id="v",
                day=FACTS.day.replace(day=28),
            ),
        )  # fmt: skip
        asks_later = event in {TicketEvent.CARRIED_OVER, TicketEvent.SETTLED_LATER}
        is_spent = asks_later and standing.day.day == 28
        assert is_spent or (event in said) == (not following.refused)
        standing = following if not following.refused else standing
    assert TicketState.DONE is not standing.state or not offers(standing, "a")
