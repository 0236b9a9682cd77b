"""值班律师、调解员: the roster of the hall, named on the board beside the leader of the day."""

from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from reception_desk.errors import InvalidInputError
from reception_desk.models import Database
from reception_desk.models.adviser import Adviser as AdviserRow
from reception_desk.models.adviser import AdviserShift
from reception_desk.models.database import now
from reception_desk.models.rows import add_row
from reception_desk.records.actor import Actor
from reception_desk.records.advisers import Adviser, AdviserKind, Shift, ShiftInput
from reception_desk.rules.advisers import days_of, in_order, on_the_board, refuse_shift
from reception_desk.rules.permissions import Action
from reception_desk.rules.units import SHARED_STREAM
from reception_desk.rules.wording import clean_line
from reception_desk.services import audit
from reception_desk.services.authorship import by
from reception_desk.services.permissions import require
from reception_desk.services.time_of_day import read_time, write_time

_UNSAVED = "班次还没有保存，您填写的内容都在。"
_UNTOUCHED = "班次没有改动。"


def advisers(database: Database) -> tuple[Adviser, ...]:
    """Return who is on the list, by name."""
    with database.read() as session:
        rows = session.scalars(
            select(AdviserRow)
            .where(AdviserRow.voided_at.is_(None))
            .order_by(AdviserRow.name, AdviserRow.id)
        )
        return tuple(adviser_record(row) for row in rows)


def shifts(database: Database, first: date, last: date) -> tuple[Shift, ...]:
    """Return who is on duty from one day to another; it names nobody who came."""
    wanted = (
        select(AdviserShift, AdviserRow)
        .join(AdviserRow, AdviserRow.id == AdviserShift.adviser_id)
        .where(AdviserShift.day.between(first, last), AdviserShift.voided_at.is_(None))
    )
    with database.read() as session:
        found = session.execute(wanted).all()
    return in_order(
        Shift(
            row.id, adviser_record(adviser), row.day, read_time(row.starts_at),
            read_time(row.ends_at), row.place,
        )
        for row, adviser in found
    )  # fmt: skip


def shift_notices(database: Database, day: date) -> tuple[str, ...]:
    """Return what the board of the hall says of who is on duty on a day."""
    return tuple(
        on_the_board(one, adviser_label(one.adviser.kind)) for one in shifts(database, day, day)
    )


def adviser_label(kind: str) -> str:
    """Return the Chinese name of a kind; one of a later release stands as it is."""
    return AdviserKind(kind).label if kind in set(AdviserKind) else kind


def add_shifts(database: Database, actor: Actor, asked: ShiftInput) -> int:
    """Put somebody on duty and return for how many days; who is new comes on the list, too.

    Raises `InvalidInputError` for what is not whole or is unknown.
    """
    require(actor, Action.PLAN_ADVISERS)
    today = now().astimezone(ZoneInfo(actor.desk.zone)).date()
    wanted = ShiftInput(
        asked.day, asked.starts_at, asked.ends_at, clean_line(asked.place).text,
        asked.adviser_id, clean_line(asked.name).text, asked.kind, clean_line(asked.firm).text,
        asked.until,
    )  # fmt: skip
    with database.write() as session:
        why = refuse_shift(wanted, today) or _unknown(session, wanted.adviser_id)
        if why:
            raise InvalidInputError(why, saved=_UNSAVED)
        made = by(actor, stream=SHARED_STREAM)
        adviser_id = wanted.adviser_id or _named(session, actor, wanted)
        for day in days_of(wanted):
            key = add_row(
                session,
                AdviserShift,
                **made,
                adviser_id=adviser_id,
                day=day,
                starts_at=write_time(wanted.starts_at),
                ends_at=write_time(wanted.ends_at),
                place=wanted.place,
            )
            audit.record(session, actor, "plan_advisers", table="adviser_shift", row_id=key)
        return len(days_of(wanted))


def withdraw_shift(database: Database, actor: Actor, shift_id: str, *, reason: str) -> None:
    """Take a duty off the roster with a reason; it stays on record."""
    require(actor, Action.PLAN_ADVISERS)
    with database.write() as session:
        row = session.get(AdviserShift, shift_id)
        if row is None or row.voided_at is not None:
            raise InvalidInputError("没有找到这个班次。", saved=_UNTOUCHED)
        if not (why := clean_line(reason).text):
            raise InvalidInputError("请写明理由。", saved=_UNTOUCHED)
        row.voided_at, row.voided_by, row.void_reason = now(), actor.account_id, why
        audit.record(session, actor, "plan_advisers", table="adviser_shift", row_id=shift_id)


def adviser_record(row: AdviserRow) -> Adviser:
    """Return an adviser as screens read them."""
    return Adviser(row.id, row.name, row.kind, row.firm)


def _named(session: Session, actor: Actor, asked: ShiftInput) -> str:
    """Return who has this name, kind and firm; somebody new is put on the list."""
    known = session.scalars(
        select(AdviserRow.id).where(
            AdviserRow.name == asked.name,
            AdviserRow.kind == asked.kind.value,
            AdviserRow.firm == asked.firm,
            AdviserRow.voided_at.is_(None),
        )
    ).first()
    if known is not None:
        return known
    return add_row(
        session,
        AdviserRow,
        **by(actor, stream=SHARED_STREAM),
        name=asked.name,
        kind=asked.kind.value,
        firm=asked.firm,
    )


def _unknown(session: Session, adviser_id: str) -> str:
    row = session.get(AdviserRow, adviser_id) if adviser_id else None
    is_gone = bool(adviser_id) and (row is None or row.voided_at is not None)
    return "名单里没有这位律师或者调解员。" if is_gone else ""
