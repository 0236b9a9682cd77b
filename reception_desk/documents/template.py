"""A paper as a file that an office can read and edit: its layout, its fields, its words.

The files lie in `resources/documents`, one TOML file for each kind of paper; the words are in the
language of `template_text.py`. A file in the office's own folder stands in for the shipped one:
it may change every word, but takes the same data. What is wrong in a file is told with the file,
the line and the name, when the file is loaded.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from reception_desk.config import resource
from reception_desk.documents.fields import Field
from reception_desk.documents.template_source import Source
from reception_desk.documents.template_text import Part

FOLDER = resource("documents")
SHARED_FIELDS = "fields.toml"
"""Fields that many papers have (organ, number, contacts); part of a paper where it uses them."""


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

    `height` is at least, in mm; `share` the part of a page's spare height; `widths` in mm.
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


def load(name: str, own: Path | None = None) -> Template:
    """Return the template `name`, the office's own from the folder `own` where it has one.

    Raises `TemplateError` for a file that cannot be used.
    """
    shipped = _shipped(name)
    path = own / f"{name}.toml" if own else None
    if path is None or not path.exists():
        return shipped
    return _read(path, shipped.fields)


@cache
def _shipped(name: str) -> Template:
    return _read(FOLDER / f"{name}.toml", None)


@cache
def shared_fields() -> dict[str, Field]:
    """Return the fields that many papers have."""
    from reception_desk.documents.template_fields import read_fields

    source = Source.of(FOLDER / SHARED_FIELDS)
    return read_fields(source, source.toml().get("fields", {}))


def _read(path: Path, contract: Mapping[str, Field] | None) -> Template:
    """Read a file; the data it may use are its own fields, or those of `contract`."""
    from reception_desk.documents.template_check import check_words
    from reception_desk.documents.template_parse import parse_template

    source = Source.of(path)
    values: dict[str, Any] = source.toml()
    template = parse_template(source, values, contract)
    used = check_words(source, template, {**shared_fields(), **template.fields})
    known = {name: one for name, one in shared_fields().items() if name in used}
    return replace(template, fields={**known, **template.fields})
