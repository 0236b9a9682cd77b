"""扫描仪: its kind and name, and one page to try."""

from functools import partial
from pathlib import Path
from threading import Event

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QWidget

from reception_desk.config import ScannerSettings
from reception_desk.devices.scanner import open_scanner
from reception_desk.errors import DeskError
from reception_desk.records.scanning import ScannedPage, ScannerInfo, ScanOptions
from reception_desk.ui import text_size
from reception_desk.ui.pages.settings.device_choices import Choices
from reception_desk.ui.picture_formats import decoded
from reception_desk.ui.tasks import Progress, Report, WorkCancelledError
from reception_desk.ui.widgets.buttons import Button
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.form_grid import FormGrid, Row
from reception_desk.ui.widgets.inline_bar import InlineBar, Level
from reception_desk.ui.workplace import Workplace

KINDS = {
    "none": "没有扫描仪",
    "sane": "扫描仪（SANE）",
    "escl": "网络扫描仪（eSCL）",
    "camera": "高拍仪",
    "folder": "从文件夹取图像",
    "simulated": "模拟扫描仪（练习用）",
}
RESOLUTIONS = {"200": "200 dpi", "300": "300 dpi", "400": "400 dpi", "600": "600 dpi"}
_THUMBNAIL = 160
_FIND_WORDS = {"escl": "检查连接", "camera": "查找高拍仪"}
_START_WORDS = {"camera": "请把一页材料放到镜头下，放好后移开手…"}


class ScannerCard(Card):
    """Listing and trying run in the scanner's own lane, after whatever it is doing."""

    def __init__(self, workplace: Workplace, kept: ScannerSettings) -> None:
        super().__init__("扫描仪")
        self._work = workplace
        self._report: Report | None = None
        self.kind = Choices(KINDS, kept.kind)
        self.device = QComboBox(editable=True)
        self.device.setEditText("" if kept.kind == "escl" else kept.device)
        self.address = QLineEdit(kept.device if kept.kind == "escl" else "")
        self.folder = QLineEdit(kept.folder)
        self.folder.setAccessibleName("图像文件夹")
        self._folder_row = QWidget()
        self.dpi = Choices(RESOLUTIONS, str(kept.dpi))
        self.bar = InlineBar()
        self.picture = QLabel()
        self.picture.hide()
        self.find_button = Button("查找扫描仪", self.look_for)
        self.try_button = Button("试扫一页", self.try_out)
        self._form = FormGrid(
            [
                Row("类型", self.kind),
                Row("设备", self.device, "查找后从列表中选择"),
                Row(
                    "地址", self.address, "扫描仪的 IP 地址，如 192.168.1.20，也可写 https:// 网址"
                ),
                Row("文件夹", self._folder_row),
                Row("分辨率", self.dpi),
            ]
        )
        self._arrange()
        self.kind.currentIndexChanged.connect(self._judge)
        self._judge()

    def chosen(self) -> ScannerSettings:
        """Return what the fields say."""
        kind = self.kind.code()
        name = self.address.text() if kind == "escl" else self.device.currentText()
        return ScannerSettings(
            kind=kind,
            device=name.strip(),
            folder=self.folder.text().strip(),
            dpi=int(self.dpi.code()),
        )

    def look_for(self) -> None:
        """List the scanners that answer."""
        self.find_button.setEnabled(False)
        self.bar.say(Level.INFO, "正在查找扫描仪…")
        self._work.tasks.run(
            "scanner", self, partial(_devices, self.chosen()), self._offer, self._find_failed
        )

    def try_out(self) -> None:
        """Scan one page with these settings, or stop; nothing is kept of it."""
        if self._report is not None:
            self._report.cancel()
            return
        self.try_button.setText("停止")
        self.bar.say(Level.INFO, _START_WORDS.get(self.kind.code(), "正在试扫…"))
        self._report = self._work.tasks.run_long(
            "scanner",
            self,
            partial(_scan_one, self.chosen()),
            on_progress=self._say_progress,
            on_done=self._show_page,
            on_error=self._try_failed,
        )

    def _arrange(self) -> None:
        line = QHBoxLayout(self._folder_row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.folder, 1)
        line.addWidget(Button("选择…", self._choose_folder))
        self._folder_row.setFocusProxy(self.folder)
        foot = QHBoxLayout()
        foot.addWidget(self.find_button)
        foot.addWidget(self.try_button)
        foot.addStretch(1)
        for part in (self._form, self.bar, self.picture):
            self.add(part)
        self.body.setAlignment(self.picture, Qt.AlignmentFlag.AlignLeft)
        self.add(foot)

    def _judge(self) -> None:
        kind = self.kind.code()
        self._form.show_row(self.device, is_shown=kind in {"sane", "camera"})
        self._form.show_row(self.address, is_shown=kind == "escl")
        self._form.show_row(self._folder_row, is_shown=kind == "folder")
        self._form.show_row(self.dpi, is_shown=kind in {"sane", "escl", "simulated"})
        self.find_button.setVisible(kind in {"sane", "escl", "camera"})
        self.find_button.setText(_FIND_WORDS.get(kind, "查找扫描仪"))
        if self._report is None:
            self.try_button.setText(self._try_word())
        self.try_button.setEnabled(kind != "none")

    def _choose_folder(self) -> None:
        self._work.messages.choose_folder("选择图像文件夹", self._take_folder)

    def _take_folder(self, folder: Path) -> None:
        self.folder.setText(str(folder))

    def _offer(self, devices: list[ScannerInfo]) -> None:
        self.find_button.setEnabled(True)
        if self.kind.code() != "escl":
            self._list(devices)
        found = "、".join(f"{device.vendor} {device.model}".strip() for device in devices)
        if devices:
            self.bar.say(Level.OK, f"找到：{found}")
        else:
            word = KINDS[self.kind.code()] if self.kind.code() == "camera" else "扫描仪"
            self.bar.say(Level.WARN, f"没有找到{word}，请检查电源和连接线。")

    def _list(self, devices: list[ScannerInfo]) -> None:
        typed = self.device.currentText()
        self.device.clear()
        self.device.addItems([device.name for device in devices])
        self.device.setEditText(typed or (devices[0].name if devices else ""))

    def _find_failed(self, error: Exception) -> None:
        self.find_button.setEnabled(True)
        self._say_error(error)

    def _say_progress(self, progress: Progress) -> None:
        if progress.total and progress.done:
            self.bar.say(Level.INFO, f"正在试扫 {progress.done}%")

    def _show_page(self, scanned: tuple[ScannedPage, QImage]) -> None:
        self._end()
        page, image = scanned
        picture = QPixmap.fromImage(image)
        side = text_size.scaled(_THUMBNAIL)
        mode = Qt.AspectRatioMode.KeepAspectRatio
        smooth = Qt.TransformationMode.SmoothTransformation
        self.picture.setPixmap(picture.scaled(side, side, mode, smooth))
        self.picture.setAccessibleName("试扫的一页")
        self.picture.show()
        size = f"{page.width_px} × {page.height_px} 像素。"
        if problem := page.outcome.problem(has_part=True):
            self.bar.say(Level.WARN, f"{problem.message}只读到 {size}{problem.advice}")
        else:
            self.bar.say(Level.OK, f"扫描成功：{size}{''.join(page.changes)}")

    def _try_failed(self, error: Exception) -> None:
        self._end()
        if isinstance(error, WorkCancelledError):
            self.bar.clear()
        else:
            self._say_error(error)

    def _end(self) -> None:
        self._report = None
        self.try_button.setText(self._try_word())

    def _try_word(self) -> str:
        return "试拍一页" if self.kind.code() == "camera" else "试扫一页"

    def _say_error(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self.bar.say_error(error)
        else:
            self._work.messages.show_error(error)


def _devices(settings: ScannerSettings) -> list[ScannerInfo]:
    scanner = open_scanner(settings)
    try:
        return scanner.list_devices()
    finally:
        scanner.close()


def _scan_one(settings: ScannerSettings, report: Report) -> tuple[ScannedPage, QImage]:
    """Scan and unpack a page in the lane; a stop asked for ends it at the next progress."""
    scanner = open_scanner(settings)
    cancelled = Event()

    def tell(share: float) -> None:
        try:
            report(round(share * 100), 100)
        except WorkCancelledError:
            cancelled.set()

    try:
        page = scanner.scan_page(ScanOptions(dpi=settings.dpi), tell, cancelled)
    finally:
        scanner.close()
    if cancelled.is_set():
        raise WorkCancelledError
    return page, decoded(page.image)
