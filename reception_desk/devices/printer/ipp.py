"""An IPP Everywhere printer or a CUPS queue; the PDF itself is sent, and the job is asked about."""

import logging
from collections.abc import Callable

from reception_desk.devices.printer import ipp_states
from reception_desk.devices.printer.ipp_codec import (
    Attribute,
    GroupTag,
    Message,
    ValueTag,
)
from reception_desk.devices.printer.ipp_exchange import (
    IppExchange,
    Operation,
    Patience,
    PrinterAwayError,
    PrinterSilentError,
)
from reception_desk.devices.printer.ipp_refusals import Status, refusal, status_words
from reception_desk.devices.printer.port import OnStatus
from reception_desk.errors import DeviceError
from reception_desk.records.printing import (
    JobStatus,
    PrinterCondition,
    PrinterHealth,
    PrintJob,
    PrintState,
)

log = logging.getLogger(__name__)

LONGEST_JOB_NAME = 255
MEDIA = {"A4": ("iso_a4_210x297mm", 21000, 29700), "A5": ("iso_a5_148x210mm", 14800, 21000)}
"""PWG 5101.1 name, width and height in hundredths of a millimetre."""
_ABOUT_JOB = ("job-state", "job-state-reasons", "job-impressions-completed",
              "job-media-sheets-completed", "job-printer-state-message")  # fmt: skip
_ABOUT_PRINTER = ("printer-state", "printer-state-reasons", "printer-make-and-model",
                  "queued-job-count", "document-format-supported")  # fmt: skip


class IppPrinter:
    """A printer that is asked afresh each time; it keeps no state of its own."""

    def __init__(
        self,
        url: str,
        *,
        paper: str = "A4",
        tray: str = "",
        is_two_sided: bool = False,
        patience: Patience | None = None,
        socket_file: str = "",
    ) -> None:
        self._exchange = IppExchange(url, patience or Patience(), socket_file)
        self._paper = paper
        self._tray = tray
        self._sides = "two-sided-long-edge" if is_two_sided else "one-sided"

    def print_pdf(
        self, pdf: bytes, title: str, copies: int = 1, on_status: OnStatus | None = None
    ) -> PrintJob:
        """Send Print-Job. `on_status` hears queued before and sent after.

        Raises `DeviceError` when the printer is away, falls silent or refuses, among them
        `PrinterBusyError` when it holds only one job and has one.
        """
        if copies < 1:
            raise ValueError("a job has at least one copy")
        tell = on_status or (lambda _: None)
        tell(JobStatus(PrintState.QUEUED))
        answer = self._exchange.ask(
            Operation.PRINT_JOB,
            Attribute("job-name", ValueTag.NAME, (_shortened(title),)),
            Attribute("document-format", ValueTag.MIME_TYPE, (ipp_states.PDF,)),
            template=self._template(copies),
            document=pdf,
        )
        job_id = answer.values(GroupTag.JOB, "job-id")
        if answer.code >= Status.FIRST_ERROR or not job_id:
            raise refusal(answer)
        _log_ignored(answer)
        job = PrintJob(str(job_id[0]), self._exchange.url, title, copies)
        tell(JobStatus(PrintState.SENT, job.id))
        return job

    def status(self, job: PrintJob) -> JobStatus:
        """Ask for the job, and for the printer too while the job is not final."""
        return self._answer_about(job, lambda: self._status(job))

    def cancel(self, job: PrintJob) -> JobStatus:
        """Send Cancel-Job; a job that is already final stays what it is."""
        return self._answer_about(job, lambda: self._cancel(job))

    def check(self) -> PrinterHealth:
        """Ask for the printer's own state, model and waiting jobs."""
        try:
            answer = self._about_printer()
        except (PrinterAwayError, PrinterSilentError):
            return PrinterHealth(PrinterCondition.UNREACHABLE)
        except DeviceError as error:
            return PrinterHealth(PrinterCondition.UNKNOWN, (error.message,))
        if answer.code == Status.NOT_FOUND:
            return PrinterHealth(PrinterCondition.NO_QUEUE)
        if answer.code >= Status.FIRST_ERROR:
            return PrinterHealth(PrinterCondition.UNKNOWN, status_words(answer))
        return ipp_states.printer_health(answer)

    def close(self) -> None:
        """Nothing is kept open between requests."""

    def _answer_about(self, job: PrintJob, ask: Callable[[], JobStatus]) -> JobStatus:
        try:
            return ask()
        except (PrinterAwayError, PrinterSilentError):
            return JobStatus(PrintState.UNREACHABLE, job.id)
        except DeviceError as error:
            return JobStatus(PrintState.UNKNOWN, job.id, (error.message,))

    def _status(self, job: PrintJob) -> JobStatus:
        answer = self._exchange.ask(
            Operation.GET_JOB_ATTRIBUTES, _requested(*_ABOUT_JOB), job_id=job.id
        )
        if answer.code == Status.NOT_FOUND:
            return JobStatus(PrintState.UNCONFIRMED, job.id, status_words(answer))
        if answer.code >= Status.FIRST_ERROR:
            return JobStatus(PrintState.UNKNOWN, job.id, status_words(answer))
        status = ipp_states.job_status(job.id, answer, None)
        if status.state.is_final:
            return status
        return ipp_states.job_status(job.id, answer, self._about_printer())

    def _cancel(self, job: PrintJob) -> JobStatus:
        answer = self._exchange.ask(Operation.CANCEL_JOB, job_id=job.id)
        if answer.code >= Status.FIRST_ERROR:
            log.info("job %s was not cancelled: 0x%04x", job.id, answer.code)
        return self._status(job)

    def _about_printer(self) -> Message:
        return self._exchange.ask(Operation.GET_PRINTER_ATTRIBUTES, _requested(*_ABOUT_PRINTER))

    def _template(self, copies: int) -> tuple[Attribute, ...]:
        """Return copies, sides and paper; with a tray the paper is a collection (PWG 5100.3)."""
        name, width, height = MEDIA[self._paper]
        if not self._tray:
            paper = Attribute("media", ValueTag.KEYWORD, (name,))
        else:
            size = (
                Attribute("x-dimension", ValueTag.INTEGER, (width,)),
                Attribute("y-dimension", ValueTag.INTEGER, (height,)),
            )
            from_tray = (
                Attribute("media-size", ValueTag.BEGIN_COLLECTION, (size,)),
                Attribute("media-source", ValueTag.KEYWORD, (self._tray,)),
            )
            paper = Attribute("media-col", ValueTag.BEGIN_COLLECTION, (from_tray,))
        return (
            Attribute("copies", ValueTag.INTEGER, (copies,)),
            Attribute("sides", ValueTag.KEYWORD, (self._sides,)),
            paper,
        )


def _requested(*names: str) -> Attribute:
    return Attribute("requested-attributes", ValueTag.KEYWORD, names)


def _shortened(title: str) -> str:
    """Cut a job name to the 255 bytes a name may have, never inside a character."""
    return title.encode()[:LONGEST_JOB_NAME].decode(errors="ignore")


def _log_ignored(answer: Message) -> None:
    for group in answer.groups:
        if group.tag == GroupTag.UNSUPPORTED:
            names = ", ".join(attribute.name for attribute in group.attributes)
            log.warning("the printer ignored: %s", names)
