"""Tables as files: nothing is calculated, nothing is held in memory, long tables go on."""

import csv
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from reception_desk.services import table_files
from reception_desk.services.table_files import harmless, write_csv, write_xlsx
from tests.services.test_exports import sheet_cells

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠A"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_quoted_in_csv_and_text_in_a_workbook(tmp_path: Path, text: str):
    write_csv(tmp_path / "x.csv", text, [text], [[text]])
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {cell for row in csv.reader(file) for cell in row} == {f"'{text}"}

    write_xlsx(tmp_path / "x.xlsx", text, [text], [[text]])
    with zipfile.ZipFile(tmp_path / "x.xlsx") as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_numbers_and_empty_cells_stay_what_they_are():
    assert [harmless(cell) for cell in (None, 3, -3, True, "张*")] == [None, 3, -3, "是", "张*"]


def test_a_long_table_goes_on_in_another_sheet_with_its_notice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(table_files, "ROWS_OF_A_SHEET", 5)
    path = tmp_path / "x.xlsx"
    write_xlsx(path, "内部资料", ["第几行"], [[number] for number in range(7)])

    sheets = [sheet_cells(path, sheet) for sheet in (1, 2, 3)]
    assert all(sheet[:2] == [["内部资料"], ["第几行"]] for sheet in sheets)
    assert [cell for sheet in sheets for (cell,) in sheet[2:]] == [str(n) for n in range(7)]


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_memory_does_not_grow_with_the_rows(tmp_path: Path, write):
    def peak(rows: int) -> int:
        tracemalloc.start()
        cells = (
            ["T-1-20261123-001", "张*", "反映土地流转费" * 10, number] for number in range(rows)
        )
        write(tmp_path / "x", "内部资料", ["编号", "姓名", "事项", "人数"], cells)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(20_000) < 2 * peak(2_000) + 2**20
