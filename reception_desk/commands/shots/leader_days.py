"""领导接访: the month with a stand-in and a day moved, a change asked for, and the yearly plan."""

from datetime import date, time, timedelta

from reception_desk.commands.shots.accounts import SETTLE_MS, Close, Open
from reception_desk.commands.shots.sample_day import SampleDay
from reception_desk.config import Settings
from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.records.leader_bookings import InstructionInput
from reception_desk.records.leader_days import DayEvent
from reception_desk.rules.leader_days import LeaderDayRule, PlannedDay, RestDay, Rhythm
from reception_desk.rules.permissions import Role
from reception_desk.rules.units import UnitKind
from reception_desk.services.calendar import reckoning
from reception_desk.services.leader_bookings import BookingInput, book
from reception_desk.services.leader_days import DayChange, reception_days, record_change, swap_days
from reception_desk.services.leader_notice import publish_month
from reception_desk.services.leader_plan import add_rule, keep_plan, propose_plan
from reception_desk.services.leader_reception import instruct
from reception_desk.services.leaders import LeaderInput, add_leader, leaders
from reception_desk.services.office import list_units
from reception_desk.services.visits import load_visit
from reception_desk.ui.pages.leader_days import LeaderDaysPage
from reception_desk.ui.pages.leader_days.bookings_card import INSTRUCT
from reception_desk.ui.rehearsal import Rehearsal

_LEADERS = (
    LeaderInput("刘示例", "县委书记", "县委全面工作"),
    LeaderInput("孙样本", "县长", "县政府全面工作"),
    LeaderInput("何试用", "副县长", "自然资源、住房和城乡建设、交通运输"),
    LeaderInput("吕模拟", "副县长", "人力资源和社会保障、教育、卫生健康"),
)
_MORNING, _NOON = time(8, 30), time(11, 30)
_ROOM = "领导接访室"


def draw_leader_days(day: SampleDay, rehearsal: Rehearsal, open_: Open, close: Close) -> None:
    """The page as the section sees it."""
    planner = day.staff[Role.SECTION]
    desk = open_(planner)
    page = desk.window.open_page("leader_days")
    if not isinstance(page, LeaderDaysPage):
        raise TypeError("who plans the days has their page")
    if not leaders(day.database):
        _plan(day.database, planner, page.month.today)
        _receive(day, planner, page.month.today)

    def take(name: str) -> None:
        rehearsal.wait(lambda: not desk.workplace.tasks.pending, name)
        rehearsal.settle(SETTLE_MS)
        rehearsal.take_picture(desk.window, name)

    month = page.month
    month.show_month(month.today + timedelta(days=31))
    rehearsal.wait(lambda: month.grid.month == month.month, "领导接访")
    stale = next(one for one in month.days if one.standing.is_stale)
    month.grid.choose(stale.standing.day)
    take("leader-days")
    month.acting.ask(stale, DayEvent.MOVED)
    form = month.acting.form
    if form is not None:
        rehearsal.settle(SETTLE_MS)
        rehearsal.take_picture(form, "leader-day-move")
        form.close()
    month.show_this_month()
    rehearsal.wait(lambda: bool(month.bookings.buttons), "接访名单")
    take("leader-day-today")
    _draw_bookings(page, rehearsal)
    page.show_plan()
    page.plan.proposal.year_field.setValue(month.today.year + 1)
    page.plan.proposal.lay_out()
    take("leader-plan")
    page.plan.ask_rule()
    if page.plan.form is not None:
        rehearsal.settle(SETTLE_MS)
        rehearsal.take_picture(page.plan.form, "leader-rule")
        page.plan.form.close()
    close(desk)


def _draw_bookings(page: LeaderDaysPage, rehearsal: Rehearsal) -> None:
    """What the list of today asks: for the pack, and for an instruction."""
    bookings, acting = page.month.bookings, page.month.booking_acting
    bookings.pack_button.click()
    if acting.form is not None:
        rehearsal.settle(SETTLE_MS)
        rehearsal.take_picture(acting.form, "leader-pack")
        acting.form.close()
    first = next(key for key in bookings.buttons if key[1] == INSTRUCT)
    bookings.buttons[first].click()
    if acting.form is not None:
        rehearsal.settle(SETTLE_MS)
        rehearsal.take_picture(acting.form, "leader-instruction")
        acting.form.close()


def _plan(database: Database, planner: Actor, today: date) -> None:
    """Plan this year and the next, let somebody stand in and two swap."""
    keys = [add_leader(database, planner, one) for one in _LEADERS]
    first, last = date(today.year, 1, 1), date(today.year + 1, 12, 31)
    rules = (
        LeaderDayRule(
            "", Rhythm.MONTHLY_DAY, (keys[0],), _MORNING, _NOON, _ROOM, first, last, 15
        ),
        LeaderDayRule(
            "", Rhythm.WEEKLY, tuple(keys[1:]), _MORNING, _NOON, _ROOM, first, last,
            weekday=1, rest_day=RestDay.DROPPED,
        ),
    )  # fmt: skip
    for rule in rules:
        add_rule(database, planner, rule)
    until = today + timedelta(days=70)
    keep_plan(database, planner, propose_plan(database, planner, first, until).days)
    month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    publish_month(database, planner, month)
    days = [
        one for one in reception_days(database, month, month + timedelta(days=27))
        if one.leader.leader_id != keys[0]
    ]  # fmt: skip
    one, other, third = (found.standing.facts.day_id for found in days[:3])
    swap_days(database, planner, one, other, "县长赴省开会")
    stand_in = next(key for key in keys if key != days[2].leader.leader_id)
    change = DayChange(DayEvent.SUBSTITUTED, "因病请假", stand_in)
    record_change(database, planner, third, change)


def _receive(day: SampleDay, planner: Actor, today: date) -> None:
    """A leader receives today: one heard and instructed on, one waits, one without a time."""
    database, key = day.database, leaders(day.database)[2].leader_id
    keep_plan(database, planner, [PlannedDay(today, _MORNING, _NOON, key, _ROOM)])
    (found,) = (
        one for one in reception_days(database, today, today) if one.leader.leader_id == key
    )
    day_id = found.standing.facts.day_id
    record_change(database, planner, day_id, DayChange(DayEvent.OPENED))
    by = reckoning(database, Settings(home=day.home))
    visits = (
        load_visit(database, planner, visit_id, reason="预约领导接访") for visit_id in day.visits
    )
    matters = dict.fromkeys(visit.matter_id for visit in visits if visit.claim and visit.matter_id)
    keys = [
        book(database, planner, BookingInput(day_id, matter_id, at=at), by)
        for matter_id, at in zip(matters, (time(9), time(9, 30), None), strict=False)
    ]
    town = next(unit for unit in list_units(database) if unit.kind is UnitKind.TOWN)
    instruct(
        database, planner, keys[0],
        InstructionInput(
            "请重新测量，通知信访人到场，按实测面积补偿，书面答复。", town.unit_id, "施示例",
            today + timedelta(days=20),
        ),
    )  # fmt: skip
