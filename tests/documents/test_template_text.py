"""The little language of the templates."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.documents.fields import Field, FieldType, check
from reception_desk.documents.template_fill import Filler
from reception_desk.documents.template_text import (
    Box,
    Piece,
    Value,
    WordingError,
    parse,
    uses,
)
from reception_desk.errors import DocumentError

FIELDS = {
    one.name: one
    for one in (
        Field("name", "姓名"),
        Field("note", "备注", is_optional=True),
        Field("names", "名单", FieldType.LINES, is_optional=True),
        Field(
            "result", "结果", FieldType.CHOICE, is_optional=True,
            options={"kept": "维持", "set_aside": "撤销"},
        ),
    )
}  # fmt: skip


def filled(text: str, **data: object) -> str:
    return Filler("样本", FIELDS, check("样本", FIELDS, {"name": "张某", **data})).fill(parse(text))


@given(st.text(st.characters(exclude_characters="{}[]"), max_size=60))
def test_words_without_marks_stay_as_they_are(text: str):
    assert parse(text) == ((text,) if text else ())


def test_parts_are_told_apart():
    parts = parse("甲{name}[[result=kept|乙{note}]]{result:boxes}")

    assert parts == (
        "甲",
        Value("name"),
        Piece(("乙", Value("note")), Box("result", "kept")),
        Value("result", "boxes"),
    )
    assert [(use.part.name, use.falls_away) for use in uses(parts)] == [
        ("name", False),
        ("result", False),
        ("note", True),
        ("result", False),
    ]


@pytest.mark.parametrize(
    "text",
    ["{", "}", "{Name}", "{na me}", "{name:big}", "[[", "]]", "[[a]]]]", "[[{name]]", "{名}"],
)
def test_words_that_are_not_of_the_language_are_refused(text: str):
    with pytest.raises(WordingError) as caught:
        parse(f"前文{text}后文")

    assert caught.value.near in f"前文{text}后文"
    assert caught.value.near


def test_values_are_put_in_their_places():
    assert filled("信访人{name}。") == "信访人张某。"


def test_a_piece_falls_away_without_its_field():
    assert filled("甲[[（{note}）]]乙") == "甲乙"
    assert filled("甲[[（{note}）]]乙", note="急") == "甲（急）乙"


def test_pieces_may_hold_pieces():
    text = "[[result=kept|维持[[，{note}]]。]]"
    assert filled(text) == ""
    assert filled(text, result="kept") == "维持。"
    assert filled(text, result="kept", note="另附") == "维持，另附。"


def test_a_chosen_piece_asks_for_what_it_needs():
    text = "[[result=kept|维持，{note}。]]"
    assert filled(text, result="set_aside") == ""

    with pytest.raises(DocumentError, match="缺少“备注”（note）：“结果”选了“维持”"):
        filled(text, result="kept")


def test_boxes_are_ticked():
    assert filled("{result:boxes}", result="kept") == "☑维持　☐撤销"
    assert filled("{result:boxes}") == "☐维持　☐撤销"
    assert filled("{result=kept}维持 {result=set_aside}撤销", result="set_aside") == "☐维持 ☑撤销"
    assert filled("{result}", result="set_aside") == "撤销"


def test_a_list_alone_becomes_lines_and_in_running_words_a_row():
    assert filled("{names}", names=["甲", "乙"]) == "1. 甲\n2. 乙"
    assert filled("{names:plain}", names=["甲", "乙"]) == "甲\n乙"
    assert filled("{names}", names=["甲"]) == "甲"
    assert filled("参加人{names}。", names=["甲", "乙"]) == "参加人甲、乙。"


def test_data_are_never_taken_for_words_of_the_language():
    assert filled("[[{note}]]", note="{name}[[x]]") == "{name}[[x]]"
