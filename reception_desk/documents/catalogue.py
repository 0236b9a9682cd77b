"""Every paper of the hall: which data it takes, and the data made a PDF.

The words and the layout of a paper are a file (`template_loading.py`), which an office may replace
by its own; papers that need more than words have a module, which `module_papers.py` names.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reception_desk.documents.fields import Data, Field, check
from reception_desk.documents.fonts import SHIPPED_FONTS, FontPaths
from reception_desk.documents.template import Layout, Template
from reception_desk.documents.template_loading import FOLDER, load
from reception_desk.records.document import DocumentKind


@dataclass(frozen=True, slots=True)
class PaperForm:
    """A kind of paper as an author sees it; `paper` is A4 or A5."""

    kind: DocumentKind
    title: str
    paper: str
    layout: Layout
    fields: Mapping[str, Field]

    @property
    def example(self) -> dict[str, Any]:
        """Return data to begin with, as in JSON."""
        return {name: one.example for name, one in self.fields.items()}


def paper_form(kind: DocumentKind, own: Path | None = None) -> PaperForm:
    """Return what a kind of paper is; `own` is the folder of the office's templates.

    Raises `TemplateError` for a template that cannot be used.
    """
    template = load(kind.value, own)
    return PaperForm(kind, kind.label, template.paper, template.layout, template.fields)


def shipped_template(kind: DocumentKind) -> str:
    """Return the text of the template an office may copy and change."""
    return (FOLDER / f"{kind.value}.toml").read_text(encoding="utf-8")


def fields(kind: DocumentKind, own: Path | None = None) -> Mapping[str, Field]:
    """Return the data a kind of paper takes; raises like `paper_form`."""
    return load(kind.value, own).fields


def render(
    kind: DocumentKind,
    data: Mapping[str, object],
    fonts: FontPaths = SHIPPED_FONTS,
    own: Path | None = None,
    *,
    paper: str = "",
) -> bytes:
    """Return the paper as PDF; the same input gives the same bytes.

    `paper` A3 enlarges a form of A4 for the wall; empty is the paper of the template.

    Raises `TemplateError` for a template that cannot be used, `DocumentError` naming a datum that
    is missing, unknown or wrong, or a character that no font draws.
    """
    template = load(kind.value, own)
    checked = check(kind.label, template.fields, data)
    if paper:
        template = _on_paper(template, paper)
    if template.layout is Layout.MODULE:
        from reception_desk.documents.module_papers import module_page

        return module_page(kind, data, fonts)
    return _LAYOUTS[template.layout](kind, template, checked, fonts)


def _on_paper(template: Template, paper: str) -> Template:
    from reception_desk.documents.form import PAPERS

    if template.layout is not Layout.FORM or paper not in PAPERS:
        raise ValueError(f"no {template.layout} on {paper}")
    return replace(template, paper=paper)


def _text_page(kind: DocumentKind, template: Template, data: Data, fonts: FontPaths) -> bytes:
    from reception_desk.documents.letter import letter_page
    from reception_desk.documents.official import official_page
    from reception_desk.documents.plain import plain_page
    from reception_desk.documents.text_paper import fill

    pages = {Layout.OFFICIAL: official_page, Layout.LETTER: letter_page, Layout.PLAIN: plain_page}
    return pages[template.layout](fill(kind.label, template, data), fonts)


def _form_page(kind: DocumentKind, template: Template, data: Data, fonts: FontPaths) -> bytes:
    from reception_desk.documents.form import form_page

    return form_page(kind.label, template, data, fonts)


_LAYOUTS = {
    Layout.OFFICIAL: _text_page,
    Layout.LETTER: _text_page,
    Layout.PLAIN: _text_page,
    Layout.FORM: _form_page,
}
