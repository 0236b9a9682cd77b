"""A sheet of an Excel workbook (.xlsx) is read; what is none, or too large, is refused in words.

The parts are measured before one is unpacked: a file of a few kilobytes may unpack to gigabytes.
A part with a DOCTYPE is refused, since Excel writes none and entities of entities need one.
"""

import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reception_desk.errors import InvalidInputError
from reception_desk.records.sheets import CellKind, SheetCell, SheetRow

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

MOST_ROWS = 2_000
_LARGEST_FILE, _LARGEST_UNPACKED = 8 << 20, 40 << 20
_MOST_COLUMNS = 64
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_ADVICE = "请在 Excel 或 WPS 里另存为“Excel 工作簿（.xlsx）”再导入。"
_UNTOUCHED = "什么都没有写入。"


def read_sheet(path: Path) -> tuple[SheetRow, ...]:
    """Return the rows of the first sheet. Raises `InvalidInputError` for what cannot be read."""
    content = _contents(path)
    _refuse_parts(content, path.name)
    sheet = _open(content, path.name)
    if sheet.max_row > MOST_ROWS:
        raise _refusal(
            f"这份表有 {sheet.max_row:,} 行，一次最多读 {MOST_ROWS:,} 行。",
            "请只留年度安排，删去下面的空行和别的内容。",
        )
    merged = {spot for area in sheet.merged_cells.ranges for spot in _spots(area)}
    return tuple(
        SheetRow(number, tuple(_cell(cell, merged) for cell in row[:_MOST_COLUMNS]))
        for number, row in enumerate(sheet.iter_rows(), 1)
    )


def _contents(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= _LARGEST_FILE else b""
    except OSError as error:
        raise _refusal(
            f"打不开“{path.name}”。", "请看文件是否还在，是否正被别的程序使用。"
        ) from error
    if size > _LARGEST_FILE:
        raise _refusal(f"“{path.name}”太大，不像一份年度安排。", "请只留安排表，删去图片再导入。")
    if not content:
        raise _refusal(f"“{path.name}”是空的（0 字节）。", "请重新拷贝或下载这份文件。")
    if content.startswith(_OLD_OR_LOCKED):
        if _LOCKED in content:
            raise _refusal(f"“{path.name}”加了密码。", "请在 Excel 里取消密码，保存后再导入。")
        raise _refusal(f"“{path.name}”是旧的 .xls 格式。", _ADVICE)
    if not zipfile.is_zipfile(BytesIO(content)):
        raise _refusal(f"“{path.name}”不是 Excel 工作簿。", _ADVICE)
    return content


def _refuse_parts(content: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as book:
            parts = book.infolist()
            if not any(part.filename.startswith("xl/") for part in parts):
                raise _refusal(f"“{name}”不是 Excel 工作簿。", _ADVICE)
            if sum(part.file_size for part in parts) > _LARGEST_UNPACKED:
                raise _refusal(f"“{name}”展开后太大，没有打开。", "请只留安排表再导入。")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in book.read(part):
                    raise _refusal(f"“{name}”里有不该有的内容，没有打开。", _ADVICE)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as error:
        raise _damaged(name) from error


def _open(content: bytes, name: str) -> "Worksheet":
    """The library tells a broken part by whatever its parsing meets first."""
    from openpyxl import load_workbook

    broken = (KeyError, ValueError, TypeError, IndexError, AttributeError, SyntaxError)
    try:
        book = load_workbook(BytesIO(content), keep_links=False)
    except (*broken, OSError, zipfile.BadZipFile) as error:
        raise _damaged(name) from error
    if not book.worksheets:
        raise _refusal(f"“{name}”里没有工作表。", _ADVICE)
    return book.worksheets[0]


def _spots(area: Any) -> Iterator[tuple[int, int]]:
    for row in area.rows:
        yield from row


def _cell(cell: "Cell | MergedCell", merged: set[tuple[int, int]]) -> SheetCell:
    if (cell.row, cell.column) in merged:
        return SheetCell(CellKind.MERGED, _text(cell.value))
    value = cell.value
    if value is None or (isinstance(value, str) and not value.strip()):
        return SheetCell(CellKind.EMPTY)
    if cell.data_type == "f":
        return SheetCell(CellKind.FORMULA)
    if isinstance(value, datetime | date):
        day = value.date() if isinstance(value, datetime) else value
        return SheetCell(CellKind.DAY, day.isoformat(), day)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return SheetCell(CellKind.NUMBER, f"{value:g}" if value < 1e6 else str(value))
    return SheetCell(CellKind.TEXT, _text(value))


def _text(value: Any) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return "" if value is None else str(value)


def _damaged(name: str) -> InvalidInputError:
    return _refusal(f"“{name}”已损坏，读不出来。", "请重新拷贝或下载，或者另存一份再导入。")


def _refusal(message: str, advice: str) -> InvalidInputError:
    return InvalidInputError(message, saved=_UNTOUCHED, advice=advice)
