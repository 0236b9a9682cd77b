"""What the day's registrations still lack, all at once."""

from datetime import timedelta
from typing import Any

from sqlalchemy import event

from reception_desk.records.visit import PersonInput, PersonRole
from reception_desk.rules.completeness import Field, owed, registration_of
from reception_desk.rules.permissions import Role
from reception_desk.services.closing_list import closing_list
from reception_desk.services.registration import ACCUSATION, register_visit
from reception_desk.services.visits import load_visit
from tests.offices import MORNING, SampleOffice, group, person, visit

COMPLETE = {
    "matter_class": "3",
    "category": "040200",
    "place_code": "420921100",
    "privacy_notice": "2026-1",
}


def gaps(desk: SampleOffice, moment=MORNING) -> dict[str, set[Field]]:
    found = closing_list(desk.database, desk.clerk, moment)
    return {visit_id: {gap.field for gap in missing} for visit_id, missing in found.items()}


def register(desk: SampleOffice, *persons: PersonInput, **values: object) -> str:
    record = register_visit(desk.database, desk.clerk, visit(*persons, **{**COMPLETE, **values}))
    return record.visit_id


def test_a_complete_visit_is_not_on_the_list(desk: SampleOffice):
    register(desk, person())

    assert gaps(desk) == {}


def test_what_a_visitor_need_not_give_keeps_no_visit_on_the_list(desk: SampleOffice):
    register(desk, person(phone=None, document_number=None, document_type=None))

    assert gaps(desk) == {}


def test_each_visit_with_what_it_owes(desk: SampleOffice):
    claim = register(desk, person(), claim="", to_complete=True, category=None)
    crowd = register(desk, *group(6, 0), head_count=6)
    nobody = register(desk, is_oral=True)

    assert gaps(desk) == {
        claim: {Field.CLAIM, Field.CATEGORY},
        crowd: {Field.REPRESENTATIVES},
        nobody: {Field.NAME, Field.ADDRESS, Field.READ_BACK},
    }


def test_anonymous_and_unclear_are_obeyed(desk: SampleOffice):
    register(desk, is_anonymous=True)
    register(desk, person(address=None), is_unclear=True)

    assert gaps(desk) == {}


def test_a_companion_is_not_the_petitioner(desk: SampleOffice):
    visit_id = register(desk, person(role=PersonRole.COMPANION))

    assert gaps(desk) == {visit_id: {Field.NAME, Field.ADDRESS}}


def test_accusations_are_on_the_list_of_the_role_made_for_them(desk: SampleOffice):
    visit_id = register(desk, person(), matter_class=ACCUSATION, category=None)

    assert gaps(desk) == {}
    entitled = desk.account(Role.ACCUSATION_CLERK)
    assert set(closing_list(desk.database, entitled, MORNING)) == {visit_id}


def test_only_this_day_and_only_what_stands(desk: SampleOffice):
    register(desk, arrived_at=MORNING - timedelta(days=1))

    assert gaps(desk) == {}
    assert len(gaps(desk, MORNING - timedelta(days=1))) == 1


def test_it_says_the_same_as_the_check_of_the_single_visit(desk: SampleOffice):
    for given in (visit(person()), visit(*group(7, 2), head_count=7), visit(claim="")):
        register_visit(desk.database, desk.clerk, given)

    found = closing_list(desk.database, desk.clerk, MORNING)

    for visit_id, missing in found.items():
        record = load_visit(desk.database, desk.clerk, visit_id, reason="核对")
        assert missing == owed(registration_of(record, record.persons))
    assert len(found) == 3


def test_two_statements_for_any_number_of_visits(desk: SampleOffice):
    for _ in range(12):
        register(desk, person(), claim="", to_complete=True)
    told: list[str] = []
    with desk.database.read() as session:
        engine = session.get_bind()

    @event.listens_for(engine, "before_cursor_execute")
    def count(*heard: Any) -> None:
        told.append(heard[2])

    assert len(closing_list(desk.database, desk.clerk, MORNING)) == 12
    event.remove(engine, "before_cursor_execute", count)
    assert len([statement for statement in told if statement.startswith("SELECT")]) == 2
