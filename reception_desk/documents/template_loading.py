"""Papers as files that an office can read and edit: their layout, their fields, their words.

The files lie in `resources/documents`, one TOML file for each kind of paper; the words are in the
language of `template_text.py`. A file in the office's own folder stands in for the shipped one:
it may change every word, but takes the same data. What is wrong in a file is told with the file,
the line and the name, when the file is loaded.
"""

from dataclasses import replace
from functools import cache
from pathlib import Path

from reception_desk.config import resource
from reception_desk.documents.fields import Field
from reception_desk.documents.template import Layout, Template
from reception_desk.documents.template_check import check_words
from reception_desk.documents.template_fields import read_fields
from reception_desk.documents.template_parse import parse_template
from reception_desk.documents.template_source import Source

FOLDER = resource("documents")
SHARED_FIELDS = "fields.toml"
"""Fields that many papers have (organ, number, contacts); part of a paper where it uses them."""


def load(name: str, own: Path | None = None) -> Template:
    """Return the template `name`, the office's own from the folder `own` where it has one.

    Raises `TemplateError` for a file that cannot be used.
    """
    shipped = _shipped(name)
    path = own / f"{name}.toml" if own else None
    if path is None or not path.exists():
        return shipped
    return _read(path, shipped)


@cache
def _shipped(name: str) -> Template:
    return _read(FOLDER / f"{name}.toml", None)


@cache
def shared_fields() -> dict[str, Field]:
    """Return the fields that many papers have."""
    source = Source.of(FOLDER / SHARED_FIELDS)
    return read_fields(source, source.toml().get("fields", {}))


def _read(path: Path, shipped: Template | None) -> Template:
    """Read a file; an office's own may use the data of the `shipped` one."""
    source = Source.of(path)
    template = parse_template(source, source.toml(), shipped.fields if shipped else None)
    if shipped and (template.layout is Layout.MODULE) != (shipped.layout is Layout.MODULE):
        raise source.wrong_key(f"版式不能从“{shipped.layout}”换成“{template.layout}”", "layout")
    used = check_words(source, template, {**shared_fields(), **template.fields})
    known = {name: one for name, one in shared_fields().items() if name in used}
    return replace(template, fields={**known, **template.fields})
