"""Boxes, questions and file choosers: the only place that shows one.

Nothing here blocks. A box is opened, and the answer comes through a callback in the UI thread.
"""

import logging
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from reception_desk.errors import DeskError
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Look
from reception_desk.ui.widgets.inline_bar import Level
from reception_desk.ui.widgets.message_sheet import MessageSheet

log = logging.getLogger(__name__)

_UNEXPECTED = DeskError(
    "程序遇到了没有预料到的问题，刚才的操作没有完成。",
    saved="此前已保存的登记和材料不受影响。",
    advice="请再试一次；若仍不行，请重新启动程序，并把日志交给技术人员。",
)


class Messages(QObject):
    """Shows boxes over `window`. Tests pass a double with chosen answers in its place."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    def tell(self, text: str, *, detail: str = "") -> None:
        """Say something that needs no answer."""
        box = MessageSheet(self._window, Level.INFO, text)
        box.add_line(detail, "info", Colour.MUTED)
        box.add_button("知道了", Look.PRIMARY, accepts=True, is_default=True)
        box.open()

    def show_error(self, error: Exception) -> None:
        """Show what happened, what is saved and what to do.

        Anything but a `DeskError` is a bug: the log gets it, the person a plain sentence.
        """
        if not isinstance(error, DeskError):
            log.error("unexpected error shown to the person", exc_info=error)
        shown = error if isinstance(error, DeskError) else _UNEXPECTED
        box = MessageSheet(self._window, Level.ERROR, shown.message)
        box.add_line(shown.saved, "check", Colour.OK)
        box.add_line(shown.advice, "info", Colour.ACCENT)
        box.add_button("知道了", Look.PRIMARY, accepts=True, is_default=True)
        box.open()

    def ask(
        self,
        question: str,
        on_yes: Callable[[], object],
        *,
        yes: str,
        detail: str = "",
        is_irreversible: bool = False,
        on_no: Callable[[], object] | None = None,
    ) -> None:
        """Ask before something that cannot be undone; `yes` names the act (`签发`).

        Escape, closing the box and 取消 all mean no. For an irreversible act 取消 is the default.
        """
        box = MessageSheet(self._window, Level.WARN, question)
        box.add_line(detail, "info", Colour.MUTED)
        look = Look.DANGER_PRIMARY if is_irreversible else Look.PRIMARY
        box.add_button("取消", Look.PLAIN, accepts=False, is_default=is_irreversible)
        box.add_button(yes, look, accepts=True, is_default=not is_irreversible)
        box.accepted.connect(lambda: on_yes())
        if on_no is not None:
            box.rejected.connect(lambda: on_no())
        box.open()

    def ask_reason(
        self, question: str, on_reason: Callable[[str], object], *, yes: str = "确定"
    ) -> None:
        """Ask for a reason in the person's words; it is never empty (unmask, late correction)."""
        box = MessageSheet(self._window, Level.WARN, question)
        box.add_button("取消", Look.PLAIN, accepts=False, is_default=False)
        confirm = box.add_button(yes, Look.PRIMARY, accepts=True, is_default=True)
        field = box.add_field("理由（将记入审计日志）")
        confirm.setEnabled(False)
        field.textChanged.connect(lambda text: confirm.setEnabled(bool(text.strip())))
        box.accepted.connect(lambda: on_reason(field.text().strip()))
        box.open()

    def choose_files(
        self,
        title: str,
        on_files: Callable[[list[Path]], object],
        *,
        kinds: str = "",
        is_several: bool = True,
    ) -> None:
        """Let the person choose files to open; `kinds` is a Qt filter (`图像 (*.png *.jpg)`)."""
        chooser = self._chooser(title, kinds)
        mode = QFileDialog.FileMode
        chooser.setFileMode(mode.ExistingFiles if is_several else mode.ExistingFile)
        chooser.filesSelected.connect(lambda names: on_files([Path(name) for name in names]))
        chooser.open()

    def choose_target(
        self, title: str, name: str, on_file: Callable[[Path], object], *, kinds: str = ""
    ) -> None:
        """Let the person choose where to write a file; asks before one is replaced."""
        chooser = self._chooser(title, kinds)
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setFileMode(QFileDialog.FileMode.AnyFile)
        chooser.setDefaultSuffix(Path(name).suffix.removeprefix("."))
        chooser.selectFile(name)
        chooser.fileSelected.connect(lambda chosen: on_file(Path(chosen)))
        chooser.open()

    def choose_folder(self, title: str, on_folder: Callable[[Path], object]) -> None:
        """Let the person choose a folder."""
        chooser = self._chooser(title, "")
        chooser.setFileMode(QFileDialog.FileMode.Directory)
        chooser.setOption(QFileDialog.Option.ShowDirsOnly)
        chooser.fileSelected.connect(lambda chosen: on_folder(Path(chosen)))
        chooser.open()

    def open_boxes(self) -> list[QDialog]:
        """Return the boxes now open over the window."""
        return [box for box in self._window.findChildren(QDialog) if box.isVisible()]

    def _chooser(self, title: str, kinds: str) -> QFileDialog:
        chooser = QFileDialog(self._window, title)
        chooser.finished.connect(chooser.deleteLater)
        if kinds:
            chooser.setNameFilter(kinds)
        return chooser
