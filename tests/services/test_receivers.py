"""AC-22: an accusation goes to the discipline inspection, whoever writes it down."""

import pytest

from reception_desk.errors import InvalidInputError
from reception_desk.rules.corrections import Change, Subject
from reception_desk.rules.permissions import Role
from reception_desk.services.corrections import correct_visit
from reception_desk.services.office import unit_id
from reception_desk.services.registration import ACCUSATION, register_visit
from tests.offices import SampleOffice, person, register_ids, visit


def accusation(desk: SampleOffice, unit: str | None):
    target = unit_id(unit) if unit else None
    return register_visit(
        desk.database,
        desk.clerk,
        visit(person("王芳"), matter_class=ACCUSATION, target_unit_id=target),
    )


@pytest.mark.parametrize("unit", ["T100", "XFJ", "D16"])
def test_ac_22_no_other_unit_is_taken_and_nothing_is_saved(desk: SampleOffice, unit: str):
    with pytest.raises(InvalidInputError, match="第三十条"):
        accusation(desk, unit)

    assert register_ids(desk.database, desk.account(Role.ACCUSATION_CLERK)) == []


@pytest.mark.parametrize("unit", ["D10", None])
def test_ac_22_the_discipline_inspection_and_none_yet_are_taken(
    desk: SampleOffice, unit: str | None
):
    assert accusation(desk, unit).visit_id


def test_other_matters_go_to_any_unit(desk: SampleOffice):
    for unit in ("T100", "D10"):
        target = unit_id(unit)
        register_visit(desk.database, desk.clerk, visit(person("王芳"), target_unit_id=target))


def test_ac_22_a_correction_does_not_lead_it_elsewhere_either(desk: SampleOffice):
    record = accusation(desk, "D10")
    change = Change(Subject.VISIT, "target_unit_id", unit_id("D10"), unit_id("T100"))

    with pytest.raises(InvalidInputError, match="第三十条"):
        correct_visit(desk.database, desk.clerk, record.visit_id, [change], reason="另有安排")
