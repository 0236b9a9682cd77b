"""信访工作例会材料 as a PDF to hand round and as an Excel workbook to go on with."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reception_desk.documents.fonts import SHIPPED_FONTS, FontPaths
from reception_desk.documents.office_fonts import office_fonts
from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentKind
from reception_desk.records.export import ExportKind
from reception_desk.records.identifiers import new_id
from reception_desk.rules.chinese_dates import span_text
from reception_desk.rules.meeting_pack import DEFINITIONS, NO_SHARE, OwingCount, SubjectRow
from reception_desk.rules.permissions import Action
from reception_desk.services.exports import ExportOrder, check_order, notice, put_in_place
from reception_desk.services.meeting_pack import LeaderTally, MeetingPack
from reception_desk.services.table_files import write_sheet

NAME = "信访工作例会材料"
_MOST_LATE = 60
_OWING = ("到期", "按期", "逾期", "逾期未办", "往期未办", "按期率")
_SUBJECT = ("件数", "占比", "环比")


def pack_order(target: Path, kind: ExportKind, pack: MeetingPack) -> ExportOrder:
    """Return the order for a pack; who supervises may take it along: it names nobody."""
    reason = f"{span_text(pack.period.first, pack.period.last)}{NAME}"
    return ExportOrder(target, kind, reason, action=Action.SUPERVISE_MATTER)


def export_pack(
    database: Database,
    actor: Actor,
    pack: MeetingPack,
    order: ExportOrder,
    *,
    fonts: FontPaths = SHIPPED_FONTS,
    wording: Path | None = None,
) -> None:
    """Write a pack to its place as PDF or Excel; raises like `exports.export_table`."""
    check_order(actor, order)
    export_id = new_id()

    def fill(made: Path) -> str:
        if order.kind is ExportKind.PDF:
            made.write_bytes(pack_pdf(pack, fonts=fonts, wording=wording))
        else:
            _write_book(made, pack, notice(actor, NAME, order, export_id))
        return f"{NAME} {order.kind.value}"

    put_in_place(database, actor, order, export_id, fill)


def pack_pdf(
    pack: MeetingPack, *, fonts: FontPaths = SHIPPED_FONTS, wording: Path | None = None
) -> bytes:
    """Return a pack as PDF."""
    from reception_desk.documents.catalogue import render

    return render(DocumentKind.MEETING_PACK, pack_data(pack), office_fonts(fonts).paths, wording)


def pack_data(pack: MeetingPack) -> dict[str, Any]:
    """Return what the paper says, by the names of its template."""
    return {
        "organ": pack.organ,
        "from": pack.period.first.isoformat(),
        "until": pack.period.last.isoformat(),
        "issued_on": pack.today.isoformat(),
        "definitions": "".join(DEFINITIONS),
        "duties": _owing_rows(pack.duties_by_unit, pack.duties),
        "promises": _owing_rows(pack.promises_by_unit, pack.promises),
        "leader_days": leader_words(pack.leader_days),
        "matters": pack.matters,
        "subjects": _subject_rows(pack.subjects),
        "places": _subject_rows(pack.places),
        "late": _late_rows(pack),
    }


def leader_words(tally: LeaderTally) -> str:
    """Return the leaders' days in a sentence."""
    return (
        f"{tally.days}天，{tally.leaders}位领导，接访{tally.received}件，"
        f"批示{tally.instructed}件，已销号{tally.done}件（{tally.rate}）"
    )


def owing_cells(name: str, count: OwingCount) -> tuple[Any, ...]:
    """Return a line of a table of what was owed."""
    return (
        name, count.due, count.in_time, count.late, count.not_done, count.earlier, count.rate,
    )  # fmt: skip


def _owing_rows(
    counts: Sequence[tuple[str, OwingCount]], whole: OwingCount
) -> list[dict[str, Any]]:
    names = ("unit", "due", "in_time", "late", "not_done", "earlier", "rate")
    lines = (owing_cells(*one) for one in (*counts, ("合计", whole)))
    return [dict(zip(names, cells, strict=True)) for cells in lines]


def _subject_rows(rows: Sequence[SubjectRow]) -> list[dict[str, str]]:
    shown = rows or (SubjectRow("没有登记", "0", NO_SHARE, NO_SHARE),)
    return [
        {"name": one.name, "count": one.count, "share": one.share, "change": one.change}
        for one in shown
    ]


def _late_rows(pack: MeetingPack) -> list[dict[str, str]]:
    found = []
    for unit, duty, subject, due_on in _late(pack):
        days = (pack.today - due_on).days
        due = f"{due_on.month}月{due_on.day}日\n逾期{days}天"
        found.append({"unit": unit, "duty": duty, "subject": subject, "due": due})
    if (rest := len(found) - _MOST_LATE) > 0:
        found = found[:_MOST_LATE]
        found.append({"unit": f"另有{rest}项", "duty": "见表格文件", "subject": "", "due": ""})
    return found or [{"unit": "没有", "duty": "", "subject": "", "due": ""}]


def _late(pack: MeetingPack) -> list[tuple[str, str, str, Any]]:
    duties = [(one.unit, one.duty, one.category, one.due_on) for one in pack.late]
    promises = [
        (one.promise.owner_unit, "兑现承诺", "承诺和领导批示", one.promise.due_on)
        for one in pack.late_promises
    ]
    return sorted([*duties, *promises], key=lambda one: (one[3], one[0]))


def _write_book(path: Path, pack: MeetingPack, words: str) -> None:
    from xlsxwriter import Workbook

    with Workbook(path) as book:
        write_sheet(
            book, "办理期限", words, ("单位", *_OWING),
            (owing_cells(*one) for one in (*pack.duties_by_unit, ("合计", pack.duties))),
        )  # fmt: skip
        write_sheet(
            book, "承诺和领导批示", words, ("单位", *_OWING),
            (owing_cells(*one) for one in (*pack.promises_by_unit, ("合计", pack.promises))),
        )  # fmt: skip
        for name, title, rows in (
            ("反映集中的问题", "内容分类", pack.subjects),
            ("问题属地", "乡镇", pack.places),
        ):
            cells = ((one.name, one.count, one.share, one.change) for one in rows)
            write_sheet(book, name, words, (title, *_SUBJECT), cells)
        late = (
            (unit, duty, subject, due_on.isoformat(), (pack.today - due_on).days)
            for unit, duty, subject, due_on in _late(pack)
        )
        write_sheet(book, "逾期未办", words, ("单位", "应办", "内容分类", "期限", "逾期天数"), late)
        told = ((one,) for one in (leader_words(pack.leader_days), *DEFINITIONS))
        write_sheet(book, "领导接访和口径", words, ("说明",), told)
