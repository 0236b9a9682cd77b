"""Printers to test with: a real IPP server, a simulated thermal printer, ports that misbehave."""

import os
import socket
import threading

import pytest
from hypothesis import settings

from reception_desk.devices.printer.bitmap import Bitmap
from reception_desk.devices.printer.ippeve import LoopbackIppPrinter
from reception_desk.devices.printer.simulated import SimulatedThermalPrinter
from reception_desk.errors import DeviceError

from .cups import LoopbackCups

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

QUEUE = "一楼A4"
PDF = b"%PDF-1.4\n1 0 obj << /Type /Page >> endobj\n2 0 obj << /Type /Page >> endobj\n%%EOF\n"


def checkered(_pdf: bytes, width_dots: int) -> Bitmap:
    """Draw the same easily told picture for every PDF: 3 bands, the last of an odd height."""
    stride = width_dots // 8
    return Bitmap(width_dots, b"".join(bytes([row % 251]) * stride for row in range(2 * 64 + 7)))


@pytest.fixture(scope="module")
def ipp_server():
    """One real server for a module's tests; each removes the faults it adds.

    Not for longer: where its DNS-SD cannot run twice, the other worker waits for it.
    """
    server = LoopbackIppPrinter()
    try:
        server.__enter__()
    except DeviceError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"no IPP server on this machine: {error}")
    yield server
    server.__exit__(None, None, None)


@pytest.fixture
def ipp_machine(ipp_server):
    """The server without faults before and after."""
    ipp_server.remove_fault()
    yield ipp_server
    ipp_server.remove_fault()


@pytest.fixture(scope="module")
def cups(ipp_server):
    """One CUPS for a module's tests, with the queue 一楼A4 before the IPP server."""
    server = LoopbackCups()
    try:
        server.__enter__()
    except FileNotFoundError:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip("no CUPS on this machine (packages cups-daemon and cups-client)")
    server.add_queue(QUEUE, ipp_server.url)
    yield server
    server.__exit__(None, None, None)


@pytest.fixture
def thermal_machine():
    with SimulatedThermalPrinter() as machine:
        yield machine


@pytest.fixture
def silent_port():
    """A port that takes connections into its backlog and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture
def closed_port():
    """A port that nobody listens on; bound, so that nobody can."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]


@pytest.fixture
def canned_port():
    """Start a server that answers one connection with the given bytes and then hangs."""
    listeners: list[socket.socket] = []
    threads: list[threading.Thread] = []
    release = threading.Event()

    def serve(listener: socket.socket, answer: bytes) -> None:
        caller, _ = listener.accept()
        with caller:
            caller.recv(65536)
            caller.sendall(answer)
            release.wait()

    def start(answer: bytes) -> int:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)
        threads.append(threading.Thread(target=serve, args=(listener, answer)))
        threads[-1].start()
        return listener.getsockname()[1]

    yield start
    release.set()
    for thread in threads:
        thread.join()
    for listener in listeners:
        listener.close()
