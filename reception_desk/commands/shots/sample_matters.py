"""Matters of every kind for the sample day: late, due today, waiting for approval, refused."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from threading import Event as Stop
from zoneinfo import ZoneInfo

from reception_desk.commands.shots.sample_sessions import add_sessions
from reception_desk.config import HALL_ZONE
from reception_desk.devices.scanner.simulated import SimulatedScanner
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentKind
from reception_desk.records.scan_batches import PaperKind
from reception_desk.records.scanning import ScanOptions
from reception_desk.records.steps import StepDetails, StepInput
from reception_desk.records.visit import PersonInput, VisitInput, VisitRecord
from reception_desk.rules import arrangements
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.permissions import Role
from reception_desk.rules.routes import advise
from reception_desk.rules.transition import PROPOSED, Event
from reception_desk.services import filing, office, scan_batches, scans
from reception_desk.services.calendar import work_calendar
from reception_desk.services.files import FileStore
from reception_desk.services.matter_papers import (
    RECEIPT,
    PaperAct,
    PaperDesk,
    PaperOrder,
    draft_data,
    issue_papers,
)
from reception_desk.services.paper_making import PaperSource
from reception_desk.services.registration import register_visit
from reception_desk.services.route_advice import note_advice
from reception_desk.services.standings import bring_up
from reception_desk.services.steps import take_step
from reception_desk.services.visits import load_visit

_TOWN, _LABOUR = "T100", "D24"
TO_TOWN = {
    "form": "visit", "kind": "claim", "earlier": "first", "subject": "none", "handling": "unit",
}  # fmt: skip
"""Answers to the questions of the legal-route helper."""
_DAYS_AND_CLAIMS = (
    (24, "反映村内排水沟长期淤塞，雨后倒灌农户院落，请求疏通"),
    (19, "请求落实危房改造补助"),
    (15, "反映小区消防通道被占用"),
    (14, "请求解决校车接送点安排"),
    (13, "反映灌溉水费收取标准不一"),
    (6, "反映企业拖欠六名工人三个月工资，请求协调支付"),
    (4, "请求更正农村土地承包经营权证面积"),
    (3, "反映道路施工损坏入户水管，请求修复"),
    (8, "反映村口垃圾清运不及时，请求增加清运次数"),
)


def add_matters(database: Database, files: FileStore, staff: dict[Role, Actor]) -> None:
    """Register the matters and let some of them be handled."""
    clerk, section, leader = (
        staff[role] for role in (Role.RECEPTIONIST, Role.SECTION, Role.BUREAU_LEADER)
    )
    by = Reckoning(work_calendar(database))
    records = [_register(database, clerk, days, claim) for days, claim in _DAYS_AND_CLAIMS]
    ids = [record.matter_id or "" for record in records]
    _hand_in(database, files, clerk, records[0].visit_id)
    today = now().astimezone(ZoneInfo(HALL_ZONE)).date()

    def act(actor: Actor, at: int, *steps: StepInput) -> None:
        for step in steps:
            take_step(database, actor, ids[at], step, by)

    town = office.unit_id(_TOWN)
    begun = today - timedelta(days=20)
    act(leader, 0, StepInput(Event.TRANSFERRED, day=begun, unit_id=town))
    act(section, 0, StepInput(Event.UNIT_RECEIVED, day=begun + timedelta(days=2)))
    act(
        leader, 5,
        StepInput(
            Event.ASSIGNED, unit_id=office.unit_id(_LABOUR), due_on=today + timedelta(days=40)
        ),
    )  # fmt: skip
    act(section, 6, StepInput(PROPOSED, result=Event.TRANSFERRED, unit_id=town,
                              reason="属镇政府职权，先由镇里核对台账"))  # fmt: skip
    act(leader, 7, StepInput(Event.TRANSFERRED, unit_id=town))
    act(section, 7, StepInput(Event.UNIT_RECEIVED), StepInput(Event.ACCEPTED))
    # Written down at a desk with a shorter notice: here it does not count, and says so.
    told = StepInput(
        Event.HEARING_OPENED, details=StepDetails(noticed_on=today - timedelta(days=2))
    )
    take_step(database, section, ids[7], told, replace(by, hearing_lead=2))
    act(
        section, 7,
        StepInput(Event.OPINION_GIVEN, result="1", basis="《农村供水条例》第三十条",
                  reason="已责成施工单位七日内修复"),
        StepInput(Event.SERVED, details=StepDetails(way="0")),
    )  # fmt: skip
    add_sessions(database, section, [ids[at] for at in (0, 2, 5, 6)])
    note_advice(database, section, ids[8], advise(TO_TOWN), by)
    act(leader, 8, StepInput(Event.TRANSFERRED, unit_id=town))
    act(section, 8, StepInput(Event.UNIT_RECEIVED))
    _accept(PaperDesk(PaperSource(database, files), by), section, ids[8])
    bring_up(database, clerk, by)


def _register(database: Database, clerk: Actor, days: int, claim: str) -> VisitRecord:
    return register_visit(
        database,
        clerk,
        VisitInput(
            arrived_at=now() - timedelta(days=days),
            persons=(PersonInput(name="周示范", phone="13800000000"),),
            claim=claim,
            matter_class="3",
            category="010200",
            place_code="420921100",
        ),
    )


def _accept(desk: PaperDesk, section: Actor, matter_id: str) -> None:
    """Accept the matter with its notice and the receipt for it, to be printed later."""
    step, kind = StepInput(Event.ACCEPTED), DocumentKind.ACCEPTANCE_NOTICE
    data = draft_data(desk, section, matter_id, kind, step)
    receipt = draft_data(desk, section, matter_id, RECEIPT, step)
    order = PaperOrder(
        matter_id, kind, data, receipt=receipt | {"recipient_address": "花园镇示例村3组"}
    )
    issue_papers(desk, section, PaperAct((order,), step))


def _hand_in(database: Database, files: FileStore, clerk: Actor, visit_id: str) -> None:
    """File a letter of two pages and a proof, and leave one page that was not filed."""
    batch = scan_batches.open_batch(database, clerk, visit_id)
    pages = [SimulatedScanner().scan_page(ScanOptions(dpi=100), lambda _: None, Stop())] * 3
    for page in pages:
        batch = scan_batches.add_page(database, clerk, batch.batch_id, page)
    first, _, third = (placed.page_id for placed in batch.arrangement.pages)
    for change in (
        partial(arrangements.split, page_id=third),
        partial(arrangements.set_kind, page_id=first, kind=PaperKind.PETITION),
        partial(arrangements.set_kind, page_id=third, kind=PaperKind.EVIDENCE),
        partial(arrangements.set_original, page_id=third, is_original=True),
    ):
        scan_batches.arrange(database, clerk, batch.batch_id, change)
    filing.file_batch(database, files, clerk, batch.batch_id, lambda *_: None)
    scans.attach_page(database, files, clerk, visit_id, pages[0], title="补交的现场图")


def lead_to_town(database: Database, staff: dict[Role, Actor], visit_id: str) -> None:
    """Transfer the visit's matter to 花园镇, which receives and accepts it today."""
    section, leader = staff[Role.SECTION], staff[Role.BUREAU_LEADER]
    matter_id = load_visit(database, section, visit_id, reason="转送").matter_id or ""
    by, town = Reckoning(work_calendar(database)), office.unit_id(_TOWN)
    for actor, step in (
        (section, StepInput(PROPOSED, result=Event.TRANSFERRED, unit_id=town)),
        (leader, StepInput(Event.TRANSFERRED, unit_id=town)),
        (section, StepInput(Event.UNIT_RECEIVED)),
        (section, StepInput(Event.ACCEPTED)),
    ):
        take_step(database, actor, matter_id, step, by)
