"""依法删除 on the screen: asked for in the register, decided in the settings, gone everywhere."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from reception_desk.app import Desk
from reception_desk.records.visit import VisitRecord
from reception_desk.rules.erasure import EraseBasis
from reception_desk.rules.permissions import Role
from reception_desk.services import erasure
from reception_desk.services.registration import register_visit
from reception_desk.ui.dialogs.erase_form import ConfirmErasureForm, EraseForm
from reception_desk.ui.pages.reception import ReceptionPage
from reception_desk.ui.pages.register import RegisterPage
from reception_desk.ui.pages.settings.erasure_section import ErasureSection
from tests.offices import PASSWORD, SampleOffice, person, visit
from tests.ui.hands import commit
from tests.ui.shell import box, idle, opened

LEFT = Qt.MouseButton.LeftButton
REASON = "2026年11月20日删除申请书"


def told(office: SampleOffice) -> VisitRecord:
    return register_visit(office.database, office.clerk, visit(person("张伟")))


def ask(office: SampleOffice, record: VisitRecord) -> str:
    section = office.account(Role.SECTION)
    return erasure.request_erasure(
        office.database, section, record.visit_id, EraseBasis.PERIOD_ENDED, REASON
    )


def section_of(qtbot: QtBot, desk: Desk) -> ErasureSection:
    found = desk.window.settings_page().open_section("erasure")
    assert isinstance(found, ErasureSection)
    idle(qtbot, desk)
    return found


def count(office: SampleOffice, table: str) -> int:
    with office.database.read() as session:
        return session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()


def register_of(qtbot: QtBot, desk: Desk) -> RegisterPage:
    page = desk.window.open_page("register")
    assert isinstance(page, RegisterPage)
    idle(qtbot, desk)
    return page


def test_the_section_asks_from_the_visits_detail(qtbot: QtBot, desk: SampleOffice):
    record = told(desk)
    with opened(qtbot, desk, desk.account(Role.SECTION)) as opened_desk:
        page = register_of(qtbot, opened_desk)
        page.open_visit(record.visit_id)
        link = next(b for b in page.detail.findChildren(QPushButton) if "依法删除" in b.text())
        qtbot.mouseClick(link, LEFT)
        form = box(opened_desk, EraseForm)
        assert isinstance(form, EraseForm)

        qtbot.mouseClick(form.press, LEFT)
        assert count(desk, "erase_order") == 0
        commit(form.reason, "张伟的申请")
        qtbot.mouseClick(form.press, LEFT)
        idle(qtbot, opened_desk)
        assert form.isVisible()
        assert "不能写来访人" in form.bar.text
        form.reason.clear()
        commit(form.reason, REASON)
        qtbot.mouseClick(form.press, LEFT)
        idle(qtbot, opened_desk)

        assert count(desk, "erase_order") == 1
        assert "等待局领导批准" in page.detail.bar.text
        assert count(desk, "visit") == 1
        own = section_of(qtbot, opened_desk)
        assert own.model.rowCount() == 1
        assert not own.confirm_button.isVisible()


def test_a_clerk_is_not_offered_it(qtbot: QtBot, desk: SampleOffice):
    record = told(desk)
    with opened(qtbot, desk) as opened_desk:
        page = register_of(qtbot, opened_desk)
        page.open_visit(record.visit_id)
        assert not [b for b in page.detail.findChildren(QPushButton) if "依法删除" in b.text()]
        assert "erasure" not in opened_desk.window.settings_page().section_keys()


def test_a_leader_confirms_with_the_password_and_the_visit_leaves_every_page(
    qtbot: QtBot, desk: SampleOffice
):
    record = told(desk)
    ask(desk, record)
    leader = desk.account(Role.BUREAU_LEADER)
    with opened(qtbot, desk, leader) as opened_desk:
        page = register_of(qtbot, opened_desk)
        page.open_visit(record.visit_id)
        orders = section_of(qtbot, opened_desk)
        qtbot.mouseClick(orders.confirm_button, LEFT)
        form = box(opened_desk, ConfirmErasureForm)
        assert isinstance(form, ConfirmErasureForm)

        commit(form.password, "不是这个口令")
        qtbot.mouseClick(form.press, LEFT)
        idle(qtbot, opened_desk)
        assert form.isVisible()
        assert count(desk, "visit") == 1
        form.password.clear()
        commit(form.password, PASSWORD)
        qtbot.mouseClick(form.press, LEFT)
        idle(qtbot, opened_desk)

        assert count(desk, "visit") == count(desk, "person") == 0
        assert "已删除" in orders.bar.text
        assert orders.model.index(0, 0).data() == "已删除"
        assert not orders.confirm_button.isEnabled()
        assert page.detail.isHidden()
        assert page.model.rowCount() == 0


def test_a_leader_turns_it_down(qtbot: QtBot, desk: SampleOffice):
    ask(desk, told(desk))
    with opened(qtbot, desk, desk.account(Role.BUREAU_LEADER)) as opened_desk:
        orders = section_of(qtbot, opened_desk)
        qtbot.mouseClick(orders.decline_button, LEFT)
        (asked,) = opened_desk.workplace.messages.open_boxes()
        yes = next(b for b in asked.findChildren(QPushButton) if b.text() == "不批准")
        qtbot.mouseClick(yes, LEFT)
        idle(qtbot, opened_desk)

        assert orders.model.index(0, 0).data() == "不批准"
        assert count(desk, "visit") == 1


def test_nobody_decides_what_they_asked_for(qtbot: QtBot, desk: SampleOffice):
    both = desk.account(Role.SECTION, Role.BUREAU_LEADER)
    erasure.request_erasure(
        desk.database, both, told(desk).visit_id, EraseBasis.PERIOD_ENDED, REASON
    )
    with opened(qtbot, desk, both) as opened_desk:
        orders = section_of(qtbot, opened_desk)
        assert not orders.confirm_button.isEnabled()
        assert not orders.decline_button.isEnabled()


def test_a_correction_under_way_is_closed_and_not_kept_again(qtbot: QtBot, desk: SampleOffice):
    record = told(desk)
    order = ask(desk, record)
    leader = desk.account(Role.BUREAU_LEADER)
    with opened(qtbot, desk) as opened_desk:
        page = opened_desk.window.open_page("reception")
        assert isinstance(page, ReceptionPage)
        page.correct_visit(record.visit_id)
        commit(page.form.claim.claim.edit, "改写的诉求")
        page.drafts.keep()
        assert count(desk, "draft") == 1

        erasure.confirm(desk.database, desk.files, leader, order, PASSWORD)
        opened_desk.workplace.changes.visit_erased.emit("")
        idle(qtbot, opened_desk)

        assert page.current_record is None
        page.drafts.keep()
        assert count(desk, "draft") == 0
