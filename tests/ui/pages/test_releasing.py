"""What the clerk releases to the petitioner's screen, and what becomes of the answer."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from reception_desk.app import Desk
from reception_desk.config import PetitionerSettings
from reception_desk.records.visit import VisitRecord
from reception_desk.services import visits
from reception_desk.services.corrections import corrections_of
from reception_desk.services.privacy_notice import VERSION
from reception_desk.services.read_back import CORRECTION_ASKED
from reception_desk.services.registration import register_visit
from reception_desk.services.signatures import signature_of
from reception_desk.ui.named_screens import screen_named
from reception_desk.ui.offscreen import PETITIONERS
from reception_desk.ui.pages.reception import ReceptionPage
from reception_desk.ui.petitioner.window import PetitionerWindow
from reception_desk.ui.widgets.buttons import Button
from tests.offices import SampleOffice, person, visit
from tests.ui.hands import commit
from tests.ui.shell import idle, opened


@pytest.fixture
def at_work(qtbot: QtBot, desk: SampleOffice) -> Iterator[Desk]:
    with opened(qtbot, desk, petitioner=PetitionerSettings(PETITIONERS)) as made:
        made.workplace.petitioner.begin()
        yield made


@pytest.fixture
def page(at_work: Desk) -> ReceptionPage:
    return at_work.window.reception()


@pytest.fixture
def window(at_work: Desk) -> PetitionerWindow:
    made = at_work.workplace.petitioner.window
    assert made is not None
    return made


def tap(button: Button) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def words_in(window: PetitionerWindow) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel))


def write_claim(page: ReceptionPage, words: str) -> None:
    commit(page.form.claim.claim.edit, words)


def begin_visit(page: ReceptionPage) -> None:
    """A visitor who knows the notice already, with a claim."""
    page.new_visitor()
    commit(page.form.who.person.name, "王芳")
    page.form.who.privacy_notice.setChecked(True)
    write_claim(page, "请求支付工资。")


def test_the_notice_comes_first_and_its_answer_is_kept(
    page: ReceptionPage, window: PetitionerWindow, desk: SampleOffice
):
    page.new_visitor()
    assert page.release_button.text() == "请来访人看告知"

    page.release_button.click()

    assert window.current is window.notice
    assert page.release_button.text() == "收起来访人屏幕"
    tap(window.notice.done)
    assert page.form.who.privacy_notice.isChecked()
    assert page.form.bar.text == "来访人已看过个人信息处理告知。"
    assert page.release_button.text() == "请来访人核对"
    write_claim(page, "请求支付工资。")
    page.submit()
    assert page.current_record is not None
    assert page.current_record.privacy_notice == VERSION


def test_who_wants_it_read_aloud_is_told_to_the_clerk(
    page: ReceptionPage, window: PetitionerWindow
):
    page.new_visitor()
    page.release_button.click()

    tap(window.notice.aloud)

    assert not page.form.who.privacy_notice.isChecked()
    assert "读一遍" in page.form.bar.text


def test_words_found_right_before_registration_are_on_record_with_it(
    qtbot: QtBot, at_work: Desk, page: ReceptionPage, window: PetitionerWindow
):
    begin_visit(page)
    at_work.window.activateWindow()
    qtbot.waitUntil(at_work.window.isActiveWindow)
    qtbot.keyClick(at_work.window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.current is window.read_back)
    assert "请求支付工资。" in words_in(window)
    assert "王*" in words_in(window)
    assert "王芳" not in words_in(window)

    tap(window.read_back.right)

    assert page.form.claim.read_back.isChecked()
    page.submit()
    idle(qtbot, at_work)
    assert page.current_record is not None
    assert page.current_record.read_back_at is not None


def test_an_edit_takes_the_words_off_and_lets_a_confirmation_lapse(
    page: ReceptionPage, window: PetitionerWindow
):
    begin_visit(page)
    page.release_button.click()
    write_claim(page, "另请求道歉。")
    assert window.current is window.welcome
    assert "已收起" in page.form.bar.text

    page.release_button.click()
    tap(window.read_back.right)
    assert page.form.claim.read_back.isChecked()
    write_claim(page, "还请求公开账目。")

    assert not page.form.claim.read_back.isChecked()
    assert page.form.bar.text == "确认后又改动了内容，请来访人再核对一次。"


def test_a_registered_visit_is_confirmed_as_a_step(
    desk: SampleOffice, page: ReceptionPage, window: PetitionerWindow
):
    record = register_visit(desk.database, desk.clerk, visit(person()))
    page.correct_visit(record.visit_id)
    page.correcting.cancel()

    page.registered.release_button.click()
    tap(window.read_back.right)

    assert page.registered.bar.text == "来访人已在屏幕上确认记录准确。"
    kept = visits.load_visit(desk.database, desk.clerk, record.visit_id, reason="核对")
    assert kept.read_back_at is not None


def test_what_the_petitioner_wants_changed_stays_as_the_reason_of_the_step(
    desk: SampleOffice, page: ReceptionPage, window: PetitionerWindow
):
    record = register_visit(desk.database, desk.clerk, visit(person(), claim="请求支付工资。"))
    page.correct_visit(record.visit_id)
    page.correcting.cancel()
    page.registered.release_button.click()

    tap(window.read_back.wrong)

    assert page.correction.isVisible()
    assert "需要更正" in page.form.bar.text
    write_claim(page, "共计4800元。")
    page.submit()
    (event,) = corrections_of(desk.database, desk.clerk, record.visit_id)
    assert event.reason == CORRECTION_ASKED
    assert not event.is_completion


def test_another_tab_the_lock_and_a_second_press_take_the_words_off(
    at_work: Desk, page: ReceptionPage, window: PetitionerWindow
):
    for take_off in (page.new_visitor, at_work.window.lock, page.releasing.release):
        begin_visit(page)
        page.releasing.release()
        assert window.current is window.read_back

        take_off()

        assert window.current is window.welcome
        assert "请求支付工资。" not in words_in(window)


def test_a_screen_that_goes_away_is_told(
    app: QApplication, page: ReceptionPage, window: PetitionerWindow
):
    begin_visit(page)
    page.releasing.release()

    app.screenRemoved.emit(screen_named(PETITIONERS))

    assert not window.isVisible()
    assert page.form.bar.text == "来访人屏幕断开了，上面的内容已收起。"


def test_a_screen_that_is_away_is_told_when_it_is_wanted(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk, petitioner=PetitionerSettings("HDMI-2")) as made:
        page = made.window.reception()
        begin_visit(page)

        page.release_button.click()

        assert page.form.bar.text == "来访人屏幕没有连接。请当面宣读；接好屏幕后再按一次。"


def test_a_desk_without_such_a_screen_has_no_button(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk) as made:
        page = made.window.reception()
        page.new_visitor()

        assert not page.release_button.isVisible()
        page.releasing.release()
        assert made.workplace.petitioner.released is None


def confirm_a_registered_visit(
    desk: SampleOffice, page: ReceptionPage, window: PetitionerWindow
) -> VisitRecord:
    record = register_visit(desk.database, desk.clerk, visit(person()))
    page.correct_visit(record.visit_id)
    page.correcting.cancel()
    page.registered.release_button.click()
    tap(window.read_back.right)
    assert page.registered.release_button.text() == "请来访人签名"
    return record


def test_after_the_read_back_the_petitioner_signs(
    desk: SampleOffice, page: ReceptionPage, window: PetitionerWindow
):
    record = confirm_a_registered_visit(desk, page, window)
    page.registered.release_button.click()
    assert window.current is window.signing
    pad = window.signing.pad
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(60, 40))
    QTest.mouseMove(pad, QPoint(140, 90))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(140, 90))

    tap(window.signing.done)

    assert page.registered.bar.text == "来访人已在屏幕上签名。"
    kept = signature_of(desk.database, desk.clerk, record.visit_id)
    assert kept is not None
    assert len(kept.ink.strokes) == 1
    assert page.registered.release_button.text() == "请来访人评价"


def test_who_signs_on_paper_is_not_asked_again(
    desk: SampleOffice, page: ReceptionPage, window: PetitionerWindow
):
    record = confirm_a_registered_visit(desk, page, window)
    page.registered.release_button.click()

    tap(window.signing.on_paper)

    assert page.registered.bar.text == "来访人要用笔在纸上签。"
    assert page.registered.release_button.text() == "请来访人评价"
    assert signature_of(desk.database, desk.clerk, record.visit_id) is None
