"""Columns of a table: title, width, alignment, and how a cell is shown."""

from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Qt

from reception_desk.ui.tokens import Colour

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `width` is in characters of Chinese text; `key` names it for sort and choice.

    `marks` gives cell texts a colour and an icon (`{"已办结": (Colour.OK, "done")}`); the word
    stays, so the colour never speaks alone; a mark of the first word stands for texts that go on
    (`已超期 3 天`). `keeps_end` shortens the front of what is too long.
    """

    key: str
    title: str
    width: int = 8
    is_right: bool = False
    is_sortable: bool = True
    is_hidden: bool = False
    keeps_end: bool = False
    marks: dict[str, tuple[Colour, str]] = field(default_factory=dict)

    @property
    def alignment(self) -> Qt.AlignmentFlag:
        return _RIGHT if self.is_right else _LEFT

    def mark(self, text: str) -> tuple[Colour, str] | None:
        """Return the colour and the icon of a cell."""
        return self.marks.get(text) or self.marks.get(text.partition(" ")[0])


def cell_text(value: Any) -> str:
    """Return a cell as it is shown and copied: nothing for None, 是 / 否 for booleans."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)
