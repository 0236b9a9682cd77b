"""来访台账: rows by pages, search, detail, live updates."""

import threading
from datetime import timedelta

import pytest
from PySide6.QtCore import QAbstractItemModel, QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from reception_desk.app import Desk
from reception_desk.models import Database
from reception_desk.models.audit import AuditEntry
from reception_desk.models.visit import Visit
from reception_desk.records.actor import Actor
from reception_desk.rules.permissions import Role
from reception_desk.services import register as register_service
from reception_desk.services.register import RegisterOrder
from reception_desk.services.registration import register_visit
from reception_desk.ui import theme
from reception_desk.ui.pages.register import RegisterPage
from reception_desk.ui.tokens import Scheme
from tests.offices import MORNING, WOMAN, SampleOffice, person, register_ids, visit
from tests.ui.hands import commit
from tests.ui.shell import idle, opened


def register(office: SampleOffice, count: int, *, first_minute: int = 0) -> list[str]:
    """Register visits one minute apart and return their ids, latest first."""
    made = [
        register_visit(
            office.database,
            office.clerk,
            visit(person("张伟"), arrived_at=MORNING + timedelta(minutes=first_minute + minute)),
        ).visit_id
        for minute in range(count)
    ]
    return made[::-1]


def page_of(desk: Desk, qtbot: QtBot) -> RegisterPage:
    page = desk.window.open_page("register")
    assert isinstance(page, RegisterPage)
    idle(qtbot, desk)
    return page


def texts(part: QWidget) -> str:
    return "\n".join(words.text() for words in part.findChildren(QLabel) if words.isVisible())


def actions(office: SampleOffice) -> list[str]:
    with office.database.read() as session:
        return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.position)))


def test_an_empty_register_says_what_to_do(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk) as opened_desk:
        page = page_of(opened_desk, qtbot)
        assert "还没有来访" in texts(page)


def test_a_visit_is_corrected_on_the_clerks_page_and_its_row_follows(
    qtbot: QtBot, desk: SampleOffice
):
    (visit_id,) = register(desk, 1)
    with opened(qtbot, desk) as opened_desk:
        page = page_of(opened_desk, qtbot)
        page.open_visit(visit_id)
        qtbot.mouseClick(page.detail.correct_button, Qt.MouseButton.LeftButton)

        clerks = opened_desk.window.reception()
        assert clerks.correction.isVisible()
        commit(clerks.form.what.respondent, "某单位")
        clerks.submit()
        assert not clerks.correction.isVisible()

        page = page_of(opened_desk, qtbot)
        page.open_visit(visit_id)
        assert "补充：被反映方" in texts(page.detail)
        assert "周敏" in texts(page.detail)


def test_only_who_may_correct_is_offered_it(qtbot: QtBot, desk: SampleOffice):
    register(desk, 1)
    with opened(qtbot, desk, desk.account(Role.BUREAU_LEADER)) as opened_desk:
        assert page_of(opened_desk, qtbot).detail.correct_button.isHidden()


def test_rows_show_masked_names_latest_first(qtbot: QtBot, desk: SampleOffice):
    register(desk, 3)
    with opened(qtbot, desk) as opened_desk:
        model = page_of(opened_desk, qtbot).model
        rows = [[model.index(row, at).data() for at in range(8)] for row in range(3)]

    assert [row[1] for row in rows] == [f"2026-11-23 09:0{minute}" for minute in (2, 1, 0)]
    assert {row[2] for row in rows} == {"张*"}
    assert rows[0][7] == "已登记"


def test_the_model_keeps_qts_promises(qtbot: QtBot, desk: SampleOffice, qtmodeltester: ModelTester):
    register(desk, 3)
    with opened(qtbot, desk) as opened_desk:
        page = page_of(opened_desk, qtbot)
        model: QAbstractItemModel = page.model
        qtmodeltester.check(model)
        new = register(desk, 1, first_minute=30)
        opened_desk.workplace.changes.visit_registered.emit(new[0])
        assert page.model.rowCount() == 4


def test_a_new_visit_appears_in_its_place_and_the_chosen_one_stays(
    qtbot: QtBot, desk: SampleOffice
):
    ids = register(desk, 60)
    with opened(qtbot, desk) as opened_desk:
        page = page_of(opened_desk, qtbot)
        page.table.setCurrentIndex(page.model.index(40, 0))
        bar = page.table.verticalScrollBar()
        bar.setValue(30 * page.table.rowHeight(0))
        top = page.model.row_id(page.table.rowAt(0))

        (new,) = register(desk, 1, first_minute=500)
        opened_desk.workplace.changes.visit_registered.emit(new)

        assert page.model.row_id(0) == new
        assert page.table.current_id() == ids[40]
        assert page.model.row_id(page.table.rowAt(0)) == top
        assert opened_desk.workplace.tasks.pending == 0, "the register was read again"


def test_a_visit_of_an_earlier_hour_goes_between(qtbot: QtBot, desk: SampleOffice):
    ids = register(desk, 2)
    (late,) = register(desk, 1, first_minute=100)
    with opened(qtbot, desk) as opened_desk:
        page = page_of(opened_desk, qtbot)
        (between,) = register(desk, 1, first_minute=50)
        opened_desk.workplace.changes.visit_changed.emit(between)

        shown = [page.model.row_id(row) for row in range(4)]
        assert shown == [late, between, *ids]
        assert shown == register_ids(desk.database, desk.clerk)


def test_a_changed_visit_is_read_again(qtbot: QtBot, desk: SampleOffice):
    (first,) = register(desk, 1)
    with opened(qtbot, desk) as opened_desk:
        page = page_of(opened_desk, qtbot)
        with qtbot.waitSignal(page.model.dataChanged):
            opened_desk.workplace.changes.visit_changed.emit(first)
        assert page.model.rowCount() == 1


def test_rows_that_came_in_bulk_are_read_in_the_background(qtbot: QtBot, desk: SampleOffice):
    register(desk, 2)
    with opened(qtbot, desk) as opened_desk:
        page = page_of(opened_desk, qtbot)
        register(desk, 3, first_minute=20)
        opened_desk.workplace.changes.visit_changed.emit("")
        idle(qtbot, opened_desk)
        assert page.model.rowCount() == 5


class SlowReading:
    """Reads the whole order at once, and hands it over when it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.has_read, self.let_go = threading.Event(), threading.Event()
        read = register_service.register_order

        def read_and_wait(
            database: Database, actor: Actor, *, latest: int | None = None
        ) -> RegisterOrder:
            order = read(database, actor, latest=latest)
            if latest is None:
                self.has_read.set()
                assert self.let_go.wait(20)
            return order

        monkeypatch.setattr(register_service, "register_order", read_and_wait)


def test_the_latest_stand_there_while_the_rest_is_read(
    qtbot: QtBot, desk: SampleOffice, monkeypatch: pytest.MonkeyPatch
):
    ids = register(desk, 9)
    monkeypatch.setattr("reception_desk.ui.pages.register.reading.FIRST", 4)
    slow = SlowReading(monkeypatch)
    with opened(qtbot, desk) as opened_desk:
        page = opened_desk.window.open_page("register")
        assert isinstance(page, RegisterPage)
        qtbot.waitUntil(lambda: page.model.rowCount() == 4)
        assert [page.model.row_id(row) for row in range(4)] == ids[:4]
        assert "正在读取全部" in texts(page.card)
        page.table.setCurrentIndex(page.model.index(2, 0))

        slow.let_go.set()
        idle(qtbot, opened_desk)
        assert [page.model.row_id(row) for row in range(9)] == ids
        assert page.table.current_id() == ids[2]
        assert "共 9 批" in texts(page.card)


def test_a_visit_that_comes_while_the_register_is_read_is_not_lost(
    qtbot: QtBot, desk: SampleOffice, monkeypatch: pytest.MonkeyPatch
):
    ids = register(desk, 2)
    slow = SlowReading(monkeypatch)
    with opened(qtbot, desk) as opened_desk:
        page = opened_desk.window.open_page("register")
        assert isinstance(page, RegisterPage)
        assert slow.has_read.wait(20)
        (new,) = register(desk, 1, first_minute=30)
        opened_desk.workplace.changes.visit_registered.emit(new)
        slow.let_go.set()
        idle(qtbot, opened_desk)
        assert [page.model.row_id(row) for row in range(3)] == [new, *ids]


def test_a_visit_moved_to_another_time_moves_in_the_register(qtbot: QtBot, desk: SampleOffice):
    ids = register(desk, 3)
    with opened(qtbot, desk) as opened_desk:
        page = page_of(opened_desk, qtbot)
        with desk.database.write() as session:
            session.get_one(Visit, ids[0]).arrived_at = MORNING - timedelta(days=1)
        opened_desk.workplace.changes.visit_changed.emit(ids[0])
        idle(qtbot, opened_desk)
        assert [page.model.row_id(row) for row in range(3)] == [*ids[1:], ids[0]]


def test_a_withdrawn_visit_says_so_and_can_still_be_opened(qtbot: QtBot, desk: SampleOffice):
    ids = register(desk, 2)
    with opened(qtbot, desk) as opened_desk:
        page = page_of(opened_desk, qtbot)
        with desk.database.write() as session:
            session.get_one(Visit, ids[1]).voided_at = MORNING
        page.model.forget_page_of(1)
        assert page.model.index(1, 7).data() == "已撤销"
        assert page.model.row_id(1) == ids[1]


def test_a_click_on_time_turns_the_order_round(qtbot: QtBot, desk: SampleOffice):
    ids = register(desk, 3)
    with opened(qtbot, desk) as opened_desk:
        page = page_of(opened_desk, qtbot)
        header = page.table.horizontalHeader()
        spot = QPoint(header.sectionViewportPosition(1) + 20, 10)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        assert [page.model.row_id(row) for row in range(3)] == ids[::-1]

        (new,) = register(desk, 1, first_minute=90)
        opened_desk.workplace.changes.visit_registered.emit(new)
        assert page.model.row_id(3) == new


def test_enter_opens_a_visit_masked_and_audited(qtbot: QtBot, desk: SampleOffice):
    register(desk, 1)
    with opened(qtbot, desk) as opened_desk:
        page = page_of(opened_desk, qtbot)
        page.table.setCurrentIndex(page.model.index(0, 0))
        before = actions(desk).count("view_visit")
        qtbot.keyClick(page.table, Qt.Key.Key_Return)

        words = texts(page.detail)
        assert "138****0000" in words
        assert "13800000000" not in words
        assert "420921********0016" in words
        assert "土地流转费" in words
        assert actions(desk).count("view_visit") == before + 1

        qtbot.keyClick(page.detail, Qt.Key.Key_Escape)
        assert not page.detail.isVisible()
        assert page.table.hasFocus()


def test_one_field_is_shown_for_a_reason_and_audited(qtbot: QtBot, desk: SampleOffice):
    (visit_id,) = register(desk, 1)
    with opened(qtbot, desk) as opened_desk:
        page = page_of(opened_desk, qtbot)
        page.open_visit(visit_id)
        phone = next(f for f in page.detail.hidden_fields() if f.text == "138****0000")
        eye = phone.findChild(type(page.detail.close_button))
        assert isinstance(eye, type(page.detail.close_button))
        qtbot.mouseClick(eye, Qt.MouseButton.LeftButton)
        (asked,) = opened_desk.workplace.messages.open_boxes()
        reason = asked.findChild(QLineEdit)
        confirm = next(b for b in asked.findChildren(QPushButton) if b.text() == "确定")
        assert isinstance(reason, QLineEdit)
        assert not confirm.isEnabled()
        assert phone.text == "138****0000"

        commit(reason, "电话回访")
        qtbot.mouseClick(confirm, Qt.MouseButton.LeftButton)
        assert phone.text == "13800000000"
        others = [f.text for f in page.detail.hidden_fields() if f is not phone]
        assert "420921********0016" in others

    with desk.database.read() as session:
        reasons = session.scalars(
            select(AuditEntry.reason).where(AuditEntry.action == "view_person")
        ).all()
    assert reasons == ["显示电话：电话回访"]


def test_who_may_not_see_persons_has_no_eye(qtbot: QtBot, desk: SampleOffice):
    (visit_id,) = register(desk, 1)
    with opened(qtbot, desk, desk.account(Role.COUNTY_LEADER)) as opened_desk:
        page = page_of(opened_desk, qtbot)
        page.open_visit(visit_id)
        assert page.detail.hidden_fields() == []
        assert "138****0000" in texts(page.detail)
        assert not page.search.isVisible()


@pytest.mark.parametrize("typed", ["wangfang", "王芳", "420921190102030024"])
def test_a_person_found_shows_their_visits_only(qtbot: QtBot, desk: SampleOffice, typed: str):
    register(desk, 3)
    woman = register_visit(
        desk.database, desk.clerk, visit(person("王芳", document_number=WOMAN))
    ).visit_id
    with opened(qtbot, desk) as opened_desk:
        page = page_of(opened_desk, qtbot)
        qtbot.keyClick(opened_desk.window, Qt.Key.Key_F3)
        commit(page.search, typed)
        qtbot.waitUntil(lambda: page.search.results_shown, timeout=10_000)
        qtbot.keyClick(page.search, Qt.Key.Key_Return)

        assert [page.model.row_id(row) for row in range(page.model.rowCount())] == [woman]
        assert "view_visits" in actions(desk)
        assert "已记入审计" in page.bar.text

        qtbot.keyClick(page.table, Qt.Key.Key_Escape)
        assert page.model.rowCount() == 4
        assert page.bar.text == ""


def test_a_number_found_opens_the_visit_and_marks_its_row(qtbot: QtBot, desk: SampleOffice):
    ids = register(desk, 3)
    with opened(qtbot, desk) as opened_desk:
        page = page_of(opened_desk, qtbot)
        page.focus_search()
        commit(page.search, "T-1-20261123-001")
        qtbot.waitUntil(lambda: page.search.results_shown, timeout=10_000)
        qtbot.keyClick(page.search, Qt.Key.Key_Return)

        assert page.detail.isVisible()
        assert page.detail.accessibleName() == "来访 T-1-20261123-001"
        assert page.table.current_id() == ids[2]


def test_where_there_is_no_room_the_detail_takes_the_place_of_the_table(
    qtbot: QtBot, desk: SampleOffice, app: QApplication, scheme_restored: None
):
    (visit_id,) = register(desk, 1)
    theme.apply(app, Scheme.LIGHT, 2.0)
    with opened(qtbot, desk) as opened_desk:
        page = page_of(opened_desk, qtbot)
        page.open_visit(visit_id)
        assert not page.card.isVisible()
        qtbot.mouseClick(page.detail.close_button, Qt.MouseButton.LeftButton)
        assert page.card.isVisible()
