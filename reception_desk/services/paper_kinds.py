"""What is known of a paper that only its own kind says: days, remedies, routes, papers served."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from reception_desk.models.document import Document
from reception_desk.models.matter import ServiceRecord
from reception_desk.records.document import DocumentKind
from reception_desk.records.route import RouteOutcome
from reception_desk.rules.deadlines import due
from reception_desk.rules.duties import Duty
from reception_desk.rules.duty_ledger import last_entry
from reception_desk.rules.routes import EVENTS, last_advice
from reception_desk.rules.states import State
from reception_desk.rules.transition import Event
from reception_desk.services.document_kinds import kind_of, shown_number
from reception_desk.services.hearings import hearing_plan
from reception_desk.services.paper_case import PaperCase, day_of, last_step


def about_kind(session: Session, told: PaperCase, kind: DocumentKind) -> dict[str, Any]:
    """Return what only this kind of paper says."""
    make = _OF_KIND.get(kind)
    return make(session, told) if make else {}


def _transfer(_session: Session, told: PaperCase) -> dict[str, Any]:
    step = last_step(told, Event.ASSIGNED) or last_step(told, Event.TRANSFERRED)
    is_assigned = last_step(told, Event.ASSIGNED) is not None
    return {
        "way": "assignment" if is_assigned else "transfer",
        "sent_on": step.day if step else told.today,
        "attachments": ["来访事项登记单"],
    }


def _destination(session: Session, told: PaperCase) -> dict[str, Any]:
    """With the reasons of the route, where the helper was asked and its advice was followed."""
    advice = last_advice(told.case.steps)
    followed = advice is not None and last_step(told, EVENTS[advice.outcome]) is not None
    said = "".join(advice.reasons[1:]) if advice is not None and followed else ""
    return _transfer(session, told) | {"note": said}


def _guidance(_session: Session, told: PaperCase) -> dict[str, Any]:
    """Route, forum and time limit as the helper names them."""
    advice = last_advice(told.case.steps)
    if advice is None or advice.outcome is not RouteOutcome.GUIDE:
        return {}
    forum = advice.forum
    return {
        "route": advice.title,
        "basis": "、".join(advice.articles),
        "forum": forum.name if forum else None,
        "forum_address": forum.address if forum else None,
        "forum_phone": forum.phone if forum else None,
        "time_limit": "；".join(limit.text for limit in advice.limits),
    }


def _opinion(_session: Session, told: PaperCase) -> dict[str, Any]:
    last = due(Duty.D9, told.today, told.by.calendar, told.by.policy).legal
    return {
        "remedy_until": last,
        "remedy_organ": told.remedies.review_organ,
        "remedy_address": told.remedies.review_address,
        "remedy_phone": told.remedies.review_phone,
    }


def _review_opinion(_session: Session, told: PaperCase) -> dict[str, Any]:
    last = due(Duty.D11, told.today, told.by.calendar, told.by.policy).legal
    return {
        "organ": told.remedies.review_organ or told.actor.desk.unit_name,
        "applied_on": day_of(told, Event.REVIEW_REQUESTED),
        "received_on": day_of(told, Event.REVIEW_REQUESTED),
        "remedy_until": last,
        "remedy_organ": told.remedies.recheck_organ,
        "remedy_address": told.remedies.recheck_address,
        "remedy_phone": told.remedies.recheck_phone,
    }


def _review_acceptance(_session: Session, told: PaperCase) -> dict[str, Any]:
    is_recheck = told.standing.state is State.RECHECK
    entry = last_entry(told.standing.duties, Duty.D12 if is_recheck else Duty.D10)
    event = Event.RECHECK_REQUESTED if is_recheck else Event.REVIEW_REQUESTED
    return {
        "stage": "recheck" if is_recheck else "review",
        "applied_on": day_of(told, event),
        "due_on": entry.deadline(told.by).legal if entry else None,
    }


def _supervision(_session: Session, told: PaperCase) -> dict[str, Any]:
    sent = last_step(told, Event.ASSIGNED) or last_step(told, Event.TRANSFERRED)
    late = [
        (told.today - deadline.legal).days
        for entry in told.standing.open_duties
        if not entry.is_petitioners
        for deadline in (entry.deadline(told.by),)
        if deadline.is_late(told.today)
    ]
    step = told.standing.supervision
    reply = step.due_on if step else None
    return {
        "sent_on": sent.day if sent else None,
        "days_late": max(late, default=None),
        "reasons": ["overdue"] if late else None,
        "reply_due": reply,
        "reply_days": (reply - told.today).days if reply and reply > told.today else None,
    }


def _service_receipt(session: Session, told: PaperCase) -> dict[str, Any]:
    """The papers that have not been served yet."""
    served = select(ServiceRecord.document_id)
    rows = session.scalars(
        select(Document)
        .where(
            Document.matter_id == told.case.matter_id,
            Document.voided_at.is_(None),
            Document.id.not_in(served),
        )
        .order_by(Document.created_at, Document.id)
    ).all()
    owed = [row for row in rows if kind_of(row) is not DocumentKind.SERVICE_RECEIPT]
    return {
        "papers": [
            {"no": str(place), "title": row.title, "number": shown_number(row) or "", "copies": "1"}
            for place, row in enumerate(owed, 1)
        ],
        "servers": told.actor.name,
    }


def _hearing_notice(session: Session, told: PaperCase) -> dict[str, Any]:
    plan = hearing_plan(session, told.actor, told.case.matter_id)
    if plan.held_on is None or plan.starts_at is None:
        return {}
    return {
        "held_at": datetime.combine(plan.held_on, plan.starts_at),
        "place": plan.place,
        "chair": plan.chair,
    }


_OF_KIND = {
    DocumentKind.HEARING_NOTICE: _hearing_notice,
    DocumentKind.TRANSFER_LETTER: _transfer,
    DocumentKind.ASSIGNMENT_LETTER: _transfer,
    DocumentKind.DESTINATION_NOTICE: _destination,
    DocumentKind.LEGAL_ROUTE_NOTICE: _guidance,
    DocumentKind.HANDLING_OPINION: _opinion,
    DocumentKind.REVIEW_OPINION: _review_opinion,
    DocumentKind.REVIEW_ACCEPTANCE_NOTICE: _review_acceptance,
    DocumentKind.SUPERVISION_LETTER: _supervision,
    DocumentKind.SERVICE_RECEIPT: _service_receipt,
}
