"""Choices of the device cards: a plain list with codes, and the ports that are there."""

from collections.abc import Mapping

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox

from reception_desk.devices.printer import SYSTEM_SCHEME
from reception_desk.ui.printers import system_queue_names


class Choices(QComboBox):
    """A short list; each line stands for a code. The wheel scrolls the page instead."""

    def __init__(self, names: Mapping[str, str], code: str) -> None:
        super().__init__()
        for key, name in names.items():
            self.addItem(name, key)
        if self.findData(code) < 0:
            self.addItem(code, code)
        self.setCurrentIndex(self.findData(code))

    def code(self) -> str:
        """Return the chosen code."""
        return str(self.currentData())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class AddressBox(QComboBox):
    """An address to write, with a list of what the system offers. The wheel scrolls the page."""

    def __init__(self, address: str) -> None:
        super().__init__(editable=True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setEditText(address)

    def text(self) -> str:
        """Return the address as it stands."""
        return self.currentText().strip()

    def offer(self, addresses: list[str]) -> None:
        """List addresses to choose from; what is written stays."""
        written = self.currentText()
        self.clear()
        self.addItems(addresses)
        self.setEditText(written)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def queues_of_system() -> list[str]:
    """Return the addresses of the system's print queues; asks the system."""
    return [f"{SYSTEM_SCHEME}{name}" for name in system_queue_names()]


def ports_of_readers() -> list[tuple[str, str]]:
    """Return (port, description) of the serial ports of this machine; asks the system."""
    from reception_desk.devices.card_reader.serial_port import likely_ports

    return [(choice.port, choice.label) for choice in likely_ports()]
