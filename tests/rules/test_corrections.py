"""What a corrected registration changes."""

from dataclasses import fields, replace

from hypothesis import given
from hypothesis import strategies as st

from reception_desk.records.visit import MaterialInput, PersonInput, PersonRole, VisitInput
from reception_desk.rules.corrections import (
    Change,
    Subject,
    changes_between,
    fields_of,
    in_words,
    needs_reason,
)
from tests.offices import MORNING, person, visit

BEFORE = visit(person("甲", person_id="p1"), person("乙", person_id="p2"))


def test_nothing_changed_is_nothing_told():
    assert changes_between(BEFORE, BEFORE) == ()


def test_each_change_names_its_field_and_both_values():
    main, other = BEFORE.persons
    after = replace(BEFORE, claim="新的诉求", persons=(replace(main, phone=None), other))

    assert changes_between(BEFORE, after) == (
        Change(Subject.PERSON, "phone", "13800000000", None, "p1"),
        Change(Subject.VISIT, "claim", BEFORE.claim, "新的诉求"),
    )


def test_people_are_known_by_their_id():
    new = person("丙", role=PersonRole.INTERPRETER)
    after = replace(BEFORE, persons=(new, BEFORE.persons[1]))

    assert changes_between(BEFORE, after) == (
        Change(Subject.PERSON, "", None, new, "", leads=True),
        Change(Subject.PERSON, "", BEFORE.persons[0], None, "p1"),
    )


def test_materials_are_known_by_their_id():
    before = replace(BEFORE, materials=(MaterialInput("合同", 1, material_id="m1"),))
    papers = (MaterialInput("合同", 2, material_id="m1"), MaterialInput(""))
    after = replace(before, materials=papers)

    assert changes_between(before, after) == (
        Change(Subject.MATERIAL, "pages", 1, 2, "m1"),
        Change(Subject.MATERIAL, "", None, MaterialInput("")),
    )


def test_an_empty_field_filled_needs_no_reason_and_a_given_one_changed_does():
    bare = VisitInput(arrived_at=MORNING)
    filled = replace(bare, claim="请求", is_oral=True, needs=("dialect",), head_count=1)

    assert not needs_reason(changes_between(bare, filled))
    assert needs_reason(changes_between(filled, bare))
    assert needs_reason(changes_between(bare, replace(bare, head_count=2)))


def test_the_words_name_fields_and_never_values():
    after = replace(BEFORE, claim="绝密", respondent="某某")

    assert in_words(changes_between(BEFORE, after)) == "补充被反映方；更正诉求"


def test_a_withdrawn_person_comes_back_without_old_values():
    change = Change(Subject.PERSON, "", person("甲", phone="1"), None, "p1")

    assert change.turned_round().after == PersonInput(person_id="p1")


@given(st.sampled_from(list(Subject)))
def test_arrival_number_and_code_are_no_field_of_a_correction(subject: Subject):
    assert not {"arrived_at", "received_at", "number", "query_code", "stream"} & set(
        fields_of(subject)
    )


def test_every_field_of_a_person_and_a_material_can_be_corrected():
    assert set(fields_of(Subject.PERSON)) == {
        each.name for each in fields(PersonInput) if each.name != "person_id"
    }
    assert set(fields_of(Subject.MATERIAL)) == {
        each.name for each in fields(MaterialInput) if each.name != "material_id"
    }
