"""Make the font files of this folder from the static fonts they come from (see README.md).

Run as `python subset_fonts.py SANS_FOLDER SERIF_FOLDER`, the two unpacked packages; needs
fontTools and pypinyin-dict, which are not dependencies of the program.
"""

import sys
from pathlib import Path

from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from pypinyin_dict.pinyin_data import ktghz2013

HERE = Path(__file__).resolve().parent
HANGUL = (range(0x1100, 0x1200), range(0x3130, 0x3190), range(0xA960, 0xD800))
HAN = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x33480))
# Ballot boxes are absent upstream: made of the square and a mark laid into it.
BALLOT_BOXES = {0x2610: None, 0x2611: 0x2713, 0x2612: 0x00D7}
SQUARE = 0x25A1
MARK_SCALE = 0.82

FACES = (
    ("sans", "400Regular/NotoSansSC_400Regular.ttf", "NotoSansSC-Regular.ttf", False),
    ("sans", "700Bold/NotoSansSC_700Bold.ttf", "NotoSansSC-Bold.ttf", True),
    ("serif", "400Regular/NotoSerifSC_400Regular.ttf", "NotoSerifSC-Regular.ttf", False),
    ("serif", "700Bold/NotoSerifSC_700Bold.ttf", "NotoSerifSC-Bold.ttf", True),
)


def standard_han() -> set[int]:
    """Return GB/T 2312 and the 8,105 characters of 通用规范汉字表 (2013)."""
    rows = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    gb2312 = {ord(char) for pair in rows for char in pair.decode("gb2312", "ignore")}
    return gb2312 | set(ktghz2013.pinyin_dict)


def kept(font: TTFont, *, standard_only: bool) -> set[int]:
    """Return the code points a face keeps: no Hangul; in bold faces only the standard han."""
    standard = standard_han()
    return {
        code
        for code in font.getBestCmap()
        if not any(code in block for block in HANGUL)
        and (not standard_only or code in standard or not any(code in block for block in HAN))
    }


def add_ballot_boxes(font: TTFont) -> None:
    """Add ☐ ☑ ☒ as composites of glyphs the font has."""
    cmap = font.getBestCmap()
    square = cmap[SQUARE]
    glyphs, metrics = font["glyf"], font["hmtx"]
    for code, mark in BALLOT_BOXES.items():
        name = f"uni{code:04X}"
        pen = TTGlyphPen(font.getGlyphSet())
        pen.addComponent(square, (1, 0, 0, 1, 0, 0))
        if mark is not None:
            pen.addComponent(cmap[mark], _centred(glyphs[cmap[mark]], glyphs[square]))
        font.setGlyphOrder([*font.getGlyphOrder(), name])
        glyphs[name] = pen.glyph()
        glyphs[name].recalcBounds(glyphs)
        metrics[name] = (metrics[square][0], glyphs[name].xMin)
        for table in font["cmap"].tables:
            _map(table, code, name)


def _centred(mark: object, square: object) -> tuple[float, float, float, float, float, float]:
    def middle(glyph: object, low: str, high: str) -> float:
        return (getattr(glyph, low) + getattr(glyph, high)) / 2

    size = max(mark.xMax - mark.xMin, mark.yMax - mark.yMin)
    scale = MARK_SCALE * (square.xMax - square.xMin) / size
    dx = middle(square, "xMin", "xMax") - scale * middle(mark, "xMin", "xMax")
    dy = middle(square, "yMin", "yMax") - scale * middle(mark, "yMin", "yMax")
    return (scale, 0, 0, scale, round(dx), round(dy))


def _map(table: CmapSubtable, code: int, name: str) -> None:
    if table.isUnicode() and table.format in (4, 12):
        table.cmap[code] = name


def make(source: Path, target: Path, *, standard_only: bool) -> None:
    """Write the subset of `source` to `target`; the same input gives the same bytes."""
    font = TTFont(source, recalcTimestamp=False)
    options = Options()
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.layout_features = ["kern"]
    options.hinting = True
    options.legacy_kern = False
    options.drop_tables += ["GSUB", "vhea", "vmtx", "VORG", "BASE", "STAT"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=kept(font, standard_only=standard_only))
    subsetter.subset(font)
    add_ballot_boxes(font)
    font.save(target)


def main() -> None:
    sources = {"sans": Path(sys.argv[1]), "serif": Path(sys.argv[2])}
    for family, source, target, standard_only in FACES:
        make(sources[family] / source, HERE / target, standard_only=standard_only)


if __name__ == "__main__":
    main()
