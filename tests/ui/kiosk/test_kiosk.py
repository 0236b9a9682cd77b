"""The kiosk: numbers, the petitioner's own matter, evaluations, and nothing left behind."""

from contextlib import ExitStack
from itertools import product

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from reception_desk.app.kiosk import open_kiosk
from reception_desk.config import KioskSettings, PrinterSettings, Settings
from reception_desk.devices.printer.simulated import SimulatedThermalPrinter
from reception_desk.models.evaluation import EvaluationBox
from reception_desk.models.ticket import Ticket
from reception_desk.records.evaluation import Grade, Opinion
from reception_desk.records.tickets import TicketInput
from reception_desk.records.visit import VisitRecord
from reception_desk.rules.inquiry import MOST_OF_A_CODE
from reception_desk.rules.ticket_queue import MOST_AT_A_KIOSK
from reception_desk.services.evaluations import evaluate_window
from reception_desk.services.registration import register_visit
from reception_desk.services.self_service import VISITOR_ID, visitor_at
from reception_desk.services.tickets import call_next, issue_ticket
from reception_desk.ui.changes import Changes
from reception_desk.ui.kiosk import kiosk_look
from reception_desk.ui.kiosk.inquiring import WRONG
from reception_desk.ui.kiosk.kiosk_look import Ground, Ink
from reception_desk.ui.kiosk.kiosk_screen import REST_MS, TAKEN_MS, KioskScreen
from reception_desk.ui.kiosk.ticket_view import NOT_PRINTED, PRINTING
from reception_desk.ui.named_screens import screen_named
from reception_desk.ui.tokens import contrast
from reception_desk.ui.widgets.buttons import Button
from tests.offices import MAN, SampleOffice, person, visit
from tests.services.test_inquiries import TO_THE_REPLY, take, transfer
from tests.ui.accessibility import nameless_controls
from tests.ui.kiosk.kiosks import ask, every_word, give, read_number, settled, tap, type_keys

ENDING = "0000"


@pytest.fixture
def came(desk: SampleOffice) -> VisitRecord:
    return register_visit(desk.database, desk.clerk, visit(person()))


def is_home(kiosk: KioskScreen) -> bool:
    return kiosk.window.current is kiosk.start


def tickets(desk: SampleOffice) -> list[Ticket]:
    with desk.database.read() as session:
        return list(session.scalars(select(Ticket).order_by(Ticket.ordinal)))


def box(desk: SampleOffice) -> list[tuple[str, str, str]]:
    with desk.database.read() as session:
        rows = session.execute(
            select(EvaluationBox.subject, EvaluationBox.grade, EvaluationBox.reasons)
        )
        return sorted((row.subject, row.grade, row.reasons) for row in rows)


def seen_grades(kiosk: KioskScreen) -> list[str]:
    """The grades in sight, from above."""
    buttons = [
        button
        for button in kiosk.inquiring.evaluation.findChildren(QPushButton)
        if button.isVisible() and button.isCheckable()
    ]
    return [button.accessibleName() for button in buttons]


def test_it_fills_its_screen(kiosk: KioskScreen):
    screen = QGuiApplication.primaryScreen()
    assert kiosk.window.geometry() == screen.geometry()
    assert kiosk.window.windowState() & Qt.WindowState.WindowFullScreen
    assert is_home(kiosk)
    assert "大厅" in kiosk.start.hall.text()


@pytest.mark.parametrize("is_help", [False, True])
def test_a_number_is_taken_and_nobody_is_asked_who_they_are(
    qtbot: QtBot, desk: SampleOffice, kiosk: KioskScreen, is_help: bool
):
    tap(kiosk.start.cards["ticket"])
    tap(kiosk.numbers.help if is_help else kiosk.numbers.plain)
    settled(qtbot, kiosk)

    assert kiosk.window.current is kiosk.taken
    assert kiosk.taken.number.text() == "甲001"
    assert kiosk.taken.slip.text() == NOT_PRINTED
    (row,) = tickets(desk)
    assert (row.needs_help, row.holder_id, row.created_by) == (is_help, None, VISITOR_ID)
    assert kiosk.pause.interval() == TAKEN_MS
    tap(kiosk.taken.home)
    assert kiosk.window.current is kiosk.taken, "it is read in peace"
    read_number(qtbot, kiosk)
    assert is_home(kiosk)
    assert "甲001" not in every_word(kiosk)
    called = call_next(desk.database, desk.clerk, None)
    assert called is not None


def test_after_many_numbers_the_kiosk_rests_and_sends_to_the_window(
    qtbot: QtBot, desk: SampleOffice, kiosk: KioskScreen
):
    visitor = visitor_at(desk.clerk.desk)
    for _ in range(MOST_AT_A_KIOSK - 1):
        issue_ticket(desk.database, visitor, TicketInput())
    tap(kiosk.start.cards["ticket"])
    tap(kiosk.numbers.plain)
    settled(qtbot, kiosk)
    assert kiosk.taken.number.text() == "甲020"
    read_number(qtbot, kiosk)
    tap(kiosk.start.cards["ticket"])
    tap(kiosk.numbers.plain)
    settled(qtbot, kiosk)
    assert kiosk.window.current is kiosk.said
    assert kiosk.said.head.text() == "没有取到号"
    assert "先歇" in kiosk.said.words.text()
    assert "请到导访台或者窗口取号" in kiosk.said.words.text()
    assert len(tickets(desk)) == MOST_AT_A_KIOSK
    tap(kiosk.said.home)
    assert is_home(kiosk)


def test_a_number_is_told_to_the_sync(qtbot: QtBot, desk: SampleOffice, kiosk: KioskScreen):
    with qtbot.waitSignal(kiosk.issued):
        tap(kiosk.start.cards["ticket"])
        tap(kiosk.numbers.plain)


def test_the_slip_comes_out(qtbot: QtBot, desk: SampleOffice, app: QApplication):
    with SimulatedThermalPrinter() as roll, ExitStack() as stack:
        printer = PrinterSettings(url=roll.url, paper="slip80")
        settings = Settings(home=desk.database.path.parent, receipt_printer=printer)
        kiosk = open_kiosk(settings, desk.database, Changes(), stack)
        kiosk.begin()
        tap(kiosk.start.cards["ticket"])
        tap(kiosk.numbers.plain)
        qtbot.waitUntil(lambda: len(roll.slips) == 1)
        assert kiosk.taken.slip.text() == PRINTING

        roll.pull_cable()
        kiosk.go_home()
        tap(kiosk.start.cards["ticket"])
        tap(kiosk.numbers.plain)
        qtbot.waitUntil(lambda: kiosk.taken.slip.text() == NOT_PRINTED)
        assert kiosk.taken.number.text() == "甲002"


def test_the_petitioner_sees_the_state_and_the_days(
    qtbot: QtBot, desk: SampleOffice, kiosk: KioskScreen, came: VisitRecord
):
    take(desk, came, transfer(desk))
    ask(qtbot, kiosk, came.query_code, ENDING)

    assert kiosk.window.current is kiosk.inquiring.answer
    words = every_word(kiosk)
    assert "现在的状态：已转送" in words
    assert "2026年11月23日　登记" in words
    for hidden in ("张伟", "流转费", "花园镇", MAN, came.query_code, came.provisional_number):
        assert hidden not in words
    tap(kiosk.inquiring.answer.home)
    assert is_home(kiosk)
    assert "已转送" not in every_word(kiosk)


def test_the_second_secret_is_never_shown(qtbot: QtBot, kiosk: KioskScreen, came: VisitRecord):
    tap(kiosk.start.cards["progress"])
    view = kiosk.inquiring.code
    assert not view.onward.isEnabled()
    assert not view.keypad.keys["X"].isEnabled()
    type_keys(kiosk, came.query_code)
    assert view.typed.text().replace(" ", "") == came.query_code
    tap(view.onward)
    type_keys(kiosk, "12")
    assert view.typed.text() == "● ●"
    assert view.typed.accessibleName() == "已输入 2 位"
    assert "12" not in view.typed.text()
    tap(view.keypad.keys["退格"])
    type_keys(kiosk, "34X9")
    assert view.typed.text() == "● ● ● ●", "no more than four"
    assert came.query_code not in every_word(kiosk).replace(" ", "")
    tap(view.again)
    assert view.title.text() == "请输入查询码"


def test_a_wrong_one_begins_anew_and_a_right_one_is_answered_then(
    qtbot: QtBot, kiosk: KioskScreen, came: VisitRecord
):
    ask(qtbot, kiosk, came.query_code, "9876")
    view = kiosk.inquiring.code
    assert kiosk.window.current is view
    assert view.trouble.text() == WRONG
    assert not view.typed.text().strip()
    give(qtbot, kiosk, came.query_code, ENDING)
    assert kiosk.window.current is kiosk.inquiring.answer


def test_too_many_wrong_ones_are_sent_to_the_window(
    qtbot: QtBot, kiosk: KioskScreen, came: VisitRecord
):
    ask(qtbot, kiosk, came.query_code, "9876")
    for _ in range(MOST_OF_A_CODE - 1):
        give(qtbot, kiosk, came.query_code, "9876")
    give(qtbot, kiosk, came.query_code, ENDING)
    assert kiosk.window.current is kiosk.said
    assert "次数太多" in kiosk.said.head.text()
    assert "24 小时" in kiosk.said.words.text()
    assert "窗口" in kiosk.said.words.text()


def test_window_and_bodies_are_evaluated_by_the_code(
    qtbot: QtBot, desk: SampleOffice, kiosk: KioskScreen, came: VisitRecord
):
    take(desk, came, transfer(desk), *TO_THE_REPLY)
    ask(qtbot, kiosk, came.query_code, ENDING, "evaluation")
    view = kiosk.inquiring.evaluation
    assert kiosk.window.current is view
    assert view.title.text() == "请评价：窗口服务"
    assert "11月23日您来访" in view.below.text()
    assert seen_grades(kiosk) == ["非常满意", "满意", "基本满意", "不满意", "非常不满意"]
    tap(view.grades.buttons["very_dissatisfied"])
    assert not view.reasons.isVisible(), "of the window no reason is asked"
    tap(view.done)
    settled(qtbot, kiosk)
    assert view.title.text() == "请评价：信访部门"
    assert "11月23日" not in view.below.text()
    assert seen_grades(kiosk) == ["满意", "基本满意", "不满意"]
    assert view.grades.chosen == []
    assert not view.reasons.isVisible()
    tap(view.grades.buttons["dissatisfied"])
    tap(view.reasons.buttons["4"])
    tap(view.reasons.buttons["1"])
    tap(view.done)
    settled(qtbot, kiosk)
    assert view.title.text() == "请评价：有权处理的机关、单位"
    assert view.grades.chosen == []
    assert view.reasons.chosen == []
    tap(view.grades.buttons["satisfied"])
    tap(view.done)
    settled(qtbot, kiosk)
    assert kiosk.window.current is kiosk.said
    assert kiosk.said.head.text() == "谢谢您"
    assert box(desk) == [
        ("office", "dissatisfied", "1 4"),
        ("unit", "satisfied", ""),
        ("window", "very_dissatisfied", ""),
    ]

    kiosk.go_home()
    ask(qtbot, kiosk, came.query_code, ENDING, "evaluation")
    assert kiosk.window.current is kiosk.inquiring.answer, "nothing is asked twice"
    told = kiosk.inquiring.answer.words.texts
    assert "窗口服务（11月23日来访）：已评价" in told
    assert "信访部门：已评价" in told
    assert "不满意" not in "".join(told), "what was answered is shown to nobody"
    assert not kiosk.inquiring.answer.evaluate.isVisible()


def test_who_answered_at_the_window_is_not_asked_about_it_again(
    qtbot: QtBot, desk: SampleOffice, kiosk: KioskScreen, came: VisitRecord
):
    evaluate_window(
        desk.database, visitor_at(desk.clerk.desk), came.visit_id, Opinion(Grade.SATISFIED)
    )
    take(desk, came, transfer(desk))
    ask(qtbot, kiosk, came.query_code, ENDING, "evaluation")
    assert kiosk.inquiring.evaluation.title.text() == "请评价：信访部门"


def test_the_window_may_answer_while_somebody_chooses_at_the_kiosk(
    qtbot: QtBot, desk: SampleOffice, kiosk: KioskScreen, came: VisitRecord
):
    ask(qtbot, kiosk, came.query_code, ENDING, "evaluation")
    view = kiosk.inquiring.evaluation
    tap(view.grades.buttons["satisfied"])
    evaluate_window(
        desk.database, visitor_at(desk.clerk.desk), came.visit_id, Opinion(Grade.SATISFIED)
    )
    tap(view.done)
    settled(qtbot, kiosk)
    assert kiosk.window.current is kiosk.said
    assert "已经评价过了" in kiosk.said.words.text()
    assert len(box(desk)) == 1


def test_not_to_evaluate_keeps_nothing(
    qtbot: QtBot, desk: SampleOffice, kiosk: KioskScreen, came: VisitRecord
):
    take(desk, came, transfer(desk), *TO_THE_REPLY)
    ask(qtbot, kiosk, came.query_code, ENDING)
    tap(kiosk.inquiring.answer.evaluate)
    view = kiosk.inquiring.evaluation
    tap(view.grades.buttons["very_satisfied"])
    tap(view.passed)
    assert view.grades.chosen == []
    tap(view.grades.buttons["dissatisfied"])
    tap(view.reasons.buttons["1"])
    tap(view.grades.buttons["satisfied"])
    assert view.reasons.chosen == [], "a reason belongs to dissatisfaction only"
    tap(view.passed)
    tap(view.passed)
    assert kiosk.window.current is kiosk.said
    assert box(desk) == []


def test_the_notice_is_read_without_saying_yes(qtbot: QtBot, kiosk: KioskScreen):
    tap(kiosk.start.cards["notice"])
    assert kiosk.window.current is kiosk.notice
    assert "您的权利" in every_word(kiosk)
    tap(kiosk.notice.home)
    assert is_home(kiosk)


def test_who_walks_away_is_forgotten(qtbot: QtBot, kiosk: KioskScreen, came: VisitRecord):
    assert not kiosk.rest.isActive(), "there is nothing to forget at the start"
    ask(qtbot, kiosk, came.query_code, ENDING)
    assert kiosk.window.current is kiosk.inquiring.answer
    assert kiosk.rest.interval() == REST_MS
    assert kiosk.rest.isActive()
    kiosk.rest.setInterval(1)
    qtbot.waitUntil(lambda: is_home(kiosk))
    assert not kiosk.rest.isActive()
    assert "已登记" not in every_word(kiosk)
    assert "2026年11月23日" not in every_word(kiosk)


def test_an_answer_that_comes_too_late_is_not_shown(
    qtbot: QtBot, kiosk: KioskScreen, came: VisitRecord
):
    tap(kiosk.start.cards["progress"])
    view = kiosk.inquiring.code
    type_keys(kiosk, came.query_code)
    tap(view.onward)
    type_keys(kiosk, ENDING)
    tap(view.onward)
    assert not view.onward.isEnabled()
    kiosk.go_home()
    settled(qtbot, kiosk)
    assert is_home(kiosk)
    assert "已登记" not in every_word(kiosk)
    assert view.keypad.isEnabled()


def test_no_key_does_anything(kiosk: KioskScreen):
    window = kiosk.window
    keys = Qt.Key
    for key in (keys.Key_Escape, keys.Key_F4, keys.Key_Return, keys.Key_Space, keys.Key_Tab):
        for modifier in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier):
            QTest.keyClick(window, key, modifier)
    QTest.keyClick(window, keys.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert window.isVisible()
    assert is_home(kiosk)
    buttons = window.findChildren(QPushButton)
    assert {button.focusPolicy() for button in buttons} == {Qt.FocusPolicy.NoFocus}


def test_it_hides_with_its_screen_and_comes_back_at_the_start(
    qtbot: QtBot, desk: SampleOffice, app: QApplication, came: VisitRecord
):
    screen = QGuiApplication.primaryScreen()
    with ExitStack() as stack:
        settings = Settings(home=desk.database.path.parent, kiosk=KioskSettings(screen.name()))
        kiosk = open_kiosk(settings, desk.database, Changes(), stack)
        assert kiosk.begin()
        tap(kiosk.start.cards["ticket"])
        app.screenRemoved.emit(screen)
        assert not kiosk.window.isVisible()
        app.screenAdded.emit(screen)
        qtbot.waitUntil(kiosk.window.isVisible)
        assert is_home(kiosk)


def test_without_its_screen_there_is_none(desk: SampleOffice, app: QApplication):
    assert screen_named("TOUCH-1") is None
    with ExitStack() as stack:
        settings = Settings(home=desk.database.path.parent, kiosk=KioskSettings("TOUCH-1"))
        kiosk = open_kiosk(settings, desk.database, Changes(), stack)
        assert not kiosk.begin()
        assert not kiosk.window.isVisible()


def cut_off(kiosk: KioskScreen) -> list[str]:
    """Every label and button that cannot be seen whole, view by view."""
    cut = []
    for part in kiosk.window.findChildren(QPushButton):
        if part.isVisible() and part.width() < part.sizeHint().width() and part.text():
            cut.append(f"{part.text()} is cut")
        if part.isVisible() and part.height() < 15 / 25.4 * 96:
            cut.append(f"{part.accessibleName()} is too low")
        interface = QAccessible.queryAccessibleInterface(part)
        if not interface.text(QAccessible.Text.Name):
            cut.append("a button has no name")
    for label in kiosk.window.findChildren(QLabel):
        needed = label.heightForWidth(label.width()) if label.wordWrap() else 0
        if label.isVisible() and label.height() < needed:
            cut.append(f"{label.text()} is cut")
    return cut + nameless_controls(kiosk.window)


@pytest.mark.parametrize("size", [(1080, 1920), (1366, 768), (1920, 1080)])
def test_everything_is_large_named_and_whole_at_every_size(
    qtbot: QtBot,
    desk: SampleOffice,
    unplaced: KioskScreen,
    came: VisitRecord,
    size: tuple[int, int],
):
    take(desk, came, transfer(desk), *TO_THE_REPLY)
    kiosk, window, inquiring = unplaced, unplaced.window, unplaced.inquiring
    window.resize(*size)
    window.show()

    def look() -> None:
        qtbot.waitUntil(lambda: cut_off(kiosk) == [])
        assert (window.width(), window.height()) == size

    look()
    tap(kiosk.start.cards["ticket"])
    look()
    tap(kiosk.numbers.plain)
    settled(qtbot, kiosk)
    look()
    kiosk.go_home()
    tap(kiosk.start.cards["notice"])
    look()
    kiosk.go_home()
    tap(kiosk.start.cards["progress"])
    look()
    give(qtbot, kiosk, came.query_code, "9876")
    look()
    give(qtbot, kiosk, came.query_code, ENDING)
    look()
    tap(inquiring.answer.evaluate)
    look()
    tap(inquiring.evaluation.grades.buttons["very_satisfied"])
    look()
    tap(inquiring.evaluation.passed)
    look()
    tap(inquiring.evaluation.grades.buttons["dissatisfied"])
    look()
    for code in inquiring.evaluation.reasons.buttons:
        tap(inquiring.evaluation.reasons.buttons[code])
    look()


def test_a_screen_that_is_turned_is_filled_and_not_outgrown(qtbot: QtBot, unplaced: KioskScreen):
    """What was large on the high screen holds the window no larger than the low one."""
    window = unplaced.window
    window.resize(1080, 1920)
    window.show()
    qtbot.waitUntil(lambda: cut_off(unplaced) == [])

    window.resize(1366, 768)
    assert (window.width(), window.height()) == (1366, 768)
    qtbot.waitUntil(lambda: cut_off(unplaced) == [])


@pytest.mark.parametrize(
    ("ink", "ground"),
    [*product([Ink.WORDS, Ink.MUTED, Ink.ACCENT], [Ground.HALL, Ground.CARD, Ground.PRESSED]),
     (Ink.ON_CHOSEN, Ground.CHOSEN)],
)  # fmt: skip
def test_each_ink_is_read_on_its_grounds(ink: Ink, ground: Ground):
    assert contrast(ink.value, ground.value) >= 7.0


def test_type_is_large_on_the_high_screen(unplaced: KioskScreen):
    unplaced.window.resize(1080, 1920)
    unplaced.window.show()
    assert kiosk_look.unit_of(1080, 1920) == 1.0
    sizes = [label.fontInfo().pixelSize() for label in unplaced.start.findChildren(QLabel)]
    assert min(sizes) >= 34


def test_every_button_tells_that_somebody_is_here(kiosk: KioskScreen):
    """Or the screen would go home under a visitor's hands."""
    heard: list[int] = []
    kiosk.window.touched.connect(lambda: heard.append(1))
    buttons = kiosk.window.findChildren(Button)
    for button in buttons:
        button.pressed.emit()
    assert len(heard) == len(buttons)
