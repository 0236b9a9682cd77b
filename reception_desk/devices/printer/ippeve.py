"""A real IPP Everywhere printer on a loopback port: `ippeveprinter` of the CUPS project.

A whole IPP server, not an imitation; what it prints lands in a folder. Its print command
waits while a fault lies in the folder, so that paper can run out and come back. A job that is
cancelled after its print command began is reported as cancelled and comes out all the same.
"""

import logging
import os
import socket
import tempfile
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import Self

from reception_desk.devices.printer.child import Child
from reception_desk.devices.printer.dns_sd import START_SECONDS, private_dns_sd
from reception_desk.errors import DeviceError

log = logging.getLogger(__name__)

PROGRAM = "ippeveprinter"
PACKAGE = "cups-ipp-utils"
MODEL = "Reception Loopback"
_READY = "printer-uuid="
# What is printed is renamed, so that it is whole when it appears.
_COMMAND = r"""#!/bin/sh
folder=$(dirname "$0")
shown=
while [ -s "$folder/fault" ]; do
  reason=$(cat "$folder/fault")
  if [ "$reason" != "$shown" ]; then
    [ -z "$shown" ] || echo "STATE: -$shown" >&2
    echo "STATE: +$reason" >&2
    shown=$reason
  fi
  sleep 0.1
done
[ -z "$shown" ] || echo "STATE: -$shown" >&2
pages=$(grep -aoE '/Type */Page([^s]|$)' "$1" | wc -l)
echo "ATTR: job-impressions=$pages job-impressions-completed=$pages" >&2
cp "$1" "$folder/arriving" && mv "$folder/arriving" "$folder/printed/$IPP_JOB_ID.pdf"
"""
# The program's own paper is American; a file of attributes replaces all of its own.
_ATTRIBUTES = f"""ATTR text printer-make-and-model "{MODEL}"
ATTR mimeMediaType document-format-supported application/pdf
ATTR rangeOfInteger copies-supported 1-999
ATTR keyword sides-supported one-sided,two-sided-long-edge
ATTR keyword media-default iso_a4_210x297mm
ATTR keyword media-ready iso_a4_210x297mm,iso_a5_148x210mm
ATTR keyword media-supported iso_a4_210x297mm,iso_a5_148x210mm
ATTR keyword media-source-supported auto,tray-1,tray-2
ATTR keyword media-col-supported media-size,media-source
ATTR collection media-size-supported {{
  MEMBER integer x-dimension 21000
  MEMBER integer y-dimension 29700
}},{{
  MEMBER integer x-dimension 14800
  MEMBER integer y-dimension 21000
}}
"""


class IppFault(StrEnum):
    """What stops the printer; the values are `printer-state-reasons`."""

    PAPER_OUT = "media-empty-error,media-needed-report"
    COVER_OPEN = "cover-open-error"
    JAM = "media-jam-error"


class LoopbackIppPrinter:
    """Runs from `with` to its end and leaves nothing behind.

    Entering raises `DeviceError` where the program is missing or cannot run.
    """

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._folder = Path()
        self.url = ""
        """The address for `PrinterSettings.url`, known once it runs."""

    def add_fault(self, fault: IppFault) -> None:
        """Take the paper out …; a job that is already past this point comes out."""
        arriving = self._folder / "fault.new"
        arriving.write_text(fault.value, encoding="ascii")
        arriving.replace(self._folder / "fault")

    def remove_fault(self) -> None:
        """… and put it right again; what waits is printed."""
        (self._folder / "fault").unlink(missing_ok=True)

    def printed(self, job_id: str) -> bytes | None:
        """Return the document of a job as it came out, or None while it has not."""
        path = self._folder / "printed" / f"{job_id}.pdf"
        return path.read_bytes() if path.exists() else None

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="desk-printer-"))
            self._folder = Path(folder)
            for name in ("spool", "printed"):
                (self._folder / name).mkdir()
            (self._folder / "attributes").write_text(_ATTRIBUTES, encoding="ascii")
            command = self._folder / "command"
            command.write_text(_COMMAND, encoding="ascii")
            command.chmod(0o700)
            self._start(stack)
            # The print command looks for the fault and must end before its folder goes.
            stack.callback(self.remove_fault)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _start(self, stack: ExitStack) -> None:
        """Start the printer with the system's DNS-SD, or else with a private one."""
        if self._try_to_start(stack, dict(os.environ)):
            return
        log.info("no DNS-SD on this machine, starting a private one")
        environment = stack.enter_context(private_dns_sd())
        if not self._try_to_start(stack, environment):
            raise DeviceError(
                "模拟的 A4 打印机无法启动。", advice=f"请重新安装软件包 {PACKAGE} 后再试。"
            )

    def _try_to_start(self, stack: ExitStack, environment: dict[str, str]) -> bool:
        port = _free_port()
        options = {
            "-p": str(port), "-n": "localhost", "-r": "off",
            "-d": str(self._folder / "spool"), "-c": str(self._folder / "command"),
            "-a": str(self._folder / "attributes"),
        }  # fmt: skip
        flags = [part for option in options.items() for part in option]
        try:
            child = Child([PROGRAM, *flags, "-v", MODEL], _READY, environment)
        except FileNotFoundError as error:
            raise DeviceError(
                "没有安装模拟的 A4 打印机。", advice=f"请安装软件包 {PACKAGE}。"
            ) from error
        if not child.wait_until_ready(START_SECONDS):
            log.info("%s said: %s", PROGRAM, child.says)
            child.stop()
            return False
        stack.callback(child.stop)
        self.url = f"ipp://localhost:{port}/ipp/print"
        return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
