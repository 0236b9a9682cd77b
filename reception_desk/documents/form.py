"""表格: papers of labelled cells and lists, as their template has them."""

import math
from dataclasses import dataclass, replace

from reception_desk.documents.fields import Data
from reception_desk.documents.fonts import FontPaths, Role
from reception_desk.documents.paragraph import GlyphOf
from reception_desk.documents.sheet import A4, A5, MM, Properties, Sheet
from reception_desk.documents.table import (
    LABEL,
    PADDING,
    SINGLE,
    VALUE,
    Cell,
    Grid,
    Row,
    draw_rows,
    listed,
    paginate,
)
from reception_desk.documents.template import FormRow, Template
from reception_desk.documents.template_fill import Filler
from reception_desk.documents.title import plain, title_lines
from reception_desk.documents.typesetting import Align, Line, Style, set_text, text_width
from reception_desk.errors import DocumentError

HEADING = Style(10.5, 15, Align.CENTRE)
NOTE = Style(9, 14, Align.LEFT)
CAPTION, LONGEST_TITLE = 10.5, 3
INK_HEIGHT = 28 * MM


@dataclass(frozen=True, slots=True)
class _Paper:
    """Where a form stands on its paper, in points."""

    size: tuple[float, float]
    left: float
    width: float
    organ: float
    title: float
    top: float
    next_top: float
    bottom: float
    label_width: float
    title_style: Style
    organ_size: float
    enlarged: float = 1.0

    @property
    def middle(self) -> float:
        return self.left + self.width / 2

    @property
    def foot(self) -> float:
        return self.size[1] - 13 * MM


_A4 = _Paper(
    A4, 28 * MM, 156 * MM, 18.5 * MM, 22.5 * MM, 44 * MM, 32 * MM, 297 * MM - 24 * MM,
    24 * MM, Style(22, 30, Align.CENTRE), 14,
)  # fmt: skip
PAPERS = {
    "A3": replace(_A4, enlarged=math.sqrt(2)),
    "A4": _A4,
    "A5": _Paper(
        A5, 18 * MM, 114 * MM, 15 * MM, 18 * MM, 36 * MM, 27 * MM, 210 * MM - 18 * MM,
        22 * MM, Style(18, 26, Align.CENTRE), 12,
    ),
}  # fmt: skip


def form_page(title: str, template: Template, data: Data, fonts: FontPaths) -> bytes:
    """Return the form as pages; `title` names it in errors.

    Raises `DocumentError` naming a missing field, a cell that fills more than a page, or a
    character that no font draws.
    """
    return _Form(title, template, data, fonts).pdf()


def _sized(style: Style, size: float) -> Style:
    """Return a style of tables in another size of type, led as openly; 0 keeps it."""
    factor = size / VALUE.size if size else 1.0
    return replace(style, size=style.size * factor, leading=style.leading * factor)


class _Form:
    def __init__(self, title: str, template: Template, data: Data, fonts: FontPaths) -> None:
        self._template, self._data = template, data
        self._paper = PAPERS[template.paper]
        self._filler = Filler(title, template.fields, data)
        self._words = {key: self._filler.fill(parts) for key, parts in template.words.items()}
        properties = Properties(
            plain(self._words["title"]), self._words.get("organ", ""), self._words.get("number", "")
        )
        self._sheet = Sheet(self._paper.size, properties, fonts, enlarged=self._paper.enlarged)
        label = template.label_width * MM or self._paper.label_width
        self._value = _sized(VALUE, template.size)
        self._label = _sized(LABEL, template.size)
        self._grid = Grid(
            self._sheet, self._paper.width, label, label=self._label, value=self._value
        )
        self._label_width = label
        self._title = self._set_title()
        self._heads: dict[int, Row] = {}
        self._notes = self._set_notes()

    def pdf(self) -> bytes:
        """Draw every page."""
        paper, sheet = self._paper, self._sheet
        rows = [row for one in self._template.rows for row in self._rows(one)]
        head = max((row.height for row in self._heads.values()), default=0.0)
        room = paper.bottom - len(self._notes) * NOTE.leading
        top = paper.top + (len(self._title) - 1) * paper.title_style.leading
        pages = paginate(rows, room - top, room - paper.next_top - head)
        for number, page in enumerate(pages, 1):
            if number == 1:
                self._draw_head(top)
                bottom = draw_rows(sheet, page, paper.left, top)
            else:
                sheet.next_page()
                head_again = self._heads.get(id(page[0]))
                self._draw_next_head()
                shown = [head_again, *page] if head_again else page
                bottom = draw_rows(sheet, shown, paper.left, paper.next_top)
            if len(pages) > 1:
                words = f"第 {number} 页　共 {len(pages)} 页"
                sheet.text(paper.middle, paper.foot, words, Role.NUMBERS, 9, align=Align.CENTRE)
            if number == len(pages):
                sheet.lines(paper.left, bottom + 2 * MM, self._notes, NOTE)
        return sheet.pdf()

    def _set_title(self) -> list[Line]:
        paper = self._paper
        lines = title_lines(self._sheet, self._words["title"], paper.width, paper.title_style)
        if len(lines) > LONGEST_TITLE:
            raise DocumentError(
                f"标题“{plain(self._words['title'])[:20]}…”太长。", advice="请缩短后再制作。"
            )
        return lines

    def _draw_head(self, top: float) -> None:
        paper, sheet = self._paper, self._sheet
        sheet.text(
            paper.middle, paper.organ, self._words.get("masthead", ""), Role.BODY,
            paper.organ_size, align=Align.CENTRE, within=paper.width,
        )  # fmt: skip
        sheet.lines(paper.left, paper.title, self._title, paper.title_style)
        self._draw_captions(top)

    def _draw_next_head(self) -> None:
        paper, title = self._paper, f"{plain(self._words['title'])}（续）"
        self._sheet.text(
            paper.middle, 20 * MM, title, Role.TITLE, 14, align=Align.CENTRE, within=paper.width
        )
        self._draw_captions(paper.next_top)

    def _draw_captions(self, top: float) -> None:
        paper, middle = self._paper, top - 4.5 * MM
        left, right = (self._words.get(f"caption_{side}", "") for side in ("left", "right"))
        ems = [text_width(words, 1, self._glyph(Role.NUMBERS)) for words in (left, right)]
        size = min(CAPTION, (paper.width - CAPTION) / max(sum(ems), 1))
        share = [size * part + 1 for part in ems]
        self._sheet.text(paper.left, middle, left, Role.NUMBERS, CAPTION, within=share[0])
        self._sheet.text(
            paper.left + paper.width, middle, right, Role.NUMBERS, CAPTION,
            align=Align.RIGHT, within=share[1],
        )  # fmt: skip

    def _rows(self, row: FormRow) -> list[Row]:
        if row.list:
            return self._list(row)
        if row.heading:
            return [self._heading(self._filler.fill(row.heading))]
        closing = self._filler.fill(row.closing)
        if row.text is not None:
            return [self._text(row, self._filler.fill(row.text), closing)]
        if len(row.cells) == 1:
            label, parts = row.cells[0]
            made = self._grid.wide(
                label, self._filler.fill(parts), lowest=row.height * MM, share=row.share,
                indent=row.indent, closing=closing, flows=row.flows,
            )  # fmt: skip
            return [self._inked(made, row.ink)]
        return [self._beside(row, closing)]

    def _inked(self, row: Row, name: str) -> Row:
        """Return the row with handwriting below its words, if there is any."""
        ink = self._data[name].ink if name else None
        if ink is None:
            return row
        label, value = row.cells
        height = max(row.height, value.height + INK_HEIGHT)
        return replace(row, cells=(label, replace(value, ink=ink)), height=height)

    def _beside(self, row: FormRow, closing: str) -> Row:
        """Return labelled cells side by side; all have the row's closing words."""
        step = self._paper.width / len(row.cells)
        cells: list[Cell] = []
        for number, (label, parts) in enumerate(row.cells):
            left, right = number * step, (number + 1) * step
            cells.append(self._grid.label(left, label))
            cells.append(
                self._grid.value(
                    left + self._label_width, right, self._filler.fill(parts), closing=closing
                )
            )
        height = max(SINGLE, row.height * MM, *(cell.height for cell in cells))
        return Row(tuple(cells), height, row.share)

    def _heading(self, words: str) -> Row:
        lines = set_text(words, self._paper.width, HEADING, self._glyph(Role.EMPHASIS))
        cell = Cell(0, self._paper.width, tuple(lines), HEADING, Role.EMPHASIS)
        return Row((cell,), max(SINGLE, cell.height))

    def _text(self, row: FormRow, words: str, closing: str) -> Row:
        style = replace(self._value, indent=row.indent)
        lines = set_text(words, self._paper.width - 2 * PADDING, style, self._glyph(Role.BODY))
        cell = Cell(
            0, self._paper.width, tuple(lines), style, Role.BODY, closing=closing, at_top=True
        )
        return Row((cell,), max(SINGLE, row.height * MM, cell.height), row.share)

    def _list(self, row: FormRow) -> list[Row]:
        """Return the head and a line for each row of the field; an empty one keeps one line."""
        field = self._template.fields[row.list]
        scale = self._paper.width / sum(row.widths)
        edges = [0.0]
        for width in row.widths:
            edges.append(edges[-1] + width * scale)
        head = listed(self._sheet, edges, tuple(field.columns.values()), is_head=True)
        lines = self._data[row.list].rows or (dict.fromkeys(field.columns, ""),)
        columns = [
            self._column(edges[at], edges[at + 1], [line[name] for line in lines])
            for at, name in enumerate(field.columns)
        ]
        rows = [Row(cells, self._line_height(cells, row)) for cells in zip(*columns, strict=True)]
        self._heads.update((id(one), head) for one in rows)
        return [head, *rows]

    def _column(self, left: float, right: float, words: list[str]) -> list[Cell]:
        """Return the cells of a column, centred, or flush left where one takes several lines."""
        glyph = self._glyph(Role.BODY)
        measure = right - left - 2 * PADDING
        parts = [part for text in words for part in text.splitlines()]
        is_long = any(text_width(part, self._value.size, glyph) > measure for part in parts)
        style = replace(self._value, align=Align.LEFT if is_long else Align.CENTRE)
        room = measure if is_long else right - left - PADDING
        return [
            Cell(left, right, tuple(set_text(text, room, style, glyph)), style, Role.BODY)
            for text in words
        ]

    @staticmethod
    def _line_height(cells: tuple[Cell, ...], row: FormRow) -> float:
        return max(row.height * MM or SINGLE, *(cell.height for cell in cells))

    def _set_notes(self) -> list[Line]:
        words = "\n".join(self._filler.fill(line.parts) for line in self._template.notes)
        return set_text(words, self._paper.width, NOTE, self._glyph(Role.PLAIN))

    def _glyph(self, role: Role) -> GlyphOf:
        return self._sheet.chain(role).glyph
