"""同步: the state large, conflicts settled by mouse and keys, refused changes sent again."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from reception_desk.app import Desk
from reception_desk.config import CentreSettings
from reception_desk.models.visit import Visit
from reception_desk.records.sync import LinkState
from reception_desk.records.visit import VisitRecord
from reception_desk.rules.permissions import Role
from reception_desk.services.conflicts import open_conflict, settle_conflict
from reception_desk.services.registration import register_visit
from reception_desk.sync.link import keep_secret
from reception_desk.ui.lamp_popover import LampPopover
from reception_desk.ui.pages.register import RegisterPage
from reception_desk.ui.pages.sync import SyncPage
from reception_desk.ui.widgets.buttons import Button
from tests.offices import SampleOffice, person, visit
from tests.postgres import CentreDatabase, centre, postgres
from tests.services.test_conflicts import clash, value
from tests.services.test_refused_changes import poison
from tests.ui.logs import LogWatch
from tests.ui.shell import idle, opened
from tests.windows import Window, meet, windows

__all__ = ["centre", "postgres", "windows"]
Pair = tuple[Window, Window]


def page_of(desk: Desk, qtbot: QtBot) -> SyncPage:
    page = desk.window.open_page("sync")
    assert isinstance(page, SyncPage)
    idle(qtbot, desk)
    return page


def shown(page: SyncPage) -> list[str]:
    return [words.text() for words in page.findChildren(QLabel) if words.isVisible()]


@contextmanager
def connected(qtbot: QtBot, window: Window) -> Iterator[tuple[Desk, SyncPage]]:
    """Open the clerk's desk, joined to the centre, on the page."""
    keep_secret(window.database.path.parent, window.desk.link.secret)
    settings = CentreSettings(window.desk.link.dsn)
    with opened(qtbot, window.office, centre=settings) as desk:
        watch = desk.centre
        assert watch is not None
        qtbot.waitUntil(
            lambda: watch.last is not None and watch.last.state is LinkState.ONLINE, timeout=20_000
        )
        yield desk, page_of(desk, qtbot)


def registered(windows: Pair) -> VisitRecord:
    one, _ = windows
    record = register_visit(one.database, one.clerk, visit(person("李䶮")))
    meet(*windows)
    return record


def test_a_desk_alone_says_so_and_where_to_begin(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk) as opened_desk:
        page = page_of(opened_desk, qtbot)

        words = shown(page)
        assert "本机单独工作" in words
        assert any("设置 · 中心" in sentence for sentence in words)
        assert "没有要处理的冲突" in words
        assert not page.state.button.isVisible()
        for place, sentence in ((1, "没有搁置的内容"), (3, "还没有同步过")):
            page.tabs.setCurrentIndex(place)
            assert sentence in shown(page)


def test_the_state_and_the_history_follow_the_rounds(qtbot: QtBot, windows: Pair):
    one, _ = windows
    with connected(qtbot, one) as (desk, page):
        qtbot.waitUntil(lambda: page.state.title.text().startswith("已连接，自"), timeout=20_000)
        qtbot.waitUntil(lambda: page.history.model.rowCount() >= 1, timeout=20_000)
        before = page.history.model.rowCount()

        record = register_visit(one.database, one.clerk, visit(person()))
        desk.workplace.changes.visit_registered.emit(record.visit_id)

        qtbot.waitUntil(lambda: page.history.model.rowCount() > before, timeout=20_000)
        assert page.history.model.index(0, 1).data() == "完成"
        qtbot.waitUntil(lambda: page.state.values["待上传"].text() == "没有", timeout=20_000)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        ("UPDATE sync.desk SET client = gen_random_uuid()", "另一份数据文件"),
        ("UPDATE sync.centre SET oldest_schema_version = 999", "版本过旧"),
        ("UPDATE sync.desk SET revoked_at = now()", "停用"),
    ],
    ids=["the login is used from another file", "an old program", "a revoked desk"],
)
def test_a_desk_that_is_shut_out_shows_why_on_the_page_and_at_the_lamp(
    qtbot: QtBot, windows: Pair, centre: CentreDatabase, spoil: str, words: str
):
    one, _ = windows
    meet(*windows)
    register_visit(one.database, one.clerk, visit(person()))
    centre.query(spoil)
    keep_secret(one.database.path.parent, one.desk.link.secret)
    settings = CentreSettings(one.desk.link.dsn)
    with opened(qtbot, one.office, centre=settings) as desk:
        watch = desk.centre
        assert watch is not None
        qtbot.waitUntil(
            lambda: watch.last is not None and watch.last.state is LinkState.REFUSED, timeout=20_000
        )
        page = page_of(desk, qtbot)
        qtbot.waitUntil(lambda: page.state.values["待上传"].text() not in {"", "没有"})
        told = " ".join(shown(page))
        lamp = desk.window.lamp_row.open_lamp("centre")
        assert isinstance(lamp, LampPopover)

        assert words in told
        assert "都在，照常办理" in told
        assert words in " ".join(label.text() for label in lamp.findChildren(QLabel))
        idle(qtbot, desk)


def test_a_row_outside_this_desks_rights_is_listed_with_the_reason(
    qtbot: QtBot, windows: Pair, logs: LogWatch
):
    one, _ = windows
    meet(*windows)
    one.desk.add(name="李䶮", stream=99)
    one.desk.sync()
    logs.take("put aside")
    with connected(qtbot, one) as (desk, page):
        page.tabs.setCurrentIndex(1)

        rows = range(page.refused.model.rowCount())
        told = {page.refused.model.index(row, 4).data() for row in rows}
        assert told == {"这条记录不在本窗口可见的范围内（代码 44000）。"}
        idle(qtbot, desk)


def test_a_conflict_is_judged_with_the_keyboard_and_settled_everywhere(qtbot: QtBot, windows: Pair):
    one, two = windows
    record = registered(windows)
    clash(windows, Visit, record.visit_id, respondent=("花园镇政府", "花园村委会"))
    with connected(qtbot, one) as (desk, page):
        assert page.tabs.tabText(0) == "冲突（1）"
        assert "花园镇政府" not in " ".join(shown(page))

        page.conflicts.table.setFocus()
        qtbot.keyClick(page.conflicts.table, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: page.conflicts.opened is not None, timeout=20_000)
        words = shown(page)
        assert {"花园镇政府", "花园村委会", "现在的内容"} <= set(words)
        assert any("周敏 · 信访局1号窗口" in sentence for sentence in words)
        keep, change = page.conflicts.judge.buttons
        assert keep.hasFocus()
        assert change.accessibleName() == "改为这个：花园镇政府"

        change.setFocus()
        qtbot.keyPress(change, Qt.Key.Key_Space)
        qtbot.waitUntil(change.isDown)
        qtbot.keyRelease(change, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: page.conflicts.model.rowCount() == 0, timeout=20_000)
        assert "已处理" in page.conflicts.judge.bar.text
        idle(qtbot, desk)
        qtbot.waitUntil(
            lambda: (
                one.desk.scalar("SELECT max(seq) FROM outbox")
                == one.desk.scalar("SELECT acked FROM sync_state")
            ),
            timeout=20_000,
        )
    two.sync()

    assert value(two, Visit, record.visit_id, "respondent") == "花园镇政府"


def test_what_another_window_settled_meanwhile_leaves_the_page(qtbot: QtBot, windows: Pair):
    one, two = windows
    record = registered(windows)
    clash(windows, Visit, record.visit_id, respondent=("甲", "乙"))
    with connected(qtbot, one) as (_, page):
        cell = page.conflicts.model.record(0).cell
        page.conflicts.open(cell)
        qtbot.waitUntil(lambda: page.conflicts.opened is not None, timeout=20_000)

        theirs = open_conflict(two.database, two.clerk, cell)
        settle_conflict(two.database, two.clerk, cell, theirs.candidates[1].value)
        two.sync()

        qtbot.waitUntil(lambda: page.conflicts.model.rowCount() == 0, timeout=20_000)
        assert page.conflicts.opened is None


def test_where_room_is_short_the_opened_conflict_takes_it(qtbot: QtBot, windows: Pair):
    one, _ = windows
    record = registered(windows)
    clash(windows, Visit, record.visit_id, respondent=("甲", "乙"))
    with connected(qtbot, one) as (_, page):
        page.conflicts.open(page.conflicts.model.record(0).cell)
        qtbot.waitUntil(lambda: page.conflicts.opened is not None, timeout=20_000)
        assert page.conflicts.card.isVisible()

        page.conflicts.setFixedWidth(500)
        assert not page.conflicts.card.isVisible()
        qtbot.mouseClick(page.conflicts.judge.close_button, Qt.MouseButton.LeftButton)

        assert page.conflicts.card.isVisible()


def test_refused_changes_are_opened_copied_and_sent_again(
    qtbot: QtBot, windows: Pair, logs: LogWatch
):
    one, two = windows
    record = registered(windows)
    poison(one, "visit", record.visit_id, respondent="花园镇政府")
    logs.take("put aside")
    with connected(qtbot, one) as (desk, page):
        assert page.tabs.tabText(1) == "中心未收（1）"
        page.tabs.setCurrentIndex(1)
        assert page.refused.model.index(0, 4).data() == "有一项内容的写法不合规定（代码 22P02）。"

        qtbot.mouseClick(page.refused.copy_button, Qt.MouseButton.LeftButton)
        assert "desk centre dead" in QGuiApplication.clipboard().text()
        assert "没有姓名" in page.refused.bar.text

        with one.database.apply() as connection:
            connection.execute(text("UPDATE visit SET created_by = NULL"))
        qtbot.mouseClick(page.refused.all_button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: page.refused.model.rowCount() == 0, timeout=20_000)
        qtbot.waitUntil(
            lambda: (
                one.desk.scalar("SELECT max(seq) FROM outbox")
                == one.desk.scalar("SELECT acked FROM sync_state")
            ),
            timeout=20_000,
        )
        idle(qtbot, desk)
    two.sync()

    assert value(two, Visit, record.visit_id, "respondent") == "花园镇政府"


def test_the_record_itself_is_one_press_away(qtbot: QtBot, windows: Pair, logs: LogWatch):
    one, _ = windows
    record = registered(windows)
    poison(one, "visit", record.visit_id)
    logs.take("put aside")
    with connected(qtbot, one) as (desk, page):
        page.tabs.setCurrentIndex(1)
        qtbot.mouseClick(page.refused.open_button, Qt.MouseButton.LeftButton)

        register = desk.window.pages.built("register")
        assert isinstance(register, RegisterPage)
        assert register.detail.isVisible()
        idle(qtbot, desk)


def test_the_lamp_leads_to_the_page(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk) as opened_desk:
        popover = opened_desk.window.lamp_row.open_lamp("centre")
        assert isinstance(popover, LampPopover)
        [press] = [b for b in popover.findChildren(Button) if b.text() == "打开同步页"]
        qtbot.mouseClick(press, Qt.MouseButton.LeftButton)

        assert opened_desk.window.pages.current_key() == "sync"
        idle(qtbot, opened_desk)


@pytest.mark.parametrize(
    ("role", "may_see"),
    [(Role.RECEPTIONIST, True), (Role.ADMINISTRATOR, True), (Role.GUIDE, False)],
)
def test_only_who_may_see_the_sync_has_the_page(
    qtbot: QtBot, desk: SampleOffice, role: Role, may_see: bool
):
    with opened(qtbot, desk, desk.account(role)) as opened_desk:
        assert opened_desk.window.pages.has("sync") is may_see
