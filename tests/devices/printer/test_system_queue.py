"""A queue of a system without CUPS: what is handed over ends so, and never more is claimed."""

import sys
from dataclasses import dataclass, field
from threading import Event

import pytest

from reception_desk.config import PrinterSettings
from reception_desk.devices.printer import follow, open_printer
from reception_desk.devices.printer.system_queue import SystemQueue
from reception_desk.errors import DeviceError
from reception_desk.records.printing import JobStatus, PrinterCondition, PrintState

from .conftest import PDF, checkered


@dataclass
class Spool:
    """A spooler as on Windows: takes pages, knows no jobs."""

    stands: PrinterCondition = PrinterCondition.QUEUE_OPEN
    taken: list[tuple[bytes, str, int]] = field(default_factory=list)

    def hand_over(self, pdf: bytes, title: str, copies: int) -> None:
        if self.stands is PrinterCondition.NO_QUEUE:
            raise DeviceError("没有打印队列。", saved="文书已保存。", advice="请重新选择。")
        self.taken.append((pdf, title, copies))

    def condition(self) -> PrinterCondition:
        return self.stands


def test_what_the_spooler_takes_ends_as_handed_over_and_never_as_printed():
    spool, heard = Spool(), list[JobStatus]()
    queue = SystemQueue("system:HP", spool)

    job = queue.print_pdf(PDF, "登记单", 2, heard.append)
    last = follow(queue, job, Event(), heard.append)

    assert [status.state for status in heard] == [PrintState.QUEUED, PrintState.HANDED_OVER]
    assert (job.printer, job.title, job.copies) == ("system:HP", "登记单", 2)
    assert spool.taken == [(PDF, "登记单", 2)]
    assert queue.cancel(job) == last


def test_two_jobs_are_told_apart():
    queue = SystemQueue("system:HP", Spool())

    assert queue.print_pdf(PDF, "一").id != queue.print_pdf(PDF, "二").id


def test_a_job_without_copies_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="one copy"):
        SystemQueue("system:HP", Spool()).print_pdf(PDF, "登记单", copies=0)


def test_a_queue_that_is_gone_is_told_before_and_while_printing():
    assert SystemQueue("system:HP", Spool()).check().condition is PrinterCondition.QUEUE_OPEN
    gone = SystemQueue("system:HP", Spool(PrinterCondition.NO_QUEUE))

    assert not gone.check().condition.can_print
    with pytest.raises(DeviceError, match="没有打印队列"):
        gone.print_pdf(PDF, "登记单")


def test_on_windows_the_spooler_is_given_name_and_settings(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "platform", "win32")
    asked: list[tuple[str, PrinterSettings]] = []

    def make_spooler(name: str, settings: PrinterSettings) -> Spool:
        asked.append((name, settings))
        return Spool()

    for paper in ("A4", "slip80"):
        settings = PrinterSettings(url="system:HP 一楼?", paper=paper)
        assert isinstance(open_printer(settings, checkered, make_spooler), SystemQueue)
        assert asked.pop() == ("HP 一楼?", settings)

    with pytest.raises(DeviceError, match="无法识别"):
        open_printer(PrinterSettings(url="system:HP"), checkered)
