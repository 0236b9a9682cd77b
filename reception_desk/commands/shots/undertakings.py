"""领导包案 on the matter's page and the board, the two ledgers, and the letters."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from reception_desk import app
from reception_desk.commands.shots.accounts import SETTLE_MS, Close, Open
from reception_desk.commands.shots.sample_day import SampleDay
from reception_desk.models.database import now
from reception_desk.records.actor import Actor
from reception_desk.records.joint_matters import JointInput, MatterTrait
from reception_desk.records.letters import LetterInput, ReadingInput
from reception_desk.records.matters import MatterRow
from reception_desk.records.undertakings import (
    UndertakingEvent,
    UndertakingEventInput,
    UndertakingInput,
)
from reception_desk.records.visit import PersonInput, VisitInput
from reception_desk.rules.permissions import Role
from reception_desk.rules.units import UnitKind
from reception_desk.services.joint_matters import name_joint_units
from reception_desk.services.leaders import leaders
from reception_desk.services.letters import note_reading, register_letter
from reception_desk.services.office import list_units
from reception_desk.services.undertakings import (
    open_undertakings,
    record_undertaking_event,
    undertake,
)
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
    page.close_matter()
    page.overview.show_board()
    take("matters-board-owed")
    page.overview.show_undertakings()
    take("undertakings")
    page.overview.show_long_open()
    take("long-open")
    page.overview.show_letters()
    take("letters")
    part = page.overview.letters
    for ask, name in ((part.ask_reading, "letter-reading"), (part.ask_letter, "letter-form")):
        part.form = None
        ask()
        _take_opened(rehearsal, page, name)
    close(desk)


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
