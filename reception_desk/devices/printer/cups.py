"""The system's print queues where CUPS keeps them, as on Linux.

Such a queue is an IPP printer of this machine: the PDF itself goes there, and the job is asked
about (`ipp.py`).
"""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from reception_desk.devices.printer.ipp_codec import Attribute, GroupTag, ValueTag
from reception_desk.devices.printer.ipp_exchange import IppExchange, Operation, Patience
from reception_desk.errors import DeviceError

SOCKET_FILE = "/run/cups/cups.sock"
ADDRESS = "localhost:631"


@dataclass(frozen=True, slots=True)
class CupsServer:
    """The CUPS of this machine; with a `socket_file` the address is only a name."""

    address: str
    socket_file: str = ""

    def queue_url(self, name: str) -> str:
        """Return the IPP address of a queue."""
        return f"ipp://{self.address}/printers/{quote(name)}"


def is_cups_here() -> bool:
    """Whether queues of this system are those of CUPS, running or not."""
    return sys.platform == "linux"


def cups_server() -> CupsServer:
    """Return where CUPS listens: as `CUPS_SERVER` says (a host with or without port, or a file).

    Its socket file goes before its port: a CUPS that is started by the first caller and ends
    when idle listens only there.
    """
    told = os.environ.get("CUPS_SERVER", "")
    if told and not told.startswith("/"):
        return CupsServer(told)
    socket_file = told or SOCKET_FILE
    return CupsServer(ADDRESS, socket_file if told or Path(socket_file).exists() else "")


def cups_queue_names() -> list[str]:
    """Return the names of the queues, none where no CUPS answers."""
    server = cups_server()
    exchange = IppExchange(f"ipp://{server.address}/", Patience(), server.socket_file)
    wanted = Attribute("requested-attributes", ValueTag.KEYWORD, ("printer-name",))
    try:
        answer = exchange.ask(Operation.CUPS_GET_PRINTERS, wanted)
    except DeviceError:
        return []
    return [
        str(attribute.values[0])
        for group in answer.groups
        if group.tag == GroupTag.PRINTER
        for attribute in group.attributes
        if attribute.name == "printer-name"
    ]
