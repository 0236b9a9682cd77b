"""Parts of the frame: rail, visitor tabs, lamps, search."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget

from reception_desk.ui import theme
from reception_desk.ui.tokens import Scheme
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.lamp import LampKind, LampState, StatusLamps
from reception_desk.ui.widgets.rail import Rail, RailPage
from reception_desk.ui.widgets.search_box import SearchBox
from reception_desk.ui.widgets.visitor_tabs import VisitorTabs
from tests.ui.accessibility import controls, nameless_controls
from tests.ui.stage import show

PAGES = [
    RailPage("reception", "接待", "reception"),
    RailPage("queue", "叫号", "queue"),
    RailPage("settings", "设置", "settings", is_low=True),
]


def test_rail_is_reached_and_used_by_keyboard(qtbot):
    rail = Rail(PAGES)
    show(qtbot, rail)
    assert nameless_controls(rail) == []
    first, second, _low = controls(rail)
    first.setFocus()
    with qtbot.waitSignal(rail.page_chosen) as told:
        qtbot.keyClick(first, Qt.Key.Key_Down)
        focused = QApplication.focusWidget()
        assert focused is second
        assert rail.current_page() == "reception", "moving opens nothing"
        qtbot.keyClick(second, Qt.Key.Key_Return)
    assert told.args == ["queue"]
    assert rail.current_page() == "queue"
    qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert rail.current_page() == "queue", "a second click does not leave no page"


def test_rail_shows_and_speaks_a_count(qtbot):
    rail = Rail(PAGES)
    show(qtbot, rail)
    plain = rail.grab().toImage()
    rail.show_count("queue", 6)
    assert controls(rail)[1].accessibleName() == "叫号（6）"
    assert rail.grab().toImage() != plain
    rail.show_count("queue", 0)
    assert controls(rail)[1].accessibleName() == "叫号"


def test_rail_shows_a_page_without_announcing_it(qtbot):
    rail = Rail(PAGES)
    with qtbot.assertNotEmitted(rail.page_chosen):
        rail.show_page("settings")
    assert rail.current_page() == "settings"


@pytest.mark.parametrize("scale", [1.0, 1.4, 2.0])
def test_nine_pages_fit_the_smallest_screen_at_every_text_size(qtbot, app, scheme_restored, scale):
    theme.apply(app, Scheme.LIGHT, scale)
    rail = Rail([RailPage(str(at), "领导接访", "leader") for at in range(9)])
    page = show(qtbot, rail, height=548)
    assert page.height() == 548
    buttons = controls(rail)
    assert all(above.geometry().bottom() < below.y() for above, below in pairwise(buttons))
    assert buttons[-1].geometry().bottom() < 548
    assert min(button.height() for button in buttons) >= 20 * scale


def test_tabs_come_go_and_tell(qtbot):
    tabs = VisitorTabs()
    show(qtbot, tabs)
    assert tabs.current_key() == ""
    with qtbot.waitSignal(tabs.tab_chosen) as told:
        tabs.add("a", "A012", "张")
    assert told.args == ["a"]
    tabs.add("b", "A013", "王")
    assert tabs.current_key() == "b"
    tabs.go_to_place(1)
    assert tabs.current_key() == "a"
    tabs.go_to_place(6)
    assert tabs.current_key() == "a"
    tabs.remove("a")
    assert (tabs.keys(), tabs.current_key()) == (["b"], "b")
    with qtbot.waitSignal(tabs.tab_chosen) as told:
        tabs.remove("b")
    assert told.args == [""]
    assert nameless_controls(tabs) == []


def test_tab_asks_before_it_closes(qtbot):
    tabs = VisitorTabs()
    show(qtbot, tabs)
    tabs.add("a", "A012", "张")
    (close,) = (w for w in tabs.findChildren(QWidget) if w.accessibleName() == "关闭 A012 张")
    with qtbot.waitSignal(tabs.close_asked) as told:
        qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert told.args == ["a"]
    assert tabs.keys() == ["a"]


def test_unsaved_dot_comes_and_goes(qtbot):
    tabs = VisitorTabs()
    show(qtbot, tabs)
    tabs.add("a", "A012", "张")
    plain = tabs.grab().toImage()
    tabs.set_unsaved("a", is_unsaved=True)
    assert tabs.grab().toImage() != plain
    tabs.set_unsaved("a", is_unsaved=False)
    tabs.rename("a", "A012", "欧阳")
    assert tabs.keys() == ["a"]


def test_too_many_tabs_are_named_in_a_list(qtbot):
    tabs = VisitorTabs()
    show(qtbot, tabs, width=400)
    for at in range(12):
        tabs.add(str(at), f"A{at:03d}", "欧阳")
    (opener,) = (part for part in controls(tabs) if part.accessibleName() == "全部打开的来访人")
    qtbot.mouseClick(opener, Qt.MouseButton.LeftButton)
    (menu,) = (menu for menu in tabs.findChildren(QMenu) if menu.isVisible())
    assert len(menu.actions()) == 12
    menu.actions()[3].trigger()
    menu.close()
    assert tabs.current_key() == "3"


def lamps(qtbot, width):
    row = StatusLamps([LampKind(str(at), "读卡器", "card-reader") for at in range(6)])
    show(qtbot, row, width=width, height=40)
    return row


def test_lamp_says_its_state_in_words_and_opens_what_is_known(qtbot):
    row = lamps(qtbot, 1000)
    row.say("2", LampState.ERROR, "没有连接", "请检查数据线")
    lamp = row.lamp("2")
    assert lamp.text() == "读卡器 没有连接"
    assert lamp.accessibleName() == "读卡器：没有连接"
    assert "请检查数据线" in lamp.toolTip()
    assert nameless_controls(row) == []
    with qtbot.waitSignal(row.lamp_clicked) as told:
        qtbot.keyClick(lamp, Qt.Key.Key_Space)
    assert told.args == ["2"]


def test_lamps_that_are_well_give_their_room_to_those_that_are_not(qtbot):
    row = lamps(qtbot, 420)
    for at in range(6):
        row.say(str(at), LampState.OK)
    row.say("2", LampState.ERROR, "没有连接")
    style = Qt.ToolButtonStyle
    assert row.lamp("0").toolButtonStyle() == style.ToolButtonIconOnly
    assert row.lamp("2").toolButtonStyle() == style.ToolButtonTextBesideIcon


def box(qtbot):
    search = SearchBox("姓名 / 拼音首字母")
    show(qtbot, search, QWidget())
    search.setFocus()
    return search


def test_search_waits_for_a_pause_and_asks_once(qtbot):
    search = box(qtbot)
    asked = []
    search.asked.connect(lambda _number, text: asked.append(text))
    with qtbot.waitSignal(search.asked):
        qtbot.keyClicks(search, "zsm")
    assert asked == ["zsm"]


def test_only_the_answer_to_the_last_question_is_shown(qtbot):
    search = box(qtbot)
    numbers = []
    search.asked.connect(lambda number, _text: numbers.append(number))
    with qtbot.waitSignal(search.asked):
        qtbot.keyClicks(search, "z")
    qtbot.keyClicks(search, "s")
    search.show_results(numbers[0], [Choice("old", "张三")])
    assert not search.results_shown
    with qtbot.waitSignal(search.asked):
        pass
    search.show_results(numbers[1], [Choice("new", "赵四"), Choice("other", "周五")])
    assert search.results_shown
    with qtbot.waitSignal(search.chosen) as told:
        qtbot.keyClick(search, Qt.Key.Key_Down)
        qtbot.keyClick(search, Qt.Key.Key_Return)
    assert told.args == ["other"]
    assert search.text() == ""
    assert not search.results_shown


def test_enter_before_the_answer_takes_the_first_when_it_comes(qtbot):
    search = box(qtbot)
    with qtbot.waitSignal(search.asked) as question:
        qtbot.keyClicks(search, "zsm")
        qtbot.keyClick(search, Qt.Key.Key_Return)
    with qtbot.waitSignal(search.chosen) as told:
        search.show_results(question.args[0], [Choice("p1", "张三")])
    assert told.args == ["p1"]


def test_results_that_may_not_be_all_say_so(qtbot):
    search = box(qtbot)
    with qtbot.waitSignal(search.asked) as question:
        qtbot.keyClicks(search, "zsm")
    search.show_results(question.args[0], [Choice("p1", "张三")], is_partial=True)
    notes = [note.text() for note in search.window().findChildren(QLabel) if note.isVisible()]
    assert any("还在编入检索" in note for note in notes)


def test_no_result_says_so_and_escape_closes(qtbot):
    search = box(qtbot)
    with qtbot.waitSignal(search.asked) as question:
        qtbot.keyClicks(search, "qq")
    search.show_results(question.args[0], [])
    assert search.results_shown
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert not search.results_shown
    assert search.text() == "qq"
