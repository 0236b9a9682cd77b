"""One HTTP request to a scanner and its answer: bounded in time and size, cancelled at any byte."""

import http.client
import io
import logging
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import Any

from reception_desk.devices.scanner.escl_address import EsclAddress
from reception_desk.devices.scanner.protocol import ScanError
from reception_desk.records.scanning import ScanOutcome

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.1
"""How soon a wait for the next byte notices that it is over."""
CHUNK = 65536
MESSAGE_BYTES = 1 << 20

ByteListener = Callable[[int, int], None]
"""Told how many bytes of a document have come, and how many will (0: not said)."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds for a connection, a whole message, silence within a page, a whole page,
    a scanner that says it is busy, and between two tries."""

    connection: float = 5.0
    message: float = 15.0
    stall: float = 60.0
    page: float = 600.0
    busy: float = 10.0
    pause: float = 1.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came; `outcome` is `ok` when it is whole, else what ended it after the head."""

    status: int
    location: str
    body: bytes
    outcome: ScanOutcome


class EsclAwayError(ScanError):
    """Nobody takes the connection; nothing was sent."""

    def __init__(self) -> None:
        super().__init__(ScanOutcome.NO_SUCH_DEVICE, "这个地址没有应答。")


class Watch:
    """Looks at the time and at the person while bytes are awaited."""

    def __init__(self, whole: float, silence: float, cancelled: Event | None = None) -> None:
        self._end = time.monotonic() + whole
        self._silence = silence
        self._silent_until = time.monotonic() + silence
        self._cancelled = cancelled

    def heard(self) -> None:
        self._silent_until = time.monotonic() + self._silence

    def look(self) -> None:
        """Raises `ScanError` when it is time to stop."""
        if self._cancelled and self._cancelled.is_set():
            raise ScanError(ScanOutcome.CANCELLED)
        if time.monotonic() >= min(self._end, self._silent_until):
            raise ScanError(ScanOutcome.TIMED_OUT)


class EsclExchange:
    """Every request has its own connection: a device that lost the last one is asked anew.

    The certificate of a scanner is made by itself and renewed by itself, and no authority knows
    it: nothing it says can be verified. https is therefore taken as a curtain against listeners
    on the line, not as a proof of who answers, and any certificate will do. Who needs the proof
    keeps scanners in a network of their own.
    """

    def __init__(self, address: EsclAddress, patience: Patience) -> None:
        self._address = address
        self._patience = patience

    def message(self, path: str) -> Answer:
        """GET a short message whole. Raises `ScanError`."""
        answer = self.ask("GET", path)
        if answer.outcome is not ScanOutcome.OK:
            raise ScanError(answer.outcome)
        return answer

    def ask(self, method: str, path: str, body: bytes = b"") -> Answer:
        """Send a request that is answered shortly. Raises `ScanError` when no answer begins.

        It is not cancelled: a job whose address never arrived could not be deleted.
        """
        seconds = self._patience.message
        return self._exchange(method, path, Watch(seconds, seconds), MESSAGE_BYTES, body=body)

    def document(self, path: str, cancelled: Event, limit: int, on_bytes: ByteListener) -> Answer:
        """GET a page; `out_of_memory` beyond `limit` bytes. Raises `ScanError` like `ask`."""
        watch = Watch(self._patience.page, self._patience.stall, cancelled)
        return self._exchange("GET", path, watch, limit, on_bytes=on_bytes)

    def _exchange(
        self,
        method: str,
        path: str,
        watch: Watch,
        limit: int,
        *,
        body: bytes = b"",
        on_bytes: ByteListener | None = None,
    ) -> Answer:
        connection = self._connected(watch)
        try:
            headers = {"Content-Type": "text/xml"} if body else {}
            connection.request(method, path, body or None, {**headers, "Connection": "close"})
            with connection.getresponse() as response:
                is_page = response.status == http.client.OK
                data, outcome = _read(response, limit, on_bytes if is_page else None)
        except TimeoutError as error:
            raise ScanError(ScanOutcome.TIMED_OUT) from error
        except (OSError, http.client.HTTPException) as error:
            log.info("no answer from %s: %s", self._address, error)
            raise ScanError(ScanOutcome.IO_ERROR) from error
        finally:
            connection.close()
        return Answer(response.status, response.getheader("Location", ""), data, outcome)

    def _connected(self, watch: Watch) -> http.client.HTTPConnection:
        connection = self._connection()
        connection.response_class = _watched_responses(watch)
        try:
            connection.connect()
        except (OSError, UnicodeError) as error:
            is_mute = isinstance(error, TimeoutError) and connection.sock is not None
            connection.close()
            log.info("scanner %s is away: %s", self._address, error)
            raise (ScanError(ScanOutcome.TIMED_OUT) if is_mute else EsclAwayError()) from error
        connection.sock.settimeout(LOOK_SECONDS)
        return connection

    def _connection(self) -> http.client.HTTPConnection:
        host, port, seconds = self._address.host, self._address.port, self._patience.connection
        if self._address.scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=seconds)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return http.client.HTTPSConnection(host, port, timeout=seconds, context=context)


class _WatchedStream(io.RawIOBase):
    """Bytes of a socket with a short time-out: each wait is cut into short looks."""

    def __init__(self, connected: socket.socket, hold: io.IOBase, watch: Watch) -> None:
        self._socket = connected
        self._hold = hold
        self._watch = watch

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        while True:
            self._watch.look()
            try:
                size = self._socket.recv_into(buffer)
            except TimeoutError:
                continue
            self._watch.heard()
            return size

    def close(self) -> None:
        self._hold.close()
        super().close()


def _watched_responses(watch: Watch) -> type[http.client.HTTPResponse]:
    class WatchedResponse(http.client.HTTPResponse):
        def __init__(self, sock: socket.socket, debuglevel: int = 0, **request: str | None) -> None:
            super().__init__(sock, debuglevel, **request)
            # The file made by the base class keeps the socket open until the answer is read.
            self.fp = io.BufferedReader(_WatchedStream(sock, self.fp, watch))

    return WatchedResponse


def _read(
    response: http.client.HTTPResponse, limit: int, on_bytes: ByteListener | None
) -> tuple[bytes, ScanOutcome]:
    """Return the bytes of the body and how they ended."""
    total = response.length or 0
    data = bytearray()
    if total > limit:
        return b"", ScanOutcome.OUT_OF_MEMORY
    try:
        while chunk := response.read1(CHUNK):
            data += chunk
            if len(data) > limit:
                return b"", ScanOutcome.OUT_OF_MEMORY
            if on_bytes:
                on_bytes(len(data), total)
    except ScanError as error:
        return bytes(data), error.outcome
    except (OSError, http.client.HTTPException) as error:
        log.info("an answer was cut after %d bytes: %s", len(data), error)
        return bytes(data), ScanOutcome.IO_ERROR
    is_short = len(data) < total
    return bytes(data), ScanOutcome.IO_ERROR if is_short else ScanOutcome.OK
