"""领导包案 on the matter's page and the board, the two ledgers, and the letters."""

from datetime import time, timedelta
from zoneinfo import ZoneInfo

from reception_desk import app
from reception_desk.commands.shots.accounts import SETTLE_MS, Close, Open
from reception_desk.commands.shots.sample_day import SampleDay
from reception_desk.config import Settings
from reception_desk.models.database import now
from reception_desk.records.actor import Actor
from reception_desk.records.advisers import AdviceInput, AdviserKind, ShiftInput
from reception_desk.records.hearings import HearingEvent, HearingInput
from reception_desk.records.joint_matters import JointInput, MatterTrait
from reception_desk.records.letters import LetterInput, ReadingInput
from reception_desk.records.matters import MatterRow
from reception_desk.records.undertakings import (
    UndertakingEvent,
    UndertakingEventInput,
    UndertakingInput,
)
from reception_desk.records.visit import PersonInput, VisitInput
from reception_desk.rules.hearings import HEARD
from reception_desk.rules.permissions import Role
from reception_desk.rules.units import UnitKind
from reception_desk.services.advice import log_advice
from reception_desk.services.advisers import add_shifts, advisers
from reception_desk.services.calendar import reckoning
from reception_desk.services.hearings import hearing_of_matter, plan_hearing
from reception_desk.services.joint_matters import name_joint_units
from reception_desk.services.leaders import leaders
from reception_desk.services.letters import note_reading, register_letter
from reception_desk.services.office import list_units
from reception_desk.services.undertakings import (
    open_undertakings,
    record_undertaking_event,
    undertake,
)
from reception_desk.ui.pages.leader_days import LeaderDaysPage
from reception_desk.ui.pages.matters import MattersPage
from reception_desk.ui.rehearsal import Rehearsal


def draw_undertakings(day: SampleDay, rehearsal: Rehearsal, open_: Open, close: Close) -> None:
    """The page as the section sees it."""
    section = day.staff[Role.SECTION]
    desk = open_(section)
    page = desk.window.open_page("matters")
    if not isinstance(page, MattersPage):
        raise TypeError("who handles matters has their page")
    rehearsal.wait(lambda: not desk.workplace.tasks.pending, "事项")
    if not open_undertakings(day.database, section):
        _undertake(day, section, [row.matter_id for row in _rows(page)])
        _write(day, section)
        _advise(day, section)

    def take(name: str) -> None:
        rehearsal.wait(lambda: not desk.workplace.tasks.pending, name)
        rehearsal.settle(SETTLE_MS)
        rehearsal.take_picture(desk.window, name)

    held = open_undertakings(day.database, section)[0]
    page.open_matter(held.standing.facts.matter_id)
    rehearsal.wait(lambda: page.matter.isVisible() and page.matter.is_whole, "包案的事项")
    rehearsal.settle(SETTLE_MS)
    page.matter.area.ensureWidgetVisible(page.matter.joint)
    take("matter-undertaking")
    acting = page.matter.undertaking
    acting.ask(held.standing.facts.matter_id)
    _take_form(desk, rehearsal, page, "undertaking-form")
    for event in (UndertakingEvent.EXTENDED, UndertakingEvent.HANDED_OVER):
        acting.ask_event(held, event)
        _take_form(desk, rehearsal, page, f"undertaking-{event.value.replace('_', '-')}")
    acting.ask_joint(held.standing.facts.matter_id, page.matter.joint.shown)
    _take_form(desk, rehearsal, page, "joint-matter-form")
    page.matter.area.ensureWidgetVisible(page.matter.advice)
    take("matter-advice")
    page.matter.advising.ask(held.standing.facts.matter_id)
    rehearsal.wait(lambda: page.matter.advising.form is not None, "意见")
    rehearsal.settle(SETTLE_MS)
    if page.matter.advising.form is not None:
        rehearsal.take_picture(page.matter.advising.form, "advice-form")
        page.matter.advising.form.close()
    page.close_matter()
    page.overview.show_board()
    take("matters-board-owed")
    page.overview.show_undertakings()
    take("undertakings")
    page.overview.show_long_open()
    take("long-open")
    _draw_letters(desk, rehearsal, page)
    _draw_hearing(day, desk, rehearsal, page)
    _draw_duty(desk, rehearsal)
    close(desk)


def _draw_letters(desk: app.Desk, rehearsal: Rehearsal, page: MattersPage) -> None:
    """The list of letters, a reading and the form of a letter."""
    page.overview.show_letters()
    rehearsal.wait(lambda: not desk.workplace.tasks.pending, "来信")
    rehearsal.settle(SETTLE_MS)
    rehearsal.take_picture(desk.window, "letters")
    part = page.overview.letters
    for ask, name in ((part.ask_reading, "letter-reading"), (part.ask_letter, "letter-form")):
        part.form = None
        ask()
        _take_opened(rehearsal, page, name)


def _draw_hearing(day: SampleDay, desk: app.Desk, rehearsal: Rehearsal, page: MattersPage) -> None:
    """A hearing that is arranged on the page of its matter, and the form that moves it."""
    section = day.staff[Role.SECTION]
    page.overview.show_list()
    rehearsal.wait(lambda: not desk.workplace.tasks.pending, "清单")
    matter_id = next(row.matter_id for row in _rows(page) if row.state in HEARD)
    by = reckoning(day.database, Settings(home=day.home))
    if hearing_of_matter(day.database, section, matter_id, by) is None:
        held_on = now().date() + timedelta(days=20)
        plan = HearingInput(
            HearingEvent.ARRANGED, held_on, time(9), "来访接待中心二楼听证室", "周示例"
        )
        plan_hearing(day.database, section, matter_id, plan, by)
    page.open_matter(matter_id)
    rehearsal.wait(lambda: page.matter.isVisible() and page.matter.is_whole, "听证的事项")
    rehearsal.settle(SETTLE_MS)
    page.matter.area.ensureWidgetVisible(page.matter.hearing)
    rehearsal.settle(SETTLE_MS)
    rehearsal.take_picture(desk.window, "matter-hearing")
    acting, hearing = page.matter.hearing_acting, page.matter.opened
    acting.ask(matter_id, hearing.hearing if hearing else None, HearingEvent.MOVED)
    rehearsal.wait(lambda: acting.form is not None, "听证改期")
    rehearsal.settle(SETTLE_MS)
    if acting.form is not None:
        rehearsal.take_picture(acting.form, "hearing-form")
        acting.form.close()
    page.close_matter()


def _draw_duty(desk: app.Desk, rehearsal: Rehearsal) -> None:
    """Who is on duty beside the leader of the day, and the form of one more duty."""
    page = desk.window.open_page("leader_days")
    if not isinstance(page, LeaderDaysPage):
        raise TypeError("who plans the days has their page")
    rehearsal.wait(lambda: not desk.workplace.tasks.pending, "值班")
    page.month.show_this_month()
    rehearsal.wait(lambda: bool(page.month.duty.buttons), "值班")
    rehearsal.settle(SETTLE_MS)
    page.month.duty.add_button.setFocus()
    rehearsal.settle(SETTLE_MS)
    rehearsal.take_picture(desk.window, "leader-day-duty")
    page.month.duty.ask_shift()
    rehearsal.wait(lambda: page.month.duty.form is not None, "班次")
    rehearsal.settle(SETTLE_MS)
    if page.month.duty.form is not None:
        rehearsal.take_picture(page.month.duty.form, "shift-form")
        page.month.duty.form.close()


def _advise(day: SampleDay, section: Actor) -> None:
    """A lawyer and a mediator on duty today, and what the lawyer advised on a matter."""
    database = day.database
    today = now().astimezone(ZoneInfo(section.desk.zone)).date()
    people = (
        ("孔示例", "湖北示例律师事务所", AdviserKind.LAWYER),
        ("程样本", "县人民调解委员会", AdviserKind.MEDIATOR),
    )
    for name, firm, kind in people:
        shift = ShiftInput(
            today, time(8, 30), time(11, 30), "3号窗口", name=name, kind=kind, firm=firm,
            until=today + timedelta(days=21),
        )  # fmt: skip
        add_shifts(database, section, shift)
    lawyer = next(one for one in advisers(database) if one.kind == AdviserKind.LAWYER)
    words = "可以先申请调解；协商不成的，凭承包合同和证书申请仲裁。请保存现场的影像和书面答复。"
    held = open_undertakings(database, section)[0]
    log_advice(
        database, section, held.standing.facts.matter_id,
        AdviceInput(lawyer.adviser_id, today, time(9, 10), "承包地的界址", words, "04"),
    )  # fmt: skip


def _take_form(desk: app.Desk, rehearsal: Rehearsal, page: MattersPage, name: str) -> None:
    rehearsal.wait(lambda: not desk.workplace.tasks.pending, name)
    rehearsal.settle(SETTLE_MS)
    form = page.matter.undertaking.form
    if form is None:
        raise LookupError("no form is open")
    rehearsal.take_picture(form, name)
    form.close()
    rehearsal.settle()


def _take_opened(rehearsal: Rehearsal, page: MattersPage, name: str) -> None:
    part = page.overview.letters
    rehearsal.wait(lambda: part.form is not None, name)
    rehearsal.settle(SETTLE_MS)
    if part.form is not None:
        rehearsal.take_picture(part.form, name)
        part.form.close()
    rehearsal.settle()


def _write(day: SampleDay, section: Actor) -> None:
    """One letter read and owed, one read, one that waits."""
    database, known = day.database, leaders(day.database)
    towns = [unit for unit in list_units(database) if unit.kind is UnitKind.TOWN]
    today = now().astimezone(ZoneInfo(section.desk.zone)).date()
    claims = ("反映村道路灯损坏无人维修", "建议增加学校门口的斑马线", "请求发放渡口修缮补助")
    made = [
        register_letter(
            database, section,
            LetterInput(
                VisitInput(
                    arrived_at=now(), claim=claim, matter_class="3",
                    persons=(PersonInput(name="柳示例", address="花园镇第七组"),),
                ),
                today - timedelta(days=at),
                leader_id=known[at].leader_id,
            ),
        )
        for at, claim in enumerate(claims)
    ]  # fmt: skip
    told = "请核实损坏的数量，月底前修复并书面答复写信人。"
    owed = ReadingInput(
        known[0].leader_id, today, told, towns[0].unit_id, "施示例", today + timedelta(days=2)
    )
    note_reading(database, section, made[0].letter_id, owed)
    note_reading(database, section, made[1].letter_id, ReadingInput(known[1].leader_id, today))


def _rows(page: MattersPage) -> list[MatterRow]:
    model = page.overview.listing.model
    return [model.record(row) for row in range(model.rowCount())]


def _undertake(day: SampleDay, section: Actor, matter_ids: list[str]) -> None:
    """Let two leaders answer for matters, one handed over and one due tomorrow."""
    database, known = day.database, leaders(day.database)
    towns = [unit for unit in list_units(database) if unit.kind is UnitKind.TOWN]
    today = now().astimezone(ZoneInfo(section.desk.zone)).date()
    first, second = matter_ids[:2]
    asked = UndertakingInput(
        known[1].leader_id, towns[0].unit_id, "逐户核对面积，按实测补偿，分两批兑付。",
        today + timedelta(days=1), ("程示例", "施示例", "夏样本"),
    )  # fmt: skip
    key = undertake(database, section, first, asked)
    for event in (
        UndertakingEventInput(UndertakingEvent.REPORTED, "已走访三户，测绘单位到场。"),
        UndertakingEventInput(
            UndertakingEvent.HANDED_OVER, "分工调整。", leader_id=known[2].leader_id
        ),
    ):
        record_undertaking_event(database, section, key, event)
    kinds = (MatterTrait.CROSSES_DEPARTMENTS, MatterTrait.HOUSEHOLD_APART)
    joint = JointInput(kinds, towns[0].unit_id, (towns[1].unit_id, towns[2].unit_id))
    name_joint_units(database, section, first, joint)
    later = UndertakingInput(
        known[0].leader_id, towns[1].unit_id, "召集三方协商，明确排水沟的维护单位。",
        today + timedelta(days=45),
    )  # fmt: skip
    undertake(database, section, second, later)
