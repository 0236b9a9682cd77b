"""The frame: pages by role, keys, lamps, lock, sizes."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from reception_desk.config import PrinterSettings
from reception_desk.models.database import now
from reception_desk.rules.permissions import Role
from reception_desk.services.registration import register_visit
from reception_desk.services.visits import load_visit
from reception_desk.ui import theme
from reception_desk.ui.desk_keys import PAGE_HELP
from reception_desk.ui.desk_pages import PAGES
from reception_desk.ui.dialogs.help_sheet import HelpSheet
from reception_desk.ui.dialogs.password_form import PasswordForm
from reception_desk.ui.lamp_popover import LampPopover
from reception_desk.ui.lamps import LAMPS
from reception_desk.ui.pages.reception import ReceptionPage
from reception_desk.ui.pages.settings import SettingsPage
from reception_desk.ui.tokens import Scheme
from reception_desk.ui.widgets.lamp import LampState
from tests.offices import PASSWORD, SampleOffice, person, visit
from tests.ui.accessibility import nameless_controls
from tests.ui.hands import commit, compose
from tests.ui.shell import box, hidden_parts, idle, opened


def reception(desk) -> ReceptionPage:
    page = desk.window.open_page("reception")
    assert isinstance(page, ReceptionPage)
    return page


@pytest.mark.parametrize(
    ("role", "pages"),
    [
        (
            Role.RECEPTIONIST,
            [
                "reception",
                "calling",
                "scanning",
                "matters",
                "video_sessions",
                "leader_days",
                "register",
                "papers",
                "sync",
                "settings",
            ],
        ),
        (Role.GUIDE, ["guidance", "calling", "leader_days", "settings"]),
        (
            Role.BUREAU_LEADER,
            [
                "calling",
                "matters",
                "video_sessions",
                "leader_days",
                "leader_desk",
                "register",
                "settings",
            ],
        ),
        (
            Role.ACCUSATION_CLERK,
            ["scanning", "matters", "video_sessions", "register", "papers", "settings"],
        ),
        (Role.AUDITOR, ["settings"]),
        (Role.ADMINISTRATOR, ["sync", "settings"]),
    ],
)
def test_the_rail_shows_only_what_the_role_may_do(
    qtbot: QtBot, desk: SampleOffice, role: Role, pages: list[str]
):
    with opened(qtbot, desk, desk.account(role)) as opened_desk:
        assert [page.key for page in opened_desk.window.pages.rail_pages] == pages


def test_pages_are_built_when_they_are_first_opened(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk) as opened_desk:
        window = opened_desk.window
        assert window.pages.built("papers") is None

        window.open_page("papers")
        page = window.pages.built("papers")
        window.open_page("reception")
        assert window.open_page("papers") is page


def test_the_title_names_hall_and_window(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk) as opened_desk:
        assert "孝昌县信访局群众来访接待大厅" in opened_desk.window.windowTitle()
        assert "1号窗口" in opened_desk.window.windowTitle()


def test_f2_begins_a_visitor_from_any_page(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk) as opened_desk:
        window = opened_desk.window
        window.open_page("papers")

        qtbot.keyClick(window, Qt.Key.Key_F2)

        page = reception(opened_desk)
        assert window.pages.current_key() == "reception"
        assert page.form.who.search.hasFocus()


def test_ctrl_digit_goes_to_a_tab_and_ctrl_g_adds_a_companion(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk) as opened_desk:
        window = opened_desk.window
        for _ in range(2):
            qtbot.keyClick(window, Qt.Key.Key_F2)
        page = reception(opened_desk)
        first = page.tabs.keys()[0]

        qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
        assert page.tabs.current_key() == first
        qtbot.keyClick(window, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
        assert page.form.who.head_count.value() >= 1


def test_ctrl_enter_registers(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk) as opened_desk:
        window = opened_desk.window
        qtbot.keyClick(window, Qt.Key.Key_F2)
        with qtbot.waitSignal(opened_desk.workplace.changes.visit_registered):
            qtbot.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        idle(qtbot, opened_desk)


def test_ctrl_enter_registers_nothing_from_another_page(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk) as opened_desk:
        window = opened_desk.window
        qtbot.keyClick(window, Qt.Key.Key_F2)
        window.open_page("papers")
        with qtbot.assertNotEmitted(opened_desk.workplace.changes.visit_registered):
            qtbot.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_f3_searches_the_register_from_elsewhere(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk) as opened_desk:
        window = opened_desk.window
        window.open_page("papers")
        qtbot.keyClick(window, Qt.Key.Key_F3)

        focused = QApplication.focusWidget()
        assert window.pages.current_key() == "register"
        assert isinstance(focused, QLineEdit)
        assert focused.accessibleName() == "查找来访"


def test_f1_explains_the_keys_of_the_page(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk) as opened_desk:
        qtbot.keyClick(opened_desk.window, Qt.Key.Key_F1)
        sheet = box(opened_desk, HelpSheet)
        words = [part.text() for part in sheet.findChildren(QLabel)]
        assert {"接待", "F2", "登记新的来访人", "锁定屏幕，隐去姓名"} <= set(words)

        qtbot.keyClick(sheet, Qt.Key.Key_F1)
        assert not sheet.isVisible()


def test_shortcuts_rest_while_an_input_method_composes(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk) as opened_desk:
        window = opened_desk.window
        qtbot.keyClick(window, Qt.Key.Key_F2)
        page = reception(opened_desk)
        field = page.form.who.search
        tabs = len(page.tabs.keys())

        compose(field, "zh")
        qtbot.keyClick(field, Qt.Key.Key_F2)
        assert len(page.tabs.keys()) == tabs

        commit(field, "张")
        qtbot.keyClick(window, Qt.Key.Key_F2)
        assert len(page.tabs.keys()) == tabs + 1
        idle(qtbot, opened_desk)


def test_every_lamp_opens_what_it_knows(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk) as opened_desk:
        opened_desk.lamp_watch.refresh()
        idle(qtbot, opened_desk)
        for kind in LAMPS:
            lamp = opened_desk.window.lamp_row.lamps.lamp(kind.key)
            qtbot.mouseClick(lamp, Qt.MouseButton.LeftButton)
            popover = QApplication.activePopupWidget()
            assert isinstance(popover, LampPopover)
            assert kind.name in popover.accessibleName()
            assert opened_desk.window.frameGeometry().contains(popover.geometry())
            qtbot.keyClick(popover, Qt.Key.Key_Escape)
            popover.close()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_the_devices_of_a_simulated_desk_are_ready(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk, simulate=True) as opened_desk:
        opened_desk.lamp_watch.refresh()
        idle(qtbot, opened_desk)
        row = opened_desk.window.lamp_row.lamps
        qtbot.waitUntil(lambda: row.lamp("card_reader").state is LampState.OK)
        for key in ("database", "scanner", "printer", "disk", "clock"):
            assert row.lamp(key).state is LampState.OK, key


def test_a_simulated_card_is_put_down_from_its_lamp(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk, simulate=True) as opened_desk:
        popover = opened_desk.window.lamp_row.open_lamp("card_reader")
        man = next(b for b in popover.findChildren(QPushButton) if b.text() == "测试甲")
        watch = opened_desk.workplace.card_watch
        with qtbot.waitSignal(watch.card_read, timeout=20_000):
            qtbot.mouseClick(man, Qt.MouseButton.LeftButton)
        popover.close()
        idle(qtbot, opened_desk)


def test_a_device_named_wrongly_leaves_a_desk_that_works(qtbot: QtBot, desk: SampleOffice):
    wrong = PrinterSettings(url="nonsense://x", paper="slip80")
    with opened(qtbot, desk, receipt_printer=wrong) as opened_desk:
        opened_desk.lamp_watch.refresh()
        idle(qtbot, opened_desk)
        lamp = opened_desk.window.lamp_row.lamps.lamp("printer")
        assert lamp.state is LampState.ERROR
        assert "nonsense" in lamp.accessibleDescription()


def test_the_person_changes_their_own_password(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk) as opened_desk:
        opened_desk.window.lamp_row.password_asked.emit()
        form = box(opened_desk, PasswordForm)
        assert isinstance(form, PasswordForm)
        for field, words in (
            (form.old, "错误的旧密码"),
            (form.new, "另一间大厅里"),
            (form.repeat, "x"),
        ):
            field.setText(words)
        qtbot.mouseClick(form.press, Qt.MouseButton.LeftButton)
        assert form.isVisible()

        form.new.setText("一间更明亮的大厅")
        form.repeat.setText("一间更明亮的大厅")
        qtbot.mouseClick(form.press, Qt.MouseButton.LeftButton)
        idle(qtbot, opened_desk)
        assert "不正确" in form.bar.text

        form.old.setText(PASSWORD)
        qtbot.mouseClick(form.press, Qt.MouseButton.LeftButton)
        idle(qtbot, opened_desk)
        (told,) = opened_desk.workplace.messages.open_boxes()
        told.close()


@pytest.mark.parametrize(
    ("width", "height", "scale"), [(1366, 728, 1.0), (1093, 582, 1.0), (1366, 728, 2.0)]
)
def test_every_page_fits_the_smallest_screens(
    qtbot: QtBot,
    desk: SampleOffice,
    app: QApplication,
    scheme_restored: None,
    width: int,
    height: int,
    scale: float,
):
    theme.apply(app, Scheme.LIGHT, scale)
    for actor in (desk.clerk, desk.administrator):
        with opened(qtbot, desk, actor, width=width, height=height) as opened_desk:
            window = opened_desk.window
            for page in window.pages.rail_pages:
                shown = window.open_page(page.key)
                idle(qtbot, opened_desk)
                assert not any(part.isVisible() for part in hidden_parts(shown)), page.key
                assert (window.width(), window.height()) == (width, height), page.key
                minimum = window.minimumSizeHint()
                assert minimum.width() <= width, (page.key, minimum)
                assert minimum.height() <= height, (page.key, minimum)


class WindowsShown(QObject):
    """Keeps the kinds of windows that come up, however shortly."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.kinds: list[str] = []
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        is_shown = event.type() == QEvent.Type.Show
        if is_shown and isinstance(watched, QWidget) and watched.isWindow():
            self.kinds.append(type(watched).__name__)
        return super().eventFilter(watched, event)


def test_no_part_flashes_as_a_window_of_its_own(
    qtbot: QtBot, desk: SampleOffice, app: QApplication
):
    shown = WindowsShown(app)
    for actor in (desk.clerk, desk.administrator):
        with opened(qtbot, desk, actor) as opened_desk:
            for page in opened_desk.window.pages.rail_pages:
                built = opened_desk.window.open_page(page.key)
                assert all(built.isAncestorOf(part) for part in hidden_parts(built)), page.key
                if isinstance(built, SettingsPage):
                    for key in built.section_keys():
                        built.open_section(key)
            idle(qtbot, opened_desk)
    app.removeEventFilter(shown)

    assert shown.kinds == ["MainWindow", "MainWindow"]


def test_every_control_of_the_shell_has_a_name(qtbot: QtBot, desk: SampleOffice):
    for actor in (desk.clerk, desk.administrator, desk.account(Role.AUDITOR)):
        with opened(qtbot, desk, actor) as opened_desk:
            window = opened_desk.window
            for page in window.pages.rail_pages:
                if page.key == "reception":
                    continue
                shown = window.open_page(page.key)
                idle(qtbot, opened_desk)
                assert nameless_controls(shown) == [], page.key
            assert nameless_controls(window.lamp_row) == []


def test_the_popover_stays_inside_a_narrow_window(qtbot: QtBot, desk: SampleOffice):
    with opened(qtbot, desk, width=1093, height=582) as opened_desk:
        popover = opened_desk.window.lamp_row.open_lamp("clock")
        corner = opened_desk.window.mapToGlobal(QPoint(0, 0))
        assert popover.geometry().left() >= corner.x()
        assert popover.geometry().right() <= corner.x() + 1093
        assert QGuiApplication.primaryScreen() is not None
        popover.close()


def test_ctrl_z_takes_the_last_correction_back_unless_a_field_has_text_to_undo(
    qtbot: QtBot, desk: SampleOffice
):
    record = register_visit(desk.database, desk.clerk, visit(person(), arrived_at=now()))

    def respondent() -> str | None:
        return load_visit(desk.database, desk.clerk, record.visit_id, reason="核对").respondent

    with opened(qtbot, desk) as opened_desk:
        page = opened_desk.window.reception()
        page.correct_visit(record.visit_id)
        commit(page.form.what.respondent, "村委会")
        page.submit()
        page.new_visitor()
        name = page.form.who.person.name
        name.setFocus()
        qtbot.keyClicks(name, "x")

        QTest.keyClick(name, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert (name.text(), respondent()) == ("", "村委会")
        QTest.keyClick(name, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

        assert respondent() is None
        assert record.shown_number in page.notice.text


def test_every_page_has_its_help():
    """F1 opens the sheet of the page in sight, wherever that is."""
    assert {kind.rail.key for kind in PAGES} == PAGE_HELP.keys()
