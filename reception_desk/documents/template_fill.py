"""Template and data made one: the words of a paper."""

from collections.abc import Mapping

from reception_desk.documents.fields import Data, Field, boxes
from reception_desk.documents.template_text import Box, Part, Piece, Value
from reception_desk.documents.wording import numbered
from reception_desk.errors import DocumentError

TICKED, EMPTY = "☑", "☐"


class Filler:
    """Puts the data of one paper into its words; `title` names the paper in errors."""

    def __init__(self, title: str, fields: Mapping[str, Field], data: Data) -> None:
        self._title, self._fields, self._data = title, fields, data

    def fill(self, parts: tuple[Part, ...]) -> str:
        """Return the words; a list that stands alone becomes a line for each item.

        Raises `DocumentError` naming a field that a chosen piece needs and the data lack.
        """
        if len(parts) == 1 and isinstance(part := parts[0], Value):
            items = self._data[part.name].items
            if items and not self._fields[part.name].options:
                return "\n".join(items) if part.manner == "plain" else numbered(items)
        return "".join(self._part(part) for part in parts)

    def _part(self, part: Part) -> str:
        if isinstance(part, str):
            return part
        if isinstance(part, Value):
            datum = self._data[part.name]
            return boxes(self._fields[part.name], datum) if part.manner == "boxes" else datum.text
        if isinstance(part, Box):
            return TICKED if self._is_chosen(part) else EMPTY
        return self._piece(part)

    def _piece(self, piece: Piece) -> str:
        missing = [
            part.name
            for part in piece.parts
            if isinstance(part, Value) and not self._data[part.name].is_given
        ]
        if piece.condition is None:
            return "" if missing else self.fill(piece.parts)
        if not self._is_chosen(piece.condition):
            return ""
        if missing:
            raise DocumentError(
                f"《{self._title}》缺少“{self._fields[missing[0]].label}”（{missing[0]}）："
                f"{self._reason(piece.condition)}。",
                advice="请补充后再制作。",
            )
        return self.fill(piece.parts)

    def _is_chosen(self, box: Box) -> bool:
        return box.option in self._data[box.name].items

    def _reason(self, box: Box) -> str:
        one = self._fields[box.name]
        return f"“{one.label}”选了“{one.options[box.option]}”，必须写明"
