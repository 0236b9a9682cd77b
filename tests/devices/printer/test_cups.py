"""Queues of a real CUPS of our own: listed, given the very PDF, asked by port and by file."""

from threading import Event

import pytest

from reception_desk.config import PrinterSettings
from reception_desk.devices.printer import cups as cups_module
from reception_desk.devices.printer import follow, open_printer
from reception_desk.devices.printer.cups import CupsServer, cups_queue_names, cups_server
from reception_desk.errors import DeviceError
from reception_desk.records.printing import PrinterCondition, PrintState

from .conftest import PDF, QUEUE, checkered
from .cups import LoopbackCups


@pytest.fixture(params=["server", "socket_file"])
def told(request, cups: LoopbackCups, monkeypatch: pytest.MonkeyPatch) -> LoopbackCups:
    monkeypatch.setenv("CUPS_SERVER", getattr(cups, request.param))
    return cups


def test_the_queues_are_listed(told: LoopbackCups):
    assert cups_queue_names() == [QUEUE]


def test_the_pdf_itself_goes_to_the_queue(told: LoopbackCups, ipp_machine):
    queue = open_printer(PrinterSettings(url=f"system:{QUEUE}"), checkered)

    job = queue.print_pdf(PDF, "登记单")

    assert follow(queue, job, Event(), lambda _: None).state is PrintState.PRINTED
    assert told.documents()[-1] == PDF
    assert queue.check().condition is PrinterCondition.READY


def test_a_queue_that_is_gone_is_told_before_and_while_printing(told: LoopbackCups):
    queue = open_printer(PrinterSettings(url="system:elsewhere"), checkered)

    assert queue.check().condition is PrinterCondition.NO_QUEUE
    with pytest.raises(DeviceError, match="没有这个打印队列") as caught:
        queue.print_pdf(PDF, "登记单")
    assert "设置" in caught.value.advice


def test_a_slip_is_refused_with_another_way(monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(DeviceError, match="不能用纸") as caught:
        open_printer(PrinterSettings(url=f"system:{QUEUE}", paper="slip80"), checkered)

    assert "escpos" in caught.value.advice


def test_where_no_cups_answers_there_are_no_queues(tmp_path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CUPS_SERVER", f"{tmp_path}/cups.sock")

    assert cups_queue_names() == []


@pytest.mark.parametrize("is_there", [True, False])
def test_the_socket_file_goes_before_the_port(
    tmp_path, monkeypatch: pytest.MonkeyPatch, is_there: bool
):
    monkeypatch.delenv("CUPS_SERVER", raising=False)
    socket_file = tmp_path / "cups.sock"
    monkeypatch.setattr(cups_module, "SOCKET_FILE", str(socket_file))
    if is_there:
        socket_file.touch()

    server = cups_server()

    assert server == CupsServer("localhost:631", str(socket_file) if is_there else "")
    assert server.queue_url("HP 一楼") == "ipp://localhost:631/printers/HP%20%E4%B8%80%E6%A5%BC"
