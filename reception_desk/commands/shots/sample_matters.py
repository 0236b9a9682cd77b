"""A matter that a unit has accepted: a visitor who comes with it again hears how it stands."""

from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.records.steps import StepInput
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.permissions import Role
from reception_desk.rules.transition import PROPOSED, Event
from reception_desk.services.calendar import work_calendar
from reception_desk.services.office import unit_id
from reception_desk.services.steps import take_step
from reception_desk.services.visits import load_visit

_TOWN = "T100"


def lead_to_town(database: Database, staff: dict[Role, Actor], visit_id: str) -> None:
    """Transfer the visit's matter to 花园镇, which receives and accepts it today."""
    section, leader = staff[Role.SECTION], staff[Role.BUREAU_LEADER]
    matter_id = load_visit(database, section, visit_id, reason="转送").matter_id or ""
    by, town = Reckoning(work_calendar(database)), unit_id(_TOWN)
    for actor, step in (
        (section, StepInput(PROPOSED, result=Event.TRANSFERRED, unit_id=town)),
        (leader, StepInput(Event.TRANSFERRED, unit_id=town)),
        (section, StepInput(Event.UNIT_RECEIVED)),
        (section, StepInput(Event.ACCEPTED)),
    ):
        take_step(database, actor, matter_id, step, by)
