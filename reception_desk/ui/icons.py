"""Line icons of `resources/icons`, drawn in a colour of the scheme in use.

An icon is an SVG file on a 24 px grid whose strokes are `currentColor`. Coloured copies are
written once into a folder, because style sheets and Qt's own SVG icon engine (crisp at every
scale, unlike a stack of pixmaps) read files.
"""

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, QStandardPaths, Qt
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication

from reception_desk.config import resource
from reception_desk.ui.tokens import LIGHT, Colour

_WORN = "desk_icon"


class _Wardrobe:
    """The colours in use and the folder of coloured copies."""

    colours = LIGHT
    folder: Path | None = None


def colour(role: Colour) -> str:
    """Return `#RRGGBB` of a role in the scheme in use."""
    return _Wardrobe.colours[role]


def use(colours: dict[Colour, str], folder: Path | None = None) -> None:
    """Draw from now on in these colours; `folder` keeps the copies (default: the user's cache)."""
    _Wardrobe.colours = colours
    _Wardrobe.folder = folder or _Wardrobe.folder
    icon.cache_clear()


def names() -> list[str]:
    """Return the names of all icons, sorted."""
    return sorted(path.stem for path in resource("icons").glob("*.svg"))


@lru_cache(maxsize=512)
def coloured_svg(name: str, ink: str) -> bytes:
    """Return an icon's SVG text with `ink` (`#RRGGBB`) for its strokes."""
    return (
        resource("icons", f"{name}.svg").read_bytes().replace(b"currentColor", ink.encode("ascii"))
    )


def coloured_file(name: str, ink: str) -> Path:
    """Return a file with the icon in `ink`, written when it is not there yet."""
    folder = _Wardrobe.folder or _cache_folder()
    path = folder / f"{name}-{ink.removeprefix('#')}.svg"
    data = coloured_svg(name, ink)
    if not path.exists() or path.stat().st_size != len(data):
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return path


def _cache_folder() -> Path:
    cache = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.CacheLocation)
    return Path(cache) / "icons"


@lru_cache(maxsize=256)
def icon(name: str, role: Colour = Colour.TEXT) -> QIcon:
    """Return an icon in a role's colour; grey when disabled. Shared, so do not change it."""
    made = QIcon()
    modes = ((QIcon.Mode.Normal, role), (QIcon.Mode.Disabled, Colour.DISABLED))
    for mode, mode_role in modes:
        made.addFile(str(coloured_file(name, colour(mode_role))), QSize(), mode)
    return made


def pixmap(name: str, role: Colour, size: int, ratio: float = 1.0) -> QPixmap:
    """Return an icon of `size` logical px for a screen of `ratio` device px each."""
    return _drawn(name, colour(role), size, ratio)


@lru_cache(maxsize=512)
def _drawn(name: str, ink: str, size: int, ratio: float) -> QPixmap:
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(coloured_svg(name, ink)))
    painter = QPainter(picture)
    renderer.render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def wear(target: QAbstractButton | QAction, name: str, role: Colour = Colour.TEXT) -> None:
    """Give a button or an action its icon; it follows later changes of the scheme."""
    target.setProperty(_WORN, f"{name}:{role}")
    target.setIcon(icon(name, role))


def redraw(app: QApplication) -> None:
    """Give everything that wears an icon the same icon in the colours now in use."""
    for widget in app.allWidgets():
        _dress(widget)
        for action in widget.actions():
            _dress(action)


def _dress(target: QObject) -> None:
    worn = target.property(_WORN)
    if worn and isinstance(target, QAbstractButton | QAction):
        name, _, role = worn.partition(":")
        target.setIcon(icon(name, Colour(role)))


def take_off(target: QAbstractButton | QAction) -> None:
    """Leave a button or an action without an icon."""
    target.setProperty(_WORN, None)
    target.setIcon(QIcon())
