"""Batches of scanned pages on their way to a visit; every page that was read is on the disk.

The pictures lie in the encrypted file. A page counts as read once its row is there: it is written
after the last piece of its picture, so a kill leaves pages that are whole and nothing else.
"""

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import Row, delete, func, select
from sqlalchemy.orm import Session

from reception_desk.errors import DeskError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.scan_batch import ScanBatchPageRow, ScanBatchPiece, ScanBatchRow
from reception_desk.models.visit import Visit
from reception_desk.records.actor import Actor
from reception_desk.records.identifiers import new_id
from reception_desk.records.scan_batches import (
    AS_USUAL,
    Arrangement,
    BatchPage,
    ImageRole,
    OpenBatch,
    PageImage,
    ScanBatch,
    Treatment,
)
from reception_desk.records.scanning import ScannedPage
from reception_desk.rules import arrangements
from reception_desk.rules.permissions import Action
from reception_desk.services.batch_values import (
    arrangement_of,
    arrangement_text,
    decisions_of,
    treatment_of,
)
from reception_desk.services.confidentiality import may_open, open_visit
from reception_desk.services.permissions import require
from reception_desk.services.scan_sweeping import sweep

PIECE_BYTES = 512 * 1024
"""Written in 10 ms: no draft or registration waits longer for a page."""
MOST_UNDONE = 30
NO_VISIT = ""
"""Stands for the visit of a stack that was scanned before anybody said whose pages they are."""
_EMPTY = arrangement_text(Arrangement())


def open_batch(database: Database, actor: Actor, visit_id: str) -> ScanBatch:
    """Return the actor's batch for a visit as it was left; a new one where there is none.

    Without a visit (`NO_VISIT`) it is the stack whose pages are still to be sorted by codes.
    """
    with database.write() as session:
        return _batch(session, batch_for(session, actor, visit_id))


def batch_for(session: Session, actor: Actor, visit_id: str) -> ScanBatchRow:
    """Return the row of that batch within the caller's unit of work."""
    require(actor, Action.SCAN_PAGE)
    if visit_id != NO_VISIT:
        open_visit(session, actor, visit_id)
    row = session.scalars(
        select(ScanBatchRow).where(
            ScanBatchRow.account_id == actor.account_id,
            ScanBatchRow.visit_id == visit_id,
            ScanBatchRow.filed_at.is_(None),
        )
    ).first()
    if row is None:
        row = ScanBatchRow(
            id=new_id(),
            account_id=actor.account_id,
            visit_id=visit_id,
            arrangement=_EMPTY,
            earlier="[]",
            updated_at=now(),
        )
        session.add(row)
        session.flush()
    return row


def open_batches(database: Database, actor: Actor) -> tuple[OpenBatch, ...]:
    """Return the actor's batches that hold pages not filed yet, the latest first.

    One of a visit that they may no longer open is not among them.
    """
    require(actor, Action.SCAN_PAGE)
    count = func.count(ScanBatchPageRow.id)
    with database.read() as session:
        rows = session.execute(
            select(ScanBatchRow, Visit, count)
            .join(Visit, Visit.id == ScanBatchRow.visit_id)
            .join(ScanBatchPageRow, ScanBatchPageRow.batch_id == ScanBatchRow.id)
            .where(ScanBatchRow.account_id == actor.account_id, ScanBatchRow.filed_at.is_(None))
            .group_by(ScanBatchRow.id)
            .order_by(ScanBatchRow.updated_at.desc())
        )
        return tuple(
            OpenBatch(visit.id, visit.number or visit.provisional_number, pages, row.updated_at)
            for row, visit, pages in rows
            if may_open(actor, visit)
        )


def add_page(
    database: Database,
    actor: Actor,
    batch_id: str,
    page: ScannedPage,
    *,
    instead_of: str | None = None,
    treatment: Treatment = AS_USUAL,
) -> ScanBatch:
    """Do `keep_page` and return the batch as it stands then."""
    keep_page(database, actor, batch_id, page, instead_of=instead_of, treatment=treatment)
    with database.read() as session:
        return batch_in(session, actor, batch_id)


def keep_page(
    database: Database,
    actor: Actor,
    batch_id: str,
    page: ScannedPage,
    *,
    instead_of: str | None = None,
    treatment: Treatment = AS_USUAL,
) -> None:
    """Keep a page that was read, at the end or in the place of one taken before.

    `treatment` is how its working picture is made until the clerk says otherwise. The batch is
    not read: of a stack of hundreds it is read by who shows it, once for several pages.
    """
    page_id = new_id()
    pieces = range(0, max(len(page.image), 1), PIECE_BYTES)
    for number, start in enumerate(pieces):
        with database.write() as session:
            own_batch(session, actor, batch_id)
            piece = PageImage(page.image[start : start + PIECE_BYTES], page.media_type)
            session.add(_piece(batch_id, page_id, ImageRole.ORIGINAL, number, piece))
    with database.write() as session:
        row = own_batch(session, actor, batch_id)
        session.add(
            ScanBatchPageRow(
                id=page_id,
                batch_id=batch_id,
                media_type=page.media_type,
                width=page.width_px,
                height=page.height_px,
                dpi=page.dpi,
                is_partial=page.is_partial,
                source=page.source,
                problem="",
            )
        )
        before = arrangement_of(row.arrangement)
        if instead_of is None:
            placed = arrangements.add_page(before, page_id, treatment)
        else:
            placed = arrangements.retake(before, instead_of, page_id, treatment)
        _arrange(row, placed)


def arrange(
    database: Database,
    actor: Actor,
    batch_id: str,
    change: Callable[[Arrangement], Arrangement],
) -> ScanBatch:
    """Change the arrangement by one act of `rules/arrangements.py`, which undo takes back."""
    with database.write() as session:
        row = own_batch(session, actor, batch_id)
        before = arrangement_of(row.arrangement)
        after = change(before)
        if after != before:
            _remember(row)
            _arrange(row, after)
        return _batch(session, row)


def undo(database: Database, actor: Actor, batch_id: str) -> ScanBatch:
    """Take the last change back; pages that were read since stay."""
    with database.write() as session:
        row = own_batch(session, actor, batch_id)
        earlier = json.loads(row.earlier)
        if earlier:
            present = arrangement_of(row.arrangement)
            _arrange(row, arrangements.brought_back(arrangement_of(earlier.pop()), present))
            row.earlier = json.dumps(earlier, ensure_ascii=False)
        return _batch(session, row)


def discard_batch(database: Database, actor: Actor, batch_id: str) -> None:
    """Drop a batch with all its pages."""
    with database.write() as session:
        own_batch(session, actor, batch_id).filed_at = now()
    sweep(database)


def page_image(
    database: Database, actor: Actor, batch_id: str, page_id: str, role: ImageRole
) -> PageImage | None:
    """Return a picture of a page, or None while there is none; for a worker's thread."""
    with database.read() as session:
        own_batch(session, actor, batch_id)
        return image_in(session, page_id, role)


def image_in(session: Session, page_id: str, role: ImageRole) -> PageImage | None:
    """Return a picture within the caller's unit of work."""
    pieces = session.execute(
        select(ScanBatchPiece.content, ScanBatchPiece.media_type)
        .where(ScanBatchPiece.page_id == page_id, ScanBatchPiece.role == role.value)
        .order_by(ScanBatchPiece.number)
    ).all()
    if not pieces:
        return None
    return PageImage(b"".join(piece.content for piece in pieces), pieces[0].media_type)


def replace_image(
    session: Session, batch_id: str, page_id: str, role: ImageRole, image: PageImage
) -> None:
    """Put another picture in the place of one, within the caller's unit of work."""
    session.execute(
        delete(ScanBatchPiece).where(
            ScanBatchPiece.page_id == page_id, ScanBatchPiece.role == role.value
        )
    )
    session.add(_piece(batch_id, page_id, role, 0, image))


def own_batch(session: Session, actor: Actor, batch_id: str) -> ScanBatchRow:
    """Return the actor's open batch; raises `DeskError` when it is filed, dropped or another's."""
    require(actor, Action.SCAN_PAGE)
    row = session.get(ScanBatchRow, batch_id)
    if row is None or row.filed_at is not None or row.account_id != actor.account_id:
        raise DeskError("这批扫描已经归档或放弃。", advice="请重新选择来访。")
    if row.visit_id != NO_VISIT:
        open_visit(session, actor, row.visit_id)
    return row


def page_in(session: Session, batch_id: str, page_id: str) -> BatchPage | None:
    """Return a page of a batch within the caller's unit of work; None where it is not in it."""
    found = _PAGE_VALUES.where(
        ScanBatchPageRow.batch_id == batch_id, ScanBatchPageRow.id == page_id
    )
    row = session.execute(found).one_or_none()
    return _page(row) if row is not None else None


def batch_in(session: Session, actor: Actor, batch_id: str) -> ScanBatch:
    """Return an open batch within the caller's unit of work."""
    return _batch(session, own_batch(session, actor, batch_id))


def _piece(
    batch_id: str, page_id: str, role: ImageRole, number: int, image: PageImage
) -> ScanBatchPiece:
    return ScanBatchPiece(
        page_id=page_id,
        batch_id=batch_id,
        role=role.value,
        number=number,
        media_type=image.media_type,
        content=image.content,
    )


def _remember(row: ScanBatchRow) -> None:
    earlier = [*json.loads(row.earlier), row.arrangement][-MOST_UNDONE:]
    row.earlier = json.dumps(earlier, ensure_ascii=False)


def _arrange(row: ScanBatchRow, arrangement: Arrangement) -> None:
    row.arrangement, row.updated_at = arrangement_text(arrangement), now()


def _batch(session: Session, row: ScanBatchRow) -> ScanBatch:
    pages = session.execute(_PAGE_VALUES.where(ScanBatchPageRow.batch_id == row.id))
    return ScanBatch(
        batch_id=row.id,
        visit_id=row.visit_id,
        arrangement=arrangement_of(row.arrangement),
        pages={page.id: _page(page) for page in pages},
        can_undo=row.earlier != "[]",
    )


_PAGE_VALUES = select(
    ScanBatchPageRow.id,
    ScanBatchPageRow.media_type,
    ScanBatchPageRow.width,
    ScanBatchPageRow.height,
    ScanBatchPageRow.dpi,
    ScanBatchPageRow.is_partial,
    ScanBatchPageRow.source,
    ScanBatchPageRow.treatment,
    ScanBatchPageRow.decisions,
    ScanBatchPageRow.repeats,
    ScanBatchPageRow.problem,
    ScanBatchPageRow.read_as,
)
"""Values without objects: hundreds of pages are read again after each one that comes."""


def _page(row: Row[*tuple[Any, ...]]) -> BatchPage:
    return BatchPage(
        page_id=row.id,
        media_type=row.media_type,
        width=row.width,
        height=row.height,
        dpi=row.dpi,
        is_partial=row.is_partial,
        source=row.source,
        made_by=treatment_of(row.treatment) if row.treatment else None,
        decisions=decisions_of(row.decisions) if row.decisions else None,
        repeats=row.repeats,
        problem=row.problem,
        read_as=treatment_of(row.read_as) if row.read_as else None,
    )
