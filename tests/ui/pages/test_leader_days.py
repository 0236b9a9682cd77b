"""领导接访: the plan is made, laid out and kept by hand; days change; the notice is printed."""

from datetime import date, time, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from reception_desk.config import PrinterSettings
from reception_desk.devices.printer import Printer
from reception_desk.devices.printer.ippeve import LoopbackIppPrinter
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentKind
from reception_desk.records.leader_bookings import BookingEvent, InstructionInput
from reception_desk.records.leader_days import DayEvent
from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.leader_day_standing import DayState
from reception_desk.rules.leader_days import PlannedDay, Rhythm
from reception_desk.rules.permissions import Role
from reception_desk.services.leader_bookings import BookingInput, book, bookings_of_day
from reception_desk.services.leader_days import reception_days
from reception_desk.services.leader_plan import add_rule, keep_plan, plan_rules
from reception_desk.services.leader_reception import instruct
from reception_desk.services.leaders import leaders
from reception_desk.services.promises import open_promises
from reception_desk.ui.dialogs.file_form import FileForm
from reception_desk.ui.dialogs.instruction_form import InstructionForm
from reception_desk.ui.dialogs.leader_booking_form import LeaderBookingForm
from reception_desk.ui.dialogs.leader_form import LeaderForm
from reception_desk.ui.dialogs.leader_rule_form import LeaderRuleForm
from reception_desk.ui.dialogs.paper_preview import PaperPreview
from reception_desk.ui.dialogs.reason_form import ReasonForm
from reception_desk.ui.pages.leader_days import LeaderDaysPage
from reception_desk.ui.pages.leader_days.bookings_card import INSTRUCT, OPEN
from reception_desk.ui.printers import open_desk_printer
from reception_desk.ui.tasks import Tasks
from tests.leaders import MORNING, NOON, rule, two_leaders
from tests.offices import SampleOffice
from tests.services.test_steps import registered, unit_id
from tests.ui.accessibility import nameless_controls
from tests.ui.desks import workplace
from tests.ui.stage import show

_ALT = Qt.KeyboardModifier.AltModifier


class Hand:
    """The page under test."""

    def __init__(
        self, qtbot: QtBot, desk: SampleOffice, tasks: Tasks, actor: Actor,
        printer: Printer | None = None,
    ) -> None:  # fmt: skip
        self.qtbot, self.desk, self.tasks = qtbot, desk, tasks
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.work = workplace(desk, tasks, actor=actor, printer=printer, window=self.window)
        self.page = LeaderDaysPage(self.work)
        show(qtbot, self.page, width=1240, height=660)
        self.rest()

    @property
    def month(self):
        return self.page.month

    @property
    def plan(self):
        return self.page.plan

    @property
    def day_id(self) -> str:
        return self.month.days[0].standing.facts.day_id

    def rest(self) -> None:
        self.page.reload()
        self.qtbot.waitUntil(lambda: self.tasks.pending == 0, timeout=20_000)

    def words(self) -> str:
        return "\n".join(part.text() for part in self.page.findChildren(QLabel))

    def ask(self, event: DayEvent, place: int = 0):
        """Press the button of a change of the chosen day, and return its form."""
        days = [one for one in self.month.days if one.standing.day == self.month.grid.chosen]
        self.month.day_card.buttons[days[place].standing.facts.day_id, event].click()
        form = self.month.acting.form
        assert form is not None
        return form


@pytest.fixture
def hand(qtbot: QtBot, desk: SampleOffice, tasks: Tasks) -> Hand:
    return Hand(qtbot, desk, tasks, desk.account(Role.SECTION))


@pytest.fixture
def planned(qtbot: QtBot, desk: SampleOffice, tasks: Tasks) -> tuple[Hand, str, str]:
    """The page on a month with a day each of two leaders, more than a week ahead."""
    planner, secretary, magistrate = two_leaders(desk)
    hand = Hand(qtbot, desk, tasks, planner)
    month = (hand.month.today.replace(day=1) + timedelta(days=63)).replace(day=1)
    days = [
        PlannedDay(month + timedelta(days=13), MORNING, NOON, secretary, "第一接访室"),
        PlannedDay(month + timedelta(days=14), MORNING, NOON, magistrate, "第一接访室"),
    ]
    keep_plan(desk.database, planner, days)
    hand.month.show_month(month)
    hand.rest()
    hand.month.grid.choose(days[0].day)
    return hand, secretary, magistrate


def test_a_plan_is_made_laid_out_and_kept(hand: Hand):
    hand.page.show_plan()
    assert not hand.plan.add_rule_button.isEnabled()
    hand.plan.add_leader_button.click()
    form = hand.plan.form
    assert isinstance(form, LeaderForm)
    form.press.click()
    assert "请写明姓名。" in hand.words() + "".join(
        part.text() for part in form.findChildren(QLabel)
    )
    form.name.setText("何某")
    form.post.setText("县长")
    form.press.click()
    assert [one.name for one in leaders(hand.desk.database)] == ["何某"]

    hand.plan.proposal.year_field.setValue(2026)
    hand.plan.add_rule_button.click()
    asked = hand.plan.form
    assert isinstance(asked, LeaderRuleForm)
    asked.press.click()
    assert "请写明由哪位领导接访" in asked.bar.text
    asked.leaders.set_chosen([leaders(hand.desk.database)[0].leader_id])
    asked.number.setValue(15)
    asked.place.setText("第一接访室")
    asked.press.click()
    assert len(plan_rules(hand.desk.database)) == 1
    assert "每月15日　何某" in hand.words()

    hand.plan.proposal.lay_out_button.click()
    hand.qtbot.waitUntil(hand.plan.proposal.keep_button.isEnabled)
    assert "2026年新增 12 个接访日" in hand.words()
    assert "没有冲突。" in hand.words()
    hand.plan.proposal.keep_button.click()
    hand.qtbot.waitUntil(lambda: "已写入 12 个接访日" in hand.page.bar.text)
    assert len(reception_days(hand.desk.database, date(2026, 1, 1), date(2026, 12, 31))) == 12


def test_a_line_of_the_plan_that_clashes_is_told_before_it_is_kept(
    qtbot: QtBot, desk: SampleOffice, tasks: Tasks
):
    planner, secretary, magistrate = two_leaders(desk)
    add_rule(desk.database, planner, rule(Rhythm.WEEKLY, secretary, weekday=0))
    add_rule(desk.database, planner, rule(Rhythm.MONTHLY_WEEKDAY, magistrate, number=1, weekday=0))
    hand = Hand(qtbot, desk, tasks, planner)
    hand.page.show_plan()
    hand.plan.proposal.year_field.setValue(2026)
    hand.plan.proposal.lay_out_button.click()
    hand.qtbot.waitUntil(hand.plan.proposal.keep_button.isEnabled)

    assert "同一地点同时安排了两位领导" in hand.words()
    hand.plan.proposal.year_field.setValue(2027)
    assert not hand.plan.proposal.keep_button.isEnabled()


def test_a_leader_and_a_line_are_taken_off_with_a_reason(planned: tuple[Hand, str, str]):
    hand, secretary, _ = planned
    add_rule(hand.desk.database, hand.work.actor, rule(Rhythm.WEEKLY, secretary, weekday=0))
    hand.page.show_plan()
    (line,) = plan_rules(hand.desk.database)
    for key in (line.rule_id, secretary):
        hand.plan.row_buttons[key, "撤下…"].click()
        form = hand.plan.form
        assert isinstance(form, ReasonForm)
        form.reason.set_text("两办文件调整")
        form.press.click()
    assert plan_rules(hand.desk.database) == ()
    assert [one.name for one in leaders(hand.desk.database)] == ["吕某"]


def test_somebody_stands_in_and_the_card_says_who_was_to_come(planned: tuple[Hand, str, str]):
    hand, _, magistrate = planned
    form = hand.ask(DayEvent.SUBSTITUTED)
    form.press.click()
    assert "请选择一位领导。" in "".join(part.text() for part in form.findChildren(QLabel))
    form.leader.set_code(magistrate)
    form.reason.set_text("赴省开会")
    form.press.click()
    hand.rest()

    assert "由其他领导代接（原为何某）：赴省开会" in hand.words()
    day = hand.month.grid.chosen
    (found,) = reception_days(hand.desk.database, day, day)
    assert found.leader.name == "吕某"


def test_two_days_are_swapped(planned: tuple[Hand, str, str]):
    hand, *_ = planned
    day = hand.month.grid.chosen
    form = hand.ask(DayEvent.SWAPPED)
    other = hand.month.days[1].standing.facts.day_id
    form.other.set_code(other)
    form.reason.set_text("出差")
    form.press.click()

    found = reception_days(hand.desk.database, day, day + timedelta(days=1))
    assert [one.leader.name for one in found] == ["吕某", "何某"]


def test_a_day_is_not_moved_to_a_day_of_rest_and_the_form_keeps_what_was_typed(
    planned: tuple[Hand, str, str],
):
    hand, *_ = planned
    form = hand.ask(DayEvent.MOVED)
    form.day.set_day(date(2026, 9, 25))
    form.reason.set_text("会议")
    form.press.click()

    assert "休息" in form.bar.text
    assert form.reason.text() == "会议"
    form.reject()


def test_a_cancelled_day_stays_in_sight_and_offers_nothing_more(planned: tuple[Hand, str, str]):
    hand, *_ = planned
    form = hand.ask(DayEvent.CANCELLED)
    form.reason.set_text("防汛")
    form.press.click()
    hand.rest()

    assert "已取消" in hand.words()
    assert not hand.month.day_card.buttons


def test_a_day_is_added_by_hand(planned: tuple[Hand, str, str]):
    hand, secretary, _ = planned
    day = hand.month.grid.chosen + timedelta(days=7)
    while day.weekday() > 4:
        day += timedelta(days=1)
    hand.month.grid.choose(day)
    if not hand.month.day_card.add_button.isEnabled():
        pytest.fail("a working day ahead takes a day")
    hand.month.day_card.add_button.click()
    form = hand.month.acting.form
    assert form is not None
    form.leader.set_code(secretary)
    form.span.setText("9:00-")
    form.place.setText("二楼")
    form.press.click()
    assert "时段" in "".join(part.text() for part in form.findChildren(QLabel))
    form.span.setText("9:00-11:00")
    form.press.click()

    (found,) = reception_days(hand.desk.database, day, day)
    assert (found.leader.name, found.standing.place) == ("何某", "二楼")


def test_the_notice_is_printed_and_the_days_are_published(
    planned: tuple[Hand, str, str], qtbot: QtBot, desk: SampleOffice, tasks: Tasks
):
    earlier, *_ = planned
    with LoopbackIppPrinter() as machine:
        printer = open_desk_printer(PrinterSettings(machine.url))
        hand = Hand(qtbot, desk, tasks, earlier.work.actor, printer)
        hand.month.show_month(earlier.month.month)
        hand.rest()
        hand.month.notice.click()
        qtbot.waitUntil(lambda: "2 个接访日记为已公示" in hand.page.bar.text, timeout=20_000)
        hand.rest()
        printed = machine.printed("1")

    assert printed is not None
    page = PdfReader(BytesIO(printed)).pages[0]
    assert "领导接访日程公示" in "".join(page.extract_text().split())
    assert {one.standing.state for one in hand.month.days} == {DayState.PUBLISHED}


def test_the_keys_walk_through_the_days_and_over_the_end_of_the_month(
    planned: tuple[Hand, str, str],
):
    hand, *_ = planned
    grid = hand.month.grid
    grid.setFocus()
    day = grid.chosen
    QTest.keyClick(grid, Qt.Key.Key_Right)
    assert grid.chosen == day + timedelta(days=1)
    assert "吕某" in grid.accessibleDescription()
    for _ in range(4):
        QTest.keyClick(grid, Qt.Key.Key_Down)
    hand.rest()
    assert hand.month.month == grid.chosen.replace(day=1)
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.spot_of(hand.month.month))
    assert grid.chosen == hand.month.month


def test_the_window_sees_the_days_and_changes_none(
    planned: tuple[Hand, str, str], qtbot: QtBot, desk: SampleOffice, tasks: Tasks
):
    earlier, *_ = planned
    hand = Hand(qtbot, desk, tasks, desk.clerk)
    hand.month.show_month(earlier.month.month)
    hand.rest()
    hand.month.grid.choose(earlier.month.grid.chosen)

    assert "何某" in hand.words()
    assert not hand.month.day_card.buttons
    assert not hand.page.plan_button.isVisible()
    hand.page.show_plan()
    assert hand.month.isVisible()


def test_every_control_has_a_name(planned: tuple[Hand, str, str]):
    hand, *_ = planned
    assert nameless_controls(hand.page) == []
    hand.page.show_plan()
    assert nameless_controls(hand.page) == []


@pytest.fixture
def booked(qtbot: QtBot, desk: SampleOffice, tasks: Tasks) -> tuple[Hand, str, str]:
    """Today's day of a leader with one matter booked, and a day ahead."""
    planner, secretary, magistrate = two_leaders(desk)
    hand = Hand(qtbot, desk, tasks, planner)
    today = hand.month.today
    later = today + timedelta(days=30)
    days = [
        PlannedDay(today, MORNING, NOON, secretary, "第一接访室"),
        PlannedDay(later, MORNING, NOON, magistrate, "第一接访室"),
    ]
    keep_plan(desk.database, planner, days)
    found = reception_days(desk.database, today, later)
    matter_id = registered(desk)
    by = Reckoning(shipped_calendar())
    asked = BookingInput(found[0].standing.facts.day_id, matter_id, at=time(9))
    key = book(desk.database, planner, asked, by)
    hand.rest()
    return hand, key, matter_id


def give_instruction(hand: Hand, key: str) -> None:
    asked = InstructionInput(
        "请花园镇重新测量，书面答复。",
        unit_id(hand.desk, "T100"),
        "施某",
        hand.month.today + timedelta(days=20),
    )
    instruct(hand.desk.database, hand.work.actor, key, asked)
    hand.rest()


def press(hand: Hand, key: str, act: str) -> None:
    hand.month.bookings.buttons[key, act].click()
    hand.rest()


def test_a_booking_is_heard_and_instructed_on(booked: tuple[Hand, str, str]):
    hand, key, matter_id = booked
    assert "09:00 · 已预约" in hand.words()
    press(hand, key, BookingEvent.RECEIVED)
    assert "09:00 · 已接访" in hand.words()

    press(hand, key, INSTRUCT)
    form = hand.month.booking_acting.form
    assert isinstance(form, InstructionForm)
    form.press.click()
    assert "请写明领导的批示。" in "".join(part.text() for part in form.findChildren(QLabel))
    form.text.set_text("请花园镇重新测量，书面答复。")
    form.unit.set_code(unit_id(hand.desk, "T100"))
    form.owner.setText("施某")
    form.due.set_day(hand.month.today + timedelta(days=20))
    form.helpers.field.set_code(unit_id(hand.desk, "T100"))
    form.press.click()
    assert "不用再列为协办单位" in "".join(part.text() for part in form.findChildren(QLabel))
    form.helpers.buttons[unit_id(hand.desk, "T100")].click()
    form.helpers.field.set_code(unit_id(hand.desk, "T101"))
    form.press.click()
    hand.rest()

    assert "，协办" in hand.words()
    assert "批示：请花园镇重新测量，书面答复。" in hand.words()
    (owed,) = open_promises(hand.desk.database, hand.work.actor)
    assert owed.promise.matter_id == matter_id


def test_a_booking_moves_to_another_leader_s_day(booked: tuple[Hand, str, str]):
    hand, key, _ = booked
    press(hand, key, BookingEvent.MOVED)
    form = hand.month.booking_acting.form
    assert isinstance(form, LeaderBookingForm)
    form.press.click()
    assert "请选择接访日。" in "".join(part.text() for part in form.findChildren(QLabel))
    other = reception_days(
        hand.desk.database, hand.month.today, hand.month.today + timedelta(days=31)
    )[1]
    form.day.set_code(other.standing.facts.day_id)
    form.offer_times([time(8, 30)])
    form.at.set_code("08:30")
    form.reason.set_text("信访人住院")
    form.press.click()
    hand.rest()

    assert not hand.month.bookings.isVisible()
    (moved,) = bookings_of_day(hand.desk.database, hand.work.actor, other.standing.facts.day_id)
    assert (moved.standing.at, moved.standing.reasons) == (time(8, 30), ("信访人住院",))


def test_a_booking_is_withdrawn_and_its_matter_opened(booked: tuple[Hand, str, str], qtbot: QtBot):
    hand, key, matter_id = booked
    press(hand, key, BookingEvent.WITHDRAWN)
    form = hand.month.booking_acting.form
    assert isinstance(form, ReasonForm)
    form.reason.set_text("信访人要求")
    form.press.click()
    hand.rest()
    assert "09:00 · 已取消" in hand.words()
    with qtbot.waitSignal(hand.page.matter_asked) as asked:
        press(hand, key, OPEN)
    assert asked.args == [matter_id]


def test_the_papers_of_a_booking_are_issued_by_their_keys_and_printed_again(
    booked: tuple[Hand, str, str], qtbot: QtBot
):
    earlier, key, _ = booked
    with LoopbackIppPrinter() as machine:
        printer = open_desk_printer(PrinterSettings(machine.url))
        hand = Hand(qtbot, earlier.desk, earlier.tasks, earlier.work.actor, printer)
        give_instruction(hand, key)
        hand.month.bookings.buttons[key, INSTRUCT].setFocus()
        qtbot.keyClick(hand.month.bookings.buttons[key, INSTRUCT], Qt.Key.Key_P, _ALT)
        hand.rest()
        issue = hand.month.booking_acting.papers.issue
        assert issue is not None
        assert "请花园镇重新测量" in issue.form.fields["instruction"].value()
        issue.form.press.click()
        hand.rest()
        qtbot.waitUntil(lambda: machine.printed("1") is not None, timeout=20_000)
        hand.rest()
        assert "批办单已出具，正在打印。" in hand.page.bar.text

        (given,) = bookings_of_day(hand.desk.database, hand.work.actor, hand.day_id)
        about = given.instructions[0].instruction_id
        hand.month.bookings.buttons[about, DocumentKind.LEADER_INSTRUCTION].click()
        hand.rest()
        (preview,) = hand.page.window().findChildren(PaperPreview)
        preview.print_button.click()
        qtbot.waitUntil(lambda: machine.printed("2") is not None, timeout=20_000)
        hand.rest()
        again = machine.printed("2")
    assert again is not None
    assert "补打" in "".join(PdfReader(BytesIO(again)).pages[0].extract_text().split())


def test_a_leader_sees_who_is_received_and_issues_no_paper(
    booked: tuple[Hand, str, str], qtbot: QtBot
):
    earlier, _, matter_id = booked
    hand = Hand(qtbot, earlier.desk, earlier.tasks, earlier.desk.account(Role.COUNTY_LEADER))
    assert [act for _, act in hand.month.bookings.buttons] == [OPEN]
    assert matter_id


def test_the_pack_of_the_day_is_printed_from_its_form(booked: tuple[Hand, str, str], qtbot: QtBot):
    earlier, *_ = booked
    leader = earlier.desk.account(Role.BUREAU_LEADER)
    with LoopbackIppPrinter() as machine:
        printer = open_desk_printer(PrinterSettings(machine.url))
        hand = Hand(qtbot, earlier.desk, earlier.tasks, leader, printer)
        hand.month.bookings.pack_button.click()
        form = hand.month.booking_acting.form
        assert isinstance(form, FileForm)
        form.way.setCurrentIndex(1)
        form.reason.setText("县领导接访")
        form.press.click()
        qtbot.waitUntil(lambda: machine.printed("1") is not None, timeout=30_000)
        hand.rest()
        printed = machine.printed("1")
    assert printed is not None
    pages = ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(printed)).pages]
    assert "领导接访资料" in pages[0]
    assert "领导接访事项简报" in pages[1]
