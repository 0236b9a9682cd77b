"""From the words of an IPP printer (RFC 8011 §5.3.7, §5.3.8, §5.4.11, §5.4.12) to closed states.

A reason is a keyword, often with a severity: `media-empty-error`. What is not in the tables
is passed on unchanged, and makes the state unknown only where nothing better is known.
"""

from dataclasses import dataclass
from enum import IntEnum

from reception_desk.devices.printer.ipp_codec import GroupTag, Message
from reception_desk.records.printing import (
    JobStatus,
    PrinterCondition,
    PrinterHealth,
    PrintState,
)

PDF = "application/pdf"


class _Job(IntEnum):
    """`job-state`."""

    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELLED = 7
    ABORTED = 8
    COMPLETED = 9


class _Printer(IntEnum):
    """`printer-state`."""

    IDLE = 3
    PROCESSING = 4
    STOPPED = 5


_FINAL: dict[int, PrintState] = {
    _Job.CANCELLED: PrintState.CANCELLED,
    _Job.ABORTED: PrintState.FAILED,
    _Job.COMPLETED: PrintState.PRINTED,
}
_OBSTACLES = {
    "media-needed": PrinterCondition.OUT_OF_PAPER,
    "media-empty": PrinterCondition.OUT_OF_PAPER,
    "input-tray-missing": PrinterCondition.OUT_OF_PAPER,
    "cover-open": PrinterCondition.COVER_OPEN,
    "door-open": PrinterCondition.COVER_OPEN,
    "interlock-open": PrinterCondition.COVER_OPEN,
    "media-jam": PrinterCondition.JAMMED,
    "toner-empty": PrinterCondition.OUT_OF_TONER,
    "marker-supply-empty": PrinterCondition.OUT_OF_TONER,
    "developer-empty": PrinterCondition.OUT_OF_TONER,
    "connecting-to-device": PrinterCondition.UNREACHABLE,
    "offline": PrinterCondition.UNREACHABLE,
    "timed-out": PrinterCondition.UNREACHABLE,
    "paused": PrinterCondition.STOPPED,
    "moving-to-paused": PrinterCondition.STOPPED,
    "shutdown": PrinterCondition.STOPPED,
    "output-area-full": PrinterCondition.STOPPED,
    "printer-stopped": PrinterCondition.STOPPED,
}
_TRAY_ONLY = frozenset({"media-empty", "input-tray-missing"})
"""True of one tray of several while another feeds, unless the printer stands still."""
_PAPER_LOW = "media-low"
_MERE_NEWS = frozenset(
    {
        "none", "media-low", "toner-low", "marker-supply-low", "marker-waste-almost-full",
        "developer-low", "output-area-almost-full", "job-incoming", "job-printing", "job-queued",
        "job-spooling", "job-interpreting", "job-transforming", "job-fetching",
        "job-completed-successfully", "processing-to-stop-point", "queued-in-device",
        "cups-waiting-for-job-completed",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Words:
    """The printer's own state and reasons out of one answer."""

    state: int
    reasons: tuple[str, ...]

    @property
    def obstacle(self) -> PrinterCondition | None:
        """What a person has to remove, the surest sign first."""
        for keyword, condition in _OBSTACLES.items():
            if any(self._is_in_the_way(keyword, reason) for reason in self.reasons):
                return condition
        return None

    def _is_in_the_way(self, keyword: str, reason: str) -> bool:
        name, severity = _split(reason)
        if name != keyword:
            return False
        is_certain = severity in {"", "error"} or self.state == _Printer.STOPPED
        return is_certain or name not in _TRAY_ONLY

    @property
    def has_unknown_error(self) -> bool:
        """Whether something is wrong that the tables do not know."""
        return any(
            name not in _OBSTACLES and name not in _MERE_NEWS and severity in {"", "error"}
            for name, severity in map(_split, self.reasons)
        )


def job_status(job_id: str, job: Message, printer: Message | None) -> JobStatus:
    """Fold a Get-Job-Attributes and, for a job not final, a Get-Printer-Attributes answer."""
    number = _number(job, GroupTag.JOB, "job-state")
    job_reasons = _words(job, GroupTag.JOB, "job-state-reasons")
    about = _printer_words(printer) if printer else _Words(0, ())
    return JobStatus(
        state=_FINAL.get(number) or _waiting_state(number, job_reasons, about),
        job_id=job_id,
        reasons=tuple(dict.fromkeys((*job_reasons, *about.reasons))),
        pages_done=_pages_done(job),
        note="".join(_words(job, GroupTag.JOB, "job-printer-state-message")),
    )


def _waiting_state(number: int, job_reasons: tuple[str, ...], printer: _Words) -> PrintState:
    everything = _Words(printer.state, (*printer.reasons, *job_reasons))
    if everything.obstacle and everything.obstacle.obstacle:
        return everything.obstacle.obstacle
    if printer.state == _Printer.STOPPED:
        return PrintState.UNKNOWN
    if number == _Job.PROCESSING:
        return PrintState.UNKNOWN if printer.has_unknown_error else PrintState.PRINTING
    if number == _Job.PENDING:
        return PrintState.UNKNOWN if printer.has_unknown_error else PrintState.QUEUED
    return PrintState.STOPPED if number == _Job.HELD and not job_reasons else PrintState.UNKNOWN


def printer_health(answer: Message) -> PrinterHealth:
    """Read a Get-Printer-Attributes answer."""
    words = _printer_words(answer)
    queued = _number(answer, GroupTag.PRINTER, "queued-job-count")
    model = answer.values(GroupTag.PRINTER, "printer-make-and-model")
    return PrinterHealth(
        condition=_condition(answer, words),
        reasons=words.reasons,
        model=str(model[0]) if model else "",
        queued=max(queued, 0),
    )


def _condition(answer: Message, words: _Words) -> PrinterCondition:
    formats = answer.values(GroupTag.PRINTER, "document-format-supported")
    if formats and PDF not in formats:
        return PrinterCondition.UNSUITABLE
    if words.obstacle:
        return words.obstacle
    if words.state not in {_Printer.IDLE, _Printer.PROCESSING} or words.has_unknown_error:
        return PrinterCondition.UNKNOWN
    if words.state == _Printer.PROCESSING:
        return PrinterCondition.BUSY
    is_low = any(_split(reason)[0] == _PAPER_LOW for reason in words.reasons)
    return PrinterCondition.PAPER_LOW if is_low else PrinterCondition.READY


def _printer_words(answer: Message) -> _Words:
    return _Words(
        _number(answer, GroupTag.PRINTER, "printer-state"),
        _words(answer, GroupTag.PRINTER, "printer-state-reasons"),
    )


def _words(message: Message, group: GroupTag, name: str) -> tuple[str, ...]:
    return tuple(
        word
        for word in message.values(group, name)
        if isinstance(word, str) and word not in {"", "none"}
    )


def _number(message: Message, group: GroupTag, name: str) -> int:
    """Return the first value, or -1 where the printer said nothing usable."""
    for value in message.values(group, name)[:1]:
        if isinstance(value, int):
            return value
    return -1


def _pages_done(job: Message) -> int | None:
    for name in ("job-impressions-completed", "job-media-sheets-completed"):
        if (count := _number(job, GroupTag.JOB, name)) >= 0:
            return count
    return None


def _split(reason: str) -> tuple[str, str]:
    """Separate a reason from its severity, for example `media-empty-error`."""
    name, dash, severity = reason.rpartition("-")
    if dash and severity in {"report", "warning", "error"}:
        return name, severity
    return reason, ""
