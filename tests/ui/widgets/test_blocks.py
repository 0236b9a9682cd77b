"""Blocks of a page: cards, bars, badges, timelines, progress."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from reception_desk.errors import DeskError
from reception_desk.ui.tasks import Progress
from reception_desk.ui.widgets.buttons import Button, IconButton, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.empty_state import EmptyState
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.fold import Fold
from reception_desk.ui.widgets.inline_bar import InlineBar, Level
from reception_desk.ui.widgets.labels import ElidedLabel, label
from reception_desk.ui.widgets.print_badge import PrintState, PrintStateBadge
from reception_desk.ui.widgets.step_timeline import StepTimeline, TimelineEntry
from reception_desk.ui.widgets.work_progress import WorkProgress, estimate
from tests.ui.accessibility import nameless_controls
from tests.ui.stage import show


def words(widget):
    return [part.text() for part in widget.findChildren(QLabel) if part.isVisible() and part.text()]


def test_card_has_title_count_and_actions(qtbot):
    card = Card("登记记录", count="共 38 条")
    card.add_action(Button("导出"))
    card.add(label("内容"))
    show(qtbot, card)
    assert words(card) == ["登记记录", "共 38 条", "内容"]
    card.set_count("")
    card.set_title("今日")
    assert words(card) == ["今日", "内容"]
    assert card.accessibleName() == "今日"


def test_a_page_may_name_its_methods_as_it_likes(qtbot):
    class Block(Card):
        def __init__(self) -> None:
            super().__init__("来访人")
            self._title = "mine"

        def _arrange(self) -> str:
            return self._title

    block = Block()
    show(qtbot, block)
    assert block._arrange() == "mine"
    assert words(block) == ["来访人"]


@pytest.mark.parametrize("level", Level)
def test_bar_speaks_and_its_links_jump(qtbot, level):
    bar = InlineBar()
    jumped = []
    show(qtbot, bar)
    assert bar.text == ""
    bar.say(level, "还缺 2 项", [("电话", lambda: jumped.append("phone"))])
    assert bar.text == "还缺 2 项"
    assert bar.accessibleName().endswith("还缺 2 项")
    assert nameless_controls(bar) == []
    (link,) = bar.findChildren(QPushButton)
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert jumped == ["phone"]
    bar.clear()
    assert not bar.isVisible()


def test_later_message_takes_the_place_of_the_earlier(qtbot):
    bar = InlineBar()
    show(qtbot, bar)
    bar.say(Level.WARN, "甲", [("一", int), ("二", int)])
    bar.say_error(DeskError("乙。", saved="已保存。", advice="请重试。"))
    assert bar.text == "乙。已保存。请重试。"
    assert [b for b in bar.findChildren(QPushButton) if b.isVisible()] == []


@pytest.mark.parametrize("state", PrintState)
def test_print_state_is_a_word_and_an_icon(qtbot, state):
    badge = PrintStateBadge()
    show(qtbot, badge)
    badge.say(state, reason="缺纸", reprints=2)
    assert "缺纸" in badge.accessibleName()
    assert badge.accessibleName().endswith("补打 2")
    assert any(not part.pixmap().isNull() for part in badge.findChildren(QLabel))


def test_timeline_shows_entries_in_their_order(qtbot):
    line = StepTimeline([TimelineEntry("09-01", "登记", "窗口 2")])
    show(qtbot, line)
    line.set_entries(
        [TimelineEntry("09-03", "转送"), TimelineEntry("11-07", "办理期限", is_coming=True)]
    )
    qtbot.waitUntil(lambda: words(line) == ["转送", "09-03", "办理期限", "11-07"])
    line.set_entries([])
    assert words(line) == []


def test_a_timeline_grows_below_what_is_shown(qtbot):
    first, second, third = (TimelineEntry(f"09-0{day}", f"第 {day} 步") for day in (3, 2, 1))
    line = StepTimeline([first])
    show(qtbot, line)
    line.add_entries([second, third])
    assert line.entries() == [first, second, third]
    line.add_entries([])
    assert line.entries() == [first, second, third]
    line.set_entries([third])
    assert line.entries() == [third]


def test_a_fold_opens_and_closes_by_its_line(qtbot):
    fold = Fold("推导", label("第15日为2026年11月24日"))
    show(qtbot, fold)
    assert not fold.is_open
    assert fold.button.text() == "查看推导"
    qtbot.keyClick(fold.button, Qt.Key.Key_Space)
    assert fold.is_open
    assert words(fold) == ["第15日为2026年11月24日"]
    assert fold.button.text() == "收起推导"
    fold.toggle()
    assert words(fold) == []


def test_empty_state_says_what_to_do_first(qtbot):
    done = []
    empty = EmptyState(
        "还没有来访人", "按 F2 新建登记", action=("新建登记", lambda: done.append(1))
    )
    show(qtbot, empty)
    (button,) = empty.findChildren(QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == [1]
    empty.say("没有找到", "换一个词试试")
    assert words(empty)[:2] == ["没有找到", "换一个词试试"]


def test_long_label_is_shortened_and_its_tip_has_all(qtbot):
    text = "孝昌县花园镇人民政府信访工作办公室来访接待室"
    shown = ElidedLabel(text)
    page = show(qtbot, shown, width=120)
    assert shown.is_elided()
    assert shown.toolTip() == shown.accessibleName() == text
    page.resize(900, 200)
    qtbot.waitUntil(lambda: not shown.is_elided())
    assert shown.toolTip() == ""


def test_flow_breaks_lines_and_grows_downwards(qtbot):
    holder = QWidget()
    flow = FlowLayout(holder, spacing=4)
    for at in range(8):
        flow.addWidget(QPushButton(f"标签 {at}"))
    assert flow.heightForWidth(1200) < flow.heightForWidth(300) < flow.heightForWidth(150)
    assert flow.itemAt(99) is None
    assert flow.takeAt(99) is None
    show(qtbot, holder, width=300)
    assert all(b.geometry().right() <= holder.width() for b in holder.findChildren(QPushButton))


@pytest.mark.parametrize("look", Look)
def test_button_calls_without_arguments(qtbot, look):
    calls = []
    button = Button("保存", lambda *arguments: calls.append(arguments), look=look, icon="check")
    small = IconButton("close", "关闭", lambda *arguments: calls.append(arguments))
    page = show(qtbot, button, small)
    for part in (button, small):
        qtbot.mouseClick(part, Qt.MouseButton.LeftButton)
    assert calls == [(), ()]
    assert nameless_controls(page) == []


def test_estimate_is_in_words_and_silent_before_it_can_be_known():
    assert estimate(0, 10, 1.0) == ""
    assert estimate(5, 0, 1.0) == ""
    assert estimate(10, 10, 1.0) == ""
    assert estimate(5, 10, 5.0) == "约还需 5 秒"
    assert estimate(1, 100, 2.0) == "约还需 3 分钟"


def test_progress_counts_and_can_be_cancelled(qtbot):
    progress = WorkProgress()
    page = show(qtbot, progress, width=700)
    assert not progress.isVisible()
    progress.start("正在识别")
    progress.show_progress(Progress(37, 120, "第 37 页"))
    said = " ".join(words(progress))
    assert "37 / 120" in said
    assert "正在识别 · 第 37 页" in said
    (cancel,) = progress.findChildren(QPushButton)
    with qtbot.waitSignal(progress.cancel_asked):
        qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    progress.stop()
    assert not progress.isVisible()
    assert nameless_controls(page) == []


def test_card_moves_its_actions_below_the_title_where_there_is_no_room(qtbot):
    card = Card("登记记录", count="共 1,000,000 条")
    printing, export = Button("打印登记表"), Button("导出登记表")
    card.add_action(printing)
    card.add_action(export)
    card.add(label("内容"))
    page = show(qtbot, card, width=800)

    def top(part):
        return part.mapTo(card, part.rect().topLeft()).y()

    beside = top(printing)
    page.resize(300, 420)
    qtbot.waitUntil(lambda: top(printing) > beside)
    assert page.width() == 300
    assert printing.width() >= printing.sizeHint().width(), "no button is clipped"


def test_no_button_shrinks_below_its_words(qtbot):
    button = Button("登记并取号", icon="add")
    page = show(qtbot, button, width=60)
    assert button.width() >= button.sizeHint().width()
    assert page.width() >= button.width()
