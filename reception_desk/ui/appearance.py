"""How the desk looks to its people: scheme and text size, remembered on this machine."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication

from reception_desk.models import Database
from reception_desk.services import settings
from reception_desk.ui import theme
from reception_desk.ui.text_size import TextSize
from reception_desk.ui.tokens import Scheme

_SCHEME = "appearance.scheme"
_TEXT_SIZE = "appearance.text_size"


@dataclass(frozen=True, slots=True)
class Appearance:
    """A scheme and one of the three text sizes."""

    scheme: Scheme = Scheme.LIGHT
    text_size: TextSize = TextSize.STANDARD


def remembered(database: Database) -> Appearance:
    """Return what was chosen on this machine; a name this program does not know is the default."""
    scheme = settings.get(database, _SCHEME)
    size = settings.get(database, _TEXT_SIZE)
    return Appearance(
        Scheme(scheme) if scheme in set(Scheme) else Scheme.LIGHT,
        TextSize(size) if size in set(TextSize) else TextSize.STANDARD,
    )


def remember(database: Database, chosen: Appearance) -> None:
    """Keep a choice for the next start."""
    settings.put(database, _SCHEME, chosen.scheme.value)
    settings.put(database, _TEXT_SIZE, chosen.text_size.value)


def wear(app: QApplication, chosen: Appearance, *, images: Path | None = None) -> None:
    """Dress the whole application, also while it runs."""
    theme.apply(app, chosen.scheme, chosen.text_size.scale, images=images)
