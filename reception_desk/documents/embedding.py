"""A TrueType face embedded as one composite font (Type0, two bytes a character).

reportlab's own `TTFont` writes 8-bit subsets whose ToUnicode table cannot express characters
beyond U+FFFF, so that a name such as 𫘝 prints but cannot be searched or copied. Here each
character used gets its own code, and text taken from the PDF equals the text set.
"""

import hashlib
import struct
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import TTFont, TTFontFace

from reception_desk.imaging.unicode_map import unicode_map


@dataclass
class _Used:
    """The characters one document has used, in the order of first use."""

    name: str
    codes: dict[int, int] = field(default_factory=dict)


class EmbeddedFont(TTFont):
    """A reportlab font that embeds only the glyphs a document uses; safe for several threads."""

    face: TTFontFace

    def __init__(self, name: str, path: Path) -> None:
        super().__init__(name, str(path), shapable=False)
        self._used: WeakKeyDictionary[Any, _Used] = WeakKeyDictionary()
        self._lock = Lock()

    def has(self, character: str) -> bool:
        """Tell whether the face draws `character`."""
        return bool(self.face.charToGlyph.get(ord(character)))

    def advance(self, character: str) -> float:
        """Return the advance width of `character` in ems."""
        return self.face.charWidths[ord(character)] / 1000

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:  # noqa: ARG002, N802
        """Return `text` as big-endian character codes of this document's single subset."""
        codes = self._of(doc).codes
        values = [codes.setdefault(ord(char), len(codes) + 1) for char in text]
        return [(0, struct.pack(f">{len(values)}H", *values))]

    def getSubsetInternalName(self, subset: int, doc: Any) -> str:  # noqa: ARG002, N802
        """Return the resource name of this font on the pages of `doc`."""
        return f"/{self._of(doc).name}"

    def addObjects(self, doc: Any) -> None:  # noqa: N802
        """Write the font objects; reportlab calls this once when the document is saved."""
        used = self._used.pop(doc)
        characters = list(used.codes)
        base_name = f"{_tag(characters)}+{self.face.name.decode('ascii')}"
        with self._lock:  # the parser keeps its reading position in the face
            descriptor = self.face.addSubsetObjects(doc, base_name, characters)
        font = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("Type0"),
                "BaseFont": pdfdoc.PDFName(base_name),
                "Encoding": pdfdoc.PDFName("Identity-H"),
                "DescendantFonts": pdfdoc.PDFArray(
                    [self._descendant(doc, base_name, descriptor, characters)]
                ),
                "ToUnicode": _stream(doc, f"unicode:{base_name}", unicode_map(characters)),
            }
        )
        doc.idToObject["BasicFonts"].dict[used.name] = doc.Reference(font, f"font:{base_name}")

    def _descendant(self, doc: Any, name: str, descriptor: Any, characters: list[int]) -> Any:
        glyphs = _stream(doc, f"glyphs:{name}", self._glyph_map(characters))
        widths = [self.face.charWidths[code] for code in characters]
        font = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("CIDFontType2"),
                "BaseFont": pdfdoc.PDFName(name),
                "CIDSystemInfo": pdfdoc.PDFDictionary(
                    {
                        "Registry": pdfdoc.PDFString("Adobe"),
                        "Ordering": pdfdoc.PDFString("Identity"),
                        "Supplement": 0,
                    }
                ),
                "FontDescriptor": descriptor,
                "DW": 1000,
                "W": pdfdoc.PDFArray([1, pdfdoc.PDFArray(widths)]),
                "CIDToGIDMap": glyphs,
            }
        )
        return doc.Reference(font, f"descendant:{name}")

    def _glyph_map(self, characters: list[int]) -> bytes:
        """Map codes to the glyph order of `makeSubset`; two characters may share a glyph."""
        order = {0: 0}
        glyphs = [order.setdefault(self.face.charToGlyph[c], len(order)) for c in characters]
        return struct.pack(f">{len(glyphs) + 1}H", 0, *glyphs)

    def _of(self, doc: Any) -> _Used:
        used = self._used.get(doc)
        if used is None:
            used = self._used[doc] = _Used(f"F{len(doc.fontMapping) + 1}")
            doc.fontMapping[self.fontName] = f"/{used.name}"
            doc.delayedFonts.append(self)
        return used


def _tag(characters: list[int]) -> str:
    """Return the six capital letters that name a subset (ISO 32000-1, 9.6.4)."""
    digest = hashlib.sha256(",".join(map(str, characters)).encode("ascii")).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _stream(doc: Any, name: str, content: bytes) -> Any:
    stream = pdfdoc.PDFStream()
    stream.content = content
    stream.filters = [pdfdoc.PDFZCompress]
    return doc.Reference(stream, name)
