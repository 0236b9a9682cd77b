"""Rows of pages: nothing lost, no lone lines, headings and signatures with their text."""

from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from reception_desk.documents.page_flow import FEWEST, Block, Dealt, deal
from reception_desk.documents.typesetting import Line, Style

STYLE = Style(10, 15)
ROWS = 22


def block(name: int, lines: int, *, heading: bool = False, blank: int = 0) -> Block:
    made = tuple(Line(f"{name}.{number}", (), 0, 100) for number in range(lines))
    return Block(made, STYLE, keeps_next=heading, blank_before=blank)


blocks = st.lists(
    st.tuples(st.integers(1, 30), st.booleans(), st.integers(0, 1)), min_size=1, max_size=25
).map(
    lambda drawn: [
        block(at, 1 if heading else lines, heading=heading and at + 1 < len(drawn), blank=blank)
        for at, (lines, heading, blank) in enumerate(drawn)
    ]
)


def texts(dealt: Dealt) -> list[str]:
    return [placed.line.text for page in dealt.pages for placed in page]


@given(blocks, st.integers(0, 12), st.integers(0, 9))
def test_every_line_is_placed_once_and_in_order(given_blocks, first, closing):
    dealt = deal(given_blocks, first, ROWS, closing)

    assert texts(dealt) == [line.text for one in given_blocks for line in one.lines]
    for number, page in enumerate(dealt.pages):
        places = [placed.row for placed in page]
        assert places == sorted(set(places))
        assert all((first if number == 0 else 0) <= row < ROWS for row in places)


@given(blocks, st.integers(0, 12), st.integers(0, 9))
@example([block(0, 1, heading=True), block(1, 1, heading=True), block(2, 1), block(3, 1)], 10, 9)
@settings(max_examples=300)
def test_the_closing_rows_stand_on_the_last_page_behind_the_text(given_blocks, first, closing):
    dealt = deal(given_blocks, first, ROWS, closing)

    assert dealt.closing_row + closing <= ROWS
    last = [placed.row for placed in dealt.pages[-1]]
    assert last, "a signature is never alone"
    assert max(last) < dealt.closing_row


plain_texts = st.lists(st.integers(1, 40), min_size=1, max_size=20)


@given(plain_texts, st.integers(0, 8), st.integers(0, 9))
def test_no_paragraph_leaves_one_line_behind_or_sends_one_ahead(lengths, first, closing):
    given_blocks = [block(at, lines) for at, lines in enumerate(lengths)]
    dealt = deal(given_blocks, first, ROWS, closing)

    for page, following in pairwise(dealt.pages):
        cut = page[-1].block
        before, after = (sum(placed.block is cut for placed in part) for part in (page, following))
        assert after == 0 or min(before, after) >= FEWEST


@given(plain_texts, st.integers(0, 8))
def test_a_heading_is_followed_by_text_of_its_own(lengths, first):
    given_blocks = [
        one
        for at, lines in enumerate(lengths)
        for one in (block(2 * at, 1, heading=True), block(2 * at + 1, lines))
    ]
    dealt = deal(given_blocks, first, ROWS, 5)

    assert not any(page[-1].block.keeps_next for page in dealt.pages if page)


def test_a_blank_row_is_dropped_at_the_top_of_a_page():
    dealt = deal([block(0, ROWS), block(1, 3, blank=1)], 0, ROWS, 0)

    assert [placed.row for placed in dealt.pages[1]] == [0, 1, 2]


def test_a_single_last_line_takes_more_text_with_it_to_the_signature():
    dealt = deal([block(0, 18), block(1, 1)], 0, ROWS, 5)

    assert [placed.line.text for placed in dealt.pages[1]] == ["0.16", "0.17", "1.0"]
