"""Design tokens: every colour of the screen by name, in a light and a dark scheme."""

from enum import StrEnum


class Scheme(StrEnum):
    """The two appearances of the desk."""

    LIGHT = "light"
    DARK = "dark"


class Colour(StrEnum):
    """What a colour is for; the value is also its name in the style template."""

    BG = "bg"
    CARD = "card"
    FIELD = "field"
    HEADER = "header"
    HOVER = "hover"
    PRESSED = "pressed"
    LINE = "line"
    BORDER = "border"
    TEXT = "text"
    MUTED = "muted"
    DISABLED = "disabled"
    ACCENT = "accent"
    ACCENT_HOVER = "accent_hover"
    ACCENT_PRESSED = "accent_pressed"
    ACCENT_SOFT = "accent_soft"
    ON_ACCENT = "on_accent"
    SELECTION = "selection"
    RAIL = "rail"
    RAIL_HOVER = "rail_hover"
    RAIL_CURRENT = "rail_current"
    RAIL_TEXT = "rail_text"
    RAIL_MARK = "rail_mark"
    ON_RAIL = "on_rail"
    OK = "ok"
    OK_SOFT = "ok_soft"
    WARN = "warn"
    WARN_SOFT = "warn_soft"
    ERROR = "error"
    ERROR_SOFT = "error_soft"
    ERROR_HOVER = "error_hover"
    ON_ERROR = "on_error"
    SCROLL = "scroll"
    TOOLTIP = "tooltip"
    ON_TOOLTIP = "on_tooltip"


LIGHT: dict[Colour, str] = {
    Colour.BG: "#F4F6F9",
    Colour.CARD: "#FFFFFF",
    Colour.FIELD: "#FFFFFF",
    Colour.HEADER: "#F7F9FB",
    Colour.HOVER: "#EDF1F6",
    Colour.PRESSED: "#E2E8F0",
    Colour.LINE: "#DDE3EA",
    Colour.BORDER: "#BDC7D2",
    Colour.TEXT: "#1D2733",
    Colour.MUTED: "#5B6979",
    Colour.DISABLED: "#98A4B2",
    Colour.ACCENT: "#1F5FBF",
    Colour.ACCENT_HOVER: "#2B6CCD",
    Colour.ACCENT_PRESSED: "#194F9F",
    Colour.ACCENT_SOFT: "#E4EEFB",
    Colour.ON_ACCENT: "#FFFFFF",
    Colour.SELECTION: "#E4EEFB",
    Colour.RAIL: "#14243B",
    Colour.RAIL_HOVER: "#1B2F4C",
    Colour.RAIL_CURRENT: "#22406B",
    Colour.RAIL_TEXT: "#B4C1D2",
    Colour.RAIL_MARK: "#5B9BF3",
    Colour.ON_RAIL: "#FFFFFF",
    Colour.OK: "#167547",
    Colour.OK_SOFT: "#E4F4EB",
    Colour.WARN: "#8A5A0B",
    Colour.WARN_SOFT: "#FCF3E0",
    Colour.ERROR: "#B83227",
    Colour.ERROR_SOFT: "#FCEBE9",
    Colour.ERROR_HOVER: "#C94236",
    Colour.ON_ERROR: "#FFFFFF",
    Colour.SCROLL: "#C9D2DC",
    Colour.TOOLTIP: "#1D2733",
    Colour.ON_TOOLTIP: "#FFFFFF",
}

DARK: dict[Colour, str] = {
    Colour.BG: "#12181F",
    Colour.CARD: "#1B232C",
    Colour.FIELD: "#161D25",
    Colour.HEADER: "#202933",
    Colour.HOVER: "#242E39",
    Colour.PRESSED: "#2C3743",
    Colour.LINE: "#2F3A46",
    Colour.BORDER: "#475564",
    Colour.TEXT: "#E6EBF1",
    Colour.MUTED: "#9BA9B8",
    Colour.DISABLED: "#66737F",
    Colour.ACCENT: "#6FA8F5",
    Colour.ACCENT_HOVER: "#86B7F8",
    Colour.ACCENT_PRESSED: "#5C96E6",
    Colour.ACCENT_SOFT: "#1B304C",
    Colour.ON_ACCENT: "#0B1A2E",
    Colour.SELECTION: "#20344F",
    Colour.RAIL: "#0C1219",
    Colour.RAIL_HOVER: "#151F2A",
    Colour.RAIL_CURRENT: "#1B2E48",
    Colour.RAIL_TEXT: "#A6B4C4",
    Colour.RAIL_MARK: "#6FA8F5",
    Colour.ON_RAIL: "#FFFFFF",
    Colour.OK: "#4CC38A",
    Colour.OK_SOFT: "#173226",
    Colour.WARN: "#E0A84A",
    Colour.WARN_SOFT: "#35290F",
    Colour.ERROR: "#F0857A",
    Colour.ERROR_SOFT: "#3B1E1B",
    Colour.ERROR_HOVER: "#F5988E",
    Colour.ON_ERROR: "#2A0D0A",
    Colour.SCROLL: "#3B4855",
    Colour.TOOLTIP: "#313D4A",
    Colour.ON_TOOLTIP: "#F2F5F8",
}

SCHEMES: dict[Scheme, dict[Colour, str]] = {Scheme.LIGHT: LIGHT, Scheme.DARK: DARK}


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two `#RRGGBB` colours, 1 to 21 (WCAG 2.2, 1.4.3)."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
