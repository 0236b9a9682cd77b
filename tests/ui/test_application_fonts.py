"""Fonts and Qt's own Chinese texts."""

import pytest
from PySide6.QtCore import QCoreApplication, QDate, QLocale
from PySide6.QtGui import QFontInfo

from reception_desk.ui import application_fonts


def test_text_is_set_in_the_bundled_font(app):
    assert QFontInfo(app.font()).family() == application_fonts.SANS
    assert app.font().pointSizeF() == pytest.approx(10.5)


def test_qt_speaks_chinese(app):
    said = QCoreApplication.translate("QPlatformTheme", "Cancel")
    assert said == "取消"
    assert QLocale().toString(QDate(2026, 9, 24), QLocale.FormatType.LongFormat) == (
        "2026年9月24日星期四"
    )


def test_rare_name_characters_have_glyphs(app):
    assert application_fonts.missing_glyphs("王䶮 㛃𫘝") == ""


def test_unknown_characters_are_named_once_in_order(app):
    assert application_fonts.missing_glyphs("张\U0010fffd三\ue123\U0010fffd") == "\U0010fffd\ue123"
