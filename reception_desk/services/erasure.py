"""依法删除: one person asks that a visit be erased, a second one confirms, and it is gone.

个人信息保护法 Art. 47. The rows are removed here in the same transaction, and their keys go to the
centre and every desk, which remove them too (docs/decisions/009-hard-erase.md). The order, the
decision and the audit stay: who, when, on which basis, which keys, and no word of the visit.
"""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from reception_desk.errors import DeskError, InvalidInputError, NotPermittedError
from reception_desk.models import Database, removal
from reception_desk.models.erasure import EraseDecision, ErasedRow, EraseOrder
from reception_desk.models.organisation import Account
from reception_desk.models.person import Person
from reception_desk.models.rows import add_row
from reception_desk.models.visit import Visit, VisitPerson
from reception_desk.records.actor import Actor
from reception_desk.records.erasure import ErasureOrder, ErasureState
from reception_desk.rules.erasure import EraseBasis, check_reason
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.services import audit
from reception_desk.services.accounts import confirm_password
from reception_desk.services.authorship import by
from reception_desk.services.confidentiality import open_visit, seen
from reception_desk.services.erasure_rows import erase_visit, rows_of_visit
from reception_desk.services.files import FileStore
from reception_desk.services.permissions import require
from reception_desk.services.recordings import folders_left

_STATES = {
    None: ErasureState.WAITING,
    True: ErasureState.CONFIRMED,
    False: ErasureState.DECLINED,
}


def request_erasure(
    database: Database, actor: Actor, visit_id: str, basis: EraseBasis, reason: str
) -> str:
    """Ask that a visit be erased and return the order's id; nothing is removed yet.

    Raises `InvalidInputError` for a reason that is empty or names a person, or an order that
    waits already.
    """
    require(actor, Action.REQUEST_ERASURE)
    with database.write() as session:
        visit = open_visit(session, actor, visit_id)
        words = check_reason(reason, _personal(session, visit_id))
        if any(_waiting(session, visit_id)):
            raise InvalidInputError("这次来访已经提出删除，正在等待批准。")
        order_id = add_row(
            session,
            EraseOrder,
            **by(actor, stream=visit.stream),
            visit_id=visit_id,
            basis=basis.value,
            reason=words,
        )
        audit.record(
            session,
            actor,
            "request_erasure",
            table="visit",
            row_id=visit_id,
            reason=f"{basis.article}：{words}",
        )
    return order_id


def orders(database: Database, actor: Actor) -> tuple[ErasureOrder, ...]:
    """Return every order that the actor may see, those that wait first, then the latest."""
    if not may(map(Role, actor.roles), Action.CONFIRM_ERASURE):
        require(actor, Action.REQUEST_ERASURE)
    requester, decider = aliased(Account), aliased(Account)
    with database.read() as session:
        rows = session.execute(
            select(
                EraseOrder,
                Visit.number,
                Visit.provisional_number,
                requester.display_name,
                EraseDecision.is_confirmed,
                decider.display_name,
            )
            .outerjoin(Visit, Visit.id == EraseOrder.visit_id)
            .outerjoin(requester, requester.id == EraseOrder.created_by)
            .outerjoin(EraseDecision, EraseDecision.order_id == EraseOrder.id)
            .outerjoin(decider, decider.id == EraseDecision.created_by)
            .where(seen(actor, EraseOrder.stream))
            .order_by(EraseDecision.id.is_not(None), EraseOrder.created_at.desc(), EraseOrder.id)
        ).all()
    found = {}
    for order, number, provisional, asked_by, is_confirmed, decided_by in rows:
        record = ErasureOrder(
            order_id=order.id,
            visit_id=order.visit_id,
            number=number or provisional or "",
            basis=order.basis,
            reason=order.reason,
            requested_by=asked_by or "",
            requested_at=order.created_at,
            state=_STATES[is_confirmed],
            decided_by=decided_by or "",
            is_own=order.created_by == actor.account_id,
        )
        # Two leaders may have answered at two windows: what was erased is erased.
        if order.id not in found or record.state is ErasureState.CONFIRMED:
            found[order.id] = record
    return tuple(found.values())


def is_erased(database: Database, row_id: str) -> bool:
    """Say whether this row is gone for good."""
    with database.read() as session:
        found = select(ErasedRow.id).where(
            ErasedRow.row_id == row_id, ErasedRow.column_name.is_(None)
        )
        return session.scalar(found.limit(1)) is not None


def decline(database: Database, actor: Actor, order_id: str) -> None:
    """Turn an order down; the visit stays. Raises `NotPermittedError` for one's own order."""
    with database.write() as session:
        order = _open_order(session, actor, order_id)
        _decide(session, actor, order, is_confirmed=False)


def confirm(
    database: Database, files: FileStore, actor: Actor, order_id: str, password: str
) -> int:
    """Erase the visit of an order for good; return how many rows went.

    `password` is the actor's own, asked on the spot. Raises `SignInRefusedError` when it is
    wrong, `NotPermittedError` for one's own order, and `DeskError` when the visit is not here.
    """
    require(actor, Action.CONFIRM_ERASURE)
    confirm_password(database, actor, password)
    with database.write() as session:
        order = _open_order(session, actor, order_id)
        if session.get(Visit, order.visit_id) is None:
            raise DeskError(
                "这次来访不在本机，没有删除。", advice="请等同步完成，或到登记它的窗口批准。"
            )
        _refuse_recordings(session, actor, order.visit_id)
        _decide(session, actor, order, is_confirmed=True)
        count = erase_visit(session, actor, order)
    for sha256 in removal.withdrawn_files(database):
        files.remove(sha256)
        removal.note_removed(database, sha256)
    return count


def _open_order(session: Session, actor: Actor, order_id: str) -> EraseOrder:
    require(actor, Action.CONFIRM_ERASURE)
    order = session.scalars(
        select(EraseOrder).where(EraseOrder.id == order_id, seen(actor, EraseOrder.stream))
    ).one_or_none()
    if order is None or not any(
        waiting.id == order.id for waiting in _waiting(session, order.visit_id)
    ):
        raise DeskError("没有找到待批准的删除，可能已有人处理。", advice="请刷新后再看。")
    if order.created_by == actor.account_id:
        raise NotPermittedError(
            "自己提出的删除不能由自己批准。", advice="请另一位有“批准依法删除”权限的人员处理。"
        )
    return order


def _refuse_recordings(session: Session, actor: Actor, visit_id: str) -> None:
    """Rows that say where a recording lies do not go before its files."""
    keys = rows_of_visit(session, visit_id).get("recording", set())
    left = folders_left(session, actor, keys)
    if left:
        raise DeskError(
            f"这次来访的视频接访还有录音录像没有销毁：{'、'.join(left)}。",
            saved="来访没有删除。",
            advice="请先把保存期限定为“依法不再保存”，提出销毁并经批准，销毁以后再批准删除。",
        )


def _decide(session: Session, actor: Actor, order: EraseOrder, *, is_confirmed: bool) -> None:
    add_row(
        session,
        EraseDecision,
        **by(actor, stream=order.stream),
        order_id=order.id,
        is_confirmed=is_confirmed,
    )
    audit.record(
        session,
        actor,
        "confirm_erasure" if is_confirmed else "decline_erasure",
        table="visit",
        row_id=order.visit_id,
        reason=f"{EraseBasis(order.basis).article}：{order.reason}",
    )


def _waiting(session: Session, visit_id: str) -> Iterator[EraseOrder]:
    decided = select(EraseDecision.order_id)
    yield from session.scalars(
        select(EraseOrder).where(EraseOrder.visit_id == visit_id, EraseOrder.id.not_in(decided))
    )


def _personal(session: Session, visit_id: str) -> Iterator[str | None]:
    """Yield what names the persons of a visit."""
    columns = (Person.name, Person.phone, Person.document_number, Person.organisation_name)
    query = (
        select(*columns)
        .join(VisitPerson, VisitPerson.person_id == Person.id)
        .where(VisitPerson.visit_id == visit_id)
    )
    for row in session.execute(query):
        yield from row
