"""The demonstration printers leave nothing behind and say why they cannot start."""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from reception_desk.devices.printer.child import Child
from reception_desk.devices.printer.dns_sd import new_dns_sd
from reception_desk.devices.printer.ipp import IppPrinter
from reception_desk.devices.printer.ippeve import LoopbackIppPrinter
from reception_desk.devices.printer.simulated import SimulatedThermalPrinter
from reception_desk.errors import DeviceError
from reception_desk.records.printing import PrinterCondition


def test_two_servers_run_side_by_side_and_end(ipp_server: LoopbackIppPrinter):
    with LoopbackIppPrinter() as second:
        url = second.url
        assert urlsplit(url).port != urlsplit(ipp_server.url).port
        assert IppPrinter(url).check().condition is PrinterCondition.READY

    assert IppPrinter(url).check().condition is PrinterCondition.UNREACHABLE
    assert IppPrinter(ipp_server.url).check().condition is PrinterCondition.READY


def test_nothing_is_left_on_the_disk(ipp_server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with LoopbackIppPrinter():
        assert list(tmp_path.iterdir())

    assert list(tmp_path.iterdir()) == []


def test_a_missing_program_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(DeviceError, match="cups-ipp-utils"):
        LoopbackIppPrinter().__enter__()


def test_missing_dns_sd_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(DeviceError, match="avahi-daemon"), new_dns_sd(tmp_path):
        pytest.fail("it started")


def test_another_programs_avahi_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Where /run cannot be had anew, the second Avahi is refused until the first has ended."""
    programs = tmp_path / "bin"
    programs.mkdir()
    taken = tmp_path / "taken"
    taken.touch()
    scripts = {
        "unshare": "echo 'unshare failed: Operation not permitted'; exit 1",
        "avahi-daemon": f"if rm '{taken}' 2>/dev/null; then "
        "echo 'Daemon already running on PID 7'; exit 255; fi; "
        "echo 'Server startup complete'; exec tail -f /dev/null",
    }
    for name, script in scripts.items():
        (programs / name).write_text(f"#!/bin/sh\n{script}\n", encoding="ascii")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")

    with new_dns_sd(tmp_path) as environment:
        assert not taken.exists()
        assert environment["DBUS_SYSTEM_BUS_ADDRESS"].startswith("unix:path=")


def test_a_child_that_ends_early_is_not_ready_and_its_words_are_kept():
    with Child((sys.executable, "-c", "print('no such paper')"), "ready") as child:
        assert not child.wait_until_ready(30)
        assert "no such paper" in child.says


def test_a_simulated_printer_that_printed_too_little_is_told():
    with SimulatedThermalPrinter() as machine, pytest.raises(TimeoutError, match="0 of 1"):
        machine.wait_for_slips(1, seconds=0.0)
