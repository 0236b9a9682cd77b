"""Every field two desks can change is either judged by a person or stands for a reason."""

import pytest

from reception_desk.models.base import Base, is_append_only, synced_tables
from reception_desk.rules import conflicts

EDITABLE = [
    (table.name, column.name)
    for table in synced_tables()
    if not is_append_only(table)
    for column in table.columns
    if column.name != "id"
]


@pytest.mark.parametrize(("table", "column"), EDITABLE)
def test_every_editable_field_is_thought_of(table: str, column: str):
    assert conflicts.is_thought_of(table, column)


def test_no_rule_speaks_of_a_field_that_does_not_exist():
    for table, column in conflicts.judged_fields():
        assert column in Base.metadata.tables[table].columns


def test_every_synced_table_has_a_noun_of_the_hall():
    assert {table.name for table in synced_tables()} <= set(conflicts.TABLE_NOUNS)


def test_what_a_person_wrote_is_judged_with_its_words():
    field = conflicts.judged_field("visit", "outcome")

    assert field is not None
    assert field.label == "接访结果"
    assert field.codes == "reception_result"
    assert not conflicts.reason_to_stand("person", "name")


@pytest.mark.parametrize(
    ("table", "column"),
    [("visit", "summary"), ("document", "is_stale"), ("person", "voided_at"), ("unit", "name")],
)
def test_what_follows_from_something_else_is_not_asked(table: str, column: str):
    assert conflicts.judged_field(table, column) is None
    assert conflicts.reason_to_stand(table, column)


def test_a_secret_is_never_laid_before_anybody():
    assert conflicts.judged_field("account", "password_hash") is None


def test_a_field_nobody_thought_of_is_judged_rather_than_lost():
    assert conflicts.judged_field("visit", "some_new_column") is not None
