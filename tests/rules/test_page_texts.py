"""The text of a page as one run, its lines found again, and words shown with what stands around."""

from hypothesis import given
from hypothesis import strategies as st

from reception_desk.records.reading import ReadPage, TextLine
from reception_desk.rules.page_texts import excerpt, page_of, places_text, running_text

numbers = st.integers(0, 9_999).map(float)
points = st.tuples(numbers, numbers)
lines = st.builds(
    TextLine,
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=20),
    st.integers(0, 100).map(lambda percent: percent / 100),
    st.tuples(points, points, points, points),
)
BOX = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


def page(*texts: str) -> ReadPage:
    return ReadPage(100, 100, tuple(TextLine(text, 1.0, BOX) for text in texts))


@given(st.lists(lines, max_size=8))
def test_the_lines_of_a_page_are_found_again_in_its_text(found: list[TextLine]):
    whole = ReadPage(2480, 3508, tuple(found))
    text, _ = running_text(whole.lines)

    assert page_of(text, places_text(whole), 2480, 3508) == whole


def test_a_word_that_the_end_of_a_line_parts_is_one_word():
    text, _ = running_text(page("请求支付土地流", "转费共三万元").lines)

    assert "土地流转费" in text


def test_two_latin_words_of_two_lines_stay_two():
    assert running_text(page("Tel", "0712").lines)[0] == "Tel 0712"
    assert running_text(page("电话", "0712").lines)[0] == "电话0712"


def test_an_excerpt_says_where_it_was_cut():
    text = "甲" * 30 + "土地流转费" + "乙" * 30

    assert excerpt(text, "土地流转费", around=3) == "…甲甲甲土地流转费乙乙乙…"
    assert excerpt("土地流转费", "流转", around=9) == "土地流转费"
    assert excerpt("土地", "流转费") == ""
