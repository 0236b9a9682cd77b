"""Reading papers back with the three common readers, and the references in text and picture.

`python -m tests.documents.reading` writes the references anew; look at the difference.
"""

import io
import re
import shutil
import subprocess
from collections.abc import Callable
from contextlib import closing
from functools import cache, partial
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2

from reception_desk.documents import catalogue
from reception_desk.documents.file_index import file_index
from reception_desk.documents.materials_list import materials_list
from reception_desk.documents.receipt import receipt
from reception_desk.documents.registration_form import registration_form
from reception_desk.documents.separator_sheet import separator_sheet
from reception_desk.documents.ticket_slip import ticket_slip
from reception_desk.records.document import DocumentKind
from reception_desk.records.separators import SeparatorData
from tests.documents import samples

REFERENCE = Path(__file__).parent / "reference"
SQUARE, INK = 12, 25
"""Pixels of a square at half a pixel a point; a square of plain text is a third full at most."""

PAPERS: dict[str, Callable[[], bytes]] = {
    "registration_form": lambda: registration_form(samples.registration_form_data()),
    "registration_form_group": lambda: registration_form(samples.group_form_data()),
    "registration_form_bare": lambda: registration_form(samples.bare_form_data()),
    "registration_form_long": lambda: registration_form(samples.long_form_data()),
    "materials_list": lambda: materials_list(samples.materials_list_data()),
    "materials_list_long": lambda: materials_list(samples.long_materials_list_data()),
    "file_index": lambda: file_index(samples.file_index_data())[0],
    "separator_visit": lambda: separator_sheet(samples.separator_data()),
    "separator_neutral": lambda: separator_sheet(SeparatorData(samples.office().hall)),
    "receipt_slip80": lambda: receipt(samples.receipt_data(), "slip80"),
    "receipt_slip58": lambda: receipt(samples.receipt_data(), "slip58"),
    "receipt_a5": lambda: receipt(samples.receipt_data(), "A5"),
    "ticket_slip80": lambda: ticket_slip(samples.ticket_data(), "slip80"),
    "ticket_slip58": lambda: ticket_slip(samples.ticket_data(), "slip58"),
    "ticket_a5": lambda: ticket_slip(samples.ticket_data(), "A5"),
    "receipt_bare": lambda: receipt(samples.bare_receipt_data(), "slip80"),
}


def example_anew(kind: DocumentKind) -> bytes:
    """Make a paper of the catalogue with its example data."""
    return catalogue.render(kind, catalogue.paper_form(kind).example)


@cache
def example(kind: DocumentKind) -> bytes:
    """Return a paper of the catalogue with its example data, made once."""
    return example_anew(kind)


EXAMPLES: dict[str, Callable[[], bytes]] = {
    f"example_{kind.value}": partial(example, kind) for kind in DocumentKind
}


def pdfium_pages(pdf: bytes) -> list[str]:
    """Return the text of each page as Chrome, Edge and QtPdf read it."""
    pages = []
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for number in range(len(document)):
            with closing(document[number]) as page, closing(page.get_textpage()) as text:
                pages.append(text.get_text_range().replace("\r\n", "\n"))
    return pages


def pictures(pdf: bytes, scale: float) -> list[Any]:
    """Return each page as a grey array (rows, columns) at `scale` pixels a point."""
    arrays = []
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for number in range(len(document)):
            with closing(document[number]) as page:
                bitmap = page.render(scale=scale, grayscale=True)  # pyright: ignore[reportArgumentType]
                arrays.append(bitmap.to_numpy().squeeze().copy())
    return arrays


def pypdf_text(pdf: bytes) -> str:
    """Return the whole text as pypdf reads it."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def poppler_text(pdf: bytes) -> str | None:
    """Return the whole text as poppler reads it, None where it is not installed."""
    if not shutil.which("pdftotext"):
        return None
    command = ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def every_text(pdf: bytes) -> list[str]:
    """Return the text of `pdf` by each reader, without white space."""
    texts = ["\n".join(pdfium_pages(pdf)), pypdf_text(pdf), poppler_text(pdf)]
    return [without_space(text) for text in texts if text is not None]


def without_space(text: str) -> str:
    return re.sub(r"\s+", "", text)


def as_reference(pdf: bytes) -> str:
    """Return the text of the pages, parted by a form feed, as kept in the reference files."""
    pages = pdfium_pages(pdf)
    return (
        "\f".join("\n".join(line.rstrip() for line in page.splitlines()) for page in pages) + "\n"
    )


def as_ink(pdf: bytes) -> str:
    """Return how dark each square of 24 pt of the pages is, from 0 (white) to 9, a row a line.

    Coarse enough to be the same for every version of pdfium, fine enough to see a line that
    moved, a rule that is missing or type of another size.
    """
    pages = []
    for page in pictures(pdf, 0.5):
        darkness = 1 - page / 255
        rows, columns = (side // SQUARE for side in darkness.shape)
        squares = darkness[: rows * SQUARE, : columns * SQUARE]
        means = squares.reshape(rows, SQUARE, columns, SQUARE).mean(axis=(1, 3))
        levels = (means * INK).round().clip(0, 9).astype(int)
        pages.append("\n".join("".join(map(str, row)) for row in levels))
    return "\f".join(pages) + "\n"


def main() -> None:
    for name, paper in {**PAPERS, **EXAMPLES}.items():
        pdf = paper()
        (REFERENCE / f"{name}.txt").write_text(as_reference(pdf), encoding="utf-8")
        (REFERENCE / f"{name}.ink").write_text(as_ink(pdf), encoding="ascii")


if __name__ == "__main__":
    main()
