"""Video sessions on a real file: the table decides, clashes are told, the audit says who."""

from reception_desk.rules.session_transition import SessionEvent as Event
from reception_desk.rules.session_transition import SessionState
from tests.offices import SampleOffice
from tests.sessions import a_session


def test_from_the_application_to_the_end(desk: SampleOffice):
    sample = a_session(desk)
    assert sample.now().standing.state is SessionState.APPLIED
    assert sample.now().case.label.endswith("-S001")
    sample.begun()
    sample.record(Event.ENDED)
    standing = sample.now().standing
    assert standing.state is SessionState.ENDED
    assert standing.refused == ()
    assert standing.began_at is not None
