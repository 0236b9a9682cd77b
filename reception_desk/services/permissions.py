"""The gate in front of every use case."""

from reception_desk.records.actor import Actor
from reception_desk.rules import permissions
from reception_desk.rules.permissions import Action, Role


def require(actor: Actor, action: Action) -> None:
    """Raise `NotPermittedError` unless one of the actor's roles holds `action`."""
    permissions.require(map(Role, actor.roles), action)
