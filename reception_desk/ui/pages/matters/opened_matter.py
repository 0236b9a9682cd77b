"""Everything the page shows of one matter, read at once in a worker's thread."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.records.advisers import AdviceRecord
from reception_desk.records.joint_matters import JointMatter
from reception_desk.records.video_sessions import SessionLine
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.services.advice import advice_of_matter
from reception_desk.services.hearings import HearingNow, hearing_of_matter
from reception_desk.services.joint_matters import joint_matter
from reception_desk.services.matter_file import MatterFile, open_matter
from reception_desk.services.promises import PromiseNow, promises_of_matter
from reception_desk.services.session_calendar import sessions_of_matter
from reception_desk.services.undertakings import UndertakingNow, undertakings_of_matter
from reception_desk.ui.pages.matters.duty_words import Clock, clock
from reception_desk.ui.pages.matters.step_words import timeline
from reception_desk.ui.today import today_in
from reception_desk.ui.widgets.step_timeline import TimelineEntry

LOOK = "办理"


@dataclass(frozen=True, slots=True)
class OpenedMatter:
    """A matter with its clock, its steps as entries, and the unit responsible now."""

    file: MatterFile
    clock: Clock
    steps: tuple[TimelineEntry, ...]
    unit_name: str
    today: date
    promises: tuple[PromiseNow, ...]
    sessions: tuple[SessionLine, ...]
    undertakings: tuple[UndertakingNow, ...]
    joint: JointMatter
    hearing: HearingNow | None
    advice: tuple[AdviceRecord, ...] | None


def read_matter(
    database: Database, actor: Actor, matter_id: str, by: Callable[[], Reckoning]
) -> OpenedMatter:
    """Return one matter whole; the look is audited."""
    reckoning = by()
    file = open_matter(database, actor, matter_id, reckoning, reason=LOOK)
    standing, steps = file.now.standing, file.now.case.steps
    today = today_in(ZoneInfo(actor.desk.zone))
    return OpenedMatter(
        file=file,
        clock=clock(standing, reckoning, today),
        steps=tuple(timeline(steps, standing)),
        unit_name=_unit_name(file),
        today=today,
        promises=promises_of_matter(database, actor, matter_id),
        sessions=sessions_of_matter(database, actor, matter_id),
        undertakings=undertakings_of_matter(database, actor, matter_id),
        joint=joint_matter(database, actor, matter_id),
        hearing=hearing_of_matter(database, actor, matter_id, reckoning),
        advice=advice_of_matter(database, actor, matter_id),
    )


def _unit_name(file: MatterFile) -> str:
    """Return the unit responsible now, as the latest step names it; "" where none does."""
    unit_id = file.now.standing.unit_id
    named = (step.unit_name for step in reversed(file.now.case.steps) if step.unit_id == unit_id)
    return next(named, "") if unit_id else ""
