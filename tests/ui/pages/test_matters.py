"""事项: the lists, one matter whole, and every step from 拟转送 to 办结 by the keyboard."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from reception_desk.app import Desk
from reception_desk.models.database import now
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentKind
from reception_desk.records.matters import DueGroup
from reception_desk.records.steps import StepDetails, StepInput
from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.leader_days import PlannedDay
from reception_desk.rules.permissions import Role
from reception_desk.rules.states import State
from reception_desk.rules.transition import PROPOSED, Event
from reception_desk.services import calendar, matter_list
from reception_desk.services.leader_bookings import bookings_of_matter
from reception_desk.services.leader_days import reception_days
from reception_desk.services.leader_plan import keep_plan
from reception_desk.services.matter_papers import PaperDesk, PaperOrder, issue_matter_paper
from reception_desk.services.paper_making import PaperSource
from reception_desk.services.registration import ACCUSATION
from reception_desk.services.steps import matter_now, take_step
from reception_desk.ui.dialogs.help_sheet import HelpSheet
from reception_desk.ui.dialogs.leader_booking_form import LeaderBookingForm
from reception_desk.ui.dialogs.paper_form import PaperForm
from reception_desk.ui.dialogs.paper_preview import PaperPreview
from reception_desk.ui.dialogs.reason_form import ReasonForm
from reception_desk.ui.dialogs.service_form import ServiceForm
from reception_desk.ui.dialogs.step_form import StepForm
from reception_desk.ui.pages.matters import MattersPage
from reception_desk.ui.pages.matters.filter_name import FilterNameForm
from reception_desk.ui.pages.matters.standing_keeper import SET_HERE
from tests.leaders import MORNING, NOON, two_leaders
from tests.offices import SampleOffice, today
from tests.services.test_steps import registered, unit_id
from tests.ui.accessibility import nameless_controls
from tests.ui.hands import commit
from tests.ui.shell import box, opened
from tests.ui.smooth import StallWatch

BY = Reckoning(shipped_calendar())
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def section(desk: SampleOffice) -> Actor:
    return desk.account(Role.SECTION)


@pytest.fixture
def leader(desk: SampleOffice) -> Actor:
    return desk.account(Role.BUREAU_LEADER)


@pytest.fixture
def shown(qtbot: QtBot, desk: SampleOffice, section: Actor) -> Iterator[Desk]:
    """The desk of the section, the page of matters not opened yet."""
    with opened(qtbot, desk, section) as shown:
        yield shown


def days_ago(days: int) -> dict[str, object]:
    return {"arrived_at": now() - timedelta(days=days)}


def page_of(qtbot: QtBot, desk: Desk) -> MattersPage:
    page = desk.window.open_page("matters")
    assert isinstance(page, MattersPage)
    rest(qtbot, desk)
    return page


def rest(qtbot: QtBot, desk: Desk) -> None:
    """Wait until nothing is read, and nothing is about to be."""
    page = desk.window.pages.built("matters")
    assert isinstance(page, MattersPage)
    qtbot.waitUntil(
        lambda: (
            desk.workplace.tasks.pending == 0
            and not page.overview.is_waiting
            and page.matter.is_whole
        ),
        timeout=20_000,
    )


def open_matter(qtbot: QtBot, desk: Desk, matter_id: str) -> MattersPage:
    page = page_of(qtbot, desk)
    page.open_matter(matter_id)
    qtbot.waitUntil(page.matter.isVisible)
    rest(qtbot, desk)
    return page


def texts(part: QWidget) -> str:
    return "\n".join(words.text() for words in part.findChildren(QLabel) if words.isVisible())


def column(page: MattersPage, key: str) -> list[str]:
    model = page.overview.listing.model
    at = next(at for at, each in enumerate(model.columns) if each.key == key)
    return [model.index(row, at).data() for row in range(model.rowCount())]


def labels(page: MattersPage) -> list[str]:
    return [button.text().split("　")[-1] for button in page.matter.next.buttons]


def press(qtbot: QtBot, page: MattersPage, label: str) -> None:
    """Press the key that stands before a step."""
    (button,) = (each for each in page.matter.next.buttons if each.text().endswith(f"　{label}"))
    qtbot.keyClicks(QApplication.focusWidget(), button.text()[0])


def active(qtbot: QtBot, desk: Desk, kind: type[QDialog]) -> QDialog:
    form = box(desk, kind)
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    return form


def submit(qtbot: QtBot, desk: Desk, form: QDialog) -> None:
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    qtbot.keyClick(form, Qt.Key.Key_Return, CONTROL)
    rest(qtbot, desk)
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)


def later(qtbot: QtBot, desk: Desk, form: QDialog) -> None:
    """Take the step and leave its paper for later."""
    assert isinstance(form, PaperForm)
    form.other.click()
    rest(qtbot, desk)
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)


# The list


def test_an_empty_list_says_what_to_do(qtbot: QtBot, shown: Desk):
    assert "登记来访后，事项会列在这里" in texts(page_of(qtbot, shown))


def test_what_falls_due_first_stands_on_top_and_late_is_said_in_words(
    qtbot: QtBot, desk: SampleOffice, shown: Desk
):
    for claim, days in (("要求修桥", 1), ("要求修路", 40)):
        registered(desk, claim=claim, **days_ago(days))
    page = page_of(qtbot, shown)
    assert column(page, "title") == ["要求修路", "要求修桥"]
    assert column(page, "left")[0].startswith("已超期 ")
    assert column(page, "left")[1].startswith("还有 ")
    assert not page.overview.waiting.isVisible()


def test_filters_have_counts_narrow_by_words_and_are_kept_by_name(
    qtbot: QtBot, desk: SampleOffice, shown: Desk, monkeypatch: pytest.MonkeyPatch
):
    for claim in ("要求修路", "要求修桥", "要求通水"):
        registered(desk, claim=claim)
    page = page_of(qtbot, shown)
    filters = page.overview.listing.filters
    assert filters.saved.itemText(0) == "在办（3）"
    qtbot.keyClick(shown.window, Qt.Key.Key_F3)
    assert filters.text.hasFocus()
    commit(filters.text, "修")
    qtbot.waitUntil(lambda: column(page, "title") == ["要求修桥", "要求修路"])

    assert "2 件" in {each.text() for each in page.overview.listing.card.findChildren(QLabel)}
    monkeypatch.setattr(matter_list, "MOST_ROWS", 2)
    page.overview.listing.reload()
    rest(qtbot, shown)
    assert "最急的 2 件" in {
        each.text() for each in page.overview.listing.card.findChildren(QLabel)
    }

    filters.save_button.click()
    form = active(qtbot, shown, FilterNameForm)
    assert isinstance(form, FilterNameForm)
    form.name.setText("在办")
    qtbot.keyClick(form.name, Qt.Key.Key_Return, CONTROL)
    assert "换一个名字" in form.bar.text
    form.name.setText("修建")
    qtbot.keyClick(form.name, Qt.Key.Key_Return, CONTROL)
    rest(qtbot, shown)
    assert filters.saved.currentText() == "修建（2）"

    filters.forget_button.click()
    rest(qtbot, shown)
    assert filters.saved.findText("修建", Qt.MatchFlag.MatchStartsWith) == -1
    assert not filters.forget_button.isVisible()


def test_unit_and_one_s_own_narrow_the_list(
    qtbot: QtBot, desk: SampleOffice, shown: Desk, leader: Actor
):
    sent = registered(desk, claim="要求修路")
    registered(desk, claim="要求修桥")
    town = unit_id(desk, "T100")
    take_step(desk.database, leader, sent, StepInput(Event.TRANSFERRED, unit_id=town), BY)
    page = page_of(qtbot, shown)
    filters = page.overview.listing.filters
    filters.unit.set_code(town)
    rest(qtbot, shown)
    assert column(page, "title") == ["要求修路"]
    filters.mine.click()
    rest(qtbot, shown)
    assert "没有相符的事项" in texts(page)
    filters.widen()
    rest(qtbot, shown)
    assert len(column(page, "title")) == 2


def test_arrows_and_enter_open_a_matter_and_escape_leads_back_to_its_line(
    qtbot: QtBot, desk: SampleOffice, shown: Desk
):
    for claim in ("要求修路", "要求修桥"):
        registered(desk, claim=claim)
    page = page_of(qtbot, shown)
    table = page.overview.listing.table
    assert table.hasFocus()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    chosen = table.current_id()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.waitUntil(page.matter.isVisible)
    assert page.matter.matter_id == chosen
    assert page.matter.next.buttons[0].hasFocus()
    qtbot.keyClick(page.matter.next.buttons[0], Qt.Key.Key_Escape)
    rest(qtbot, shown)
    assert page.overview.isVisible()
    assert table.hasFocus()
    assert table.current_id() == chosen
    qtbot.keyClick(table, Qt.Key.Key_C, CONTROL)
    assert "要求修" in QGuiApplication.clipboard().text()


# The board


def test_the_board_counts_and_narrows_by_unit(
    qtbot: QtBot, desk: SampleOffice, shown: Desk, leader: Actor
):
    registered(desk, claim="要求修路", **days_ago(40))
    registered(desk, claim="今天到期", **days_ago(15))
    sent = registered(desk, claim="要求修桥", **days_ago(40))
    day = today() - timedelta(days=30)
    town = unit_id(desk, "T100")
    take_step(
        desk.database, leader, sent,
        StepInput(Event.ASSIGNED, day=day, unit_id=town, due_on=day + timedelta(days=10)), BY,
    )  # fmt: skip
    page = page_of(qtbot, shown)
    board = page.overview.board
    qtbot.keyClick(page.overview.listing.table, Qt.Key.Key_2, ALT)
    rest(qtbot, shown)
    assert board.isVisible()
    assert board.groups[DueGroup.OVERDUE].text().endswith("2")
    assert {row[2] for row in board.model.rows()} == {"要求修路", "要求修桥"}
    names = [row[0] for row in board.by_unit.model.rows()]
    assert set(names) == {"全部", "花园镇", "信访局（未转出）"}

    board.by_unit.table.setCurrentIndex(board.by_unit.model.index(names.index("花园镇"), 0))
    qtbot.keyClick(board.by_unit.table, Qt.Key.Key_Return)
    rest(qtbot, shown)
    assert {row[2] for row in board.model.rows()} == {"要求修桥"}
    assert "已超期 · 花园镇" in texts(board)

    place = names.index("信访局（未转出）")
    board.by_unit.table.setCurrentIndex(board.by_unit.model.index(place, 0))
    qtbot.keyClick(board.by_unit.table, Qt.Key.Key_Return)
    rest(qtbot, shown)
    assert {row[2] for row in board.model.rows()} == {"要求修路"}

    qtbot.keyClick(board.table, Qt.Key.Key_3)
    rest(qtbot, shown)
    assert board.chosen.group is DueGroup.SOON
    assert "三天内没有到期的" in texts(board)

    qtbot.keyClick(board, Qt.Key.Key_2)
    rest(qtbot, shown)
    board.table.opened.emit(board.table.current_id())
    qtbot.waitUntil(page.matter.isVisible)
    assert "今天到期" in texts(page.matter)


# One matter


def test_a_matter_shows_where_it_stands_its_clock_and_why(
    qtbot: QtBot, desk: SampleOffice, shown: Desk
):
    matter_id = registered(desk, claim="要求修路")
    page = open_matter(qtbot, shown, matter_id)
    said = texts(page.matter)
    assert "已登记" in said
    assert "转送、交办或者报告" in said
    assert "张*" in said
    assert "张伟" not in said
    assert "第二十二条第一款——" not in said
    page.matter.clock.folds[0].toggle()
    assert "第二十二条第一款——" in texts(page.matter)
    assert nameless_controls(page) == []


def test_a_proposal_is_made_and_approved_by_the_keyboard(
    qtbot: QtBot, desk: SampleOffice, shown: Desk, leader: Actor
):
    matter_id = registered(desk)
    page = open_matter(qtbot, shown, matter_id)
    press(qtbot, page, "拟转送")
    form = active(qtbot, shown, StepForm)
    assert isinstance(form, StepForm)
    qtbot.keyClicks(form.unit, "hyz")
    qtbot.keyClick(form.unit, Qt.Key.Key_Return)
    submit(qtbot, shown, form)
    assert "拟转送 → 花园镇，等待审批" in texts(page.matter)
    assert "“拟转送”已记录，等待审批。" in page.matter.bar.text
    assert not page.matter.next.approve_button.isVisible(), "who proposed does not approve"

    with opened(qtbot, desk, leader) as leaders:
        approving = open_matter(qtbot, leaders, matter_id)
        assert approving.matter.next.approve_button.hasFocus()
        qtbot.keyClicks(approving.matter.next.approve_button, "p")
        form = active(qtbot, leaders, StepForm)
        assert isinstance(form, StepForm)
        assert form.unit.text() == "孝昌县花园镇人民政府"
        submit(qtbot, leaders, form)
        assert "已转送" in texts(approving.matter)


def test_from_the_unit_s_receipt_to_the_end_by_the_keyboard(
    qtbot: QtBot, desk: SampleOffice, shown: Desk, leader: Actor, section: Actor
):
    matter_id = registered(desk)
    step = StepInput(Event.TRANSFERRED, unit_id=unit_id(desk, "T100"))
    take_step(desk.database, leader, matter_id, step, BY)
    page = open_matter(qtbot, shown, matter_id)
    press(qtbot, page, "单位签收")
    submit(qtbot, shown, active(qtbot, shown, StepForm))
    press(qtbot, page, "受理")
    submit(qtbot, shown, active(qtbot, shown, StepForm))
    paper = active(qtbot, shown, PaperForm)
    assert paper.windowTitle() == DocumentKind.ACCEPTANCE_NOTICE.label
    later(qtbot, shown, paper)
    press(qtbot, page, "出具处理意见")
    form = active(qtbot, shown, StepForm)
    assert isinstance(form, StepForm)
    form.outcome.set_code("1")
    commit(form.basis, "《农村公路条例》第八条")
    submit(qtbot, shown, form)
    later(qtbot, shown, active(qtbot, shown, PaperForm))
    press(qtbot, page, "意见送达")
    form = active(qtbot, shown, StepForm)
    assert isinstance(form, StepForm)
    form.way.set_code("0")
    form.agreed.setChecked(True)
    submit(qtbot, shown, form)
    later(qtbot, shown, active(qtbot, shown, PaperForm))
    assert "请求复查" in texts(page.matter.clock)
    press(qtbot, page, "办结")
    form = active(qtbot, shown, StepForm)
    assert isinstance(form, StepForm)
    submit(qtbot, shown, form)
    assert form.isVisible(), "what is final is asked once more"
    submit(qtbot, shown, form)
    assert "已办结" in texts(page.matter)
    standing = matter_now(desk.database, section, matter_id, BY).standing
    assert standing.state is State.CLOSED


def test_a_refusal_stays_in_the_form(qtbot: QtBot, desk: SampleOffice, shown: Desk):
    matter_id = registered(desk)
    page = open_matter(qtbot, shown, matter_id)
    press(qtbot, page, "当场答复")
    form = active(qtbot, shown, StepForm)
    assert isinstance(form, StepForm)
    commit(form.reason.edit, "已说明")
    form.day.set_day(today() + timedelta(days=3))
    submit(qtbot, shown, form)
    assert "日期不能晚于今天" in form.bar.text
    assert form.reason.text() == "已说明"
    form.close()


def test_what_is_not_possible_yet_says_why_without_a_mouse(
    qtbot: QtBot, desk: SampleOffice, shown: Desk, section: Actor, leader: Actor
):
    matter_id = registered(desk)
    handled(desk, matter_id, section, leader)
    page = open_matter(qtbot, shown, matter_id)
    assert "办结" not in labels(page)
    assert "办结：信访人请求复查的期限到" in texts(page.matter.next)
    assert "第三十五条" in texts(page.matter.next)


def handled(desk: SampleOffice, matter_id: str, section: Actor, leader: Actor) -> None:
    """Let a matter be transferred, accepted, answered and served."""
    town = unit_id(desk, "T100")
    take_step(desk.database, leader, matter_id, StepInput(Event.TRANSFERRED, unit_id=town), BY)
    for step in (
        StepInput(Event.UNIT_RECEIVED),
        StepInput(Event.ACCEPTED),
        StepInput(Event.OPINION_GIVEN, result="1", basis="《农村公路条例》第八条"),
        StepInput(Event.SERVED, details=StepDetails(way="0")),
    ):
        take_step(desk.database, section, matter_id, step, BY)


def test_a_proposal_is_sent_back_with_a_reason(
    qtbot: QtBot, desk: SampleOffice, section: Actor, leader: Actor
):
    matter_id = registered(desk)
    proposal = StepInput(PROPOSED, result=Event.TRANSFERRED, unit_id=unit_id(desk, "T100"))
    take_step(desk.database, section, matter_id, proposal, BY)
    with opened(qtbot, desk, leader) as shown:
        page = open_matter(qtbot, shown, matter_id)
        qtbot.keyClicks(page.matter.next.approve_button, "t")
        form = active(qtbot, shown, ReasonForm)
        assert isinstance(form, ReasonForm)
        commit(form.reason.edit, "先核实权属")
        submit(qtbot, shown, form)
        assert not page.matter.next.approve_button.isVisible()
        assert "退回拟办意见" in texts(page.matter.steps)
        assert "先核实权属" in texts(page.matter.steps)


def test_who_declares_an_interest_may_do_no_more(qtbot: QtBot, desk: SampleOffice, shown: Desk):
    matter_id = registered(desk)
    page = open_matter(qtbot, shown, matter_id)
    qtbot.keyClick(page.matter.next.recuse_button, Qt.Key.Key_Space)
    form = active(qtbot, shown, ReasonForm)
    assert isinstance(form, ReasonForm)
    commit(form.reason.edit, "信访人是我的近亲属")
    submit(qtbot, shown, form)
    assert page.matter.next.buttons == []
    assert "您已声明回避" in texts(page.matter.next)
    assert not page.matter.next.recuse_button.isVisible()


def test_a_step_that_does_not_count_is_shown_with_its_reason(
    qtbot: QtBot, desk: SampleOffice, shown: Desk, section: Actor, leader: Actor
):
    matter_id = registered(desk)
    town = unit_id(desk, "T100")
    take_step(desk.database, leader, matter_id, StepInput(Event.TRANSFERRED, unit_id=town), BY)
    for step in (StepInput(Event.UNIT_RECEIVED), StepInput(Event.ACCEPTED)):
        take_step(desk.database, section, matter_id, step, BY)
    told = StepDetails(noticed_on=today() - timedelta(days=2))
    short = Reckoning(shipped_calendar(), hearing_lead=1)
    hearing = StepInput(Event.HEARING_OPENED, details=told)
    take_step(desk.database, section, matter_id, hearing, short)
    page = open_matter(qtbot, shown, matter_id)
    said = texts(page.matter.steps)
    assert "未生效：举行听证" in said
    assert "听证通知应当在听证日7日前送达" in said
    assert "已受理" in texts(page.matter.head)


def test_a_paper_that_a_step_calls_for_is_issued_and_served_here(
    qtbot: QtBot, desk: SampleOffice, shown: Desk, leader: Actor
):
    matter_id = registered(desk)
    town = unit_id(desk, "T100")
    take_step(desk.database, leader, matter_id, StepInput(Event.TRANSFERRED, unit_id=town), BY)
    page = open_matter(qtbot, shown, matter_id)
    assert "还要出的文书" in texts(page.matter.papers)
    page.matter.ask_paper(DocumentKind.DESTINATION_NOTICE)
    rest(qtbot, shown)
    assert box(shown, PaperForm).windowTitle() == DocumentKind.DESTINATION_NOTICE.label
    box(shown, PaperForm).close()

    paper_desk = PaperDesk(PaperSource(desk.database, desk.files), BY)
    issue_matter_paper(
        paper_desk, shown.workplace.actor,
        PaperOrder(matter_id, DocumentKind.DESTINATION_NOTICE, _destination(desk, matter_id)),
    )  # fmt: skip
    shown.workplace.changes.document_changed.emit("")
    rest(qtbot, shown)
    assert page.matter.opened is not None
    (paper,) = page.matter.opened.file.papers
    page.matter.papers.opened.emit(paper)
    rest(qtbot, shown)
    box(shown, PaperPreview).close()

    page.matter.papers.service_asked.emit(paper)
    form = active(qtbot, shown, ServiceForm)
    assert isinstance(form, ServiceForm)
    assert form.received_by.text() == "张伟"
    form.press.click()
    rest(qtbot, shown)
    assert f"{today()} 送达" in texts(page.matter.papers)


def _destination(desk: SampleOffice, matter_id: str) -> dict[str, object]:
    from reception_desk.services.matter_papers import draft_data

    paper_desk = PaperDesk(PaperSource(desk.database, desk.files), BY)
    return draft_data(paper_desk, desk.clerk, matter_id, DocumentKind.DESTINATION_NOTICE)


def test_of_two_hundred_steps_the_older_come_when_asked_for(
    qtbot: QtBot, desk: SampleOffice, shown: Desk, section: Actor, smooth: StallWatch
):
    matter_id = registered(desk)
    for number in range(30):
        reason = StepInput(Event.SUPERVISED, reason=f"第 {number} 次", due_on=today())
        take_step(desk.database, section, matter_id, reason, BY)
    page = page_of(qtbot, shown)
    with smooth.look():
        page.open_matter(matter_id)
        qtbot.waitUntil(page.matter.isVisible)
    rest(qtbot, shown)
    steps = page.matter.steps
    before = len(steps.timeline.entries())
    assert before < 31
    with smooth.look():
        steps.more.click()
        qtbot.waitUntil(lambda: len(steps.timeline.entries()) > before)
    while steps.more.isVisible():
        steps.more.click()
    assert len(steps.timeline.entries()) == 31


# Others


def test_an_accusation_is_there_for_the_role_made_for_it_alone(
    qtbot: QtBot, desk: SampleOffice, shown: Desk
):
    matter_id = registered(
        desk, claim="反映收受好处", matter_class=ACCUSATION, respondent="花园镇某干部"
    )
    page = page_of(qtbot, shown)
    assert column(page, "title") == []
    page.open_matter(matter_id)
    rest(qtbot, shown)
    assert page.overview.isVisible()
    assert "没有找到这件信访事项" in page.overview.listing.bar.text
    with opened(qtbot, desk, desk.account(Role.ACCUSATION_CLERK)) as keepers:
        page = open_matter(qtbot, keepers, matter_id)
        assert labels(page) == ["转纪检监察", "撤回"]
        press(qtbot, page, "转纪检监察")
        form = active(qtbot, keepers, StepForm)
        assert isinstance(form, StepForm)
        qtbot.keyClicks(form.unit, "hyz")
        qtbot.keyClick(form.unit, Qt.Key.Key_Return)
        assert form.unit.code() == "", "the accused unit is not offered"
        form.close()


def test_what_happens_elsewhere_appears_here(
    qtbot: QtBot, desk: SampleOffice, shown: Desk, leader: Actor
):
    matter_id = registered(desk, claim="要求修路")
    page = open_matter(qtbot, shown, matter_id)
    town = unit_id(desk, "T100")
    take_step(desk.database, leader, matter_id, StepInput(Event.TRANSFERRED, unit_id=town), BY)
    shown.workplace.changes.matter_changed.emit(matter_id)
    rest(qtbot, shown)
    assert "转送 → 花园镇" in texts(page.matter.steps)
    page.close_matter()
    rest(qtbot, shown)
    assert column(page, "state") == ["已转送"]
    registered(desk, claim="要求修桥")
    shown.workplace.changes.visit_registered.emit("")
    qtbot.waitUntil(lambda: len(column(page, "title")) == 2)


def test_a_change_of_the_calendar_elsewhere_moves_the_days_and_is_told(
    qtbot: QtBot, desk: SampleOffice, shown: Desk, section: Actor
):
    registered(desk, claim="要求修路")
    page = page_of(qtbot, shown)
    assert page.overview.listing.bar.text == ""
    (before,) = column(page, "legal")
    calendar.set_day(
        desk.database, section, date.fromisoformat(before),
        is_working=False, note="县里停电", source="县办通知",
    )  # fmt: skip
    shown.workplace.changes.code_list_changed.emit(SET_HERE)
    rest(qtbot, shown)
    assert column(page, "legal") == [before], "the settings reckon and tell what was set here"
    shown.workplace.changes.code_list_changed.emit("")
    qtbot.waitUntil(lambda: column(page, "legal") != [before], timeout=20_000)
    assert "1 项期限已按新日历重算" in page.overview.listing.bar.text
    assert column(page, "legal")[0] > before


def test_the_visit_leads_to_its_matter_and_the_matter_to_its_visit(
    qtbot: QtBot, desk: SampleOffice, shown: Desk
):
    registered(desk, claim="要求修路")
    page_of(qtbot, shown)
    register = shown.window.open_page("register")
    rest(qtbot, shown)
    model = register.model  # pyright: ignore[reportAttributeAccessIssue]
    register.open_visit(model.row_id(0))  # pyright: ignore[reportAttributeAccessIssue]
    qtbot.keyClick(shown.window, Qt.Key.Key_M, CONTROL)
    rest(qtbot, shown)
    page = shown.window.pages.built("matters")
    assert isinstance(page, MattersPage)
    assert page.matter.isVisible()
    assert page.matter.opened is not None
    page.matter.visits.asked.emit(page.matter.opened.file.visits[0].visit_id)
    assert shown.window.pages.current_key() == "register"


def test_f1_names_the_keys_of_this_page(qtbot: QtBot, shown: Desk):
    page_of(qtbot, shown)
    qtbot.keyClick(shown.window, Qt.Key.Key_F1)
    sheet = box(shown, HelpSheet)
    assert "清单 / 期限看板" in texts(sheet)
    sheet.close()


def test_who_is_sent_to_a_leader_is_booked_for_a_day(qtbot: QtBot, desk: SampleOffice):
    planner, secretary, _ = two_leaders(desk)
    day = today() + timedelta(days=10)
    keep_plan(desk.database, planner, [PlannedDay(day, MORNING, NOON, secretary, "接访室")])
    matter_id = registered(desk)
    with opened(qtbot, desk) as shown:
        page = open_matter(qtbot, shown, matter_id)
        press(qtbot, page, "预约领导接访")
        form = active(qtbot, shown, LeaderBookingForm)
        assert isinstance(form, LeaderBookingForm)
        (planned,) = reception_days(desk.database, day, day)
        form.day.set_code(planned.standing.facts.day_id)
        submit(qtbot, shown, form)
        assert page.matter.bar.text == "已预约领导接访。"
        assert page.matter.opened is not None
        assert page.matter.opened.file.now.standing.state is State.LEADER
    (booking,) = bookings_of_matter(desk.database, desk.clerk, matter_id)
    assert booking.standing.day_id == planned.standing.facts.day_id
