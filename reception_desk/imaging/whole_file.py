"""Several documents on record as one PDF/A-2b: a bookmark for each, words below each page."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from reception_desk.imaging.archive import sealed

if TYPE_CHECKING:
    import pikepdf

NARROWEST_PT = 170.0
"""60 mm; a strip of paper grows to the right as well, or no number would fit below it."""
_BAND, _NUMBER = "/Notice", "/Folio"


@dataclass(frozen=True, slots=True)
class FilePart:
    """A document with its bookmark; one without bytes leads to the first page."""

    bookmark: str
    pdf: bytes = b""


def whole_file(
    parts: Sequence[FilePart],
    title: str,
    created_at: datetime,
    band: Callable[[float], bytes],
    numbers: Callable[[int], bytes] | None = None,
) -> bytes:
    """Return the parts one behind the other, validated.

    `band` gives the words for a page so many points wide as a PDF of one page. They stand below
    the page, which grows by their height: nothing of a paper is covered. `numbers` gives a PDF
    with a page for each of so many pages, its number, laid at the right end of those words.
    `created_at` has a time zone. Raises `ArchiveError`.
    """
    import pikepdf

    with pikepdf.new() as pdf:
        with pdf.open_outline() as outline:
            for part in parts:
                place = len(pdf.pages)
                if part.pdf:
                    with pikepdf.open(io.BytesIO(part.pdf)) as source:
                        pdf.pages.extend(source.pages)
                else:
                    place = 0
                outline.root.append(pikepdf.OutlineItem(part.bookmark, place))
        _lay_bands(pdf, band)
        if numbers is not None:
            _lay_numbers(pdf, numbers(len(pdf.pages)))
        pdf.Root.PageMode = pikepdf.Name.UseOutlines
        return sealed(pdf, title, created_at)


def _lay_bands(pdf: "pikepdf.Pdf", band: Callable[[float], bytes]) -> None:
    """Put the words below each page; pages of one width share them."""
    import pikepdf

    forms: dict[float, tuple[Any, float]] = {}
    for page in pdf.pages:
        left, bottom, right, top = (float(side) for side in page.mediabox)
        right = max(right, left + NARROWEST_PT)
        width = round(right - left, 2)
        if width not in forms:
            forms[width] = _form(pdf, band(width))
        form, height = forms[width]
        name = page.add_resource(form, pikepdf.Name.XObject, pikepdf.Name(_BAND))
        below = bottom - height
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(f"\nQ q 1 0 0 1 {left:.3f} {below:.3f} cm {name} Do Q".encode())
        page.mediabox = pikepdf.Array([left, below, right, top])
        for other in ("/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"):
            if other in page.obj:
                del page.obj[other]


def _lay_numbers(pdf: "pikepdf.Pdf", drawn: bytes) -> None:
    """Lay the n-th drawn page at the lower right of the n-th page."""
    import pikepdf

    with pikepdf.open(io.BytesIO(drawn)) as source:
        for page, number in zip(pdf.pages, source.pages, strict=True):
            form = pdf.copy_foreign(number.as_form_xobject())
            name = page.add_resource(form, pikepdf.Name.XObject, pikepdf.Name(_NUMBER))
            _, bottom, right, _ = (float(side) for side in page.mediabox)
            x = right - float(number.mediabox[2])
            page.contents_add(f"\nq 1 0 0 1 {x:.3f} {bottom:.3f} cm {name} Do Q".encode())


def _form(pdf: "pikepdf.Pdf", drawn: bytes) -> tuple[Any, float]:
    import pikepdf

    with pikepdf.open(io.BytesIO(drawn)) as source:
        page = source.pages[0]
        return pdf.copy_foreign(page.as_form_xobject()), float(page.mediabox[3])


def page_count(pdf: bytes) -> int:
    """Return how many pages a document on record has."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)
