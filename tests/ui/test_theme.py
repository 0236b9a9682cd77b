"""The look: enough contrast, one template for both schemes, changes at run time."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from reception_desk.config import resource
from reception_desk.ui import icons, theme
from reception_desk.ui.text_size import TextSize, current_scale, scaled
from reception_desk.ui.tokens import SCHEMES, Colour, Scheme, contrast
from reception_desk.ui.widgets.buttons import Button

SURFACES = [Colour.BG, Colour.CARD, Colour.FIELD, Colour.HEADER, Colour.HOVER, Colour.SELECTION]
WORDS = [Colour.TEXT, Colour.MUTED, Colour.ACCENT, Colour.OK, Colour.WARN, Colour.ERROR]
PAIRS = [
    *((word, surface) for word in WORDS for surface in SURFACES),
    *((Colour.TEXT, soft) for soft in (Colour.OK_SOFT, Colour.WARN_SOFT, Colour.ERROR_SOFT)),
    (Colour.OK, Colour.OK_SOFT),
    (Colour.WARN, Colour.WARN_SOFT),
    (Colour.ERROR, Colour.ERROR_SOFT),
    (Colour.ACCENT, Colour.ACCENT_SOFT),
    *((Colour.ACCENT, soft) for soft in (Colour.OK_SOFT, Colour.WARN_SOFT, Colour.ERROR_SOFT)),
    (Colour.ON_ACCENT, Colour.ACCENT),
    (Colour.ON_ACCENT, Colour.ACCENT_HOVER),
    (Colour.ON_ACCENT, Colour.ACCENT_PRESSED),
    (Colour.ON_ERROR, Colour.ERROR),
    (Colour.ON_ERROR, Colour.ERROR_HOVER),
    (Colour.RAIL_TEXT, Colour.RAIL),
    (Colour.RAIL_TEXT, Colour.RAIL_HOVER),
    (Colour.ON_RAIL, Colour.RAIL_CURRENT),
    (Colour.ON_TOOLTIP, Colour.TOOLTIP),
]
FOCUS_LINES = [
    *((Colour.ACCENT, surface) for surface in (Colour.BG, Colour.CARD, Colour.FIELD)),
    *((Colour.TEXT, surface) for surface in (Colour.BG, Colour.CARD)),
    (Colour.ERROR, Colour.FIELD),
    (Colour.RAIL_MARK, Colour.RAIL),
    (Colour.RAIL_MARK, Colour.RAIL_CURRENT),
]


@pytest.mark.parametrize("scheme", Scheme)
def test_words_stand_out_from_every_surface(scheme):
    colours = SCHEMES[scheme]
    weak = {
        (word, surface): round(contrast(colours[word], colours[surface]), 2)
        for word, surface in PAIRS
        if contrast(colours[word], colours[surface]) < 4.5
    }
    assert not weak


@pytest.mark.parametrize("scheme", Scheme)
def test_focus_lines_stand_out(scheme):
    colours = SCHEMES[scheme]
    weak = [pair for pair in FOCUS_LINES if contrast(*(colours[role] for role in pair)) < 3]
    assert not weak


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", Scheme)
def test_every_scheme_has_every_colour(scheme):
    assert set(SCHEMES[scheme]) == set(Colour)


def test_template_takes_every_name_once(images):
    sheet = theme.style_sheet(SCHEMES[Scheme.DARK], 1.0)
    template = resource("style.qss").read_text(encoding="utf-8")
    assert "$" not in sheet
    wanted = set(re.findall(r"\$\{?([a-z_]+)", template))
    offered = [*(role.value for role in Colour), *theme.IMAGES, *theme.LENGTHS, *theme.POINTS]
    assert len(offered) == len(set(offered)), "two things of one name"
    assert wanted <= set(offered)
    assert wanted >= {*theme.IMAGES, *theme.LENGTHS, *theme.POINTS}, "something nobody uses"


def test_template_has_no_colour_and_no_pixel_font_of_its_own():
    template = resource("style.qss").read_text(encoding="utf-8")
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?!_)", re.sub(r"#(qt_|rail)\w*", "", template))
    assert not re.findall(r"font-size:\s*\d", template)


def test_images_of_the_style_sheet_exist(images):
    sheet = theme.style_sheet(SCHEMES[Scheme.LIGHT], 2.0)
    paths = re.findall(r'url\("([^"]+)"\)', sheet)
    assert paths
    assert all(Path(path).read_bytes().startswith(b"<svg") for path in set(paths))


def test_schemes_change_while_widgets_stand(app, qtbot, scheme_restored):
    button = Button("打印", icon="printer")
    qtbot.addWidget(button)
    button.show()
    before = button.icon().pixmap(16, 16).toImage()
    theme.apply(app, Scheme.DARK)
    assert app.palette().color(QPalette.ColorRole.Window).name() == "#12181f"
    assert icons.colour(Colour.CARD) == "#1B232C"
    assert button.icon().pixmap(16, 16).toImage() != before


@pytest.mark.parametrize("size", TextSize)
def test_text_size_reaches_fields_and_lengths(app, qtbot, scheme_restored, size):
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    height = field.sizeHint().height()
    theme.apply(app, Scheme.LIGHT, size.scale)
    assert current_scale() == pytest.approx(size.scale)
    assert scaled(36) == round(36 * size.scale)
    assert field.font().pointSizeF() == pytest.approx(10.5 * size.scale)
    assert (field.sizeHint().height() > height) == (size != TextSize.STANDARD)
    assert size.label


@pytest.mark.parametrize("kind", [QLineEdit, QPushButton])
def test_focus_ring_moves_nothing(app, qtbot, kind):
    widget = kind("文字")
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    widget.clearFocus()
    before = widget.sizeHint()
    widget.setFocus()
    QApplication.processEvents()
    assert widget.sizeHint() == before
