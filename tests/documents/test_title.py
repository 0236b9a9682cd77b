"""Titles part where the sense does."""

from reception_desk.documents.fonts import Role
from reception_desk.documents.sheet import A4, Properties, Sheet
from reception_desk.documents.title import plain, title_lines
from reception_desk.documents.typesetting import Align, Style, set_title

STYLE = Style(22, 33, Align.CENTRE)
WIDTH = 22 * 20.1


def lines(title: str) -> list[str]:
    sheet = Sheet(A4, Properties("", "", ""))
    return [line.text for line in title_lines(sheet, title, WIDTH, STYLE)]


def test_the_marks_are_not_printed():
    assert plain("关于|某事|的函") == "关于某事的函"
    assert lines("关于|某事|的函") == ["关于某事的函"]


def test_a_title_of_two_lines_parts_at_the_mark_that_makes_them_most_alike():
    assert lines("关于张某某|承包地补偿面积|信访事项的听证结论") == [
        "关于张某某承包地补偿面积",
        "信访事项的听证结论",
    ]


def test_a_third_line_is_taken_where_it_keeps_words_whole():
    assert lines("关于张某某反映|修建通组公路占用承包地补偿款未发放|信访事项的处理意见书") == [
        "关于张某某反映",
        "修建通组公路占用承包地补偿款未发放",
        "信访事项的处理意见书",
    ]


def test_where_no_mark_helps_the_title_is_balanced():
    title = "关于" + "某" * 45 + "|的函"
    glyph = Sheet(A4, Properties("", "", "")).chain(Role.TITLE).glyph

    assert lines(title) == [line.text for line in set_title(plain(title), WIDTH, STYLE, glyph)]
