"""送达: how an issued paper reached the petitioner; an opinion served starts their own period."""

from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.document import Document
from reception_desk.models.matter import ServiceRecord
from reception_desk.models.rows import add_row
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentKind
from reception_desk.records.steps import StepDetails, StepInput
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.permissions import Action
from reception_desk.rules.service_of_papers import Service, ServiceWay, served_on, why_not_served
from reception_desk.rules.states import State
from reception_desk.rules.transition import Event
from reception_desk.services import audit
from reception_desk.services.authorship import by as written_by
from reception_desk.services.confidentiality import may_open
from reception_desk.services.document_kinds import content_of, kind_of
from reception_desk.services.permissions import require
from reception_desk.services.steps import open_case, take_step_in

_STARTS = {
    DocumentKind.HANDLING_OPINION: (State.OPINION, Event.SERVED),
    DocumentKind.REVIEW_OPINION: (State.REVIEWED, Event.REVIEW_SERVED),
}
"""Papers whose service is a step of the matter (条例 Art. 35, 36)."""


def record_service(
    database: Database,
    actor: Actor,
    document_id: str,
    service: Service,
    by: Reckoning,
    *,
    is_agreed: bool = False,
) -> None:
    """Record that a paper was served; with an opinion the petitioner's period begins.

    Served by public notice, the paper counts after thirty days: the step is taken then. Raises
    `InvalidInputError` for what the way of service must show and does not.
    """
    require(actor, Action.RECORD_SERVICE)
    zone = ZoneInfo(actor.desk.zone)
    today = now().astimezone(zone).date()
    with database.write() as session:
        row = _paper(session, actor, document_id)
        issued_on = content_of(row).get("issued_on")
        first = row.created_at.astimezone(zone).date()
        issued = type(first).fromisoformat(issued_on) if issued_on else first
        if why := why_not_served(service, issued, today):
            raise InvalidInputError(why, saved="还没有保存，您填写的内容都在。")
        add_row(
            session,
            ServiceRecord,
            **written_by(actor, stream=row.stream),
            document_id=row.id,
            matter_id=row.matter_id,
            way=service.way.value,
            served_on=served_on(service),
            received_by=service.received_by or None,
            relation=service.relation or None,
            witness=service.witness or None,
            mail_number=service.mail_number or None,
            is_refused=service.is_refused,
            note=service.note or None,
        )
        audit.record(session, actor, "record_service", table="document", row_id=row.id)
        if served_on(service) <= today:
            _take_step(session, actor, row, service, by, is_agreed=is_agreed)


def services_of(database: Database, actor: Actor, document_id: str) -> tuple[Service, ...]:
    """Return how a paper was served, the first attempt first."""
    with database.read() as session:
        row = _paper(session, actor, document_id)
        records = session.scalars(
            select(ServiceRecord)
            .where(ServiceRecord.document_id == row.id)
            .order_by(ServiceRecord.id)
        ).all()
    return tuple(
        Service(
            way=ServiceWay(record.way),
            day=record.served_on,
            received_by=record.received_by or "",
            relation=record.relation or "",
            witness=record.witness or "",
            mail_number=record.mail_number or "",
            is_refused=record.is_refused,
            note=record.note or "",
        )
        for record in records
    )


def _paper(session: Session, actor: Actor, document_id: str) -> Document:
    row = session.get(Document, document_id)
    if row is None or row.matter_id is None or not may_open(actor, row):
        raise DeskError("没有找到这份文书。", advice="它可能还没有同步到本机。")
    if row.voided_at is not None:
        raise InvalidInputError("这份文书已经作废，不能送达。", advice="请送达重新出具的文书。")
    return row


def _take_step(
    session: Session, actor: Actor, row: Document, service: Service, by: Reckoning, *,
    is_agreed: bool,
) -> None:  # fmt: skip
    starts = _STARTS.get(kind_of(row))
    if starts is None or row.matter_id is None:
        return
    state, event = starts
    if open_case(session, actor, row.matter_id).standing(by).state is not state:
        return
    step = StepInput(
        event,
        day=served_on(service),
        details=StepDetails(
            way=service.way.value, mail_number=service.mail_number or None, is_agreed=is_agreed
        ),
    )
    take_step_in(session, actor, row.matter_id, step, by)
