"""The register's order and lines, all or of one person, and the last contact with the centre."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from reception_desk.errors import NotPermittedError
from reception_desk.models.visit import Visit
from reception_desk.rules.permissions import Role
from reception_desk.services import register
from reception_desk.services.centre_contact import centre_contact
from reception_desk.services.registration import register_visit
from reception_desk.services.search import find_by_document
from tests.offices import MAN, MORNING, WOMAN, SampleOffice, person, visit


def ids(desk: SampleOffice, rows: Sequence[int]) -> list[str]:
    return [register.id_of_line(desk.database, row) for row in rows]


def test_only_the_persons_own_visits_latest_first(desk: SampleOffice):
    first = register_visit(desk.database, desk.clerk, visit(person("张伟")))
    (hit,) = find_by_document(desk.database, desk.clerk, MAN)
    known = person("张伟", person_id=hit.person_id)
    second = register_visit(
        desk.database, desk.clerk, visit(known, arrived_at=MORNING + timedelta(days=1))
    )
    register_visit(desk.database, desk.clerk, visit(person("王芳", document_number=WOMAN)))

    found = register.register_order_of(
        desk.database, desk.clerk, hit.person_id, reason="台账查找"
    ).rows
    assert ids(desk, found) == [first.visit_id, second.visit_id]


def test_who_may_not_search_persons_is_refused(desk: SampleOffice):
    with pytest.raises(NotPermittedError):
        register.register_order_of(
            desk.database, desk.account(Role.AUDITOR), "nobody", reason="看看"
        )


def test_the_order_is_that_of_arrival_then_of_the_keys(desk: SampleOffice):
    late, early, same = (
        register_visit(
            desk.database, desk.clerk, visit(person(), arrived_at=MORNING + timedelta(hours=hours))
        ).visit_id
        for hours in (5, 1, 1)
    )
    order = register.register_order(desk.database, desk.clerk)
    assert ids(desk, order.rows) == [*sorted((early, same)), late]
    assert ids(desk, register.register_order(desk.database, desk.clerk, latest=1).rows) == [late]
    assert order.greatest == max(order.rows)


def test_every_visit_has_its_place_also_one_that_comes(desk: SampleOffice):
    for hours in (2, 4, 4, 6):
        register_visit(
            desk.database, desk.clerk, visit(person(), arrived_at=MORNING + timedelta(hours=hours))
        )
    before = register.register_order(desk.database, desk.clerk).rows
    for at, row in enumerate(before):
        assert register.place_of(desk.database, before, row) == at
    for hours, place in ((1, 0), (3, 1), (5, 3), (7, 4)):
        new = register_visit(
            desk.database, desk.clerk, visit(person(), arrived_at=MORNING + timedelta(hours=hours))
        )
        row = register.find_line(desk.database, desk.clerk, new.visit_id)
        assert row is not None
        assert register.place_of(desk.database, before, row) == place


def test_a_withdrawn_visit_has_no_line_but_keeps_its_place(desk: SampleOffice):
    made = register_visit(desk.database, desk.clerk, visit(person()))
    (row,) = register.register_order(desk.database, desk.clerk).rows
    with desk.database.write() as session:
        session.get_one(Visit, made.visit_id).voided_at = MORNING

    assert register.register_lines(desk.database, desk.clerk, [row]) == {}
    assert register.find_line(desk.database, desk.clerk, made.visit_id) is None
    assert register.id_of_line(desk.database, row) == made.visit_id
    assert register.place_of(desk.database, [row], row) == 0
    assert len(register.register_order(desk.database, desk.clerk).rows) == 0


def test_a_desk_alone_never_heard_of_a_centre(desk: SampleOffice):
    contact = centre_contact(desk.database)
    assert (contact.received_at, contact.skew_ms) == (None, 0)
