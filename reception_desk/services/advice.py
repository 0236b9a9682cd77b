"""律师、调解员的意见 on a matter: for the petitioner and the hall, never for who is complained of.

Beside the rule of accusations (`services/confidentiality`), an advice is not there for whoever
belongs to the unit that the petitioner complains of or that handles the matter.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reception_desk.documents.fonts import SHIPPED_FONTS, FontPaths
from reception_desk.documents.office_fonts import office_fonts
from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.models import Database
from reception_desk.models.adviser import Advice
from reception_desk.models.adviser import Adviser as AdviserRow
from reception_desk.models.database import now
from reception_desk.models.matter import Matter, Step, VisitMatter
from reception_desk.models.person import Person
from reception_desk.models.rows import add_row
from reception_desk.models.visit import Visit, VisitPerson
from reception_desk.records.actor import Actor
from reception_desk.records.advisers import AdviceInput, AdviceRecord
from reception_desk.records.document import DocumentKind
from reception_desk.rules import codes
from reception_desk.rules.advisers import refuse_advice
from reception_desk.rules.codes import CodeListName, code_list
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.rules.wording import clean_line, clean_text
from reception_desk.services import audit
from reception_desk.services.accused import is_complained_of
from reception_desk.services.advisers import adviser_record
from reception_desk.services.authorship import by
from reception_desk.services.confidentiality import may_open
from reception_desk.services.office import office_card
from reception_desk.services.permissions import require
from reception_desk.services.session_cases import names_of
from reception_desk.services.time_of_day import read_time, write_time

_OF_VISIT = (VisitMatter.visit_id == Advice.visit_id) & VisitMatter.voided_at.is_(None)
"""An advice goes with its visit, when that is joined to another matter."""
_UNSAVED = "意见还没有保存，您填写的内容都在。"
_ROUTES = {
    "02": "mediation", "03": "arbitration", "04": "arbitration", "05": "court", "06": "review",
    "09": "petition",
}  # fmt: skip
"""What the paper calls a referral, by the codes of `advice_referral`."""
_HIDDEN = DeskError("没有找到这件信访事项。", advice="它可能还没有同步到本机。")


def log_advice(database: Database, actor: Actor, matter_id: str, asked: AdviceInput) -> str:
    """Record what a lawyer or mediator advised on a matter and return the key.

    Raises `InvalidInputError` for what is not whole, `DeskError` for a matter that is not here or
    whose advice the actor may not see.
    """
    require(actor, Action.LOG_ADVICE)
    with database.write() as session:
        matter = _open_matter(session, actor, matter_id)
        wanted = AdviceInput(
            asked.adviser_id, asked.given_on, asked.started_at, clean_line(asked.topic).text,
            clean_text(asked.text).text.strip(), asked.referral,
        )  # fmt: skip
        why = refuse_advice(wanted, _today(actor)) or _unknown(session, wanted)
        if why:
            raise InvalidInputError(why, saved=_UNSAVED)
        key = add_row(
            session,
            Advice,
            **by(actor, stream=matter.stream),
            matter_id=matter_id,
            visit_id=_last_visit(session, matter_id),
            adviser_id=wanted.adviser_id,
            given_on=wanted.given_on,
            started_at=write_time(wanted.started_at),
            topic=wanted.topic,
            text=wanted.text,
            referral=wanted.referral or None,
        )
        audit.record(session, actor, "log_advice", table="matter", row_id=matter_id)
        return key


def advice_of_matter(
    database: Database, actor: Actor, matter_id: str
) -> tuple[AdviceRecord, ...] | None:
    """Return what was advised on a matter, the newest first; None for who may not see any.

    Where there is something to see, the look is audited.
    """
    if not may(map(Role, actor.roles), Action.VIEW_ADVICE):
        return None
    with database.read() as session:
        if _find_matter(session, actor, matter_id) is None:
            return None
        found = _advice(session, matter_id)
    if found:
        with database.write() as session:
            audit.record(session, actor, "view_advice", table="matter", row_id=matter_id)
    return found


def advice_pdf(
    database: Database,
    actor: Actor,
    advice: AdviceRecord,
    *,
    fonts: FontPaths = SHIPPED_FONTS,
    wording: Path | None = None,
) -> bytes:
    """Return the 律师接访登记与法律意见单 for the petitioner; no copy of it goes into the matter.

    A paper on record would be seen by the unit that handles the matter.
    """
    from reception_desk.documents.catalogue import render

    require(actor, Action.LOG_ADVICE)
    with database.read() as session:
        _open_matter(session, actor, advice.matter_id)
        data = _paper_data(session, database, actor, advice)
    return render(DocumentKind.LAWYER_ADVICE, data, office_fonts(fonts).paths, wording)


def _paper_data(
    session: Session, database: Database, actor: Actor, advice: AdviceRecord
) -> dict[str, Any]:
    visit, name = session.execute(
        select(Visit, Person.name)
        .join(VisitMatter, VisitMatter.visit_id == Visit.id)
        .outerjoin(VisitPerson, VisitPerson.visit_id == Visit.id)
        .outerjoin(Person, Person.id == VisitPerson.person_id)
        .where(VisitMatter.matter_id == advice.matter_id, VisitMatter.voided_at.is_(None))
        .order_by(Visit.arrived_at.desc(), VisitPerson.position)
    ).first() or (None, None)
    return {
        "organ": office_card(database).hall or actor.desk.unit_name,
        "registration_number": (visit.number or visit.provisional_number) if visit else "—",
        "date": advice.given_on.isoformat(),
        "lawyer": advice.adviser.name,
        "firm": advice.adviser.firm,
        "started_at": datetime.combine(advice.given_on, advice.started_at).isoformat(),
        "petitioner": name or "未署名",
        "topic": advice.topic,
        "matter": visit.claim if visit and visit.claim else advice.topic,
        "advice": advice.text,
        "routes": [_ROUTES.get(advice.referral, "other")],
        "referral": codes.name(CodeListName.ADVICE_REFERRAL, advice.referral) or "无",
    }


def _advice(session: Session, matter_id: str) -> tuple[AdviceRecord, ...]:
    rows = session.execute(
        select(Advice, AdviserRow)
        .join(AdviserRow, AdviserRow.id == Advice.adviser_id)
        .outerjoin(VisitMatter, _OF_VISIT)
        .where(func.coalesce(VisitMatter.matter_id, Advice.matter_id) == matter_id)
        .order_by(Advice.given_on.desc(), Advice.id.desc())
    ).all()
    names = names_of(session, {row.created_by for row, _ in rows if row.created_by})
    return tuple(
        AdviceRecord(
            row.id, matter_id, adviser_record(adviser), row.given_on, read_time(row.started_at),
            row.topic, row.text, row.referral or "", names.get(row.created_by or "", ""),
        )
        for row, adviser in rows
    )  # fmt: skip


def _last_visit(session: Session, matter_id: str) -> str | None:
    """Return the newest visit of a matter: who was advised at it."""
    return session.scalars(
        select(Visit.id)
        .join(VisitMatter, VisitMatter.visit_id == Visit.id)
        .where(VisitMatter.matter_id == matter_id, VisitMatter.voided_at.is_(None))
        .order_by(Visit.arrived_at.desc(), Visit.id.desc())
        .limit(1)
    ).first()


def _open_matter(session: Session, actor: Actor, matter_id: str) -> Matter:
    matter = _find_matter(session, actor, matter_id)
    if matter is None:
        raise _HIDDEN
    return matter


def _find_matter(session: Session, actor: Actor, matter_id: str) -> Matter | None:
    """Return the matter, None for one whose advice the actor may not see."""
    matter = session.get(Matter, matter_id)
    if matter is None or not may_open(actor, matter):
        return None
    handles = select(Step.id).where(Step.matter_id == matter_id, Step.unit_id == actor.unit_id)
    if session.scalars(handles.limit(1)).first() is not None:
        return None
    return None if is_complained_of(session, actor, matter_id) else matter


def _unknown(session: Session, asked: AdviceInput) -> str:
    if session.get(AdviserRow, asked.adviser_id) is None:
        return "名单里没有这位律师或者调解员。"
    known = {entry.code for entry in code_list(CodeListName.ADVICE_REFERRAL).entries()}
    return "没有这样的转介去向。" if asked.referral and asked.referral not in known else ""


def _today(actor: Actor) -> date:
    return now().astimezone(ZoneInfo(actor.desk.zone)).date()
