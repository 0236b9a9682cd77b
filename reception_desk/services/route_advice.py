"""法定途径助手 on a matter: its answers and its advice are kept as a step that changes nothing."""

from zoneinfo import ZoneInfo

from reception_desk.errors import InvalidInputError, NotPermittedError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.matter import Step
from reception_desk.models.rows import add_row
from reception_desk.records.actor import Actor
from reception_desk.records.route import RouteAdvice
from reception_desk.records.steps import MatterFacts, StepDetails
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.rules.routes import advice_note, as_answers
from reception_desk.rules.transition import ADVISED
from reception_desk.services import audit
from reception_desk.services.authorship import by as written_by
from reception_desk.services.step_details import details_text
from reception_desk.services.steps import UNTOUCHED, open_case


def may_be_advised(actor: Actor, facts: MatterFacts) -> bool:
    """Say whether the actor has a part in choosing the matter's route."""
    actions = (Action.PROPOSE_ROUTE, Action.APPROVE_ROUTE)
    if facts.is_accusation:
        actions = (Action.FORWARD_ACCUSATION,)
    return any(may([Role(role) for role in actor.roles], action) for action in actions)


def note_advice(
    database: Database, actor: Actor, matter_id: str, advice: RouteAdvice, by: Reckoning
) -> None:
    """Keep the answers and what they lead to, as reasons for whoever decides the route.

    Raises `NotPermittedError` for who takes no part in that, `InvalidInputError` for who has
    declared an interest (条例 Art. 28(3)).
    """
    with database.write() as session:
        case = open_case(session, actor, matter_id)
        if not may_be_advised(actor, case.facts):
            raise NotPermittedError("您的岗位不参与这件事项的分流。", saved=UNTOUCHED)
        standing = case.standing(by)
        if actor.account_id in standing.recused:
            raise InvalidInputError(
                "您与本事项有利害关系，已经回避，不能办理（《信访工作条例》第二十八条第三款）。",
                saved=UNTOUCHED,
            )
        moment = now()
        add_row(
            session,
            Step,
            **written_by(actor, stream=case.stream),
            matter_id=matter_id,
            event=ADVISED,
            occurred_at=moment,
            day=moment.astimezone(ZoneInfo(actor.desk.zone)).date(),
            after_id=standing.last_step_id,
            reason=advice_note(advice),
            result=advice.way,
            details=details_text(StepDetails(route=as_answers(advice))),
        )
        audit.record(session, actor, "note_advice", table="matter", row_id=matter_id)
