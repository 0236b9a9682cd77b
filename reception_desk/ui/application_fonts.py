"""The bundled Chinese fonts, Qt's own Chinese texts, and a look for missing glyphs."""

import logging
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QFont, QFontDatabase, QRawFont
from PySide6.QtWidgets import QApplication

from reception_desk.config import resource
from reception_desk.ui.text_size import BASE_POINTS

log = logging.getLogger(__name__)

SANS = "Noto Sans SC"
SERIF = "Noto Serif SC"
# Desks without the bundled files (a source checkout) still show Chinese where the system can.
_FALLBACK = ["Microsoft YaHei UI", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei"]
_RAW_SIZE_PX = 16.0


def install(app: QApplication) -> list[str]:
    """Load the fonts, make Noto Sans SC the application's font, and turn Qt's texts Chinese.

    Returns the families found in `resources/fonts`.
    """
    families = _load_families()
    font = QFont([SANS, *_FALLBACK])
    font.setPointSizeF(BASE_POINTS)
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    app.setFont(font)
    QLocale.setDefault(QLocale("zh_CN"))
    _translate(app)
    return families


def missing_glyphs(text: str) -> str:
    """Return the characters of `text` the bundled sans font cannot show, each once, in order.

    A name with such a character is flagged on screen and never printed as a box.
    """
    fonts = _raw_fonts()
    unknown = (
        sign
        for sign in text
        if not sign.isspace() and not any(font.supportsCharacter(ord(sign)) for font in fonts)
    )
    return "".join(dict.fromkeys(unknown))


def _font_files(pattern: str) -> list[Path]:
    return sorted(resource("fonts").glob(pattern))


def _load_families() -> list[str]:
    families: dict[str, None] = {}
    for path in _font_files("Noto*.[to]tf"):
        number = QFontDatabase.addApplicationFont(str(path))
        if number < 0:
            log.error("font file %s cannot be loaded", path.name)
            continue
        families.update(dict.fromkeys(QFontDatabase.applicationFontFamilies(number)))
    return list(families)


def _translate(app: QApplication) -> None:
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    translator = QTranslator(app)  # the application as parent keeps it alive
    if translator.load("qtbase_zh_CN", folder):
        app.installTranslator(translator)
    else:
        log.error("Qt's Chinese texts are missing from %s", folder)


@lru_cache(maxsize=1)
def _raw_fonts() -> tuple[QRawFont, ...]:
    files = _font_files("NotoSansSC*Regular*.[to]tf")
    return tuple(QRawFont(str(path), _RAW_SIZE_PX) for path in files)
