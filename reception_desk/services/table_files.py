"""Tables as files: CSV (RFC 4180, UTF-8 with BOM) and XLSX, written row by row.

Neither holds the table in memory. A cell that a spreadsheet would take for a formula is quoted in
CSV (OWASP "CSV injection") and typed as text in XLSX.
"""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

ROWS_OF_A_SHEET = 1_048_576
_LONGEST_CELL = 32_767
_LONGEST_WIDTH = 40
# Excel reads the full-width signs as formulas too where Chinese is the system's language.
_FORMULA_SIGNS = "=+-@\t\r＝＋－＠"


def write_csv(
    path: Path, notice: str, titles: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Write the notice as the first line, the titles as the second, then the rows."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file)
        lines.writerow([harmless(notice)])
        lines.writerow([harmless(title) for title in titles])
        lines.writerows([harmless(cell) for cell in row] for row in rows)


def harmless(cell: Any) -> Any:
    """Return a cell as text or number that no spreadsheet calculates."""
    if cell is None or (isinstance(cell, int | float) and not isinstance(cell, bool)):
        return cell
    text = _text(cell)
    return f"'{text}" if text.startswith(tuple(_FORMULA_SIGNS)) else text


def write_xlsx(
    path: Path, notice: str, titles: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Write sheets of at most 1,048,576 rows, each under the notice and the titles.

    Rows wait in files of `path`'s folder, never in memory and never elsewhere on the disk.
    """
    from xlsxwriter import Workbook

    book = Workbook(path, {"constant_memory": True, "tmpdir": str(path.parent)})
    try:
        strong = book.add_format({"bold": True})
        sheet, line = _new_sheet(book, notice, titles, strong), 2
        for row in rows:
            if line == ROWS_OF_A_SHEET:
                sheet, line = _new_sheet(book, notice, titles, strong), 2
            _write_row(sheet, line, row)
            line += 1
    except BaseException:
        for unfinished in book.worksheets():
            if unfinished.row_data_fh is not None:
                unfinished.row_data_fh.close()
        raise
    book.close()


def write_sheet(
    book: "Workbook", name: str, notice: str, titles: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Write one of several sheets of a book that is held in memory; for short tables."""
    strong = book.add_format({"bold": True})
    sheet = _new_sheet(book, notice, titles, strong, name)
    for line, row in enumerate(rows, 2):
        _write_row(sheet, line, row)


def _new_sheet(
    book: "Workbook", notice: str, titles: Sequence[str], strong: "Format", name: str | None = None
) -> Any:
    sheet = book.add_worksheet(name)
    for at, title in enumerate(titles):
        sheet.set_column(at, at, min(max(len(title) * 2 + 4, 14), _LONGEST_WIDTH))
    sheet.freeze_panes(2, 0)
    sheet.repeat_rows(0, 1)
    sheet.set_landscape()
    sheet.set_footer("&L内部资料　不得外传&R&P / &N")
    sheet.write_string(0, 0, notice, strong)
    for at, title in enumerate(titles):
        sheet.write_string(1, at, title, strong)
    return sheet


def _write_row(sheet: "Worksheet", line: int, row: Sequence[Any]) -> None:
    for at, cell in enumerate(row):
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            sheet.write_number(line, at, cell)
        elif cell is not None:
            sheet.write_string(line, at, _text(cell)[:_LONGEST_CELL])


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return str(cell)
