"""法定途径助手 on an open matter: its answers are kept as reasons, and lead to the step's form."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reception_desk.errors import DeskError
from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.records.route import RouteAdvice
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.offers import Offer
from reception_desk.rules.route_tree import LETTER, VISIT
from reception_desk.rules.routes import EVENTS, last_advice
from reception_desk.rules.transition import Event
from reception_desk.rules.workflow import TRANSITIONS
from reception_desk.services.route_advice import may_be_advised, note_advice
from reception_desk.ui.dialogs.route_questions import RouteHelper
from reception_desk.ui.pages.matters.opened_matter import OpenedMatter
from reception_desk.ui.pages.matters.reckoning import OfficeReckoning
from reception_desk.ui.workplace import Workplace

LANE = "steps"


class RouteAsking(QObject):
    """Signals: `noted(advice)` once it is on record, `failed(error)`."""

    noted = Signal(object)
    failed = Signal(object)

    def __init__(self, work: Workplace, reckoning: OfficeReckoning, window: QWidget) -> None:
        super().__init__(window)
        self._work = work
        self._reckoning = reckoning
        self._window = window

    def ask(self, opened: OpenedMatter) -> RouteHelper:
        """Open the helper, where earlier answers are to be gone back to; else it is known
        whether it came by letter.
        """
        earlier = last_advice(opened.file.now.case.steps)
        form = LETTER if opened.file.now.case.facts.is_letter else VISIT
        given = dict(earlier.answers) if earlier else {"form": form}
        helper = RouteHelper(self._window.window(), given)
        helper.taken.connect(partial(self._note, opened.file.head.matter_id))
        helper.open()
        return helper

    def _note(self, matter_id: str, advice: RouteAdvice) -> None:
        def done(_nothing: None) -> None:
            self._work.changes.matter_changed.emit(matter_id)
            self.noted.emit(advice)

        database, actor, by = self._work.database, self._work.actor, self._reckoning.get
        write = partial(_written, database, actor, matter_id, advice, by)
        self._work.tasks.run(LANE, self, write, done, self._fail)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self.failed.emit(error)
        else:
            self._work.messages.show_error(error)


def can_ask(actor: Actor, opened: OpenedMatter) -> bool:
    """Say whether the route is still open, and the actor has a part in choosing it."""
    case, standing = opened.file.now.case, opened.file.now.standing
    is_open = standing.state in TRANSITIONS[Event.GUIDED].sources
    is_recused = actor.account_id in standing.recused
    return is_open and not is_recused and may_be_advised(actor, case.facts)


def offer_for(offers: tuple[Offer, ...], advice: RouteAdvice) -> Offer | None:
    """Return the step that follows the advice, None where this person has no part in it now."""
    event = EVENTS[advice.outcome]
    return next((offer for offer in offers if offer.transition.event is event), None)


def why_no_step(offer: Offer | None, advice: RouteAdvice) -> str:
    """Say that the advice is kept, and why no form of a step opens."""
    label = TRANSITIONS[EVENTS[advice.outcome]].label
    why = offer.why_not if offer else f"“{label}”由其他人员办理。"
    return f"建议“{advice.title}”和理由已记入办理步骤。{why}"


def _written(
    database: Database,
    actor: Actor,
    matter_id: str,
    advice: RouteAdvice,
    by: Callable[[], Reckoning],
) -> None:
    """Runs in the lane."""
    note_advice(database, actor, matter_id, advice, by())
