import pytest

from reception_desk.documents.fonts import SHIPPED_FONTS
from reception_desk.documents.sheet import A4, Properties, Sheet
from reception_desk.documents.table import FEWEST_LINES, Grid, Row, paginate
from reception_desk.errors import DocumentError

TEXT = "来访人反映的情况正在核实。" * 60


@pytest.fixture
def grid() -> Grid:
    return Grid(Sheet(A4, Properties("", "", ""), SHIPPED_FONTS), width=400, label_width=60)


def text_of(rows: list[Row]) -> str:
    return "".join(line.text for row in rows for line in row.cells[1].lines)


def test_rows_that_fit_stay_on_one_page_and_share_the_spare_height(grid: Grid):
    rows = [
        grid.wide("甲", "一"),
        grid.wide("乙", "二", share=0.75),
        grid.wide("丙", "三", share=0.25),
    ]
    (page,) = paginate(rows, 500, 500)
    grown = [after.height - before.height for before, after in zip(rows, page, strict=True)]
    assert sum(row.height for row in page) == pytest.approx(500)
    assert grown[0] == 0
    assert grown[1] == pytest.approx(3 * grown[2])


def test_a_flowing_row_is_cut_between_lines_and_keeps_every_character(grid: Grid):
    pages = paginate([grid.wide("事实", TEXT, flows=True)], 150, 200)
    assert len(pages) > 2
    assert text_of([row for page in pages for row in page]) == TEXT
    assert all(sum(row.height for row in page) <= 200 for page in pages)
    assert all(len(row.cells[1].lines) >= FEWEST_LINES for page in pages for row in page)
    assert "".join(line.text for line in pages[1][0].cells[0].lines) == "事实（续）"


def test_only_the_last_part_of_a_cut_row_is_signed(grid: Grid):
    pages = paginate([grid.wide("审核", TEXT, closing="签名：", flows=True)], 150, 200)
    closings = [row.cells[1].closing for page in pages for row in page]
    assert closings == [""] * (len(pages) - 1) + ["签名："]


def test_a_row_that_must_stay_whole_goes_to_the_next_page(grid: Grid):
    rows = [grid.wide("甲", "一"), grid.wide("乙", "二\n三\n四\n五")]
    first, second = paginate(rows, rows[0].height + 20, 300)
    assert [len(first), len(second)] == [1, 1]


def test_a_long_row_that_meets_the_end_of_a_page_begins_on_the_next(grid: Grid):
    rows = [grid.wide("甲", "一"), grid.wide("事实", TEXT, flows=True)]
    first, *rest = paginate(rows, rows[0].height + 20, 200)
    assert len(first) == 1
    assert text_of([row for page in rest for row in page]) == TEXT


def test_a_row_higher_than_a_page_is_refused_by_its_label(grid: Grid):
    with pytest.raises(DocumentError, match="姓名"):
        paginate([grid.wide("姓名", TEXT)], 100, 100)


def test_a_missing_value_is_said_in_grey(grid: Grid):
    cell = grid.row(("姓名", ""), edges=(0.0,), missing="未提供").cells[1]
    assert cell.lines[0].text == "未提供"
    assert cell.shade > 0
