"""Excel workbooks are read; a file that is none, or harmful, is refused in words."""

import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook
from xlsxwriter import Workbook as WrittenBook

from reception_desk.errors import InvalidInputError
from reception_desk.records.sheets import CellKind
from reception_desk.services.sheet_reading import MOST_ROWS, read_sheet
from tests.sheets import write_book


def test_each_cell_says_what_it_is(tmp_path: Path):
    rows = (
        ("何某", 15, 46461, 0.5, True, " ", None, "=1+1"),
        (
            datetime.combine(date(2027, 3, 15), time(8, 30)),
            date(2027, 3, 15),
            time(8, 30),
            1_234_567,
            "多\n行",
        ),
    )
    read = read_sheet(write_book(tmp_path / "a.xlsx", *rows))

    assert [row.number for row in read] == [1, 2]
    kinds = [cell.kind for cell in read[0].cells]
    text, number, empty = CellKind.TEXT, CellKind.NUMBER, CellKind.EMPTY
    assert kinds == [text, number, number, number, text, empty, empty, CellKind.FORMULA]
    assert [cell.text for cell in read[0].cells[:4]] == ["何某", "15", "46461", "0.5"]
    assert [cell.day for cell in read[1].cells[:3]] == [date(2027, 3, 15)] * 2 + [None]
    assert [cell.text for cell in read[1].cells[2:5]] == ["08:30", "1234567", "多\n行"]
    assert read[1].cell(63).kind is CellKind.EMPTY


def test_merged_cells_are_known_as_such(tmp_path: Path):
    read = read_sheet(
        write_book(tmp_path / "a.xlsx", ("一",), ("二",), (None, "三"), merge="A2:A3")
    )

    kinds = [[cell.kind for cell in row.cells[:1]] for row in read]
    assert kinds == [[CellKind.TEXT], [CellKind.MERGED], [CellKind.MERGED]]


def test_a_book_of_another_program_is_read_too(tmp_path: Path):
    with WrittenBook(tmp_path / "a.xlsx") as made:
        made.add_worksheet("安排").write_row(0, 0, ["姓名", "何某"])

    assert [cell.text for cell in read_sheet(tmp_path / "a.xlsx")[0].cells] == ["姓名", "何某"]


def nothing(path: Path) -> None:
    path.write_bytes(b"")


def letter(path: Path) -> None:
    path.write_text("2027年县级领导接访安排", encoding="utf-8")


def archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("word/document.xml", "<a/>")


def old(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))


def locked(path: Path) -> None:
    old(path)
    path.write_bytes(path.read_bytes() + "EncryptedPackage".encode("utf-16-le"))


def broken(path: Path) -> None:
    write_book(path, ("何某",))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def torn(path: Path) -> None:
    """A workbook whose sheet ends in the middle of a tag."""
    write_book(path, ("何某",))
    repack(path, "xl/worksheets/sheet1.xml", lambda part: part[:-40])


def bomb(path: Path) -> None:
    write_book(path, ("何某",))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/media/image1.xml", bytes(60 << 20))


def entities(path: Path) -> None:
    write_book(path, ("何某",))
    bad = b'<!DOCTYPE a [<!ENTITY b "c">]>'
    repack(path, "xl/worksheets/sheet1.xml", lambda part: bad + part)


def repack(path: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    with zipfile.ZipFile(path) as read:
        parts = {part: read.read(part) for part in read.namelist()}
    parts[name] = change(parts[name])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for part, content in parts.items():
            made.writestr(part, content)


def long(path: Path) -> None:
    write_book(path, *((number,) for number in range(10_000)))


def far(path: Path) -> None:
    made = Workbook()
    assert made.active is not None
    made.active.cell(1_048_576, 1, "末行")
    made.save(path)


def large(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04" + bytes(9 << 20))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (nothing, "0 字节"),
        (letter, "不是 Excel 工作簿"),
        (archive, "不是 Excel 工作簿"),
        (old, r"旧的 \.xls 格式"),
        (locked, "加了密码"),
        (broken, "不是 Excel 工作簿"),
        (torn, "已损坏"),
        (bomb, "展开后太大"),
        (entities, "不该有的内容"),
        (long, f"有 10,000 行，一次最多读 {MOST_ROWS:,} 行"),
        (far, "1,048,576 行"),
        (large, "太大，不像一份年度安排"),
    ],
)
def test_a_bad_file_is_refused_in_words(tmp_path: Path, make: Callable[[Path], None], words: str):
    path = tmp_path / "安排.xlsx"
    make(path)

    with pytest.raises(InvalidInputError, match=words) as caught:
        read_sheet(path)
    assert caught.value.saved == "什么都没有写入。"
    assert caught.value.advice


def test_a_file_that_is_gone_or_a_folder_is_told(tmp_path: Path):
    for path in (tmp_path / "没有.xlsx", tmp_path):
        with pytest.raises(InvalidInputError, match="打不开"):
            read_sheet(path)
