"""Rooms and links that sessions take up, and the times in which the other end offers a link."""

from datetime import datetime

from sqlalchemy import select

from reception_desk.errors import InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database import now, whole_milliseconds
from reception_desk.models.rows import add_row
from reception_desk.models.video_session import LinkTime, SessionResource
from reception_desk.records.actor import Actor
from reception_desk.records.video_sessions import OfferedLink, Resource, ResourceKind
from reception_desk.rules.permissions import Action
from reception_desk.rules.units import SHARED_STREAM
from reception_desk.rules.wording import clean_line
from reception_desk.services import audit
from reception_desk.services.authorship import by
from reception_desk.services.permissions import require


def add_resource(
    database: Database, actor: Actor, kind: ResourceKind, name: str, place: str = ""
) -> str:
    """Put a room or a link on the list and return its key; every desk of the county has it."""
    require(actor, Action.HOLD_VIDEO_SESSION)
    called = clean_line(name).text
    if not called:
        raise InvalidInputError(f"请写明{kind.label}的名称。")
    with database.write() as session:
        known = session.scalar(
            select(SessionResource.id).where(
                SessionResource.kind == kind.value,
                SessionResource.name == called,
                SessionResource.voided_at.is_(None),
            )
        )
        if known is not None:
            raise InvalidInputError(f"已经有叫“{called}”的{kind.label}。")
        resource_id = add_row(
            session,
            SessionResource,
            **by(actor, stream=SHARED_STREAM),
            kind=kind.value,
            name=called,
            place=clean_line(place).text or None,
        )
        audit.record(session, actor, "edit_resources", table="session_resource", row_id=resource_id)
        return resource_id


def withdraw_resource(database: Database, actor: Actor, resource_id: str, *, reason: str) -> None:
    """Take a room or link off the list; what was appointed with it keeps its name."""
    require(actor, Action.HOLD_VIDEO_SESSION)
    with database.write() as session:
        row = session.get(SessionResource, resource_id)
        if row is None or row.voided_at is not None:
            raise InvalidInputError("没有找到这间视频接访室或者这条线路。")
        if not (why := clean_line(reason).text):
            raise InvalidInputError("请写明理由。")
        row.voided_at, row.voided_by, row.void_reason = now(), actor.account_id, why
        audit.record(session, actor, "edit_resources", table="session_resource", row_id=resource_id)


def resources(database: Database, kind: ResourceKind) -> tuple[Resource, ...]:
    """Return the rooms or links that may be appointed, by name."""
    with database.read() as session:
        rows = session.scalars(
            select(SessionResource)
            .where(SessionResource.kind == kind.value, SessionResource.voided_at.is_(None))
            .order_by(SessionResource.name, SessionResource.id)
        )
        return tuple(
            Resource(row.id, ResourceKind(row.kind), row.name, row.place or "") for row in rows
        )


def offer_link(
    database: Database, actor: Actor, link_id: str, starts_at: datetime, ends_at: datetime
) -> str:
    """Record a time in which the other end offers a link, and return its key."""
    require(actor, Action.HOLD_VIDEO_SESSION)
    with database.write() as session:
        link = session.get(SessionResource, link_id)
        if link is None or link.voided_at is not None or link.kind != ResourceKind.LINK:
            raise InvalidInputError("没有找到这条视频线路。")
        first, last = whole_milliseconds(starts_at), whole_milliseconds(ends_at)
        if first >= last:
            raise InvalidInputError("结束时间要晚于开始时间。")
        offer_id = add_row(
            session,
            LinkTime,
            **by(actor, stream=SHARED_STREAM),
            link_id=link_id,
            starts_at=first,
            ends_at=last,
        )
        audit.record(session, actor, "edit_resources", table="session_resource", row_id=link_id)
        return offer_id


def withdraw_offer(database: Database, actor: Actor, offer_id: str, *, reason: str) -> None:
    """Take back a time in which a link was offered."""
    require(actor, Action.HOLD_VIDEO_SESSION)
    with database.write() as session:
        row = session.get(LinkTime, offer_id)
        if row is None or row.voided_at is not None:
            raise InvalidInputError("没有找到这个线路时段。")
        if not (why := clean_line(reason).text):
            raise InvalidInputError("请写明理由。")
        row.voided_at, row.voided_by, row.void_reason = now(), actor.account_id, why
        audit.record(session, actor, "edit_resources", table="session_resource", row_id=row.link_id)


def offers_between(database: Database, first: datetime, last: datetime) -> tuple[OfferedLink, ...]:
    """Return the times in which links are offered between two moments, in their order."""
    with database.read() as session:
        rows = session.scalars(
            select(LinkTime)
            .where(LinkTime.starts_at < last, LinkTime.ends_at > first)
            .where(LinkTime.voided_at.is_(None))
            .order_by(LinkTime.starts_at, LinkTime.id)
        )
        return tuple(OfferedLink(row.id, row.link_id, row.starts_at, row.ends_at) for row in rows)
