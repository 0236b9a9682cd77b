"""Papers of a matter: drafted from what is on record and issued in one unit of work."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from reception_desk.errors import InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.models.document import Document
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentKind, DocumentRecord
from reception_desk.records.steps import StepInput
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.paper_numbers import SERIES
from reception_desk.rules.permissions import Action
from reception_desk.services.document_kinds import OF_LEADER_DAY, OF_SESSION, OF_VISIT
from reception_desk.services.office import office_card
from reception_desk.services.paper_case import PaperCase
from reception_desk.services.paper_data import as_plain, known_data
from reception_desk.services.paper_making import MadePaper, PaperSource, make_paper
from reception_desk.services.paper_rows import (
    add_paper,
    ask_number,
    is_any_taken,
    provisional_numbers,
    void_paper,
)
from reception_desk.services.permissions import require
from reception_desk.services.printing import document_in, queue_job
from reception_desk.services.remedies import remedies_in
from reception_desk.services.steps import foreseen, open_case, take_step_in

RECEIPT = DocumentKind.SERVICE_RECEIPT


@dataclass(frozen=True, slots=True)
class PaperDesk:
    """Where papers of matters are made, and what days are counted with."""

    source: PaperSource
    by: Reckoning

    @property
    def database(self) -> Database:
        return self.source.database


@dataclass(frozen=True, slots=True)
class PaperOrder:
    """A paper to be issued: its data by field name.

    `replaces` is an issued paper that is voided for `reason`. `receipt` are the data of the
    送达回证 that goes with it, but for the paper itself; None where none is made. `about` is the
    key of the record the paper is made of, by which it is found again.
    """

    matter_id: str
    kind: DocumentKind
    data: Mapping[str, Any]
    replaces: str | None = None
    reason: str = ""
    receipt: Mapping[str, Any] | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class PaperAct:
    """What one press does: the papers of one matter and the step they go with, if any.

    `printers` names the queue of each size of paper; a paper of another size is not printed.
    """

    orders: tuple[PaperOrder, ...]
    step: StepInput | None = None
    printers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MadeRecord:
    """A paper on record and the key of the print job that waits for it, "" for none."""

    document: DocumentRecord
    job: str


@dataclass(frozen=True, slots=True)
class _Planned:
    """One paper of an act; `series` numbers it, a receipt is for the paper before it."""

    order: PaperOrder
    kind: DocumentKind
    data: dict[str, Any]
    series: str | None
    is_receipt: bool = False


def draft_data(
    desk: PaperDesk,
    actor: Actor,
    matter_id: str,
    kind: DocumentKind,
    step: StepInput | None = None,
) -> dict[str, Any]:
    """Return what is known already of a paper, by the names of its template's fields.

    With a step, what will be known once it is taken. Raises `DeskError` for a matter that may not
    be seen, `InvalidInputError` for a step that the workflow does not allow, `TemplateError` for
    a broken template.
    """
    from reception_desk.documents.catalogue import fields

    taken = fields(kind, desk.source.wording)
    office = office_card(desk.database)
    with desk.database.read() as session:
        case = open_case(session, actor, matter_id)
        if step is not None:
            case = foreseen(session, actor, matter_id, step, desk.by)
        told = PaperCase(
            actor=actor,
            office=office,
            case=case,
            standing=case.standing(desk.by),
            by=desk.by,
            today=_today(actor),
            remedies=remedies_in(session),
        )
        known = known_data(session, told, kind)
    return {name: as_plain(value) for name, value in known.items() if name in taken}


def issue_matter_paper(
    desk: PaperDesk, actor: Actor, order: PaperOrder, step: StepInput | None = None
) -> DocumentRecord:
    """Issue one paper, with its step if it has one; like `issue_papers`, and nothing is printed."""
    return issue_papers(desk, actor, PaperAct((order,), step))[0].document


def issue_papers(desk: PaperDesk, actor: Actor, act: PaperAct) -> tuple[MadeRecord, ...]:
    """Issue papers: step, numbers, PDFs, hashes, rows and print jobs stand together or not at all.

    They are returned in the order in which they are printed, each receipt behind its paper. The
    bytes are on the disk before the rows. A paper of a numbered series carries a provisional
    number until the centre has given its own (`paper_making.with_number`). Raises `DocumentError`
    for a datum that is missing or cannot be printed, `InvalidInputError` where the workflow does
    not allow the step, or a paper is replaced without a reason.
    """
    kinds = {order.kind for order in act.orders}
    if kinds & OF_VISIT:
        raise InvalidInputError("这份文书在来访登记里打印。")
    if kinds & OF_SESSION:
        raise InvalidInputError("这份文书在视频接访里制作。")
    if kinds & OF_LEADER_DAY:
        raise InvalidInputError("这份文书在领导接访里制作。")
    return _issued(desk, actor, act, _nothing_more)


def issue_paper_with(
    desk: PaperDesk,
    actor: Actor,
    act: PaperAct,
    also: Callable[[Session, Document], object],
) -> MadeRecord:
    """Issue one paper as `issue_papers` does; `also` writes what belongs to it, or nothing is."""
    return _issued(desk, actor, act, also)[0]


def _nothing_more(_session: Session, _document: Document) -> None:
    """Most papers stand alone."""


def _issued(
    desk: PaperDesk,
    actor: Actor,
    act: PaperAct,
    also: Callable[[Session, Document], object],
) -> tuple[MadeRecord, ...]:
    require(actor, Action.PRINT_DOCUMENT)
    planned = [each for order in act.orders for each in _planned(desk, order)]
    while True:
        numbers = provisional_numbers(desk.database, actor, sum(bool(p.series) for p in planned))
        made = _made(desk, planned, numbers)
        with desk.database.write() as session:
            if numbers and is_any_taken(session, actor, numbers):
                continue
            if act.step is not None:
                take_step_in(session, actor, act.orders[0].matter_id, act.step, desk.by)
            records = []
            for each, paper in zip(planned, made, strict=True):
                order = each.order
                if order.replaces and not each.is_receipt:
                    void_paper(session, actor, order.matter_id, order.replaces, order.reason)
                size = _paper_size(desk, each.kind)
                about = "" if each.is_receipt else order.about
                row = add_paper(
                    session, actor, order.matter_id, each.kind, paper, paper=size, about=about
                )
                if each.series:
                    ask_number(session, actor, row, each.series)
                printer = act.printers.get(size, "")
                job = queue_job(session, actor, row, printer) if printer else ""
                also(session, row)
                records.append(MadeRecord(document_in(session, row), job))
            return tuple(records)


def _planned(desk: PaperDesk, order: PaperOrder) -> list[_Planned]:
    """Return the paper and its receipt; a template that prints no number asks for none."""
    from reception_desk.documents.catalogue import fields

    def plan(kind: DocumentKind, given: Mapping[str, Any], *, is_receipt: bool) -> _Planned:
        data = {name: as_plain(value) for name, value in given.items() if value not in (None, "")}
        is_asked = not data.get("number") and "number" in fields(kind, desk.source.wording)
        return _Planned(order, kind, data, SERIES.get(kind) if is_asked else None, is_receipt)

    first = plan(order.kind, order.data, is_receipt=False)
    if order.receipt is None:
        return [first]
    organ = {"organ": order.data["organ"]} if order.data.get("organ") else {}
    return [first, plan(RECEIPT, {**order.receipt, **organ}, is_receipt=True)]


def _made(desk: PaperDesk, planned: list[_Planned], numbers: list[str]) -> list[MadePaper]:
    """Set the papers in their order: a receipt names the number of the paper before it."""
    left = iter(numbers)
    made: list[MadePaper] = []
    for each in planned:
        data = dict(each.data)
        if each.series:
            data["number"] = next(left)
        if each.is_receipt:
            data["papers"] = [_line_of(each.order.kind, made[-1].data)]
        made.append(make_paper(desk.source, each.kind, data))
    return made


def _line_of(kind: DocumentKind, data: Mapping[str, Any]) -> dict[str, str]:
    number = str(data.get("number") or "")
    return {"no": "1", "title": kind.label, "number": number, "copies": "1"}


def _paper_size(desk: PaperDesk, kind: DocumentKind) -> str:
    from reception_desk.documents.catalogue import paper_form

    return paper_form(kind, desk.source.wording).paper


def _today(actor: Actor) -> date:
    return now().astimezone(ZoneInfo(actor.desk.zone)).date()
