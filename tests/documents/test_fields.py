"""Data of papers: read as they are meant, or refused by name."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from reception_desk.documents.fields import Field, FieldType, boxes, check
from reception_desk.errors import DocumentError

OPTIONS = {"a": "甲", "b": "乙"}
COLUMNS = {"name": "名称", "count": "件数"}
FIELDS = {
    FieldType.TEXT: Field("x", "某项", FieldType.TEXT),
    FieldType.NUMBER: Field("x", "某项", FieldType.NUMBER),
    FieldType.DATE: Field("x", "某项", FieldType.DATE),
    FieldType.MOMENT: Field("x", "某项", FieldType.MOMENT),
    FieldType.LINES: Field("x", "某项", FieldType.LINES, most=3),
    FieldType.CHOICE: Field("x", "某项", FieldType.CHOICE, options=OPTIONS),
    FieldType.CHOICES: Field("x", "某项", FieldType.CHOICES, options=OPTIONS),
    FieldType.ROWS: Field("x", "某项", FieldType.ROWS, columns=COLUMNS),
    FieldType.RECORD: Field("x", "某项", FieldType.RECORD, columns=COLUMNS),
}
MOMENT = datetime(2026, 11, 23, 9, 5, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("kind", "value", "printed"),
    [
        (FieldType.TEXT, " 张某 ", "张某"),
        (FieldType.NUMBER, 30, "30"),
        (FieldType.NUMBER, 0, "0"),
        (FieldType.DATE, "2026-01-05", "2026年1月5日"),
        (FieldType.DATE, date(2026, 1, 5), "2026年1月5日"),
        (FieldType.MOMENT, "2026-11-23T09:05", "2026年11月23日 09:05"),
        (FieldType.MOMENT, MOMENT, "2026年11月23日 09:05"),
        (FieldType.LINES, ["甲", " ", "乙"], "甲、乙"),
        (FieldType.CHOICE, "a", "甲"),
        (FieldType.CHOICES, ["a", "b"], "甲、乙"),
    ],
)
def test_a_value_is_printed_as_it_is_meant(kind: FieldType, value: Any, printed: str):
    assert check("样本", {"x": FIELDS[kind]}, {"x": value})["x"].text == printed


def test_rows_keep_the_order_of_the_columns_and_fill_what_is_absent():
    (row,) = check("样本", {"x": FIELDS[FieldType.ROWS]}, {"x": [{"count": 2}]})["x"].rows

    assert list(row.items()) == [("name", ""), ("count", "2")]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (FieldType.TEXT, 3),
        (FieldType.TEXT, ["张某"]),
        (FieldType.NUMBER, "30"),
        (FieldType.NUMBER, True),
        (FieldType.NUMBER, 1.5),
        (FieldType.DATE, "2026-13-01"),
        (FieldType.DATE, "明天"),
        (FieldType.DATE, MOMENT),
        (FieldType.MOMENT, "9点"),
        (FieldType.LINES, "甲"),
        (FieldType.LINES, ["甲", 2]),
        (FieldType.LINES, ["甲", "乙", "丙", "丁"]),
        (FieldType.CHOICE, "c"),
        (FieldType.CHOICE, ["a"]),
        (FieldType.CHOICES, "a"),
        (FieldType.ROWS, [{"colour": "红"}]),
        (FieldType.ROWS, ["甲"]),
        (FieldType.RECORD, [{"name": "甲"}]),
    ],
)
def test_a_wrong_value_is_told_with_its_name_and_what_it_should_be(kind: FieldType, value: Any):
    with pytest.raises(DocumentError) as caught:
        check("样本", {"x": FIELDS[kind]}, {"x": value})

    assert "《样本》的“某项”（x）不对：应为" in caught.value.message
    assert kind.expected in caught.value.message


@pytest.mark.parametrize("kind", FIELDS)
def test_what_is_missing_is_named_unless_it_is_optional(kind: FieldType):
    one = FIELDS[kind]
    optional = Field("x", "某项", kind, is_optional=True, options=one.options, columns=one.columns)
    for data in ({}, {"x": None}):
        assert not check("样本", {"x": optional}, data)["x"].is_given
        with pytest.raises(DocumentError, match="《样本》缺少“某项”（x）"):
            check("样本", {"x": one}, data)


@pytest.mark.parametrize(
    "kind", [FieldType.TEXT, FieldType.NUMBER, FieldType.DATE, FieldType.MOMENT, FieldType.CHOICE]
)
def test_an_empty_text_is_nothing(kind: FieldType):
    with pytest.raises(DocumentError, match="缺少"):
        check("样本", {"x": FIELDS[kind]}, {"x": ""})


def test_boxes_show_every_option():
    one = FIELDS[FieldType.CHOICES]

    assert boxes(one, check("样本", {"x": one}, {"x": ["b"]})["x"]) == "☐甲　☑乙"
