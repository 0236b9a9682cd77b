"""One page of a PDF as a PDF of its own: what is kept of a page that has to be drawn."""

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf

ACTIVE = ("/AA", "/B", "/PieceInfo", "/StructParents", "/Thumb")
"""What a page may carry besides what is seen: scripts, threads, programs' own data."""
UNSEEN_MARKS = {"/Link", "/Popup"}
ATTACHING = {"/FileAttachment", "/Movie", "/RichMedia", "/Screen", "/Sound", "/3D"}


def single_page(pdf: "pikepdf.Pdf", number: int, *, is_long: bool) -> bytes:
    """Return page `number`, counted from 0, with what it draws and without what it could do.

    Fonts, pictures and drawing are the sender's, bit for bit; layers keep which of them are
    hidden, a form what was filled in. `pdf` itself loses what is left out of the page. The same
    page gives the same bytes. What only other pages show is not looked for on a long page:
    pikepdf would keep all others waiting.
    """
    import pikepdf

    page = pdf.pages[number]
    _remove(page.obj, ACTIVE)
    _keep_seen_marks(page.obj)
    with pikepdf.new() as alone:
        alone.pages.append(page)
        _copy_from_root(pdf, alone)
        if not is_long:
            alone.remove_unreferenced_resources()
        file = io.BytesIO()
        alone.save(file, deterministic_id=True)
    return file.getvalue()


def marks_on(page: "pikepdf.Object") -> "list[pikepdf.Object]":
    """Return what lies over a page and is seen: notes, stamps, fields that were filled in."""
    return [each for each in _marks(page) if str(each.get("/Subtype")) not in UNSEEN_MARKS]


def _marks(page: "pikepdf.Object") -> "list[pikepdf.Object]":
    import pikepdf

    marks = page.get("/Annots", pikepdf.Array())
    if not isinstance(marks, pikepdf.Array):
        return []
    return [each for each in marks if isinstance(each, pikepdf.Dictionary) and "/AP" in each]


def _keep_seen_marks(page: "pikepdf.Object") -> None:
    """Leave what is seen and can do nothing: a field becomes a stamp that looks the same.

    Without its form, which the other pages belong to as well, no program would draw a field.
    """
    import pikepdf

    kept = [each for each in marks_on(page) if str(each.get("/Subtype")) not in ATTACHING]
    for mark in kept:
        _remove(mark, ("/A", "/AA", "/Parent"))
        if mark.get("/Subtype") == "/Widget":
            mark["/Subtype"] = pikepdf.Name.Stamp
    if "/Annots" in page:
        page["/Annots"] = pikepdf.Array(kept)


def _remove(entries: "pikepdf.Object", names: tuple[str, ...]) -> None:
    for name in names:
        if name in entries:
            del entries[name]


def _copy_from_root(pdf: "pikepdf.Pdf", alone: "pikepdf.Pdf") -> None:
    """Take over which layers are hidden, without which all of them would show."""
    layers = pdf.Root.get("/OCProperties")
    if layers is not None and layers.is_indirect:
        alone.Root["/OCProperties"] = alone.copy_foreign(layers)
    elif layers is not None:
        alone.Root["/OCProperties"] = alone.copy_foreign(pdf.make_indirect(layers))
