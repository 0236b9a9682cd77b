"""What is opened before anybody signs in: the database, the fonts, the heavy modules."""

from typing import TYPE_CHECKING

from reception_desk.config import Settings

if TYPE_CHECKING:
    from reception_desk.models import Database


def open_database(settings: Settings, passphrase: str = "") -> "Database":
    """Open the local file with its key; raises `DatabaseError` with what to do."""
    from reception_desk.models import Database
    from reception_desk.models.database_key import obtain

    key = obtain(settings.home, passphrase=passphrase) if settings.encrypted else None
    return Database(settings.database_path, key)


def warm_up(settings: Settings) -> None:
    """Load what the first visitor needs, while somebody types a password."""
    from reception_desk.documents import fonts
    from reception_desk.documents.office_fonts import font_paths, office_fonts
    from reception_desk.rules.names import name_keys

    name_keys("接访")
    fonts.warm_up(office_fonts(font_paths(settings.fonts)).paths)
