"""Choices of the device cards: a plain list with codes, and the ports that are there."""

from collections.abc import Mapping

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox


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


def ports_of_readers() -> list[tuple[str, str]]:
    """Return (port, description) of the serial ports of this machine; asks the system."""
    from reception_desk.devices.card_reader.serial_port import likely_ports

    return [(choice.port, choice.label) for choice in likely_ports()]
