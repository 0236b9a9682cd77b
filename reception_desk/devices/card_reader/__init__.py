"""The identity card reader: the text of a card, never its photo or fingerprints."""

from reception_desk.config import CardReaderSettings
from reception_desk.devices.card_reader.null import NullCardReader
from reception_desk.devices.card_reader.reader import CardReader, SamCardReader
from reception_desk.errors import DeskError

__all__ = ["CardReader", "open_reader"]

SCRIPT = "script"


def open_reader(settings: CardReaderSettings) -> CardReader:
    """Return the reader the settings name; the device itself is opened by the first poll.

    A simulated reader plays its sample cards when `port` is "script".
    Raises `DeskError` when `kind` is not one of serial, hid, simulated, none.
    """
    match settings.kind:
        case "none":
            return NullCardReader()
        case "serial":
            from reception_desk.devices.card_reader.serial_port import SerialPort

            return SamCardReader(SerialPort(settings.port))
        case "hid":
            from reception_desk.devices.card_reader.hid_port import HidPort

            return SamCardReader(HidPort())
        case "simulated":
            return _open_simulated(settings.port)
        case _:
            raise DeskError(
                f"读卡器类型“{settings.kind}”不可用。",
                advice="请在设置中改为 serial、hid、simulated 或 none。",
            )


def _open_simulated(port: str) -> CardReader:
    from reception_desk.devices.card_reader.simulated import (
        SAMPLE_SCRIPT,
        SimulatedCardReader,
        new_simulator,
    )

    simulator = new_simulator()
    if port == SCRIPT:
        simulator.play(SAMPLE_SCRIPT)
    return SimulatedCardReader(simulator)
