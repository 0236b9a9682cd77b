"""The register's rows of one person, and the last contact with the centre."""

from datetime import timedelta

import pytest

from reception_desk.errors import NotPermittedError
from reception_desk.rules.permissions import Role
from reception_desk.services.centre_contact import centre_contact
from reception_desk.services.register import visit_ids_of
from reception_desk.services.registration import register_visit
from reception_desk.services.search import find_by_document
from tests.offices import MAN, MORNING, WOMAN, SampleOffice, person, visit


def test_only_the_persons_own_visits_latest_first(desk: SampleOffice):
    first = register_visit(desk.database, desk.clerk, visit(person("张伟")))
    (hit,) = find_by_document(desk.database, desk.clerk, MAN)
    known = person("张伟", person_id=hit.person_id)
    second = register_visit(
        desk.database, desk.clerk, visit(known, arrived_at=MORNING + timedelta(days=1))
    )
    register_visit(desk.database, desk.clerk, visit(person("王芳", document_number=WOMAN)))

    found = visit_ids_of(desk.database, desk.clerk, hit.person_id, reason="台账查找")
    assert found == [second.visit_id, first.visit_id]


def test_who_may_not_search_persons_is_refused(desk: SampleOffice):
    with pytest.raises(NotPermittedError):
        visit_ids_of(desk.database, desk.account(Role.AUDITOR), "nobody", reason="看看")


def test_a_desk_alone_never_heard_of_a_centre(desk: SampleOffice):
    contact = centre_contact(desk.database)
    assert (contact.received_at, contact.skew_ms) == (None, 0)
