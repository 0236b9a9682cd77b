"""The station: whose papers; pages at the left, one page in the middle, its paper at the right."""

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from reception_desk.ui import text_size
from reception_desk.ui.file_viewer import FileViewer
from reception_desk.ui.pages.scanning.crop_view import CropView
from reception_desk.ui.pages.scanning.live_picture import LivePicture
from reception_desk.ui.pages.scanning.page_strip import PageStrip
from reception_desk.ui.pages.scanning.paper_panel import PaperPanel
from reception_desk.ui.pages.scanning.picture import PagePicture
from reception_desk.ui.pages.scanning.profile_box import ProfileBox
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.empty_state import EmptyState
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.inline_bar import InlineBar
from reception_desk.ui.widgets.labels import ElidedLabel, label
from reception_desk.ui.widgets.work_progress import WorkProgress

STRIP_PX, PANEL_PX = 150, 220
"""Of text; what is beside it does not grow with the text."""
_CAMERA_ADVICE = (
    "按 F4 打开高拍仪画面，放好一张拍一张，也可以从文件导入。拍到的页随时保存，断电也不会丢。"
)


class StationView(QWidget):
    """Widgets and their places; what they do is the page's."""

    def __init__(self, viewer: FileViewer, parent: QWidget) -> None:
        super().__init__(parent)
        self.who = ElidedLabel("", "heading")
        self.other_button = Button("换来访", tip="Esc")
        self.scan_button = Button("扫描 F4", look=Look.PRIMARY, icon="scan")
        self.profiles = ProfileBox()
        self.feeder = QCheckBox("送纸器，扫到没纸为止")
        self.import_button = Button("从文件导入")
        self.file_button = Button("", icon="check")
        self.sheet_button = Button(
            "分隔页 Ctrl+P",
            icon="printer",
            tip="打印这次来访的分隔页，放在它的材料最上面；Alt+P 打印只分份的通用分隔页",
        )
        self.bar = InlineBar()
        self.sent_bar = InlineBar()
        self.progress = WorkProgress()
        self.viewer = viewer
        self.pages = Card("各页", is_flush=True)
        self.strip = PageStrip()
        self.picture = PagePicture()
        self.live = LivePicture()
        self.crop = CropView()
        self.panel = PaperPanel()
        self.empty = EmptyState(
            "还没有扫描的页",
            "放好纸张后按 F4 扫描，或从文件导入。读到的页随时保存，断电也不会丢。",
            icon="scan",
        )
        self._page = Card(parent=self)
        self.middle = QStackedWidget(self._page)
        self._scan_words = self.scan_button.text()
        self._arrange()

    def set_camera(self, *, is_camera: bool) -> None:
        """Speak of a camera or of a scanner: under a camera there is no feeder."""
        self._scan_words = "拍摄 F4" if is_camera else "扫描 F4"
        self.feeder.setVisible(not is_camera)
        if is_camera:
            self.empty.say("还没有拍摄的页", _CAMERA_ADVICE)

    def show_middle(self, *, has_pages: bool, is_live: bool, is_cropping: bool) -> None:
        """Show the page, or what stands before it."""
        page = self.picture if has_pages else self.empty
        self.middle.setCurrentWidget(self.live if is_live else self.crop if is_cropping else page)
        self.panel.setVisible(not is_cropping)
        self.scan_button.setText("结束拍摄 F4" if is_live else self._scan_words)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(label("扫描", "title"))
        head.addWidget(self.who, 1)
        head.addWidget(self.other_button)
        tools = QWidget()
        flow = FlowLayout(tools, spacing=8)
        scanning = (self.scan_button, self.profiles, self.feeder)
        buttons = (*scanning, self.import_button, self.file_button)
        for widget in (*buttons, self.sheet_button):
            flow.addWidget(widget)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addLayout(head)
        whole.addWidget(tools)
        whole.addWidget(self.bar)
        whole.addWidget(self.sent_bar)
        whole.addWidget(self.progress)
        whole.addWidget(self.viewer)
        room = QHBoxLayout()
        whole.addLayout(room, 1)
        self._fill(room)

    def _fill(self, room: QHBoxLayout) -> None:
        room.setSpacing(12)
        self.pages.add(self.strip, 1)
        self.pages.setFixedWidth(text_size.scaled(STRIP_PX) + 50)
        room.addWidget(self.pages)
        room.addWidget(self._page, 1)
        self.middle.addWidget(self.empty)
        for part in (self.picture, self.live, self.crop):
            self.middle.addWidget(part)
        self._page.add(self.middle, 1)
        self.panel.setFixedWidth(text_size.scaled(PANEL_PX) + 48)
        room.addWidget(self.panel)
