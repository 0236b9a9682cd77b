"""The serial line on a pseudo-terminal, and the choice of ports."""

import os
import sys
from pathlib import Path

import pytest
from serial.tools import list_ports
from serial.tools.list_ports_common import ListPortInfo

from reception_desk.devices.card_reader.serial_port import PortChoice, SerialPort, likely_ports
from reception_desk.devices.card_reader.simulated import SimulatedReader

needs_terminals = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no pseudo-terminals"
)


def _port(device: str, *, vendor: int | None, hardware: str, description: str) -> ListPortInfo:
    port = ListPortInfo(device)
    port.vid, port.hwid, port.description = vendor, hardware, description
    return port


def test_usb_ports_come_first_and_ports_without_hardware_not_at_all(
    monkeypatch: pytest.MonkeyPatch,
):
    ports = [
        _port("/dev/ttyS0", vendor=None, hardware="PNP0501", description="n/a"),
        _port("/dev/ttyS1", vendor=None, hardware="n/a", description="n/a"),
        _port("/dev/ttyUSB0", vendor=0x0403, hardware="USB", description="USB Serial"),
    ]
    monkeypatch.setattr(list_ports, "comports", lambda: ports)
    assert likely_ports() == [
        PortChoice("/dev/ttyUSB0", "USB Serial"),
        PortChoice("/dev/ttyS0", "/dev/ttyS0"),
    ]


@pytest.mark.parametrize("port", ["", "no-such-port"])
def test_a_port_that_is_not_there_is_an_os_error(port: str, tmp_path: Path):
    line = SerialPort(port and str(tmp_path / port))
    with pytest.raises(OSError, match="port"):
        line.open()
    assert not line.is_open
    line.close()


def test_a_file_that_is_no_port_is_an_os_error(tmp_path: Path):
    path = tmp_path / "file"
    path.touch()
    with pytest.raises(OSError, match="port"):
        SerialPort(str(path)).open()


def test_a_closed_port_refuses_to_work():
    line = SerialPort("somewhere")
    with pytest.raises(OSError, match="not open"):
        line.send(b"\0")
    with pytest.raises(OSError, match="not open"):
        line.receive()


@needs_terminals
def test_a_vanished_port_is_an_os_error():
    simulator = SimulatedReader()
    line = simulator.transport()
    line.open()
    try:
        assert line.receive() == b""
        simulator.vanish()
        with pytest.raises(OSError, match="error"):
            line.receive()
    finally:
        line.close()
        simulator.close()


@needs_terminals
def test_a_second_program_cannot_take_the_port():
    simulator = SimulatedReader()
    first, second = simulator.transport(), simulator.transport()
    first.open()
    try:
        with pytest.raises(OSError, match="lock"):
            second.open()
    finally:
        first.close()
        simulator.close()


@needs_terminals
def test_the_simulated_path_is_a_terminal_only_while_plugged_in():
    simulator = SimulatedReader()
    file = os.open(simulator.path, os.O_RDWR | os.O_NOCTTY)
    assert os.isatty(file)
    os.close(file)
    simulator.vanish()
    assert not simulator.path.exists()
    simulator.come_back()
    assert simulator.path.exists()
    simulator.close()
    assert not simulator.path.parent.exists()
