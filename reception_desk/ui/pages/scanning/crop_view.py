"""Where the corners of a page are set: what to do, the picture, and the ways out."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.rules.cropping import CropTrouble
from reception_desk.ui.pages.scanning.crop_picture import CropPicture
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.labels import IconLabel, label

_OPENING = "正在打开原图…"
_HOW = "请把四个角拖到纸边；也可按 Tab 换角，用方向键移动。"


class CropView(QWidget):
    """Widgets and their places."""

    def __init__(self) -> None:
        super().__init__()
        self.picture = CropPicture()
        self._icon = IconLabel("info", Colour.ACCENT)
        self._text = label("", wraps=True)
        self.apply_button = Button("应用 Enter", self.picture.apply_asked.emit, look=Look.PRIMARY)
        self.machine_button = Button(
            "自动裁边 退格",
            self.picture.machine_asked.emit,
            tip="不用手动的四角，改回自动找到的纸边",
        )
        self.leave_button = Button("放弃 Esc", self.picture.leave_asked.emit)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._text, 1)
        foot = QWidget()
        row = FlowLayout(foot, spacing=8)
        for button in (self.apply_button, self.leave_button, self.machine_button):
            row.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(head)
        whole.addWidget(self.picture, 1)
        whole.addWidget(foot)

    @property
    def words(self) -> str:
        """What is being said."""
        return self._text.text()

    def wait(self) -> None:
        """Be as before the picture comes."""
        self.picture.hide()
        self._say(_OPENING, "clock", Colour.MUTED, is_ready=False)

    def show_trouble(self, trouble: CropTrouble | None) -> None:
        """Say what to do, or why the corners are no page."""
        self.picture.show()
        if trouble is None:
            self._say(_HOW, "info", Colour.ACCENT, is_ready=True)
        else:
            self._say(trouble.sentence, "error", Colour.ERROR, is_ready=False)

    def _say(self, words: str, icon: str, colour: Colour, *, is_ready: bool) -> None:
        self.apply_button.setEnabled(is_ready)
        if words != self._text.text():
            self._text.setText(words)
            self._icon.show_icon(icon, colour)
