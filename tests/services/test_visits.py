"""Lines of visits: by their key and by their number, under the rule of who may open them."""

import pytest

from reception_desk.errors import DeskError
from reception_desk.rules.permissions import Role
from reception_desk.services import visits
from reception_desk.services.registration import ACCUSATION, register_visit
from tests.offices import SampleOffice, person, visit


def test_a_visit_is_found_by_its_number_as_it_is_typed(desk: SampleOffice):
    record = register_visit(desk.database, desk.clerk, visit(person()))
    typed = f"  {record.provisional_number.lower()} "

    line = visits.line_by_number(desk.database, desk.clerk, typed)

    assert line == visits.visit_line(desk.database, desk.clerk, record.visit_id)
    assert (line.visit_id, line.name) == (record.visit_id, "张伟")


def test_a_number_of_nobody_is_told(desk: SampleOffice):
    for text in ("", "T-9-20261123-001"):
        with pytest.raises(DeskError, match="没有找到"):
            visits.line_by_number(desk.database, desk.clerk, text)


def test_an_accusation_is_opened_by_who_took_it_and_by_its_own_people(desk: SampleOffice):
    record = register_visit(desk.database, desk.clerk, visit(person(), matter_class=ACCUSATION))
    number = record.provisional_number

    for actor in (desk.clerk, desk.account(Role.ACCUSATION_CLERK)):
        assert visits.line_by_number(desk.database, actor, number).visit_id == record.visit_id
    with pytest.raises(DeskError, match="没有找到"):
        visits.line_by_number(desk.database, desk.account(Role.SECTION), number)
