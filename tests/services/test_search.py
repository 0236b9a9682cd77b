"""A person is found by any part of the name, any reading, phone, document; a visit by number."""

import pytest

from reception_desk.models.visit import Visit
from reception_desk.services.registration import register_visit
from reception_desk.services.search import find_by_document, search
from tests.offices import MAN, SampleOffice, person, visit


@pytest.fixture
def people(desk: SampleOffice) -> SampleOffice:
    for name, phone in (
        ("张伟", "13800000001"),
        ("单小雄", "13800000002"),
        ("欧阳文静", "13800000003"),
        ("李䶮", "13900000004"),
    ):
        register_visit(
            desk.database, desk.clerk, visit(person(name, phone=phone, document_number=None))
        )
    return desk


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("张伟", "张伟"),
        ("伟", "张伟"),
        ("小雄", "单小雄"),
        ("zhangwei", "张伟"),
        ("ZW", "张伟"),
        ("shanxiaoxiong", "单小雄"),
        ("danxiaoxiong", "单小雄"),
        ("dxx", "单小雄"),
        ("oywj", "欧阳文静"),
        ("ouyang", "欧阳文静"),
        ("䶮", "李䶮"),
        ("13900000004", "李䶮"),
        ("0004", "李䶮"),
    ],
)
def test_a_person_is_found(people: SampleOffice, query: str, name: str):
    found = search(people.database, people.clerk, query)

    assert name in [hit.name for hit in found.persons]


def test_what_was_not_asked_is_not_found(people: SampleOffice):
    assert search(people.database, people.clerk, "王").persons == ()
    assert search(people.database, people.clerk, "  ").persons == ()


def test_quotes_and_wildcards_are_only_characters(people: SampleOffice):
    for query in ("'; DROP TABLE person; --", '"土地" OR "x"', "%", "_伟", "土地*流转"):
        assert search(people.database, people.clerk, query).persons == ()


def test_a_visit_is_found_by_its_number_and_its_query_code(desk: SampleOffice):
    record = register_visit(desk.database, desk.clerk, visit(person()))

    for query in (record.provisional_number, record.provisional_number.lower(), record.query_code):
        hits = search(desk.database, desk.clerk, query).visits
        assert [hit.visit_id for hit in hits] == [record.visit_id]


def test_a_card_finds_its_person_exactly(desk: SampleOffice):
    record = register_visit(desk.database, desk.clerk, visit(person()))

    hits = find_by_document(desk.database, desk.clerk, MAN)

    assert [hit.person_id for hit in hits] == [record.persons[0].person_id]


def test_a_changed_name_is_found_anew_and_no_longer_by_the_old(desk: SampleOffice):
    record = register_visit(desk.database, desk.clerk, visit(person("张伟")))
    register_visit(
        desk.database,
        desk.clerk,
        visit(person("张小伟", person_id=record.persons[0].person_id)),
    )

    assert search(desk.database, desk.clerk, "zxw").persons
    assert not search(desk.database, desk.clerk, "张伟").persons


def test_more_than_the_limit_says_so(desk: SampleOffice):
    for number in range(4):
        register_visit(
            desk.database, desk.clerk, visit(person(f"赵{number}", document_number=None))
        )

    found = search(desk.database, desk.clerk, "赵", limit=3)

    assert len(found.persons) == 3
    assert found.is_cut


@pytest.mark.parametrize("is_indexed_before", [True, False])
def test_changed_words_of_a_claim_are_found_and_the_old_ones_no_longer(
    desk: SampleOffice, *, is_indexed_before: bool
):
    record = register_visit(desk.database, desk.clerk, visit(person(), claim="村道路灯长期不亮"))
    if is_indexed_before:
        desk.database.make_search_keys()
    with desk.database.write() as session:
        row = session.get_one(Visit, record.visit_id)
        row.claim = row.summary = "小区物业收费不合理"

    found = search(desk.database, desk.clerk, "物业收费")
    assert [hit.visit_id for hit in found.visits] == [record.visit_id]
    assert search(desk.database, desk.clerk, "路灯长期").visits == ()


def test_while_many_rows_from_the_centre_wait_for_their_keys_the_newest_is_found_and_this_is_said(
    desk: SampleOffice,
):
    register_visit(desk.database, desk.clerk, visit(person("张伟")))
    with desk.database.apply() as connection:
        connection.exec_driver_sql(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600) "
            "INSERT INTO person (id, stream, desk_id, created_at, name) "
            "SELECT printf('%036d', i), stream, desk_id, person.created_at, '赵' || i "
            "FROM n, person"
        )
    register_visit(desk.database, desk.clerk, visit(person("钱多")))

    found = search(desk.database, desk.clerk, "钱多")
    assert [hit.name for hit in found.persons] == ["钱多"]
    assert found.is_partial
    assert not search(desk.database, desk.clerk, "张伟").persons

    desk.database.make_search_keys()
    found = search(desk.database, desk.clerk, "张伟")
    assert [hit.name for hit in found.persons] == ["张伟"]
    assert not found.is_partial


def test_words_that_came_from_the_centre_over_ours_are_found(desk: SampleOffice):
    record = register_visit(desk.database, desk.clerk, visit(person(), claim="村道路灯长期不亮"))
    with desk.database.apply() as connection:
        for claim in ("小区物业收费不合理", "申请低保没有答复"):
            connection.exec_driver_sql(
                "INSERT INTO visit SELECT * FROM visit WHERE id = ? "
                "ON CONFLICT (id) DO UPDATE SET claim = ?, summary = ?",
                (record.visit_id, claim, claim),
            )

    assert [hit.visit_id for hit in search(desk.database, desk.clerk, "申请低保").visits]
    assert search(desk.database, desk.clerk, "物业收费").visits == ()
    assert search(desk.database, desk.clerk, "路灯长期").visits == ()
