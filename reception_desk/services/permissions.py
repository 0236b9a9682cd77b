"""The gate in front of every use case."""

from reception_desk.errors import NotPermittedError
from reception_desk.records.actor import Actor
from reception_desk.rules import permissions
from reception_desk.rules.permissions import Action, Role


def require(actor: Actor, action: Action) -> None:
    """Raise `NotPermittedError` unless one of the actor's roles holds `action`.

    A one-time password opens nothing but the choice of one's own.
    """
    if actor.must_change_password:
        raise NotPermittedError("一次性密码只能用来设置自己的密码。", advice="请先设置新密码。")
    permissions.require(map(Role, actor.roles), action)
