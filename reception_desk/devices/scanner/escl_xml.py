"""The XML a scanner sends, read without document types, so that no entity can grow."""

from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from reception_desk.records.scanning import ColourMode

MODE_NAMES = {
    ColourMode.COLOUR: "RGB24",
    ColourMode.GREY: "Grayscale8",
    ColourMode.LINEART: "BlackAndWhite1",
}
JPEG = "image/jpeg"
PNG = "image/png"


class EsclSyntaxError(Exception):
    """The bytes are not the message that eSCL has in this place."""


def read_xml(data: bytes, root: str) -> Element:
    """Return the tree with local names only: devices differ in prefixes and namespaces.

    Raises `EsclSyntaxError` for broken XML, for any document type and for another root.
    """
    builder = TreeBuilder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler = lambda name, attributes: builder.start(_local(name), attributes)
    parser.EndElementHandler = lambda name: builder.end(_local(name))
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise EsclSyntaxError(str(error)) from error
    tree = builder.close()
    if tree.tag != root:
        raise EsclSyntaxError(f"{tree.tag} in place of {root}")
    return tree


def text_of(element: Element, name: str) -> str:
    """Return the text of the first descendant of that name, or nothing."""
    return next(iter(texts_of(element, name)), "")


def texts_of(element: Element, name: str) -> list[str]:
    """Return the texts of all descendants of that name."""
    return [(found.text or "").strip() for found in element.iter(name)]


def number_of(element: Element, name: str) -> int:
    """Return a number of the device; 0 when it gives none that makes sense."""
    text = text_of(element, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _refuse_document_type(*_declaration: object) -> None:
    raise EsclSyntaxError("a document type is never part of eSCL")
