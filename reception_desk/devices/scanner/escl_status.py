"""What an eSCL scanner says about itself when a request was refused (ScannerStatus)."""

from dataclasses import dataclass

from reception_desk.devices.scanner.escl_xml import read_xml, text_of, texts_of
from reception_desk.records.scanning import PaperSource, ScanOutcome

FEEDER_TROUBLES = {
    "ScannerAdfJam": ScanOutcome.JAMMED,
    "ScannerAdfMispick": ScanOutcome.JAMMED,
    "ScannerAdfMultipickDetected": ScanOutcome.JAMMED,
    "ScannerAdfInputTrayFailed": ScanOutcome.JAMMED,
    "ScannerAdfInputTrayOverloaded": ScanOutcome.JAMMED,
    "ScannerAdfDuplexPageTooShort": ScanOutcome.JAMMED,
    "ScannerAdfDuplexPageTooLong": ScanOutcome.JAMMED,
    "ScannerAdfHatchOpen": ScanOutcome.COVER_OPEN,
    "ScannerAdfDoorOpen": ScanOutcome.COVER_OPEN,
}
STATE_REASONS = {
    "MediaJam": ScanOutcome.JAMMED,
    "CoverOpen": ScanOutcome.COVER_OPEN,
    "InterlockOpen": ScanOutcome.COVER_OPEN,
}
BUSY_STATES = {"Processing", "Testing"}
"""Testing is how some say that the lamp warms up."""


@dataclass(frozen=True, slots=True)
class ScannerStatus:
    """The device's own words; `job_states` by the last part of the job's address."""

    state: str
    feeder_state: str
    reasons: tuple[str, ...]
    job_states: dict[str, str]

    @property
    def is_feeder_empty(self) -> bool:
        return self.feeder_state == "ScannerAdfEmpty"

    @property
    def is_busy(self) -> bool:
        return self.state in BUSY_STATES

    def trouble(self, source: PaperSource) -> ScanOutcome | None:
        """Return what a person has to put right, or None when the device names nothing.

        A jam or an open cover of the feeder stops the glass too; an empty feeder does not.
        """
        if self.feeder_state in FEEDER_TROUBLES:
            return FEEDER_TROUBLES[self.feeder_state]
        for reason in self.reasons:
            if reason in STATE_REASONS:
                return STATE_REASONS[reason]
        if source.is_feeder and self.is_feeder_empty:
            return ScanOutcome.NO_DOCUMENTS
        return None

    def was_cancelled(self, job: str) -> bool:
        """Whether somebody stopped this job at the device itself."""
        return self.job_states.get(_last_part(job)) == "Canceled"


def read_status(data: bytes) -> ScannerStatus:
    """Raises `EsclSyntaxError`."""
    tree = read_xml(data, "ScannerStatus")
    return ScannerStatus(
        state=text_of(tree, "State"),
        feeder_state=text_of(tree, "AdfState"),
        reasons=tuple(texts_of(tree, "StateReason")),
        job_states={
            _last_part(text_of(job, "JobUri")): text_of(job, "JobState")
            for job in tree.iter("JobInfo")
        },
    )


def _last_part(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]
