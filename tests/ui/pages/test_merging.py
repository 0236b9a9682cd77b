"""A form under correction laid over what the registration has become."""

from dataclasses import replace
from datetime import date

from reception_desk.records.visit import MaterialInput, PersonRole, VisitRecord
from reception_desk.services.registration import register_visit
from reception_desk.services.visits import load_visit
from reception_desk.ui.pages.reception.filling import correction_of
from reception_desk.ui.pages.reception.merging import follow
from reception_desk.ui.pages.reception.visit_draft import PersonDraft, VisitDraft
from tests.offices import SampleOffice, person, visit


def registered(desk: SampleOffice) -> VisitRecord:
    given = visit(
        person("甲", birth_date=date(1900, 1, 1)),
        person("乙", role=PersonRole.COMPANION),
        materials=(MaterialInput("合同", 2), MaterialInput("收据")),
        needs=("wheelchair",),
    )
    record = register_visit(desk.database, desk.clerk, given)
    return load_visit(desk.database, desk.clerk, record.visit_id, reason="核对")


def draft_of(record: VisitRecord) -> VisitDraft:
    """Return the form after a restart: through JSON and back."""
    draft = correction_of(record, "d1")
    return VisitDraft.from_json("d1", draft.to_json())


def test_a_form_just_opened_changes_nothing(desk: SampleOffice):
    assert draft_of(registered(desk)).changes() == ()


def test_what_was_not_touched_follows_and_what_was_typed_stays(desk: SampleOffice):
    record = registered(desk)
    draft = draft_of(record)
    draft.main.phone = "13900000000"
    draft.respondent = "村委会"
    main = replace(record.persons[0], phone="13700000000", occupation="02")
    now = replace(record, facts="新写的", persons=(main, record.persons[1]))

    follow(draft, now)

    assert (draft.main.phone, draft.main.occupation) == ("13900000000", "02")
    assert (draft.facts, draft.respondent) == ("新写的", "村委会")
    assert {(each.field, each.before) for each in draft.changes()} == {
        ("phone", "13700000000"),
        ("respondent", None),
    }


def test_people_who_came_and_went_on_either_side(desk: SampleOffice):
    record = registered(desk)
    draft = draft_of(record)
    draft.persons.append(PersonDraft(role="companion", name="丙"))
    elsewhere = replace(record.persons[1], person_id="new", name="丁")

    follow(draft, replace(record, persons=(record.persons[0], elsewhere)))

    assert [each.name for each in draft.persons] == ["甲", "丙", "丁"]
    assert [each.label for each in draft.changes()] == ["来访人"]


def test_a_petitioner_named_elsewhere_takes_the_empty_place(desk: SampleOffice):
    record = registered(desk)
    bare = replace(record, persons=())
    draft = draft_of(bare)
    assert draft.main.is_empty

    follow(draft, replace(record, persons=record.persons[:1]))

    assert [each.name for each in draft.persons] == ["甲"]
    assert draft.changes() == ()


def test_materials_and_needs_merge_by_themselves(desk: SampleOffice):
    record = registered(desk)
    draft = draft_of(record)
    contract, receipt = draft.materials
    draft.materials = [replace(contract, pages=3), receipt, MaterialInput("照会")]
    draft.needs = ["dialect"]
    now = replace(
        record,
        materials=(record.materials[0], MaterialInput("名单", material_id="m9")),
        needs=("wheelchair", "sign_language"),
    )

    follow(draft, now)

    assert draft.materials == [
        MaterialInput("合同", 3),
        MaterialInput("照会"),
        MaterialInput("名单"),
    ]
    assert draft.needs == ["sign_language", "dialect"]
