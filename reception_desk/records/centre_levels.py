"""How centres of several levels stand to each other."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class UpwardLink:
    """The way in for the level above. `secret` is empty when the login keeps the one it has."""

    dsn: str
    publication: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SourceStanding:
    """A centre below, as the one above sees it.

    `copying` counts tables whose first copy is not complete, `behind` bytes received and not yet
    applied, `silent` seconds since the source was last heard; both are None without a connection.
    `errors` counts failed attempts to apply or copy.
    """

    name: str
    counties: tuple[str, ...]
    is_connected: bool
    copying: int
    behind: int | None
    silent: float | None
    newest: datetime | None
    errors: int


@dataclass(frozen=True, slots=True)
class UpperStatus:
    """An upper centre: where its rows come from and how many there are per table."""

    level: str
    schema_version: int
    sources: tuple[SourceStanding, ...]
    rows: dict[str, int]


@dataclass(frozen=True, slots=True)
class SubscriberStanding:
    """A centre above, as the one below sees it: `held` bytes of log wait for it on this disk."""

    name: str
    is_connected: bool
    held: int
