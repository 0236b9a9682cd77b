"""What the kiosk works with: less than a desk has, and nobody is signed in."""

from dataclasses import dataclass, field

from reception_desk.config import Settings
from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.services.ticket_day import KnownStandings
from reception_desk.ui.print_desk import PrintDesk
from reception_desk.ui.tasks import Tasks


@dataclass(slots=True)
class KnownQueue:
    """What was read of the queue before."""

    known: KnownStandings = field(default_factory=KnownStandings)


@dataclass(frozen=True, slots=True)
class KioskPlace:
    """`actor` stands for whoever is before the screen (`services/self_service`)."""

    settings: Settings
    database: Database
    actor: Actor
    tasks: Tasks
    print_desk: PrintDesk
    tickets: KnownQueue = field(default_factory=KnownQueue)
