"""A leader's day: planned, published, booked, read up on, held, and what was promised kept."""

from collections.abc import Callable, Sequence
from datetime import date, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from reception_desk.commands.demo.hall import DemoDesk
from reception_desk.errors import DeskError
from reception_desk.models.database import now
from reception_desk.records.document import DocumentKind, DocumentRecord
from reception_desk.records.leader_bookings import InstructionInput
from reception_desk.records.leader_days import DayEvent
from reception_desk.records.printing import PrintState
from reception_desk.records.promises import ReportInput, ReportKind
from reception_desk.records.visit import VisitRecord
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.leader_days import LeaderDayRule, PlannedDay, Rhythm
from reception_desk.services import office, printing
from reception_desk.services.calendar import work_calendar
from reception_desk.services.exports import ExportKind, ExportOrder
from reception_desk.services.leader_bookings import BookingInput, book, bookings_of_day
from reception_desk.services.leader_days import DayChange, reception_days, record_change
from reception_desk.services.leader_notice import notice_pdf, publish_month
from reception_desk.services.leader_pack import PackWanted, export_pack
from reception_desk.services.leader_papers import (
    LeaderPaper,
    LeaderPaperOrder,
    draft_leader_paper,
    issue_leader_paper,
)
from reception_desk.services.leader_plan import add_rule, keep_plan, propose_plan
from reception_desk.services.leader_reception import instruct
from reception_desk.services.leaders import LeaderInput, add_leader
from reception_desk.services.matter_papers import PaperDesk
from reception_desk.services.paper_making import with_number
from reception_desk.services.promises import evidence_for, open_promises, report_promise
from reception_desk.services.taken_files import FileSources
from reception_desk.ui.rehearsal import Rehearsal

_LEADERS = (
    LeaderInput("刘示例", "县委书记", "县委全面工作"),
    LeaderInput("孙样本", "县长", "县政府全面工作"),
)
_OPENS, _CLOSES, _ROOM = time(8, 30), time(11, 30), "领导接访室"
_TIMES = (time(9), time(9, 30), time(10))
_INSTRUCTED = (
    ("请花园镇约谈开发企业，拿出交房时间表，书面答复信访人。", "T100", "施示例"),
    ("请王店镇把补偿款分配公开到户，接受群众查询。", "T104", "严示例"),
    ("请信访局释明诉访分离的途径，协调法律援助。", "XFJ03", "金示例"),
)
_DAYS_GIVEN = 15


class DemoLeaderDay:
    """Three visitors of the day before a leader; `folder` keeps notice, pack and 批办单."""

    def __init__(
        self,
        desks: Sequence[DemoDesk],
        records: Sequence[VisitRecord],
        rehearsal: Rehearsal,
        folder: Path,
    ) -> None:
        self._desk, self._other = desks[0], desks[-1]
        self._matters = [record.matter_id or "" for record in records]
        self._visits = [record.visit_id for record in records]
        self._rehearsal = rehearsal
        self._folder = folder
        self._by = Reckoning(work_calendar(self._desk.database))
        self._today = now().astimezone(ZoneInfo(self._desk.clerk.desk.zone)).date()
        self._day_id = ""

    def play(self, say: Callable[[str], None]) -> None:
        """Go from the yearly plan to the kept promise."""
        planned = self._plan()
        bookings = self._book()
        pages = self._read_up()
        self._change(DayEvent.OPENED)
        for at, booking_id in enumerate(bookings):
            self._receive(at, booking_id)
        self._picture("leader-day")
        self._change(DayEvent.CLOSED)
        self._see_at_other_window(len(bookings))
        kept = self._keep_first()
        say(
            f"领导接访：全年排出 {planned} 天，今天接待 {len(bookings)} 批，资料 {pages} 页，"
            f"批办单 {len(bookings)} 份；一件承诺已反馈、销号、回访：{kept}"
        )

    def _plan(self) -> int:
        """Lay the year out by rule, take today beside it, publish; return the days of the plan."""
        database, planner = self._desk.database, self._desk.section
        first, second = (add_leader(database, planner, leader) for leader in _LEADERS)
        last = date(self._today.year + 1, 12, 31)
        add_rule(
            database,
            planner,
            LeaderDayRule(
                "", Rhythm.MONTHLY_DAY, (first,), _OPENS, _CLOSES, _ROOM, self._today, last, 15
            ),
        )
        days = propose_plan(database, planner, self._today, last).days
        keep_plan(database, planner, days)
        keep_plan(database, planner, [PlannedDay(self._today, _OPENS, _CLOSES, second, _ROOM)])
        (today,) = [
            one
            for one in reception_days(database, self._today, self._today)
            if one.leader.leader_id == second
        ]
        self._day_id = today.standing.facts.day_id
        month = self._today.replace(day=1)
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / "notice.pdf").write_bytes(notice_pdf(database, planner, month))
        publish_month(database, planner, month)
        self._desk.desk.workplace.changes.reception_day_changed.emit(self._day_id)
        return len(days)

    def _book(self) -> list[str]:
        """Book the matters for today, half an hour each; return the bookings."""
        return [
            book(
                self._desk.database,
                self._desk.clerk,
                BookingInput(self._day_id, matter_id, visit_id, at),
                self._by,
            )
            for matter_id, visit_id, at in zip(self._matters, self._visits, _TIMES, strict=True)
        ]

    def _read_up(self) -> int:
        """Take the pack of briefs and papers for the leader; return its pages."""
        workplace = self._desk.desk.workplace
        pack = export_pack(
            FileSources(self._desk.database, workplace.files),
            self._desk.leader,
            PackWanted(self._day_id, self._by),
            ExportOrder(self._folder / "pack.pdf", ExportKind.PDF, "领导接访前阅看"),
            lambda _done, _count: None,
        )
        return pack.pages

    def _receive(self, at: int, booking_id: str) -> None:
        """Hear one visitor, write what the leader instructs, print its 批办单."""
        text, unit, owner = _INSTRUCTED[at]
        due = self._today + timedelta(days=_DAYS_GIVEN)
        database, clerk = self._desk.database, self._desk.clerk
        given = InstructionInput(text, office.unit_id(unit), owner, due)
        instruct(database, clerk, booking_id, given)
        (booking,) = [
            one
            for one in bookings_of_day(database, clerk, self._day_id)
            if one.standing.facts.booking_id == booking_id
        ]
        paper = LeaderPaper(
            booking_id,
            DocumentKind.LEADER_INSTRUCTION,
            booking.instructions[0].instruction_id,
        )
        workplace = self._desk.desk.workplace
        desk = PaperDesk(workplace.papers, self._by)
        data = draft_leader_paper(desk, clerk, paper)
        issue_leader_paper(desk, clerk, LeaderPaperOrder(paper, data))
        workplace.changes.matter_changed.emit(self._matters[at])
        if self._desk.desk.centre is not None:
            self._rehearsal.wait(
                lambda: not (self._paper(at).number or "T-").startswith("T-"), "中心给出批办单编号"
            )
        made = with_number(workplace.papers, clerk, self._paper(at))
        name = f"instruction-{at + 1}.pdf"
        (self._folder / name).write_bytes(workplace.files.get(made.sha256))
        workplace.print_desk.print_document(clerk, made)
        self._rehearsal.wait(
            lambda: PrintState(self._paper(at).state or PrintState.QUEUED).is_final, "打印批办单"
        )

    def _paper(self, at: int) -> DocumentRecord:
        """The 批办单 of this visit as it stands on record."""
        papers = printing.documents_of_visit(
            self._desk.database, self._desk.clerk, self._visits[at]
        )
        return next(paper for paper in papers if paper.kind is DocumentKind.LEADER_INSTRUCTION)

    def _see_at_other_window(self, count: int) -> None:
        """The other window knows what was promised, too."""
        if self._desk.desk.centre is None:
            return
        self._rehearsal.wait(lambda: self._promised(self._other) >= count, "承诺到达2号窗口")

    def _promised(self, desk: DemoDesk) -> int:
        found = open_promises(desk.database, desk.clerk)
        return sum(one.promise.source_id == self._day_id for one in found)

    def _keep_first(self) -> str:
        """Report on the first promise, close it with the paper on record, call back."""
        database, section = self._desk.database, self._desk.section
        (promise,) = [
            one.promise
            for one in open_promises(database, section)
            if one.promise.source_id == self._day_id and one.promise.matter_id == self._matters[0]
        ]
        evidence = evidence_for(database, section, promise.promise_id)
        if not evidence:
            raise DeskError("没有可以作佐证的文书。")
        for kind, text, proof in (
            (ReportKind.REPORTED, "已约谈开发企业，排出交房时间表。", None),
            (ReportKind.CLOSED, "首批房屋已交付，已书面答复。", evidence[0].sha256),
            (ReportKind.CALLED_BACK, "电话告知本人交房时间和答复，本人没有其他要求。", None),
        ):
            report = ReportInput(kind, text, proof)
            report_promise(database, section, promise.promise_id, report)
        self._desk.desk.workplace.changes.matter_changed.emit(self._matters[0])
        self._desk.desk.window.open_matter(self._matters[0])
        self._rehearsal.settle(600)
        self._rehearsal.take_picture(self._desk.desk.window, "promise-kept")
        return promise.what

    def _change(self, event: DayEvent) -> None:
        record_change(self._desk.database, self._desk.section, self._day_id, DayChange(event))
        self._desk.desk.workplace.changes.reception_day_changed.emit(self._day_id)

    def _picture(self, name: str) -> None:
        window = self._desk.desk.window
        window.open_page("leader_days")
        self._rehearsal.wait(lambda: not self._desk.desk.workplace.tasks.pending, "领导接访")
        self._rehearsal.settle(600)
        self._rehearsal.take_picture(window, name)
