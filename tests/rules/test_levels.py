"""What goes up to city and province: nothing that is not listed, and nothing that may not be."""

import pytest

from reception_desk.models.base import Base, synced_tables
from reception_desk.rules.levels import Level, columns_at

WITHHELD = {"document_number", "document_type", "phone", "address", "birth_date", "nation",
            "password_hash", "delivery_address", "query_code", "facts"}  # fmt: skip


@pytest.mark.parametrize("level", [Level.CITY, Level.PROVINCE])
def test_what_is_listed_exists_and_is_synced(level):
    synced = {table.name for table in synced_tables()}

    for table, columns in columns_at(level).items():
        assert table in synced
        assert set(columns) <= set(Base.metadata.tables[table].columns.keys())


@pytest.mark.parametrize("level", [Level.CITY, Level.PROVINCE])
def test_documents_telephones_and_addresses_stay_in_the_county(level):
    for table, columns in columns_at(level).items():
        allowed = WITHHELD - ({"address", "phone"} if table == "unit" else set())
        assert not set(columns) & allowed


def test_the_province_knows_no_person_and_no_words_of_a_visit():
    province = columns_at(Level.PROVINCE)

    assert not {"person", "visit_person"} & province.keys()
    assert not {"claim", "summary", "respondent"} & set(province["visit"])
    for table, columns in province.items():
        assert set(columns) <= set(columns_at(Level.CITY)[table])


def test_each_level_publishes_to_the_next():
    assert [level.above for level in Level] == [Level.CITY, Level.PROVINCE, None]
