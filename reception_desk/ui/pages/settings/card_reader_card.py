"""读卡器: its kind and port, and a try with a card."""

import time
from functools import partial
from threading import Event

from PySide6.QtWidgets import QComboBox, QHBoxLayout

from reception_desk.config import CardReaderSettings
from reception_desk.devices.card_reader import open_reader
from reception_desk.errors import DeskError, DeviceError
from reception_desk.records.card import ReaderEvent, ReaderState
from reception_desk.ui.pages.settings.device_choices import Choices, ports_of_readers
from reception_desk.ui.tasks import Progress, Report, WorkCancelledError
from reception_desk.ui.widgets.buttons import Button
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.form_grid import FormGrid, Row
from reception_desk.ui.widgets.inline_bar import InlineBar, Level
from reception_desk.ui.workplace import Workplace

KINDS = {
    "none": "没有读卡器",
    "serial": "串口或 USB 转串口",
    "hid": "USB（HID）",
    "simulated": "模拟读卡器（练习用）",
}
TRY_SECONDS = 15.0
_STEP_SECONDS = 0.05


class CardReaderCard(Card):
    """A try opens the port itself, so the port in use is watched instead."""

    def __init__(self, workplace: Workplace, kept: CardReaderSettings) -> None:
        super().__init__("读卡器")
        self._work = workplace
        self._report: Report | None = None
        self.kind = Choices(KINDS, kept.kind)
        self.port = QComboBox(editable=True)
        self.port.setEditText(kept.port)
        self.bar = InlineBar()
        self.try_button = Button("试读证件", self.try_out)
        self._form = FormGrid(
            [
                Row("类型", self.kind),
                Row("端口", self.port, "插上读卡器后从列表中选择"),
            ]
        )
        foot = QHBoxLayout()
        foot.addWidget(self.try_button)
        foot.addStretch(1)
        for part in (self._form, self.bar):
            self.add(part)
        self.add(foot)
        self.kind.currentIndexChanged.connect(self._judge)
        self._judge()
        workplace.tasks.run("ports", self, ports_of_readers, self._offer, self._say_error)

    def chosen(self) -> CardReaderSettings:
        """Return what the fields say."""
        port = self.port.currentText().split(" ", 1)[0].strip()
        return CardReaderSettings(kind=self.kind.code(), port=port)

    def try_out(self) -> None:
        """Read one card with these settings, or stop trying."""
        if self._report is not None:
            self._report.cancel()
            return
        chosen = self.chosen()
        if chosen == self._work.settings.card_reader:
            self._say_event(self._work.card_watch.last)
            return
        self.try_button.setText("停止")
        self.bar.say(Level.INFO, ReaderState.NO_CARD.sentence)
        self._report = self._work.tasks.run_long(
            "card_try",
            self,
            partial(_read_one, chosen),
            on_progress=self._say_progress,
            on_done=self._tried,
            on_error=self._try_failed,
        )

    def _judge(self) -> None:
        kind = self.kind.code()
        self._form.show_row(self.port, is_shown=kind == "serial")
        self.try_button.setEnabled(kind != "none")

    def _offer(self, ports: list[tuple[str, str]]) -> None:
        typed = self.port.currentText()
        self.port.clear()
        self.port.addItems([f"{port} {name}" if name != port else port for port, name in ports])
        self.port.setEditText(typed)

    def _say_progress(self, progress: Progress) -> None:
        if progress.note:
            self.bar.say(Level.INFO, progress.note)

    def _tried(self, event: ReaderEvent) -> None:
        self._end()
        self._say_event(event)

    def _try_failed(self, error: Exception) -> None:
        self._end()
        if isinstance(error, WorkCancelledError):
            self.bar.clear()
        else:
            self._say_error(error)

    def _end(self) -> None:
        self._report = None
        self.try_button.setText("试读证件")

    def _say_event(self, event: ReaderEvent) -> None:
        """Say how it went; what the card holds is not shown here."""
        if event.state is ReaderState.CARD_READ:
            self.bar.say(Level.OK, "证件读取成功，读卡器可以使用。")
        else:
            level = Level.WARN if event.state.is_failure else Level.INFO
            self.bar.say(level, event.sentence)

    def _say_error(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self.bar.say_error(error)
        else:
            self._work.messages.show_error(error)


def _read_one(settings: CardReaderSettings, report: Report) -> ReaderEvent:
    """Poll until a card was read or refused; runs in its own lane."""
    reader = open_reader(settings)
    pause, started = Event(), time.monotonic()
    try:
        while (passed := time.monotonic() - started) < TRY_SECONDS:
            event = reader.poll(time.monotonic())
            if event is not None and (event.card is not None or event.state.is_failure):
                return event
            report(int(passed), int(TRY_SECONDS), event.state.sentence if event else "")
            pause.wait(_STEP_SECONDS)
    finally:
        reader.close()
    raise DeviceError("没有读到证件。", advice="请放平证件再试，或换一个端口。")
