"""The shipped units of the model county."""

from collections import Counter

from reception_desk.rules.codes import CodeListName, code_list
from reception_desk.rules.units import (
    BUREAU_CODE,
    BUREAU_STREAM,
    RESTRICTED_STREAM,
    SHARED_STREAM,
    UnitKind,
    load_units,
)

UNITS = load_units()


def test_there_are_92_units_each_with_a_code_and_a_name_of_its_own():
    assert len(UNITS) == 92
    assert len({unit.code for unit in UNITS}) == 92
    assert len({unit.name for unit in UNITS}) == 92
    assert len({unit.short_name for unit in UNITS}) == 92


def test_parents_come_before_their_parts():
    seen = {""}
    for unit in UNITS:
        assert unit.parent in seen
        seen.add(unit.code)


def test_sections_share_the_stream_of_the_bureau_and_every_other_unit_has_its_own():
    streams = Counter(unit.stream for unit in UNITS)
    bureau = {unit.code for unit in UNITS if unit.stream == BUREAU_STREAM}
    sections = {unit.code for unit in UNITS if unit.kind is UnitKind.SECTION}
    assert bureau == sections | {BUREAU_CODE}
    assert all(count == 1 for stream, count in streams.items() if stream != BUREAU_STREAM)
    assert not {SHARED_STREAM, RESTRICTED_STREAM} & set(streams)


def test_towns_are_those_of_the_division_list():
    towns = {unit.division_code for unit in UNITS if unit.kind is UnitKind.TOWN}
    assert towns == {entry.code for entry in code_list(CodeListName.DIVISION).children("420921")}


def test_routing_kinds_are_present_and_labelled():
    kinds = Counter(unit.kind for unit in UNITS)
    assert kinds[UnitKind.BUREAU] == kinds[UnitKind.DISCIPLINE] == 1
    assert set(kinds) == set(UnitKind)
    assert all(kind.label for kind in UnitKind)
