"""A table on its way into a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Any


class ExportKind(StrEnum):
    """What is written; the value of a file is its ending."""

    XLSX = auto()
    CSV = auto()
    PDF = auto()
    FOLDER = auto()
    ICS = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return {
            "xlsx": "Excel 表格（.xlsx）",
            "csv": "文本表格（.csv）",
            "pdf": "PDF",
            "folder": "文件夹",
            "ics": "日历（.ics）",
        }[self.value]


TABLE_KINDS = (ExportKind.XLSX, ExportKind.CSV)


@dataclass(frozen=True, slots=True)
class ExportTable:
    """What is exported: `titles` for the cells of each of `total` rows, which are read once.

    Cells are as on the screen, masked. `remark` goes into the notice above the table.
    """

    name: str
    titles: tuple[str, ...]
    rows: Iterable[Sequence[Any]]
    total: int
    remark: str = ""
