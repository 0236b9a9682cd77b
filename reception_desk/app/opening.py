"""What is opened before anybody signs in: the database, the fonts, the heavy modules."""

from pathlib import Path
from typing import TYPE_CHECKING

from reception_desk.config import Settings

if TYPE_CHECKING:
    from reception_desk.documents.fonts import FontPaths
    from reception_desk.models import Database


def open_database(settings: Settings, passphrase: str = "") -> "Database":
    """Open the local file with its key; raises `DatabaseError` with what to do."""
    from reception_desk.models import Database
    from reception_desk.models.database_key import obtain

    key = obtain(settings.home, passphrase=passphrase) if settings.encrypted else None
    return Database(settings.database_path, key)


def font_paths(settings: Settings) -> "FontPaths":
    """Return the office's own fonts for `documents`."""
    from dataclasses import fields

    from reception_desk.documents.fonts import FontPaths

    chosen = {field.name: getattr(settings.fonts, field.name) for field in fields(FontPaths)}
    return FontPaths(**{name: Path(path) for name, path in chosen.items() if path})


def warm_up(settings: Settings) -> None:
    """Load what the first visitor needs, while somebody types a password."""
    from reception_desk.documents import fonts
    from reception_desk.rules.names import name_keys

    name_keys("接访")
    fonts.warm_up(font_paths(settings))
