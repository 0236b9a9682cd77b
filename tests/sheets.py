"""Excel workbooks for tests, written cell by cell."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook


def write_book(path: Path, *rows: tuple[Any, ...], merge: str = "") -> Path:
    """Write a workbook of one sheet and return its path."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    made.save(path)
    return path
