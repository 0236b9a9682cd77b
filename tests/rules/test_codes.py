"""Dated code lists, and what the exchange writes instead."""

from datetime import date
from pathlib import Path

import pytest

from reception_desk.config import resource
from reception_desk.errors import InvalidInputError
from reception_desk.rules import codes
from reception_desk.rules.codes import (
    CodeEntry,
    CodeList,
    CodeListName,
    code_list,
    read_entries,
    with_office_entries,
)
from reception_desk.rules.exchange_codes import exchange_code
from reception_desk.rules.identity import DocumentType
from reception_desk.rules.names import name_keys

CATEGORY = code_list(CodeListName.CATEGORY)


def test_every_file_is_a_list_and_every_list_a_file():
    files = {path.stem for path in resource("codes").glob("*.csv")}
    assert files == {*CodeListName, "export_map"}


@pytest.mark.parametrize("list_name", list(CodeListName))
def test_lists_have_unique_codes_known_parents_and_a_source(list_name: CodeListName):
    rows = code_list(list_name).entries()
    known = {row.code for row in rows}
    assert len(known) == len(rows)
    assert {row.parent for row in rows} <= known | {""}
    assert all(row.name and row.source for row in rows)


def test_counts_of_the_published_lists():
    assert len(code_list(CodeListName.NATION).entries()) == 58
    assert len(code_list(CodeListName.OCCUPATION).entries()) == 17
    assert len(CATEGORY.children("")) == 17
    assert sum(len(CATEGORY.children(top.code)) for top in CATEGORY.children("")) == 112
    assert len(code_list(CodeListName.DIVISION).children("420921")) == 15


def test_e_32_card_codes_are_named_inside_and_mapped_for_the_exchange():
    assert codes.name("sex", "2") == "女"
    assert codes.name("nation", "15") == "土家族"
    assert exchange_code(CodeListName.SEX, "2") == "0"
    assert exchange_code(CodeListName.SEX, "1") == "1"
    assert exchange_code(CodeListName.SEX, "9") == ""


def test_codes_of_our_own_become_the_nearest_national_one():
    assert exchange_code(CodeListName.DOCUMENT_TYPE, "GAT") == "990"
    assert exchange_code(CodeListName.DIVISION, "420921100") == "420921"
    assert exchange_code(CodeListName.CATEGORY, "999900") == "990000"
    assert exchange_code(CodeListName.NATION, "15") == "15"


def test_every_exported_exception_is_a_code_of_its_list():
    for line in resource("codes", "export_map.csv").read_text(encoding="utf-8").splitlines()[1:]:
        list_name, code = line.split(",")[:2]
        assert code_list(list_name).find(code), line


def test_document_types_are_those_of_the_rules():
    shipped = {entry.code for entry in code_list(CodeListName.DOCUMENT_TYPE).entries()}
    assert shipped == {document_type.value for document_type in DocumentType}


def test_unknown_code_is_its_own_name_and_none_is_empty():
    assert codes.name("nation", "77") == "77"
    assert codes.name("nation", None) == ""


def test_path_leads_from_the_province_to_the_town():
    path = code_list(CodeListName.DIVISION).path("420921100")
    assert [entry.name for entry in path] == ["湖北省", "孝感市", "孝昌县", "花园镇"]


@pytest.mark.parametrize("list_name", list(CodeListName))
def test_every_name_has_the_initials_that_its_characters_give(list_name: CodeListName):
    for entry in code_list(list_name).rows:
        assert set(name_keys(entry.name).initials) <= set(entry.initials), entry.name


def test_name_is_that_of_the_day():
    old = CodeEntry("02", "国土资源", valid_to=date(2019, 3, 31))
    new = CodeEntry("02", "自然资源", valid_from=date(2019, 4, 1))
    dated = CodeList("category", (old, new))
    assert dated.name("02", date(2019, 3, 31)) == "国土资源"
    assert dated.name("02", date(2019, 4, 1)) == "自然资源"
    assert dated.name("02") == "自然资源"
    assert dated.entries(date(2020, 1, 1)) == (new,)


def test_office_entries_replace_in_place_and_add_at_the_end():
    shipped = CodeList("purpose", (CodeEntry("01", "甲"), CodeEntry("02", "乙")))
    own = [CodeEntry("01", "甲", valid_to=date(2026, 1, 1)),
           CodeEntry("01", "丙", valid_from=date(2026, 1, 2)), CodeEntry("09", "丁")]  # fmt: skip
    merged = with_office_entries(shipped, own)
    assert [entry.name for entry in merged.entries()] == ["甲", "丙", "乙", "丁"]


@pytest.mark.parametrize("line", ["01,甲,,2026-13-01,,x,", ",甲,,,,x,", "01"])
def test_wrong_line_is_named(tmp_path: Path, line: str):
    path = tmp_path / "purpose.csv"
    path.write_text(f"code,name,parent,valid_from,valid_to,source,note\n{line}\n", "utf-8")
    with pytest.raises(InvalidInputError, match="第2行"):
        list(read_entries(path))
