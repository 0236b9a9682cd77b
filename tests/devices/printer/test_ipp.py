from threading import Event

import pytest

from reception_desk.devices.printer import Pace, PrinterBusyError, follow
from reception_desk.devices.printer.ipp import IppPrinter
from reception_desk.devices.printer.ipp_codec import (
    Attribute,
    Group,
    GroupTag,
    Message,
    ValueTag,
    encode,
)
from reception_desk.devices.printer.ipp_exchange import IppExchange, Operation, Patience
from reception_desk.devices.printer.ippeve import MODEL, IppFault, LoopbackIppPrinter
from reception_desk.errors import DeviceError
from reception_desk.records.printing import JobStatus, PrinterCondition, PrintJob, PrintState

from .conftest import PDF

SHORT = Patience(connection=2.0, answer=0.2)
JOB = PrintJob("1", "ipp://127.0.0.1/", "登记单", 1)


def finish(printer: IppPrinter, job: PrintJob) -> JobStatus:
    return follow(printer, job, Event(), lambda _: None, Pace(shortest=0.01, longest=0.05))


def asked_for(machine: LoopbackIppPrinter, job: PrintJob) -> dict[str, tuple]:
    """Return what the printer itself keeps about a job."""
    answer = IppExchange(machine.url, Patience()).ask(Operation.GET_JOB_ATTRIBUTES, job_id=job.id)
    return {
        attribute.name: attribute.values
        for group in answer.groups
        if group.tag == GroupTag.JOB
        for attribute in group.attributes
    }


class TestRealServer:
    def test_the_printer_gets_the_very_bytes_that_were_sent(self, ipp_machine):
        printer = IppPrinter(ipp_machine.url)
        pdf = PDF + bytes(range(256)) * 400

        job = printer.print_pdf(pdf, "孝信访〔2026〕1号")

        assert finish(printer, job).state is PrintState.PRINTED
        assert ipp_machine.printed(job.id) == pdf

    def test_copies_paper_sides_and_name_arrive(self, ipp_machine):
        printer = IppPrinter(ipp_machine.url, paper="A5", is_two_sided=True)
        job = printer.print_pdf(PDF, "孝信访〔2026〕1号", copies=3)
        finish(printer, job)

        kept = asked_for(ipp_machine, job)

        assert kept["copies"] == (3,)
        assert kept["media"] == ("iso_a5_148x210mm",)
        assert kept["sides"] == ("two-sided-long-edge",)
        assert kept["job-name"] == ("孝信访〔2026〕1号",)
        assert kept["job-originating-user-name"] == ("reception-desk",)

    def test_a_tray_is_asked_for_together_with_the_size(self, ipp_machine):
        printer = IppPrinter(ipp_machine.url, tray="tray-1")
        job = printer.print_pdf(PDF, "登记单")
        finish(printer, job)

        kept = asked_for(ipp_machine, job)

        (collection,) = kept["media-col"]
        members = {member.name: member.values for member in collection}
        assert members["media-source"] == ("tray-1",)
        (size,) = members["media-size"]
        assert [side.values for side in size] == [(21000,), (29700,)]
        assert "media" not in kept

    def test_pages_are_counted(self, ipp_machine):
        printer = IppPrinter(ipp_machine.url)

        assert finish(printer, printer.print_pdf(PDF, "登记单")).pages_done == 2

    def test_a_name_longer_than_ipp_allows_is_cut_between_characters(self, ipp_machine):
        printer = IppPrinter(ipp_machine.url)
        job = printer.print_pdf(PDF, "号" * 200)
        finish(printer, job)

        assert asked_for(ipp_machine, job)["job-name"] == ("号" * 85,)

    def test_a_printer_that_holds_one_job_says_it_is_busy(self, ipp_machine):
        printer = IppPrinter(ipp_machine.url)
        ipp_machine.add_fault(IppFault.JAM)
        job = printer.print_pdf(PDF, "登记单")

        with pytest.raises(PrinterBusyError):
            printer.print_pdf(PDF, "回执")

        ipp_machine.remove_fault()
        finish(printer, job)

    def test_a_jam_is_told(self, ipp_machine):
        printer = IppPrinter(ipp_machine.url)
        ipp_machine.add_fault(IppFault.JAM)
        job = printer.print_pdf(PDF, "登记单")
        stop = Event()

        def hear(status: JobStatus) -> None:
            if status.state is PrintState.JAMMED:
                stop.set()

        last = follow(printer, job, stop, hear, Pace(shortest=0.01, longest=0.05))

        assert last.state is PrintState.JAMMED
        ipp_machine.remove_fault()
        finish(printer, job)

    def test_more_copies_than_the_printer_makes_are_refused_in_words(self, ipp_machine):
        with pytest.raises(DeviceError, match="份数"):
            IppPrinter(ipp_machine.url).print_pdf(PDF, "登记单", copies=1000)

    def test_a_job_the_printer_forgot_is_unconfirmed(self, ipp_machine):
        printer = IppPrinter(ipp_machine.url)
        forgotten = PrintJob("999999", ipp_machine.url, "登记单", 1)

        assert printer.status(forgotten).state is PrintState.UNCONFIRMED

    def test_the_printer_tells_its_model(self, ipp_machine):
        assert MODEL in IppPrinter(ipp_machine.url).check().model


class TestBadCompany:
    def test_a_printer_that_never_answers_is_given_up(self, silent_port):
        printer = IppPrinter(f"ipp://127.0.0.1:{silent_port}/", patience=SHORT)

        with pytest.raises(DeviceError, match="没有应答"):
            printer.print_pdf(PDF, "登记单")
        assert printer.status(JOB).state is PrintState.UNREACHABLE
        assert printer.check().condition is PrinterCondition.UNREACHABLE

    def test_a_printer_that_falls_silent_within_its_answer_is_given_up(self, canned_port):
        port = canned_port(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n\1\1")
        printer = IppPrinter(f"ipp://127.0.0.1:{port}/", patience=SHORT)

        with pytest.raises(DeviceError, match="没有应答"):
            printer.print_pdf(PDF, "登记单")

    @pytest.mark.parametrize(
        ("answer", "sentence"),
        [
            (b"HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n", "要求登录"),
            (b"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n", "不允许"),
            (b"HTTP/1.1 426 No\r\nContent-Length: 0\r\n\r\n", "加密连接"),
            (b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n", "不像打印机"),
            (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "不像打印机"),
            (b"SSH-2.0-nobody\r\n", "没有应答"),
        ],
    )
    def test_what_answers_instead_of_a_printer_is_named(self, canned_port, answer, sentence):
        printer = IppPrinter(f"ipp://127.0.0.1:{canned_port(answer)}/", patience=SHORT)

        with pytest.raises(DeviceError, match=sentence):
            printer.print_pdf(PDF, "登记单")

    @pytest.mark.parametrize(
        ("code", "sentence"),
        [
            (0x0403, "不允许"),
            (0x040A, "PDF"),
            (0x0506, "不接收"),
            (0x0500, "内部故障"),
            (0, "没有接受"),
        ],
    )
    def test_a_refusal_is_told_in_words(self, canned_port, code: int, sentence: str):
        printer = IppPrinter(f"ipp://127.0.0.1:{canned_port(http_answer(code))}/", patience=SHORT)

        with pytest.raises(DeviceError, match=sentence) as caught:
            printer.print_pdf(PDF, "登记单")
        assert caught.value.advice

    def test_an_error_about_a_job_is_an_unknown_state_with_the_words(self, canned_port):
        url = f"ipp://127.0.0.1:{canned_port(http_answer(0x0500))}/"

        status = IppPrinter(url, patience=SHORT).status(JOB)

        assert status.state is PrintState.UNKNOWN
        assert status.reasons == ("内部故障",)

    def test_an_error_about_the_printer_is_an_unknown_condition(self, canned_port):
        url = f"ipp://127.0.0.1:{canned_port(http_answer(0x0500))}/"

        health = IppPrinter(url, patience=SHORT).check()

        assert health.condition is PrinterCondition.UNKNOWN
        assert "内部故障" in health.sentence

    def test_a_stranger_at_the_address_is_an_unknown_condition(self, canned_port):
        port = canned_port(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n")

        health = IppPrinter(f"ipp://127.0.0.1:{port}/", patience=SHORT).check()

        assert health.condition is PrinterCondition.UNKNOWN

    def test_what_the_printer_ignored_is_logged(self, canned_port, caplog):
        ignored = Group(GroupTag.UNSUPPORTED, (Attribute("sides", 0x10, (b"",)),))
        job = Group(GroupTag.JOB, (Attribute("job-id", ValueTag.INTEGER, (5,)),))
        port = canned_port(http_answer(0x0001, ignored, job))

        taken = IppPrinter(f"ipp://127.0.0.1:{port}/", patience=SHORT).print_pdf(PDF, "登记单")

        assert taken.id == "5"
        assert "sides" in caplog.text


def http_answer(code: int, *groups: Group) -> bytes:
    words = Attribute("status-message", ValueTag.TEXT, ("内部故障",))
    body = encode(Message(code, 1, (Group(GroupTag.OPERATION, (words,)), *groups)))
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body
