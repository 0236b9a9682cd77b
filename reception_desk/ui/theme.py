"""The look of the desk: Fusion, one palette and one style sheet from the same tokens."""

from pathlib import Path
from string import Template

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from reception_desk.config import resource
from reception_desk.ui import icons
from reception_desk.ui.text_size import BASE_POINTS
from reception_desk.ui.tokens import SCHEMES, Colour, Scheme

# Images in the style sheet: template name -> icon and the role of its colour.
IMAGES = {
    "image_down": ("chevron-down", Colour.MUTED),
    "image_down_off": ("chevron-down", Colour.DISABLED),
    "image_up": ("chevron-up", Colour.MUTED),
    "image_up_off": ("chevron-up", Colour.DISABLED),
    "image_left": ("chevron-left", Colour.TEXT),
    "image_right": ("chevron-right", Colour.TEXT),
    "image_branch_closed": ("chevron-right", Colour.MUTED),
    "image_check": ("check", Colour.ON_ACCENT),
    "image_check_menu": ("check", Colour.ACCENT),
    "image_check_off": ("check", Colour.DISABLED),
    "image_partly": ("minus", Colour.ON_ACCENT),
    "image_radio": ("filled-dot", Colour.ON_ACCENT),
    "image_close": ("close", Colour.MUTED),
}
# Lengths in px at standard text that belong to text and grow with it.
LENGTHS = {
    "indicator": 16,
    "round": 8.5,
    "slider": 4,
    "slider_overhang": -6,
    "slider_round": 8,
    "slider_height": 18,
    "group_top": 34,
    "arrow": 16,
    "popup_row": 28,
    "menu_icon": 18,
    "scroll_bar": 10,
}
POINTS = {"pt_small": 9.0, "pt_heading": 11.5, "pt_title": 16.0, "pt_big": 24.0, "pt_number": 44.0}


def apply(
    app: QApplication, scheme: Scheme, text_scale: float = 1.0, *, images: Path | None = None
) -> None:
    """Give the whole application a scheme and a text size (1.0 to 2.0).

    May be called again at any time. `images` is the folder for coloured icon copies.
    """
    colours = SCHEMES[scheme]
    icons.use(colours, images)
    if app.style().objectName() != "fusion":
        app.setStyle("Fusion")
    font = app.font()
    font.setPointSizeF(BASE_POINTS * text_scale)
    app.setFont(font)
    colours_palette = palette(colours)
    app.setPalette(colours_palette)
    QToolTip.setPalette(colours_palette)
    app.setStyleSheet(style_sheet(colours, text_scale))
    icons.redraw(app)


def style_sheet(colours: dict[Colour, str], text_scale: float) -> str:
    """Fill `resources/style.qss`; an unknown or a forgotten name is a `KeyError`."""
    values = {role.value: ink for role, ink in colours.items()}
    values.update({name: str(round(px * text_scale)) for name, px in LENGTHS.items()})
    values.update({name: f"{points * text_scale:.2f}pt" for name, points in POINTS.items()})
    for name, (drawing, role) in IMAGES.items():
        path = icons.coloured_file(drawing, colours[role])
        values[name] = f'url("{path.as_posix()}")'
    return Template(resource("style.qss").read_text(encoding="utf-8")).substitute(values)


def palette(colours: dict[Colour, str]) -> QPalette:
    """Return the palette for all that a style sheet does not reach (calendar, tool tips, print)."""
    roles = {
        QPalette.ColorRole.Window: Colour.BG,
        QPalette.ColorRole.Base: Colour.CARD,
        QPalette.ColorRole.AlternateBase: Colour.HEADER,
        QPalette.ColorRole.Button: Colour.CARD,
        QPalette.ColorRole.Text: Colour.TEXT,
        QPalette.ColorRole.WindowText: Colour.TEXT,
        QPalette.ColorRole.ButtonText: Colour.TEXT,
        QPalette.ColorRole.BrightText: Colour.ERROR,
        QPalette.ColorRole.PlaceholderText: Colour.MUTED,
        QPalette.ColorRole.Highlight: Colour.SELECTION,
        QPalette.ColorRole.HighlightedText: Colour.TEXT,
        QPalette.ColorRole.Link: Colour.ACCENT,
        QPalette.ColorRole.LinkVisited: Colour.ACCENT,
        QPalette.ColorRole.Accent: Colour.ACCENT,
        QPalette.ColorRole.ToolTipBase: Colour.TOOLTIP,
        QPalette.ColorRole.ToolTipText: Colour.ON_TOOLTIP,
        QPalette.ColorRole.Light: Colour.CARD,
        QPalette.ColorRole.Midlight: Colour.HOVER,
        QPalette.ColorRole.Mid: Colour.LINE,
        QPalette.ColorRole.Dark: Colour.BORDER,
        QPalette.ColorRole.Shadow: Colour.BORDER,
    }
    made = QPalette()
    for role, name in roles.items():
        made.setColor(role, QColor(colours[name]))
    faint = QColor(colours[Colour.DISABLED])
    for role in (
        QPalette.ColorRole.Text,
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.ButtonText,
        QPalette.ColorRole.HighlightedText,
    ):
        made.setColor(QPalette.ColorGroup.Disabled, role, faint)
    return made


def set_look(widget: QWidget, look: str) -> None:
    """Choose a variant of the style sheet (`look`), also for a widget already on screen."""
    widget.setProperty("look", look)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
