"""A registration is never refused for what a visitor lacks, and is saved whole or not at all."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, text

from reception_desk.errors import InvalidInputError, NotPermittedError
from reception_desk.models.local import OutboxRow
from reception_desk.models.matter import Matter, Step
from reception_desk.models.person import Person
from reception_desk.models.visit import Visit
from reception_desk.records.visit import MaterialInput
from reception_desk.rules.units import RESTRICTED_STREAM
from reception_desk.services import drafts, search
from reception_desk.services.registration import ACCUSATION, register_visit
from reception_desk.services.visits import count_of_day, load_visit, visits_of_day
from tests.offices import MORNING, WOMAN, SampleOffice, group, person, visit


def test_a_visit_is_read_back_as_registered(desk: SampleOffice):
    given = visit(
        person("李䶮"),
        needs=("wheelchair",),
        materials=(MaterialInput("土地流转合同", pages=3, copies=1, is_original=True),),
        is_oral=True,
        read_back_at=MORNING,
    )

    record = register_visit(desk.database, desk.clerk, given)
    again = load_visit(desk.database, desk.clerk, record.visit_id, reason="查询进展")

    assert again == record
    assert record.main_person is not None
    assert record.main_person.name == "李䶮"
    assert record.materials == given.materials
    assert record.needs == ("wheelchair",)
    assert record.summary == "要求支付拖欠的土地流转费"
    assert record.received_by == "周敏"
    assert not record.is_repeat


def test_provisional_numbers_run_per_desk_and_local_day(desk: SampleOffice):
    last_minute = datetime(2026, 11, 23, 15, 59, tzinfo=UTC)  # 23:59 in Beijing
    numbers = [
        register_visit(desk.database, desk.clerk, visit(arrived_at=moment)).provisional_number
        for moment in (MORNING, MORNING, last_minute, last_minute.replace(hour=16))
    ]

    assert numbers == [
        "T-1-20261123-001",
        "T-1-20261123-002",
        "T-1-20261123-003",
        "T-1-20261124-001",
    ]


def test_ac_18_no_card_no_phone_and_only_a_village(desk: SampleOffice):
    nameless = replace(
        person("王某"), document_type=None, document_number=None, phone=None, address="某村"
    )

    record = register_visit(desk.database, desk.clerk, visit(nameless))

    assert len(record.query_code) == 10
    assert record.query_code.isdigit()


def test_nobody_named_at_all_is_registered(desk: SampleOffice):
    record = register_visit(
        desk.database, desk.clerk, visit(claim="", to_complete=True, head_count=1)
    )

    assert record.main_person is None
    assert record.to_complete


def test_ac_17_six_representatives_are_refused_and_nothing_is_saved(desk: SampleOffice):
    with pytest.raises(InvalidInputError, match="代表不得超过5人"):
        register_visit(desk.database, desk.clerk, visit(*group(12, 6), head_count=12))

    with desk.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Visit)) == 0


def test_ac_17_five_representatives_of_twelve(desk: SampleOffice):
    record = register_visit(desk.database, desk.clerk, visit(*group(12, 5), head_count=12))

    assert record.head_count == 12
    assert len(record.persons) == 12
    assert count_of_day(desk.database, desk.clerk, MORNING).persons == 12


def test_the_draft_goes_with_the_registration(desk: SampleOffice):
    draft = drafts.DraftRecord("d1", 1, {"claim": "还没说完"})
    drafts.save_draft(desk.database, desk.clerk, draft)

    register_visit(desk.database, desk.clerk, visit(), draft_id="d1")

    assert drafts.open_drafts(desk.database, desk.clerk) == ()


def test_a_known_person_is_brought_up_to_date_not_doubled(desk: SampleOffice):
    first = register_visit(desk.database, desk.clerk, visit(person(phone=None)))
    known = first.persons[0].person_id

    second = register_visit(
        desk.database, desk.clerk, visit(person(person_id=known, phone="13900000000", address=None))
    )

    assert second.persons[0].person_id == known
    assert second.persons[0].phone == "13900000000"
    assert second.persons[0].address == "湖北省孝昌县花园镇"


def test_the_same_matter_again_is_a_repeat_visit_of_one_matter(desk: SampleOffice):
    first = register_visit(desk.database, desk.clerk, visit(person()))
    again = register_visit(
        desk.database,
        desk.clerk,
        visit(person(person_id=first.persons[0].person_id), matter_id=first.matter_id),
    )

    assert again.is_repeat
    assert again.matter_id == first.matter_id
    with desk.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Matter)) == 1
        events = session.scalars(select(Step.event).order_by(Step.id)).all()
    assert list(events) == ["registered", "visited_again"]


def test_an_accusation_goes_to_the_restricted_stream(desk: SampleOffice):
    register_visit(desk.database, desk.clerk, visit(person(), matter_class=ACCUSATION))

    with desk.database.read() as session:
        assert session.scalars(select(Visit.stream)).one() == RESTRICTED_STREAM
        assert session.scalars(select(Person.stream)).one() == RESTRICTED_STREAM


def test_every_row_is_captured_for_the_centre_in_the_same_transaction(desk: SampleOffice):
    with desk.database.read() as session:
        before = session.scalar(select(func.max(OutboxRow.seq)))
    register_visit(desk.database, desk.clerk, visit(person()))

    with desk.database.read() as session:
        tables = session.scalars(
            select(OutboxRow.table_name).where(OutboxRow.seq > before).order_by(OutboxRow.seq)
        ).all()
    assert set(tables) == {
        "visit", "person", "visit_person", "number_request", "matter", "visit_matter", "step",
        "audit_entry",
    }  # fmt: skip


def test_those_without_the_role_are_refused(desk: SampleOffice):
    with pytest.raises(NotPermittedError, match="没有"):
        register_visit(desk.database, desk.administrator, visit())


def test_the_days_list_shows_latest_first(desk: SampleOffice):
    register_visit(desk.database, desk.clerk, visit(person("先来")))
    register_visit(
        desk.database, desk.clerk, visit(person("后到"), arrived_at=MORNING.replace(hour=3))
    )

    rows = visits_of_day(desk.database, desk.clerk, MORNING)

    assert [row.name for row in rows] == ["后到", "先来"]


def test_a_visit_is_found_by_the_words_of_its_claim(desk: SampleOffice):
    record = register_visit(desk.database, desk.clerk, visit(person(document_number=WOMAN)))

    found = search.search(desk.database, desk.clerk, "土地流转")

    assert [hit.visit_id for hit in found.visits] == [record.visit_id]


def test_a_failure_in_the_middle_leaves_nothing(desk: SampleOffice):
    with desk.database.write() as session:
        session.execute(
            text(
                "CREATE TRIGGER refuse_step BEFORE INSERT ON step "
                "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
            )
        )
    drafts.save_draft(desk.database, desk.clerk, drafts.DraftRecord("d1", 1, {"claim": "x"}))

    with pytest.raises(Exception, match=r"磁盘已满"):
        register_visit(desk.database, desk.clerk, visit(person()), draft_id="d1")

    assert visits_of_day(desk.database, desk.clerk, MORNING) == ()
    assert len(drafts.open_drafts(desk.database, desk.clerk)) == 1
