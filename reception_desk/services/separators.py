"""Pages of a stack into the batches of their own visits, by the codes of sheets and receipts.

A visit is found by number and check, and only where the actor may open it: a code of another
office, of a voided visit or of one that may not be seen leaves the pages where they are, and
one answer is like the other (条例 Art. 30(3)).
"""

import json
from collections.abc import Collection, Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from reception_desk.documents.fonts import SHIPPED_FONTS, FontPaths
from reception_desk.documents.office_fonts import office_fonts
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.scan_batch import ScanBatchPageRow, ScanBatchRow
from reception_desk.models.visit import Visit
from reception_desk.records.actor import Actor
from reception_desk.records.pages import CodeMeaning, PageCode
from reception_desk.records.scan_batches import Arrangement, ScanBatch
from reception_desk.records.separators import (
    KeptPages,
    SentPages,
    SeparatorData,
    Sorting,
    visit_check,
    visit_code,
)
from reception_desk.rules import arrangements, separators
from reception_desk.rules.permissions import Action
from reception_desk.services import audit, scan_batches
from reception_desk.services.batch_values import arrangement_of, arrangement_text
from reception_desk.services.confidentiality import may_open, open_visit
from reception_desk.services.office import office_card
from reception_desk.services.permissions import require


def sort_batch(database: Database, actor: Actor, batch_id: str, since: str = "") -> Sorting:
    """Send the pages read after page `since` to the batches of the visits their sheets name.

    A sheet goes with its pages, removed, so that it can be restored; one with nothing behind it
    sends nothing. All of it is one transaction. The pages must have been treated.
    """
    with database.write() as session:
        row = scan_batches.own_batch(session, actor, batch_id)
        batch = scan_batches.batch_in(session, actor, batch_id)
        sent: list[SentPages] = []
        kept: list[KeptPages] = []
        for stack in separators.stacks(batch.arrangement, batch.pages, since):
            visit = _visit_of(session, actor, stack.code)
            if visit is None:
                if stack.count or not stack.is_receipt:
                    kept.append(KeptPages(stack.first, stack.count))
            elif visit.id == row.visit_id or stack.count:
                row.arrangement = arrangement_text(
                    _as_sheet(arrangement_of(row.arrangement), stack.page_ids[0])
                )
                if visit.id != row.visit_id:
                    sent.append(_send(session, actor, row, visit, stack))
        return Sorting(tuple(sent), tuple(kept))


def put_back(database: Database, actor: Actor, sent: Sequence[SentPages]) -> int:
    """Take sent pages back to the end of the batch they came from; return how many came.

    Those that were filed meanwhile stay on record.
    """
    count = 0
    with database.write() as session:
        for pages in sent:
            target = session.get(ScanBatchRow, pages.to_batch)
            if target is None or target.filed_at is not None:
                continue
            present = scan_batches.batch_in(session, actor, pages.to_batch).pages
            home = scan_batches.own_batch(session, actor, pages.from_batch)
            ids = [page_id for page_id in pages.page_ids if page_id in present]
            _move(session, target, home, ids)
            count += len(ids)
    return count


def give_pages(database: Database, actor: Actor, batch_id: str, visit_id: str) -> ScanBatch:
    """Send every page of a batch to the batch of a visit, and return that one."""
    with database.write() as session:
        row = scan_batches.own_batch(session, actor, batch_id)
        target = scan_batches.batch_for(session, actor, visit_id)
        page_ids = [page.page_id for page in arrangement_of(row.arrangement).pages]
        if target.id != row.id:
            _move(session, row, target, page_ids)
        return scan_batches.batch_in(session, actor, target.id)


def visit_sheet(database: Database, actor: Actor, visit_id: str) -> SeparatorData:
    """Return what the sheet of a visit says; that it was asked for is audited."""
    require(actor, Action.PRINT_DOCUMENT)
    hall = office_card(database).hall
    with database.write() as session:
        visit = open_visit(session, actor, visit_id)
        audit.record(session, actor, "print_separator", table="visit", row_id=visit_id)
        return SeparatorData(
            hall=hall,
            code=visit_code(visit.provisional_number, visit.id),
            number=visit.number or visit.provisional_number,
            arrived_on=visit.arrived_at.astimezone(ZoneInfo(visit.zone)).date(),
        )


def neutral_sheet(database: Database, actor: Actor) -> SeparatorData:
    """Return what a sheet says that only parts two papers."""
    require(actor, Action.PRINT_DOCUMENT)
    return SeparatorData(office_card(database).hall)


def sheet_pdf(
    database: Database, actor: Actor, visit_id: str | None, *, fonts: FontPaths = SHIPPED_FONTS
) -> bytes:
    """Return the sheet of a visit as PDF, or without one the sheet that only parts two papers."""
    from reception_desk.documents.separator_sheet import separator_sheet

    if visit_id is None:
        return separator_sheet(neutral_sheet(database, actor), office_fonts(fonts).paths)
    return separator_sheet(visit_sheet(database, actor, visit_id), office_fonts(fonts).paths)


def waiting_pages(database: Database, actor: Actor) -> int:
    """Return how many pages of the actor's stack nobody has given to a visit."""
    require(actor, Action.SCAN_PAGE)
    query = select(ScanBatchRow.arrangement).where(
        ScanBatchRow.account_id == actor.account_id,
        ScanBatchRow.visit_id == scan_batches.NO_VISIT,
        ScanBatchRow.filed_at.is_(None),
    )
    with database.read() as session:
        found = session.scalar(query)
    pages = arrangement_of(found).pages if found else ()
    return sum(not page.is_removed for page in pages)


def _visit_of(session: Session, actor: Actor, code: PageCode) -> Visit | None:
    """Return the visit a code names, or None where there is none that this actor may open."""
    known = (Visit.number == code.number) | (Visit.provisional_number == code.number)
    for visit in session.scalars(select(Visit).where(known, Visit.voided_at.is_(None))):
        is_sheet = code.meaning is CodeMeaning.VISIT_SHEET
        proof = visit_check(visit.id) if is_sheet else visit.query_code
        if proof == code.query_code and may_open(actor, visit):
            return visit
    return None


def _as_sheet(arrangement: Arrangement, page_id: str) -> Arrangement:
    """Let a new paper begin with a sheet or receipt, which is itself no paper."""
    parted = arrangements.split(arrangement, page_id)
    return arrangements.set_removed(parted, page_id, is_removed=True)


def _send(
    session: Session, actor: Actor, row: ScanBatchRow, visit: Visit, stack: separators.Stack
) -> SentPages:
    target = scan_batches.batch_for(session, actor, visit.id)
    _move(session, row, target, stack.page_ids)
    return SentPages(
        visit_id=visit.id,
        number=visit.number or visit.provisional_number,
        first=stack.first + 1,
        last=stack.first + len(stack.pages) - 1,
        count=stack.count,
        page_ids=stack.page_ids,
        from_batch=row.id,
        to_batch=target.id,
    )


def _move(
    session: Session, home: ScanBatchRow, target: ScanBatchRow, page_ids: Collection[str]
) -> None:
    """Change the batch of pages; their pictures follow when `scan_sweeping.sweep` comes by."""
    there = arrangement_of(home.arrangement)
    more = separators.taken(there, page_ids)
    here = separators.joined(arrangement_of(target.arrangement), more)
    home.arrangement = arrangement_text(separators.without(there, page_ids))
    target.arrangement = arrangement_text(here)
    # Undo must not bring back what is no longer in the batch.
    earlier = (separators.without(arrangement_of(text), page_ids) for text in _earlier(home))
    home.earlier = json.dumps(list(map(arrangement_text, earlier)), ensure_ascii=False)
    home.updated_at = target.updated_at = now()
    pages = ScanBatchPageRow.id.in_(page_ids)
    session.execute(update(ScanBatchPageRow).where(pages).values(batch_id=target.id))
    # "The same as page n" is said of a page in the same batch only.
    apart = pages != ScanBatchPageRow.repeats.in_(page_ids)
    session.execute(update(ScanBatchPageRow).where(apart).values(repeats=None))


def _earlier(row: ScanBatchRow) -> list[str]:
    return json.loads(row.earlier)
