"""One IPP request and its answer over HTTP (RFC 8010 §3.1), with time limits."""

import http.client
import itertools
import logging
import socket
from dataclasses import dataclass
from enum import IntEnum
from urllib.parse import urlsplit

from reception_desk.devices.printer.ipp_codec import (
    Attribute,
    Group,
    GroupTag,
    IppSyntaxError,
    Message,
    ValueTag,
    decode,
    encode,
)
from reception_desk.devices.printer.ipp_refusals import KEPT, http_refusal, not_a_printer
from reception_desk.errors import DeviceError

log = logging.getLogger(__name__)

IPP_PORT = 631
DESK_USER = "reception-desk"
"""Said instead of a person's account name; CUPS lets only the same user cancel."""


class Operation(IntEnum):
    """Requests in use (RFC 8011 §4); CUPS has its own from 0x4000."""

    PRINT_JOB = 0x02
    CANCEL_JOB = 0x08
    GET_JOB_ATTRIBUTES = 0x09
    GET_PRINTER_ATTRIBUTES = 0x0B
    CUPS_GET_PRINTERS = 0x4002


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait for a connection and for each piece of an answer."""

    connection: float = 5.0
    answer: float = 20.0


class PrinterAwayError(DeviceError):
    """Nobody takes the connection; nothing was sent."""

    def __init__(self) -> None:
        super().__init__(
            "打印机无法连接。", saved=KEPT, advice="请检查打印机的电源和网线，再重新打印。"
        )


class PrinterSilentError(DeviceError):
    """The connection stands or stood, but no whole answer came: the job may have arrived."""

    def __init__(self) -> None:
        super().__init__(
            "打印机没有应答。", saved=KEPT, advice="请先看是否已经出纸，再决定是否重新打印。"
        )


class IppExchange:
    """Asks the printer at `ipp://host[:port]/path`; every request has its own connection.

    With a `socket_file` that file is called instead of the host.
    """

    def __init__(self, url: str, patience: Patience, socket_file: str = "") -> None:
        parts = urlsplit(url)
        if not parts.hostname:
            raise ValueError(f"no printer address: {url!r}")
        self.url = url
        self._host = parts.hostname
        self._port = parts.port or IPP_PORT
        self._path = parts.path or "/"
        self._patience = patience
        self._socket_file = socket_file
        self._request_ids = itertools.count(1)

    def ask(
        self,
        operation: Operation,
        *attributes: Attribute,
        job_id: str = "",
        template: tuple[Attribute, ...] = (),
        document: bytes = b"",
    ) -> Message:
        """Send a request and return the answer, whatever its status code.

        Raises `PrinterAwayError`, `PrinterSilentError`, or `DeviceError` when what answers
        is not a printer.
        """
        # RFC 8011 §4.1.4 and §4.1.5 fix the order: charset, language, target.
        head = [
            Attribute("attributes-charset", ValueTag.CHARSET, ("utf-8",)),
            Attribute("attributes-natural-language", ValueTag.LANGUAGE, ("zh-cn",)),
            Attribute("printer-uri", ValueTag.URI, (self.url,)),
        ]
        if job_id:
            head.append(Attribute("job-id", ValueTag.INTEGER, (int(job_id),)))
        head.append(Attribute("requesting-user-name", ValueTag.NAME, (DESK_USER,)))
        groups = [Group(GroupTag.OPERATION, (*head, *attributes))]
        if template:
            groups.append(Group(GroupTag.JOB, template))
        message = Message(operation, next(self._request_ids), tuple(groups))
        return self._post(encode(message) + document)

    def _connection(self) -> http.client.HTTPConnection:
        seconds = self._patience.connection
        if self._socket_file:
            return _FileConnection(self._socket_file, self._host, seconds)
        return http.client.HTTPConnection(self._host, self._port, timeout=seconds)

    def _post(self, body: bytes) -> Message:
        connection = self._connection()
        try:
            try:
                connection.connect()
            except OSError as error:
                log.info("printer %s is away: %s", self._host, error)
                raise PrinterAwayError from error
            connection.sock.settimeout(self._patience.answer)
            connection.request("POST", self._path, body, {"Content-Type": "application/ipp"})
            response = connection.getresponse()
            data = response.read()
        except (OSError, http.client.HTTPException) as error:
            log.info("printer %s is silent: %s", self._host, error)
            raise PrinterSilentError from error
        finally:
            connection.close()
        if response.status != http.client.OK:
            raise http_refusal(response.status)
        try:
            return decode(data)
        except IppSyntaxError as error:
            raise not_a_printer() from error


class _FileConnection(http.client.HTTPConnection):
    """HTTP over a socket file; the host is only said."""

    def __init__(self, socket_file: str, host: str, seconds: float) -> None:
        super().__init__(host, timeout=seconds)
        self._socket_file = socket_file

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._socket_file)
