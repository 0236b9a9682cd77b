"""版记: to whom copies go, who printed the paper and when (GB/T 9704-2012, 7.4, 10.1)."""

from reception_desk.documents.fonts import Role
from reception_desk.documents.sheet import MM, Sheet
from reception_desk.documents.text_block import TextBlock
from reception_desk.documents.text_paper import TextPaper
from reception_desk.documents.typesetting import Align, Style, set_text

STYLE = Style(14, 23)  # 4号
THICK, THIN = 0.35 * MM, 0.25 * MM


class Imprint:
    """Stands at the foot of the last page; that of a letter has neither rules nor printer."""

    def __init__(
        self, sheet: Sheet, block: TextBlock, paper: TextPaper, *, is_letter: bool
    ) -> None:
        self._sheet, self._block, self._has_rules = sheet, block, not is_letter
        self._by = "" if is_letter else paper.printed_by
        self._on = f"{paper.date}印发"
        measure = block.width - 2 * STYLE.size
        self._copies = set_text(paper.copies, measure, STYLE, sheet.chain(Role.BODY).glyph)

    @property
    def needs_even(self) -> bool:
        """Say whether it must stand on an even page (7.4)."""
        return self._has_rules

    @property
    def height(self) -> float:
        """Return how high it is in points, 0 where there is nothing to say."""
        return (len(self._copies) + bool(self._by)) * STYLE.leading

    def draw(self) -> None:
        """Draw it so that its last rule is the lower edge of the text block."""
        if not self.height:
            return
        block, y = self._block, self._block.bottom - self.height
        self._rule(y, THICK)
        self._sheet.lines(block.left + STYLE.size, y, self._copies, STYLE)
        y += len(self._copies) * STYLE.leading
        if self._by:
            if self._copies:
                self._rule(y, THIN)
            middle = y + STYLE.leading / 2
            left, right = block.left + STYLE.size, block.right - STYLE.size
            size, half = STYLE.size, (right - left) / 2
            self._sheet.text(left, middle, self._by, Role.BODY, size, within=half)
            self._sheet.text(
                right, middle, self._on, Role.BODY, size, align=Align.RIGHT, within=half
            )
        self._rule(block.bottom, THICK)

    def _rule(self, y: float, width: float) -> None:
        if self._has_rules:
            self._sheet.rule((self._block.left, y), (self._block.right, y), width)
