"""What visitors do by themselves, at the kiosk or on the petitioner's screen: nobody signs in."""

from reception_desk.records.actor import Actor, DeskIdentity
from reception_desk.records.identifiers import fixed_id
from reception_desk.rules.permissions import Role

VISITOR_ID = fixed_id("account", "visitor")
"""Stands where an account would; it is that of no person."""


def visitor_at(desk: DeskIdentity) -> Actor:
    """Return the actor for whoever stands before a screen of this desk."""
    return Actor(
        account_id=VISITOR_ID,
        login="",
        name=Role.VISITOR.label,
        unit_id=desk.unit_id,
        roles=frozenset({Role.VISITOR.value}),
        desk=desk,
    )
