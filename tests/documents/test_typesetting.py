from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reception_desk.documents.fonts import Glyph
from reception_desk.documents.line_breaking import NO_END, NO_START, find_breaks
from reception_desk.documents.typesetting import (
    Align,
    Line,
    Style,
    set_paragraph,
    set_text,
    set_title,
    text_width,
)

TOLERANCE = 0.01
SIZE = 10.0
PLAIN = Style(SIZE, 15)
FRAGMENTS = [
    "的", "信访", "事项", "䶮", "𫘝", "，", "。", "、", "；", "：", "！", "？", "（", "）",
    "《", "》", "“", "”", "‘", "’", "【", "】", "……", "——", "%", "‰", "℃", "￥", " ", "a", "PDF",
    "x-y", "2026-11-23", "孝信访〔2026〕1号", "420921********0016", "3日", "12.5%",
    "www.example.gov.cn/xf", ",", ".", "(", ")", "·", "～",
]  # fmt: skip
texts = st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=60).map("".join)
measures = st.floats(min_value=3 * SIZE, max_value=45 * SIZE)
aligns = st.sampled_from(list(Align))
indents = st.sampled_from([0.0, 1.0, 2.0])


def glyph(character: str) -> Glyph:
    """Half an em for Latin, a full em for the rest; rare characters come from a second face."""
    return Glyph("rare" if character in "䶮𫘝" else "main", 0.5 if character < "\u0100" else 1.0)


def boundaries(lines: list[Line]) -> list[tuple[int, int]]:
    ends = [0]
    for line in lines:
        ends.append(ends[-1] + len(line.text))
    return list(pairwise(ends))


def right_of(line: Line) -> float:
    """Add up what is drawn, without the blank half of a mark at the end."""
    last = line.runs[-1]
    widths = [glyph(character).advance * SIZE for character in last.text]
    return last.x + sum(widths) + last.spacing * (len(widths) - 1)


@given(texts, measures, aligns, indents)
def test_every_character_is_kept_once_and_in_order(text, measure, align, indent):
    lines = set_paragraph(text, measure, Style(SIZE, 15, align, indent), glyph)
    assert "".join(line.text for line in lines) == text
    for line in lines:
        drawn = "".join(run.text for run in line.runs)
        assert drawn == (line.text.rstrip(" ") or " ")


@given(texts, measures, aligns, indents)
def test_no_line_is_wider_than_the_measure(text, measure, align, indent):
    for line in set_paragraph(text, measure, Style(SIZE, 15, align, indent), glyph):
        assert line.right <= measure + TOLERANCE
        assert right_of(line) <= line.right + SIZE / 2 + TOLERANCE
        assert right_of(line) >= line.right - TOLERANCE


@given(texts, measures, indents)
@example("信访事项。" * 3, 4 * SIZE, 0.0)
@example("（" * 9 + "的" + "）" * 9, 3 * SIZE, 0.0)
def test_no_mark_stands_on_the_wrong_side_of_a_break(text, measure, indent):
    lines = set_paragraph(text, measure, Style(SIZE, 15, Align.JUSTIFY, indent), glyph)
    allowed = find_breaks(text).poor
    for start, end in boundaries(lines)[:-1]:
        if text[end] in NO_START or text[end - 1] in NO_END:
            assert not allowed & set(range(start + 1, end + 1)), "a proper break was passed over"


@given(texts, measures)
def test_words_are_cut_only_where_a_line_holds_no_other_break(text, measure):
    lines = set_paragraph(text, measure, PLAIN, glyph)
    good = find_breaks(text).good
    for start, end in boundaries(lines)[:-1]:
        assert end in good or not good & set(range(start + 1, end + 1))


@given(texts, measures, aligns)
def test_setting_the_set_text_again_changes_nothing(text, measure, align):
    style = Style(SIZE, 15, align)
    lines = set_paragraph(text, measure, style, glyph)
    again = set_paragraph("".join(line.text for line in lines), measure, style, glyph)
    assert again == lines


@given(texts, measures)
def test_runs_follow_each_other_from_left_to_right(text, measure):
    for line in set_paragraph(text, measure, PLAIN, glyph):
        places = [run.x for run in line.runs]
        assert places == sorted(places)
        assert all(len({glyph(c).font for c in run.text} | {run.font}) == 1 for run in line.runs)


def test_lines_of_a_paragraph_but_the_last_fill_the_measure():
    text = "现将某某于2026年11月23日来访反映的事项转送你单位，请依照规定办理并按期书面答复。"
    *full, last = set_paragraph(text, 143, Style(SIZE, 15, indent=2), glyph)
    assert len(full) >= 2
    assert all(line.right == pytest.approx(143) for line in full)
    assert last.right < 143
    assert full[0].left == 2 * SIZE
    assert full[1].left == 0


def test_a_line_that_would_be_torn_apart_stays_as_it_falls():
    first, second = set_paragraph("网址：www.example.gov.cn/xinfang/chaxun", 180, PLAIN, glyph)
    assert first.text == "网址："
    assert first.right == 2.5 * SIZE
    assert second.text == "www.example.gov.cn/xinfang/chaxun"


@pytest.mark.parametrize(
    "token", ["2026-11-23", "孝信访〔2026〕1号", "38,500元", "420921-LF-20261123-0001", "09:05"]
)
def test_dates_numbers_and_document_numbers_stay_whole(token):
    for length in range(1, 30):
        text = "的" * length + token + "。"
        assert any(token in line.text for line in set_paragraph(text, 150, PLAIN, glyph))


def test_a_box_stays_with_its_option_and_only_the_blank_between_is_stretched():
    text = "☐最低生活保障　☑临时救助　☑医疗救助　☐住房救助　☐法律援助"
    for measure in range(80, 300, 7):
        lines = set_paragraph(text, measure, PLAIN, glyph)
        for option in text.split("　"):
            assert any(option in line.text for line in lines)
            drawn = [run for line in lines for run in line.runs if option[0] in run.text]
            assert all(run.spacing < SIZE for run in drawn)


def test_neighbouring_marks_share_their_blank():
    assert text_width("他说：“来访。”", SIZE, glyph) == pytest.approx(8 * SIZE - 1.5 * SIZE)


def test_the_blank_half_of_a_mark_hangs_behind_the_line():
    lines = set_paragraph("信访事项，信访事项。", 4.5 * SIZE, PLAIN, glyph)
    assert [line.text for line in lines] == ["信访事项，", "信访事项。"]


def test_a_title_is_balanced_with_the_wider_line_above():
    title = "关于花园镇示例村通组公路占地补偿信访事项的处理意见书"
    lines = set_title(title, 220, Style(SIZE, 15), glyph)
    assert "".join(line.text for line in lines) == title
    widths = [line.right - line.left for line in lines]
    assert len(lines) == 2
    assert widths == sorted(widths, reverse=True)
    assert widths[0] - widths[1] <= 2 * SIZE
    assert all(line.left + line.right == pytest.approx(220) for line in lines)


def test_every_line_of_the_text_begins_a_paragraph():
    lines = set_text("一\n二\r\n\n三", 100, Style(SIZE, 15, indent=2), glyph)
    assert [(line.text, line.left) for line in lines] == [("一", 20), ("二", 20), ("三", 20)]
