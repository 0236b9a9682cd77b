"""接访席: opening it with half a million matters on record, and the pack of thirty briefs."""

import io
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from datetime import time as at_time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select

from reception_desk.commands.bench.case_file import sample_papers
from reception_desk.commands.bench.figure import (
    Figure,
    Goal,
    interleaved,
    median,
    milliseconds,
    spread,
)
from reception_desk.commands.bench.matter_rows import matters_home
from reception_desk.commands.bench.office import BenchOffice, open_office, visit
from reception_desk.commands.bench.plan import Plan
from reception_desk.config import HALL_ZONE
from reception_desk.models.database import now
from reception_desk.models.document import FiledPaper, ScannedDocument
from reception_desk.models.rows import add_row
from reception_desk.models.visit import Visit
from reception_desk.records.actor import Actor
from reception_desk.records.export import ExportKind
from reception_desk.records.leader_bookings import InstructionInput
from reception_desk.records.scan_batches import PaperKind
from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.leader_days import PlannedDay
from reception_desk.rules.permissions import Role
from reception_desk.services import office
from reception_desk.services.authorship import by as written_by
from reception_desk.services.exports import ExportOrder
from reception_desk.services.files import FileStore
from reception_desk.services.leader_bookings import BookingInput, book, bookings_of_day
from reception_desk.services.leader_days import reception_days
from reception_desk.services.leader_desk import SeatWanted, open_seat
from reception_desk.services.leader_pack import PackWanted, pack_to_print
from reception_desk.services.leader_papers import (
    INSTRUCTION,
    LeaderPaper,
    LeaderPaperOrder,
    draft_leader_paper,
    issue_leader_paper,
)
from reception_desk.services.leader_plan import keep_plan
from reception_desk.services.leader_reception import instruct
from reception_desk.services.leaders import LeaderInput, add_leader, leaders
from reception_desk.services.matter_papers import PaperDesk
from reception_desk.services.paper_making import PaperSource
from reception_desk.services.registration import register_visit
from reception_desk.services.taken_files import FileSources

if TYPE_CHECKING:  # Qt is loaded by what measures it
    from reception_desk.app import Desk
    from reception_desk.ui.pages.leader_desk import LeaderDeskPage
    from reception_desk.ui.tasks import Tasks

BOOKINGS = 30
_ROUNDS, _PACKS = 8, 3
_MOST_OPENING_MS, _MOST_STALL_MS, _MOST_PACK_MS = 200, 50, 10_000
_DUE = date(2099, 12, 31)
_BY = Reckoning(shipped_calendar())


def measure(plan: Plan) -> Iterator[Figure]:
    """Yield how long the leader's page takes to stand there, and how long the pack."""
    home = matters_home(plan)
    with open_office(home) as hall:
        count = 3 if plan.is_quick else BOOKINGS
        day_id = _booked_day(hall, FileStore(home / "files"), count)
        yield from _opening(plan, hall, home, day_id)
        yield _pack(plan, hall, FileStore(home / "files"), day_id)


def _opening(plan: Plan, hall: BenchOffice, home: Path, day_id: str) -> Iterator[Figure]:
    """Open the page in a window that never had it, each time a new one; the floor only reads."""
    from reception_desk.commands.bench.register_window import open_desk, turn_until

    wanted = SeatWanted(day_id)
    rounds = plan.rounds(_ROUNDS) + 1
    read = partial(open_seat, hall.database, hall.clerk, _BY, wanted)
    floors = [milliseconds(read) for _ in range(rounds)][1:]
    taken, stalls = [], []
    for _ in range(rounds):
        with open_desk(home, hall) as desk:
            tasks = desk.workplace.tasks
            turn_until(partial(_is_idle, tasks))
            opened, stall = _opened(desk)
        taken.append(opened)
        stalls.append(stall)
    name = "打开接访席到画出简报 中位数"
    details = {**spread(taken[1:]), "bookings": BOOKINGS}
    yield Figure(
        name, median(taken[1:]), "ms", median(floors), Goal.MOST, _MOST_OPENING_MS, details
    )
    name = "打开接访席时界面最长停顿 中位数"
    yield Figure(
        name, median(stalls[1:]), "ms", None, Goal.MOST, _MOST_STALL_MS, spread(stalls[1:])
    )


def _opened(desk: "Desk") -> tuple[float, float]:
    """Return the milliseconds until the brief was painted, and of the longest stall meanwhile."""
    from reception_desk.commands.bench.register_window import turn_until
    from reception_desk.commands.bench.screen import PaintWatch, StallWatch
    from reception_desk.ui.pages.leader_desk import LeaderDeskPage

    watch = StallWatch()
    started = time.perf_counter()
    page = desk.window.open_page("leader_desk")
    if not isinstance(page, LeaderDeskPage):
        raise TypeError("the leader's desk is another page now")
    painted = PaintWatch(page.view.brief)
    turn_until(partial(_has_brief, page))
    painted.forget()
    turn_until(lambda: painted.has_painted)
    taken = (time.perf_counter() - started) * 1000
    watch.stop()
    return taken, max(watch.gaps)


def _is_idle(tasks: "Tasks") -> bool:
    return not tasks.pending


def _has_brief(page: "LeaderDeskPage") -> bool:
    return page.seat is not None and page.seat.brief is not None


def _pack(plan: Plan, hall: BenchOffice, files: FileStore, day_id: str) -> Figure:
    """Make the pack for the printer; the floor lays its pages together and nothing else."""
    leader = replace(hall.clerk, roles=frozenset({Role.BUREAU_LEADER}))
    sources, wanted = FileSources(hall.database, files), PackWanted(day_id, _BY)
    order = ExportOrder(Path(), ExportKind.PDF, "测量")

    def ours() -> bytes:
        return pack_to_print(sources, leader, wanted, order, lambda _done, _total: None).pdf

    made = ours()
    whole, bare = interleaved(plan.rounds(_PACKS), ours, lambda: _laid_anew(made), warm=0)
    pages = _page_count(made)
    return Figure(
        f"{BOOKINGS} 件简报及文书的资料包", median(whole), "ms", median(bare), Goal.MOST,
        _MOST_PACK_MS, {**spread(whole), "pages": pages, "bytes": len(made)},
    )  # fmt: skip


def _booked_day(hall: BenchOffice, files: FileStore, count: int) -> str:
    """Return today's day with so many bookings, made the first time the home is used."""
    database, today = hall.database, now().astimezone(ZoneInfo(HALL_ZONE)).date()
    planner = replace(hall.clerk, roles=frozenset({Role.SECTION}))
    named = leaders(database)
    key = named[0].leader_id if named else add_leader(
        database, planner, LeaderInput("何某", "副县长")
    )  # fmt: skip
    if not reception_days(database, today, today):
        span = at_time(8, 30), at_time(11, 30)
        keep_plan(database, planner, [PlannedDay(today, *span, key, "领导接访室")])
    (day,) = reception_days(database, today, today)
    day_id = day.standing.facts.day_id
    (paper,) = sample_papers(1, is_quick=count < BOOKINGS)
    for number in range(len(bookings_of_day(database, hall.clerk, day_id)), count):
        _book(hall, files, day_id, paper, number)
    return day_id


def _book(hall: BenchOffice, files: FileStore, day_id: str, paper: bytes, number: int) -> None:
    """Book a matter with a scanned letter, an instruction and its sheet."""
    database, clerk = hall.database, hall.clerk
    record = register_visit(database, clerk, visit(f"测{number}"))
    _file(database_visit=record.visit_id, hall=hall, files=files, paper=paper)
    asked = BookingInput(day_id, record.matter_id or "", record.visit_id)
    booking_id = book(database, clerk, asked, _BY)
    if number == 0:
        return
    given = InstructionInput("请核实后书面答复。", office.unit_id("T100"), "施某", _DUE)
    instruct(database, clerk, booking_id, given)
    now_booked = {
        one.standing.facts.booking_id: one for one in bookings_of_day(database, clerk, day_id)
    }
    key = now_booked[booking_id].instructions[0].instruction_id
    desk = PaperDesk(PaperSource(database, files), _BY)
    wanted = LeaderPaper(booking_id, INSTRUCTION, key)
    data = draft_leader_paper(desk, clerk, wanted)
    issue_leader_paper(desk, clerk, LeaderPaperOrder(wanted, data))


def _file(*, database_visit: str, hall: BenchOffice, files: FileStore, paper: bytes) -> None:
    """Put the same scanned letter on record as filing does, without reading its text again."""
    sha256 = files.put(paper)
    clerk: Actor = hall.clerk
    with hall.database.write() as session:
        stream = session.scalars(select(Visit.stream).where(Visit.id == database_visit)).one()
        document_id = add_row(
            session, ScannedDocument, **written_by(clerk, stream=stream),
            visit_id=database_visit, title="申请书",
        )  # fmt: skip
        add_row(
            session, FiledPaper, **written_by(clerk, stream=stream),
            scanned_document_id=document_id, kind=PaperKind.PETITION.value, is_original=False,
            is_to_return=False, returned_at=None, page_count=_page_count(paper), sha256=sha256,
            size=len(paper),
        )  # fmt: skip


def _laid_anew(pdf: bytes) -> bytes:
    import pypdfium2

    target = io.BytesIO()
    whole, source = pypdfium2.PdfDocument.new(), pypdfium2.PdfDocument(pdf)
    whole.import_pages(source)
    whole.save(target)
    whole.close()
    source.close()
    return target.getvalue()


def _page_count(pdf: bytes) -> int:
    from reception_desk.imaging.whole_file import page_count

    return page_count(pdf)
