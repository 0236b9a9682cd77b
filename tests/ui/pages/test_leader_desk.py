"""接访席: a leader receives one after the other with a few keys, and nothing typed is lost."""

from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from reception_desk.records.actor import Actor
from reception_desk.records.leader_bookings import BookingEvent, InstructionInput
from reception_desk.rules.leader_bookings import BookingState
from reception_desk.rules.leader_days import PlannedDay
from reception_desk.rules.permissions import Role
from reception_desk.services.leader_bookings import (
    BookingInput,
    book,
    bookings_of_day,
    record_booking_event,
)
from reception_desk.services.leader_days import reception_days
from reception_desk.services.leader_instructions import WRITTEN_BY_PEN
from reception_desk.services.leader_plan import keep_plan
from reception_desk.services.leader_reception import instruct
from reception_desk.ui.pages.leader_days import LeaderDaysPage
from reception_desk.ui.pages.leader_desk import LeaderDeskPage
from reception_desk.ui.pages.leader_desk.seat_view import BRIEF, DECISION, LIST
from reception_desk.ui.tasks import Tasks
from tests.leaders import MORNING, NOON, two_leaders
from tests.offices import SampleOffice
from tests.services.test_leader_bookings import BY, TODAY, booked
from tests.services.test_steps import unit_id
from tests.ui.accessibility import nameless_controls
from tests.ui.desks import workplace
from tests.ui.shell import idle, opened
from tests.ui.stage import show

ALT = Qt.KeyboardModifier.AltModifier
SAID = "请花园镇重新测量，书面答复。"


class Leader:
    """A leader at the page under test."""

    def __init__(
        self, qtbot: QtBot, desk: SampleOffice, tasks: Tasks, actor: Actor, width: int = 1240
    ) -> None:
        self.qtbot, self.desk, self.tasks = qtbot, desk, tasks
        self.work = workplace(desk, tasks, actor=actor)
        self.page = LeaderDeskPage(self.work)
        show(qtbot, self.page, width=width, height=660)
        self.rest()

    @property
    def decision(self):
        return self.page.decision

    def rest(self) -> None:
        self.page.reload()
        self.qtbot.waitUntil(lambda: self.tasks.pending == 0, timeout=20_000)

    def key(self, key: Qt.Key) -> None:
        QTest.keyClick(self.page.focusWidget() or self.page, key, ALT)
        self.rest()

    def words(self) -> str:
        return "\n".join(part.text() for part in self.page.findChildren(QLabel))

    def fill(self) -> None:
        self.decision.unit.set_code(unit_id(self.desk, "T100"))
        self.decision.owner.setText("施某")
        self.decision.days[1].click()


Seat = tuple[str, str, str]
"""The day and its two bookings."""


@pytest.fixture(scope="module")
def closed_seat(
    set_up_office: SampleOffice, tmp_path_factory: pytest.TempPathFactory
) -> tuple[SampleOffice, Seat]:
    """Today's day with two bookings, set up once."""
    made = set_up_office.copied_to(tmp_path_factory.mktemp("seat"))
    planner, secretary, _ = two_leaders(made)
    keep_plan(made.database, planner, [PlannedDay(TODAY, MORNING, NOON, secretary, "接访室")])
    (day,) = reception_days(made.database, TODAY, TODAY)
    day_id = day.standing.facts.day_id
    _, first = booked(made, day_id, time(9))
    _, second = booked(made, day_id, time(9, 30))
    made.database.close()
    return made, (day_id, first, second)


@pytest.fixture
def desk(closed_seat: tuple[SampleOffice, Seat], tmp_path: Path) -> Iterator[SampleOffice]:
    """A copy of it for each test."""
    with closed_seat[0].copied(tmp_path) as made:
        yield made


@pytest.fixture
def seat(closed_seat: tuple[SampleOffice, Seat]) -> Seat:
    return closed_seat[1]


@pytest.fixture
def leader(qtbot: QtBot, desk: SampleOffice, tasks: Tasks) -> Leader:
    return Leader(qtbot, desk, tasks, desk.account(Role.COUNTY_LEADER))


def standings(leader: Leader, seat: Seat):
    return {
        one.standing.facts.booking_id: one
        for one in bookings_of_day(leader.desk.database, leader.work.actor, seat[0])
    }


def test_one_key_lets_the_visitor_in_and_shows_the_next(leader: Leader, seat: Seat):
    _, first, second = seat
    assert "要求支付拖欠的土地流转费" in leader.words()
    assert "张*" in leader.words()
    assert "张伟" not in leader.words()
    leader.page.take_focus()
    leader.key(Qt.Key.Key_N)
    assert standings(leader, seat)[first].standing.is_in_front
    assert leader.page.view.timer.text().startswith("00:0")
    leader.key(Qt.Key.Key_N)
    assert standings(leader, seat)[first].standing.left_at is not None
    assert leader.page.line is not None
    assert leader.page.line.booking_id == second
    assert leader.page.view.timer.text() == ""


def test_an_instruction_is_typed_and_the_desk_sees_it_at_once(
    leader: Leader, seat: Seat, qtbot: QtBot
):
    clerk = workplace(leader.desk, leader.tasks)
    beside = LeaderDaysPage(clerk)
    show(qtbot, beside, width=1240, height=660)
    leader.work.changes.reception_day_changed.connect(clerk.changes.reception_day_changed)
    leader.page.window().activateWindow()
    qtbot.waitUntil(leader.page.window().isActiveWindow)
    leader.page.view.call(DECISION)
    leader.decision.text.set_text(SAID)
    leader.fill()
    with qtbot.waitSignal(leader.work.changes.matter_changed):
        QTest.keyClick(
            leader.decision.text.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
        )
    leader.rest()

    given = standings(leader, seat)[seat[1]]
    assert given.standing.state is BookingState.RECEIVED
    assert [one.text for one in given.instructions] == [SAID]
    assert f"已批示：{SAID}" in leader.words()
    assert leader.decision.draft().is_empty
    qtbot.waitUntil(
        lambda: f"批示：{SAID}" in "".join(part.text() for part in beside.findChildren(QLabel)),
        timeout=20_000,
    )


def test_what_is_missing_is_said_and_nothing_is_kept(leader: Leader, seat: Seat):
    leader.decision.save.click()
    assert "请写明领导的批示。" in leader.words()
    assert "请选择责任单位。" in leader.words()
    leader.decision.text.set_text(SAID)
    leader.fill()
    leader.decision.helpers.set_codes([unit_id(leader.desk, "T100")])
    leader.decision.save.click()
    leader.rest()
    assert "不用再列为协办单位" in leader.words()
    assert standings(leader, seat)[seat[1]].instructions == ()
    leader.decision.helpers.set_codes([unit_id(leader.desk, "T101")])
    leader.decision.save.click()
    leader.rest()
    (given,) = standings(leader, seat)[seat[1]].instructions
    assert len(given.promise.promise.co_owners) == 1


def test_an_instruction_is_written_by_pen(leader: Leader, seat: Seat):
    leader.page.view.call(DECISION)
    leader.key(Qt.Key.Key_W)
    assert leader.decision.pad.isVisible()
    write(leader)
    leader.fill()
    leader.decision.save.click()
    leader.rest()

    (given,) = standings(leader, seat)[seat[1]].instructions
    assert given.text.startswith(WRITTEN_BY_PEN)
    assert given.ink is not None
    assert not given.ink.is_empty
    assert leader.decision.pad.is_empty


def write(leader: Leader) -> None:
    pad = leader.decision.pad
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    QTest.mouseMove(pad, QPoint(80, 60))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(80, 60))


def test_what_was_typed_and_written_comes_back_with_its_visitor(
    leader: Leader, seat: Seat, qtbot: QtBot
):
    leader.decision.text.set_text(SAID)
    leader.fill()
    write(leader)
    leader.page.view.visitors.setCurrentRow(1)
    leader.rest()
    assert leader.decision.draft().is_empty
    leader.page.view.visitors.setCurrentRow(0)
    leader.rest()
    kept = leader.decision.draft()
    assert (kept.text, kept.owner, kept.unit_id) == (SAID, "施某", unit_id(leader.desk, "T100"))
    assert kept.handwriting() is not None

    leader.page.close_page()
    again = Leader(qtbot, leader.desk, leader.tasks, leader.work.actor)
    assert again.decision.draft() == kept
    again.decision.show_draft(type(kept)())
    again.page.close_page()
    third = Leader(qtbot, leader.desk, leader.tasks, leader.work.actor)
    assert third.decision.draft().is_empty
    assert standings(leader, seat)[seat[1]].instructions == ()


def test_going_on_with_something_unsaved_says_so(leader: Leader):
    leader.page.take_focus()
    leader.key(Qt.Key.Key_N)
    leader.decision.text.set_text(SAID)
    leader.page.view.press.click()
    leader.rest()
    assert "草稿已留下" in leader.page.view.bar.text


def test_who_did_not_come_is_marked_and_the_last_ends_the_list(leader: Leader, seat: Seat):
    _, first, second = seat
    leader.page.view.absent.click()
    leader.rest()
    assert standings(leader, seat)[first].standing.state is BookingState.NOT_COME
    assert leader.page.line is not None
    assert leader.page.line.booking_id == second
    for _ in range(2):
        leader.page.view.press.click()
        leader.rest()
    assert "接访完了" in leader.page.view.bar.text


def test_what_the_desk_does_is_followed_and_the_typing_stays(leader: Leader, seat: Seat):
    leader.decision.text.set_text(SAID)
    record_booking_event(leader.desk.database, leader.desk.clerk, seat[2], BookingEvent.RECEIVED)
    leader.work.changes.reception_day_changed.emit("")
    leader.rest()
    assert leader.page.seat is not None
    assert [line.is_in_front for line in leader.page.seat.lines] == [False, True]
    assert leader.page.line is not None
    assert leader.page.line.booking_id == seat[1]
    assert leader.decision.draft().text == SAID


def test_earlier_promises_stand_in_the_brief(
    qtbot: QtBot, desk: SampleOffice, tasks: Tasks, seat: Seat
):
    planner = desk.account(Role.SECTION)
    leader_id = reception_days(desk.database, TODAY, TODAY)[0].standing.leader_id
    later = TODAY - timedelta(days=1)
    keep_plan(desk.database, planner, [PlannedDay(later, MORNING, NOON, leader_id, "接访室")])
    (before,) = reception_days(desk.database, later, later)
    day_id = before.standing.facts.day_id
    first = bookings_of_day(desk.database, planner, seat[0])[0]
    asked = BookingInput(day_id, first.standing.facts.matter_id)
    key = book(desk.database, desk.clerk, asked, BY)
    due = TODAY + timedelta(days=9)
    given = InstructionInput("先查清面积。", unit_id(desk, "T100"), "施某", due)
    instruct(desk.database, desk.clerk, key, given)

    leader = Leader(qtbot, desk, tasks, desk.account(Role.COUNTY_LEADER))
    assert "先查清面积" in leader.words()
    assert "还没有反馈" in leader.words()


@pytest.fixture
def bare_desk(set_up_office: SampleOffice, tmp_path: Path) -> Iterator[SampleOffice]:
    """A desk where nobody has planned a day."""
    with set_up_office.copied(tmp_path) as made:
        yield made


def test_without_a_day_it_says_who_plans_one(qtbot: QtBot, bare_desk: SampleOffice, tasks: Tasks):
    desk = bare_desk
    leader = Leader(qtbot, desk, tasks, desk.account(Role.BUREAU_LEADER))
    assert "今天没有安排领导接访" in leader.words()
    assert "由科室在" in leader.words()
    assert not leader.page.view.press.isVisible()

    planner, secretary, _ = two_leaders(desk)
    later = TODAY + timedelta(days=9)
    keep_plan(desk.database, planner, [PlannedDay(later, MORNING, NOON, secretary, "接访室")])
    leader.rest()
    assert f"下一个接访日：{later.year}年{later.month}月{later.day}日" in leader.words()


@pytest.mark.parametrize(
    ("width", "seen"), [(1240, {LIST, BRIEF, DECISION}), (800, {LIST, BRIEF}), (560, {BRIEF})]
)
def test_what_has_no_room_is_called_by_its_key(
    qtbot: QtBot, desk: SampleOffice, tasks: Tasks, seat: Seat, width: int,
    seen: set[str],
):  # fmt: skip
    leader = Leader(qtbot, desk, tasks, desk.account(Role.COUNTY_LEADER), width)
    parts = leader.page.view.parts
    assert {name for name, part in parts.items() if part.isVisible()} == seen
    leader.page.take_focus()
    leader.key(Qt.Key.Key_3)
    assert parts[DECISION].isVisible()
    assert leader.decision.text.edit.hasFocus()
    leader.key(Qt.Key.Key_1)
    assert parts[LIST].isVisible()
    assert leader.page.view.visitors.hasFocus()


def test_tab_goes_from_the_list_to_the_brief_and_through_the_decision(leader: Leader):
    leader.page.view.visitors.setFocus()
    way = []
    for _ in range(12):
        focus = QApplication.focusWidget()
        assert focus is not None
        way.append(focus.accessibleName() or focus.property("text"))
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert way[:8] == [
        "今天的接访名单", "事项简报", "打字", "手写", "领导批示",
        "责任单位（必填）", "责任人（必填）", "办结时限（必填）",
    ]  # fmt: skip
    assert [name[:3] for name in way[8:11]] == ["7天内", "15天", "30天"]
    assert way[11] == "协办单位"


def test_every_control_has_a_name(leader: Leader):
    assert nameless_controls(leader.page) == []


def test_the_clerk_opens_it_from_the_bookings_and_the_rail_stays(
    qtbot: QtBot, desk: SampleOffice, seat: Seat
):
    with opened(qtbot, desk, desk.account(Role.SECTION)) as shown:
        page = shown.window.open_page("leader_days")
        assert isinstance(page, LeaderDaysPage)
        qtbot.waitUntil(lambda: page.month.bookings.isVisible(), timeout=20_000)
        qtbot.mouseClick(page.month.bookings.desk_button, Qt.MouseButton.LeftButton)
        idle(qtbot, shown)
        found = shown.window.pages.currentWidget()
        assert isinstance(found, LeaderDeskPage)
        assert found.seat is not None
        assert [line.booking_id for line in found.seat.lines] == list(seat[1:])
        assert shown.window.rail.current_page() == "leader_days"
