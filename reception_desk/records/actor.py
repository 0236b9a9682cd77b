"""Who acts, at which desk: every write names both."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeskIdentity:
    """The window this program stands at; `stream` is its unit's stream."""

    desk_id: str
    unit_id: str
    unit_name: str
    stream: int
    code: str
    window: str
    zone: str


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in member of staff at a desk; `roles` are names of `rules.permissions.Role`.

    Who signed in with a one-time password must choose their own before anything else.
    """

    account_id: str
    login: str
    name: str
    unit_id: str
    roles: frozenset[str]
    desk: DeskIdentity
    must_change_password: bool = False
