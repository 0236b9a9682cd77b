"""Draw every part of the screen in both schemes and text sizes, to be looked at.

Run: `python -m tests.ui.gallery FOLDER`.
"""

import os
import sys
from datetime import date
from pathlib import Path

from tests.ui.screen import prepare_screen

prepare_screen()

from PySide6.QtCore import QDate, Qt  # noqa: E402
from PySide6.QtWidgets import (  # noqa: E402
    QApplication,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QMenu,
    QProgressBar,
    QRadioButton,
    QScrollArea,
    QSlider,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reception_desk.errors import DeskError  # noqa: E402
from reception_desk.ui import application_fonts, icons, theme  # noqa: E402
from reception_desk.ui.messages import Messages  # noqa: E402
from reception_desk.ui.tables.columns import Column  # noqa: E402
from reception_desk.ui.tables.paged_model import PagedTableModel  # noqa: E402
from reception_desk.ui.tables.table_view import TableView  # noqa: E402
from reception_desk.ui.tasks import Progress  # noqa: E402
from reception_desk.ui.text_size import TextSize  # noqa: E402
from reception_desk.ui.tokens import Colour, Scheme  # noqa: E402
from reception_desk.ui.widgets.buttons import Button, IconButton, Look  # noqa: E402
from reception_desk.ui.widgets.card import Card  # noqa: E402
from reception_desk.ui.widgets.choices import Choice  # noqa: E402
from reception_desk.ui.widgets.code_combo import CodeCombo  # noqa: E402
from reception_desk.ui.widgets.count_field import CountField, TimeField  # noqa: E402
from reception_desk.ui.widgets.date_field import DateField  # noqa: E402
from reception_desk.ui.widgets.date_field import calendar as date_calendar  # noqa: E402
from reception_desk.ui.widgets.empty_state import EmptyState  # noqa: E402
from reception_desk.ui.widgets.form_grid import FormGrid, Row  # noqa: E402
from reception_desk.ui.widgets.inline_bar import InlineBar, Level  # noqa: E402
from reception_desk.ui.widgets.labels import IconLabel, label  # noqa: E402
from reception_desk.ui.widgets.lamp import LampKind, LampState, StatusLamps  # noqa: E402
from reception_desk.ui.widgets.masked_field import MaskedField  # noqa: E402
from reception_desk.ui.widgets.print_badge import PrintState, PrintStateBadge  # noqa: E402
from reception_desk.ui.widgets.rail import Rail, RailPage  # noqa: E402
from reception_desk.ui.widgets.search_box import SearchBox  # noqa: E402
from reception_desk.ui.widgets.step_timeline import StepTimeline, TimelineEntry  # noqa: E402
from reception_desk.ui.widgets.tag_chooser import TagChooser  # noqa: E402
from reception_desk.ui.widgets.text_area import TextArea  # noqa: E402
from reception_desk.ui.widgets.visitor_tabs import VisitorTabs  # noqa: E402
from reception_desk.ui.widgets.work_progress import WorkProgress  # noqa: E402

PAGES = [
    RailPage("reception", "接待", "reception"),
    RailPage("queue", "叫号", "queue"),
    RailPage("scan", "扫描", "scan"),
    RailPage("matter", "事项", "matter"),
    RailPage("video", "视频接访", "video"),
    RailPage("leader", "领导接访", "leader"),
    RailPage("print", "文书打印", "print"),
    RailPage("statistics", "统计", "statistics"),
    RailPage("settings", "设置", "settings", is_low=True),
]
LAMPS = [
    ("database", "数据库", LampState.OK, ""),
    ("centre", "中心", LampState.WARN, "离线 12 分"),
    ("card-reader", "读卡器", LampState.OK, ""),
    ("scanner", "扫描仪", LampState.BUSY, ""),
    ("printer", "打印机", LampState.ERROR, "缺纸"),
    ("recorder", "录像", LampState.OFF, ""),
    ("disk", "磁盘", LampState.OK, ""),
    ("clock", "时钟", LampState.OK, ""),
]
KINDS = [
    Choice("0101", "征地补偿", "国土资源", ("zdbc",)),
    Choice("0102", "征收安置", "国土资源", ("zsaz",)),
    Choice("0301", "拖欠工资", "劳动社保", ("tqgz",)),
    Choice("0302", "工伤待遇", "劳动社保", ("gsdy",)),
]
NAMES = ["张伟", "王芳", "李娜", "刘洋", "陈静", "赵磊", "黄䶮", "欧阳明"]
STATES = ["待接待", "进行中", "已办结", "已归档"]
MARKS = {
    "待接待": (Colour.WARN, "clock"),
    "进行中": (Colour.ACCENT, "edit"),
    "已办结": (Colour.OK, "done"),
    "已归档": (Colour.MUTED, "inbox"),
}
COLUMNS = [
    Column("number", "编号", 7),
    Column("name", "姓名", 4),
    Column("identity", "证件号码", 9),
    Column("kind", "事由", 5),
    Column("clerk", "接待人", 4),
    Column("when", "时间", 9),
    Column("heads", "人数", 3, is_right=True),
    Column("state", "状态", 6, marks=MARKS),
]


class ManyRows:
    """A million invented rows."""

    def count(self):
        return 1_000_000

    def page(self, first, rows):
        return [
            (
                at,
                f"接2026{1100 + at}",
                NAMES[at % 8],
                "4209211990****0016",
                KINDS[at % 4].title,
                NAMES[(at + 3) % 8],
                f"2026-11-{at % 28 + 1:02d} 09:{at % 60:02d}",
                at % 5 + 1,
                STATES[at % 4],
            )
            for at in range(first, first + rows)
        ]


def register_form():
    name = QLineEdit("张伟")
    kind = QComboBox()
    kind.addItems(["居民身份证", "军官证", "护照"])
    born = DateField()
    born.set_day(date(1980, 1, 12))
    matter = CodeCombo(KINDS, hint="拼音首字母或名称")
    matter.set_code("0301")
    phone = QLineEdit()
    phone.setPlaceholderText("选填")
    heads = CountField(1, 99, unit=" 人")
    claim = TextArea(limit=2000, lines=3)
    claim.set_text("来访人反映某建筑公司拖欠 2025 年 9 月至 12 月工资，共 6 人，请求协调支付。")
    care = TagChooser(
        "关怀需要", [("a", "行动不便"), ("b", "听力障碍"), ("c", "需要方言"), ("d", "带小孩")]
    )
    care.set_chosen(["b"])
    form = FormGrid(
        [
            Row("姓名", name, is_required=True),
            Row("证件类型", kind),
            Row("出生日期", born),
            Row("联系电话", phone, hint="不愿留电话可以空着"),
            Row("事由", matter, is_required=True),
            Row("人数", heads),
            Row("关怀需要", care, is_wide=True),
            Row("诉求", claim, is_wide=True),
            Row("选项", QCheckBox("需要同步录音录像"), is_wide=True),
        ],
        columns=2,
    )
    form.show_problem(phone, "电话号码应为 7 到 12 位数字")
    return form


def page_head():
    head = QHBoxLayout()
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addWidget(label("来访登记", "title"))
    words.addWidget(label("今日登记 38 人 · 待接待 6 人 · 录像 2 路正常", "muted"))
    search = SearchBox("姓名 / 拼音首字母 / 证件号码")
    search.setMinimumWidth(280)
    head.addLayout(words)
    head.addStretch(1)
    head.addWidget(search)
    head.addWidget(Button("新建登记", look=Look.PRIMARY, icon="add"))
    return head


def visitor_column():
    tabs = VisitorTabs()
    for at, surname in enumerate(["张", "王", "欧阳"]):
        tabs.add(str(at), f"A{at + 12:03d}", surname)
    tabs.set_unsaved("2", is_unsaved=True)
    tabs.go_to("0")
    card = Card("登记信息")
    card.add_action(Button("读身份证", look=Look.LINK, icon="card-reader"))
    bar = InlineBar()
    bar.say(Level.WARN, "还缺 2 项，不影响登记。", [("联系电话", int), ("诉求", int)])
    card.add(bar)
    card.add(register_form())
    card.body.addStretch(1)
    steps = QHBoxLayout()
    steps.addStretch(1)
    steps.addWidget(Button("暂存", icon="pause"))
    steps.addWidget(Button("登记并取号", look=Look.PRIMARY))
    card.add(steps)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setWidget(card)
    column = QVBoxLayout()
    column.addWidget(tabs)
    column.addWidget(scroll, 1)
    return column


def register_card():
    card = Card("登记记录", count="共 1,000,000 条", is_flush=True)
    card.add_action(Button("打印", icon="printer"))
    card.add_action(Button("导出", icon="export"))
    table = TableView(PagedTableModel(COLUMNS, ManyRows()), "登记记录", is_flush=True)
    table.selectRow(2)
    card.add(table, 1)
    return card


def desk_page():
    """A page like the picture of the visual language."""
    whole = QWidget()
    whole.setProperty("look", "page")
    rail = Rail(PAGES)
    rail.show_count("queue", 6)
    columns = QHBoxLayout()
    columns.setSpacing(16)
    columns.addLayout(visitor_column(), 5)
    columns.addWidget(register_card(), 6)
    page = QVBoxLayout()
    page.setContentsMargins(24, 18, 24, 16)
    page.setSpacing(14)
    page.addLayout(page_head())
    page.addLayout(columns, 1)
    lamps = StatusLamps([LampKind(key, name, key) for key, name, _state, _word in LAMPS])
    for key, _name, state, word in LAMPS:
        lamps.say(key, state, word)
    top = QHBoxLayout()
    top.setSpacing(0)
    top.addWidget(rail)
    top.addLayout(page, 1)
    frame = QVBoxLayout(whole)
    frame.setContentsMargins(0, 0, 0, 0)
    frame.setSpacing(0)
    frame.addLayout(top, 1)
    frame.addWidget(lamps)
    return whole


def buttons_card():
    card = Card("按钮与选择")
    row = QHBoxLayout()
    for words, look, icon in [
        ("保存", Look.PRIMARY, ""),
        ("重置", Look.PLAIN, ""),
        ("打印", Look.PLAIN, "printer"),
        ("作废", Look.DANGER, ""),
        ("签发", Look.DANGER_PRIMARY, "stamp"),
        ("查看全部", Look.LINK, ""),
    ]:
        row.addWidget(Button(words, look=look, icon=icon))
    row.addWidget(IconButton("more", "更多"))
    row.addStretch(1)
    card.add(row)
    off = QHBoxLayout()
    for words, look in [("保存", Look.PRIMARY), ("重置", Look.PLAIN), ("作废", Look.DANGER)]:
        button = Button(words, look=look, icon="check")
        button.setEnabled(False)
        off.addWidget(button)
    off.addStretch(1)
    card.add(off)
    ticks = QHBoxLayout()
    for kind in (QCheckBox, QRadioButton):
        for words, is_on, is_enabled in [
            ("未选", False, True),
            ("已选", True, True),
            ("停用", True, False),
        ]:
            tick = kind(words)
            tick.setAutoExclusive(False)
            tick.setChecked(is_on)
            tick.setEnabled(is_enabled)
            ticks.addWidget(tick)
    partly = QCheckBox("部分")
    partly.setTristate(True)
    partly.setCheckState(Qt.CheckState.PartiallyChecked)
    ticks.addWidget(partly)
    ticks.addStretch(1)
    card.add(ticks)
    fields = QGridLayout()
    fields.setSpacing(8)
    day = QDateEdit(QDate(2026, 9, 24))
    day.setCalendarPopup(True)
    off_combo = QComboBox()
    off_combo.addItem("停用")
    off_combo.setEnabled(False)
    read_only = QLineEdit("只读内容")
    read_only.setReadOnly(True)
    for at, field in enumerate([day, TimeField(), off_combo, read_only]):
        fields.addWidget(field, at // 2, at % 2)
    card.add(fields)
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setValue(40)
    card.add(slider)
    return card


def states_card():
    card = Card("状态")
    for state, reason, reprints in [
        (None, "", 0),
        (PrintState.QUEUED, "", 0),
        (PrintState.SENT, "", 0),
        (PrintState.PRINTED, "", 2),
        (PrintState.OUT_OF_PAPER, "纸盒 2", 0),
        (PrintState.FAILED, "", 0),
    ]:
        badge = PrintStateBadge()
        badge.say(state, reason=reason, reprints=reprints)
        card.add(badge)
    card.add(MaskedField("证件号码", "**************0016", lambda give: give("420921190001010016")))
    progress = WorkProgress()
    progress.start("正在识别扫描件")
    progress.show_progress(Progress(37, 120, "第 37 页"))
    card.add(progress)
    card.body.addStretch(1)
    return card


def bars_card():
    card = Card("提示")
    for level, text in [
        (Level.INFO, "同一人今年还有 2 件事项在办。"),
        (Level.OK, "已登记，号码 A012。"),
        (Level.WARN, "受理期限还有 2 个工作日。"),
        (Level.ERROR, "打印机没有回应。登记已保存。请检查电源后重新打印。"),
    ]:
        bar = InlineBar()
        bar.say(level, text, [("查看", int)] if level != Level.OK else [])
        card.add(bar)
    card.add(
        EmptyState("还没有来访人", "按 F2 新建登记，或请来访人取号。", action=("新建登记", int)), 1
    )
    return card


def timeline_card():
    card = Card("办理步骤")
    card.add(
        StepTimeline(
            [
                TimelineEntry("09-01 09:12", "登记", "窗口 2 · 周敏"),
                TimelineEntry(
                    "09-03 15:40", "转送县人社局", "依据《信访工作条例》第二十二条", Colour.ACCENT
                ),
                TimelineEntry("09-08 10:05", "受理告知书已送达", "当面签收", Colour.OK),
                TimelineEntry(
                    "11-07", "办理期限", "自受理之日起 60 日", Colour.WARN, is_coming=True
                ),
            ]
        )
    )
    card.body.addStretch(1)
    return card


def lists_card():
    card = Card("标签页与列表")
    tabs = QTabWidget()
    listing = QListWidget()
    listing.addItems(["县信访局", "县人社局", "花园镇人民政府"])
    listing.setCurrentRow(1)
    tree = QTreeWidget()
    tree.setHeaderLabels(["分类", "件数"])
    top = QTreeWidgetItem(["劳动社保", "12"])
    top.addChild(QTreeWidgetItem(["拖欠工资", "9"]))
    tree.addTopLevelItem(top)
    top.setExpanded(True)
    tabs.addTab(listing, "单位")
    tabs.addTab(tree, "分类")
    tabs.addTab(QWidget(), "附件")
    card.add(tabs)
    bar = QProgressBar()
    bar.setValue(60)
    card.add(bar)
    group = QGroupBox("录像设置")
    inside = QVBoxLayout(group)
    inside.addWidget(QRadioButton("仅录音"))
    card.add(group)
    return card


def parts():
    whole = QWidget()
    whole.setProperty("look", "page")
    grid = QGridLayout(whole)
    grid.setContentsMargins(20, 20, 20, 20)
    grid.setSpacing(16)
    calendar = Card("日历")
    popup = date_calendar()
    popup.setSelectedDate(QDate(2026, 9, 24))
    calendar.add(popup)
    cards = [buttons_card(), states_card(), bars_card(), timeline_card(), lists_card(), calendar]
    for at, card in enumerate(cards):
        grid.addWidget(card, at // 3, at % 3)
    return whole


def icon_sheet():
    whole = QWidget()
    whole.setProperty("look", "page")
    grid = QGridLayout(whole)
    for at, name in enumerate(icons.names()):
        grid.addWidget(
            IconLabel(name, Colour.TEXT, 32), at // 10 * 2, at % 10, Qt.AlignmentFlag.AlignCenter
        )
        grid.addWidget(label(name, "hint"), at // 10 * 2 + 1, at % 10, Qt.AlignmentFlag.AlignCenter)
    return whole


def popups():
    """A page with an open choice list, a menu and the boxes over it, each drawn alone."""
    whole = QWidget()
    whole.setProperty("look", "page")
    combo = CodeCombo(KINDS)
    combo.setAccessibleName("事由")
    row = QVBoxLayout(whole)
    row.addWidget(combo)
    row.addStretch(1)
    whole.resize(420, 220)
    whole.show()
    combo.open_list()
    QApplication.processEvents()
    opened = whole.grab()
    menu = QMenu(whole)
    icons.wear(menu.addAction("复制所选行"), "copy")
    icons.wear(menu.addAction("导出…"), "export")
    menu.addSeparator()
    ticked = menu.addAction("姓名")
    ticked.setCheckable(True)
    ticked.setChecked(True)
    menu.popup(whole.mapToGlobal(whole.rect().center()))
    messages = Messages(whole)
    messages.show_error(
        DeskError(
            "打印机“窗口2”没有回应。",
            saved="登记和文书都已保存，文号不变。",
            advice="请检查电源和纸张，然后在“文书打印”里补打。",
        )
    )
    messages.ask(
        "签发《受理告知书》？",
        int,
        yes="签发",
        detail="签发后文号不能收回，只能作废重开。",
        is_irreversible=True,
    )
    messages.ask_reason("查看完整的证件号码", int)
    return opened, whole, [menu, *messages.open_boxes()]


def draw(folder, app):
    sizes = {
        "desk": (1366, 768),
        "desk-small": (1093, 582),
        "parts": (1366, 900),
        "icons": (1000, 640),
    }
    makers = {"desk": desk_page, "desk-small": desk_page, "parts": parts, "icons": icon_sheet}
    for scheme in Scheme:
        for size in (TextSize.STANDARD, TextSize.EXTRA_LARGE):
            theme.apply(app, scheme, size.scale)
            for name, make in makers.items():
                page = make()
                factor = 2 if name == "parts" and size == TextSize.EXTRA_LARGE else 1
                page.resize(sizes[name][0] * factor, sizes[name][1] * factor)
                page.show()
                app.processEvents()
                page.grab().save(str(folder / f"{name}-{scheme}-{size}.png"))
                page.close()
            opened, whole, others = popups()
            app.processEvents()
            opened.save(str(folder / f"popup-{scheme}-{size}.png"))
            for at, other in enumerate(others):
                other.grab().save(str(folder / f"popup{at}-{scheme}-{size}.png"))
                other.close()
            whole.close()


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    application_fonts.install(app)
    icons.use(theme.SCHEMES[Scheme.LIGHT], folder / "images")
    draw(folder, app)


if __name__ == "__main__":
    os.environ.setdefault("QT_SCALE_FACTOR", "1")
    main()
