"""The printer of a desk that has none."""

from reception_desk.devices.printer.port import OnStatus
from reception_desk.errors import DeviceError
from reception_desk.records.printing import (
    JobStatus,
    PrinterCondition,
    PrinterHealth,
    PrintJob,
    PrintState,
)


class NullPrinter:
    """Takes nothing and says so."""

    def print_pdf(
        self,
        pdf: bytes,  # noqa: ARG002 (the shape of `Printer`)
        title: str,  # noqa: ARG002
        copies: int = 1,  # noqa: ARG002
        on_status: OnStatus | None = None,  # noqa: ARG002
    ) -> PrintJob:
        """Raise `DeviceError` always."""
        raise DeviceError(
            "没有设置打印机。", saved="文书已保存。", advice="请在“设置”中选择打印机。"
        )

    def status(self, job: PrintJob) -> JobStatus:
        """Nobody knows about jobs of a printer that was taken out of the settings."""
        return JobStatus(PrintState.UNCONFIRMED, job.id)

    def cancel(self, job: PrintJob) -> JobStatus:
        return JobStatus(PrintState.UNCONFIRMED, job.id)

    def check(self) -> PrinterHealth:
        return PrinterHealth(PrinterCondition.NOT_CONFIGURED)

    def close(self) -> None:
        """There is no line."""
