"""A paper without its data: layout, fields and words, as its file has them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from reception_desk.documents.fields import Field
from reception_desk.documents.template_text import Part


class Layout(StrEnum):
    """How a paper is laid out: 文件格式, 信函格式, 普通文书, 表格, or by a module of its own."""

    OFFICIAL = "official"
    LETTER = "letter"
    PLAIN = "plain"
    FORM = "form"
    MODULE = "module"


class Mark(StrEnum):
    """What a line of the words is: a sign and a space before it tell."""

    PARAGRAPH = ""
    HEADING = "#"
    SUBHEADING = "##"
    FLUSH = "|"
    CENTRED = "^"


@dataclass(frozen=True, slots=True)
class WordsLine:
    """A line of the words: a paragraph, or several where a field holds several."""

    mark: Mark
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of a form: labelled cells, a heading, running text, or a list of a field's rows.

    `height` is at least, in mm; `share` the part of a page's spare height; `widths` in mm. `ink`
    names the field whose handwriting stands below the words of the one cell.
    """

    cells: tuple[tuple[str, tuple[Part, ...]], ...] = ()
    heading: tuple[Part, ...] = ()
    text: tuple[Part, ...] | None = None
    list: str = ""
    widths: tuple[float, ...] = ()
    height: float = 0.0
    share: float = 0.0
    indent: float = 0.0
    flows: bool = False
    closing: tuple[Part, ...] = ()
    ink: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """A paper without its data; `words` are the short texts by the keys of the file."""

    name: str
    layout: Layout
    paper: str
    fields: Mapping[str, Field]
    words: Mapping[str, tuple[Part, ...]]
    body: tuple[WordsLine, ...] = ()
    notes: tuple[WordsLine, ...] = ()
    parties: tuple[tuple[Part, ...], ...] = ()
    rows: tuple[FormRow, ...] = ()
    is_sealed: bool = False
    size: float = 0.0
    label_width: float = 0.0
