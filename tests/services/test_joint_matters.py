"""三跨三分离 on a real file: named, named anew, kept apart."""

import pytest

from reception_desk.errors import DeskError, InvalidInputError, NotPermittedError
from reception_desk.records.joint_matters import JointInput, JointMatter, MatterTrait
from reception_desk.rules.permissions import Role
from reception_desk.services.joint_matters import joint_matter, name_joint_units
from reception_desk.services.registration import ACCUSATION
from tests.offices import SampleOffice
from tests.services.test_steps import registered, unit_id

KINDS = (MatterTrait.CROSSES_REGIONS, MatterTrait.HOUSEHOLD_APART)


def test_one_leads_and_others_support_until_they_are_named_anew(desk: SampleOffice):
    matter_id, section = registered(desk), desk.account(Role.SECTION)
    first, second, third = (unit_id(desk, code) for code in ("T100", "T101", "T102"))
    name_joint_units(desk.database, section, matter_id, JointInput(KINDS, first, (second,)))
    found = joint_matter(desk.database, desk.clerk, matter_id)
    assert found.traits == KINDS
    assert found.lead is not None
    assert (found.lead.unit_id, [one.unit_id for one in found.supports]) == (first, [second])

    turned = JointInput(KINDS[1:], second, (first, third))
    name_joint_units(desk.database, section, matter_id, turned)
    found = joint_matter(desk.database, desk.clerk, matter_id)
    assert found.traits == KINDS[1:]
    assert found.lead is not None
    assert found.lead.unit_id == second
    assert {one.unit_id for one in found.supports} == {first, third}

    name_joint_units(desk.database, section, matter_id, JointInput())
    assert joint_matter(desk.database, desk.clerk, matter_id) == JointMatter()


def test_what_may_not_stand_changes_nothing(desk: SampleOffice):
    matter_id, section = registered(desk), desk.account(Role.SECTION)
    unit = unit_id(desk, "T100")
    for asked in (
        JointInput(KINDS, "", (unit,)),
        JointInput(KINDS, "unheard"),
        JointInput((), unit),
    ):
        with pytest.raises(InvalidInputError):
            name_joint_units(desk.database, section, matter_id, asked)
    with pytest.raises(NotPermittedError):
        name_joint_units(desk.database, desk.clerk, matter_id, JointInput(KINDS))
    assert not joint_matter(desk.database, desk.clerk, matter_id).is_joint


def test_an_accusation_is_not_there_for_the_others(desk: SampleOffice):
    matter_id, section = registered(desk, matter_class=ACCUSATION), desk.account(Role.SECTION)
    with pytest.raises(DeskError, match="没有找到"):
        name_joint_units(desk.database, section, matter_id, JointInput(KINDS))
    both = desk.account(Role.SECTION, Role.ACCUSATION_CLERK)
    name_joint_units(desk.database, both, matter_id, JointInput(KINDS))
    assert joint_matter(desk.database, section, matter_id) == JointMatter()
    assert joint_matter(desk.database, both, matter_id).traits == KINDS
