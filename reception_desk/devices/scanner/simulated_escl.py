"""A network scanner on a loopback port: a real eSCL server, to try the desk and to test with."""

import contextlib
import ssl
import sys
import threading
from collections.abc import Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self, cast

from reception_desk.config import ScannerSettings
from reception_desk.devices.scanner.escl import EsclScanner
from reception_desk.devices.scanner.escl_exchange import Patience
from reception_desk.devices.scanner.simulated_escl_device import EsclDevice, Fault
from reception_desk.records.scanning import ScanOutcome

ROOT = "/eSCL"
POLL_SECONDS = 0.02
BEYOND_ALL_MEASURE = 1 << 40


FAULTS = {
    ScanOutcome.CANCELLED: Fault.CANCELLED_AT_DEVICE,
    ScanOutcome.NO_DOCUMENTS: Fault.NO_PAPER,
    ScanOutcome.JAMMED: Fault.JAM,
    ScanOutcome.COVER_OPEN: Fault.COVER_OPEN,
    ScanOutcome.DEVICE_BUSY: Fault.BUSY,
    ScanOutcome.IO_ERROR: Fault.CUT,
    ScanOutcome.ACCESS_DENIED: Fault.FORBIDDEN,
    ScanOutcome.OUT_OF_MEMORY: Fault.TOO_LARGE,
    ScanOutcome.UNKNOWN: Fault.REFUSED,
}


class SimulatedEsclScanner(EsclDevice):
    """Serves in threads of its own between `with` and its end; with a `context` over https."""

    def __init__(self, sheets: int = 0, context: ssl.SSLContext | None = None) -> None:
        super().__init__(sheets)
        self._server = _Server(self, context)
        scheme = "https" if context else "http"
        self.url = f"{scheme}://127.0.0.1:{self._server.server_port}{ROOT}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(POLL_SECONDS,), name="simulated-escl"
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.let_go.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class EsclTestScanner(EsclScanner):
    """The scanner's client with a device of its own; `fault` goes through the real path."""

    def __init__(self, patience: Patience | None = None) -> None:
        self.device = SimulatedEsclScanner()
        self._stack = contextlib.ExitStack()
        self._stack.enter_context(self.device)
        settings = ScannerSettings(kind="escl", device=self.device.url)
        super().__init__(settings, patience=patience)
        self._fault: ScanOutcome | None = None

    @property
    def fault(self) -> ScanOutcome | None:
        """How the next scans end; None for well."""
        return self._fault

    @fault.setter
    def fault(self, outcome: ScanOutcome | None) -> None:
        self._fault = outcome
        self.device.fault = FAULTS[outcome] if outcome else None

    def close(self) -> None:
        super().close()
        self._stack.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = False

    def __init__(self, device: SimulatedEsclScanner, context: ssl.SSLContext | None) -> None:
        self.device = device
        super().__init__(("127.0.0.1", 0), _Handler)
        if context:
            self.socket = context.wrap_socket(
                self.socket, server_side=True, do_handshake_on_connect=False
            )

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that leaves is no error of the scanner."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 30

    @property
    def device(self) -> SimulatedEsclScanner:
        return cast("_Server", self.server).device

    def do_GET(self) -> None:
        if self._is_silent():
            return
        name = self.path.removeprefix(ROOT)
        if name == "/ScannerCapabilities":
            self._answer(HTTPStatus.OK, self.device.capabilities().encode())
        elif name == "/ScannerStatus":
            self._answer(HTTPStatus.OK, self.device.status().encode())
        elif name.startswith("/ScanJobs/") and name.endswith("/NextDocument"):
            status, document = self.device.next_page(name.split("/")[2])
            self._answer(status, document, is_page=status is HTTPStatus.OK)
        else:
            self._answer(HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        settings = b"".join(self._body())
        if self._is_silent():
            return
        status, job = self.device.begin(settings)
        is_told = job and self.device.fault is not Fault.NO_LOCATION
        # Devices that stand behind a gateway name a host that only they know.
        self._answer(status, location=f"http://localhost{ROOT}/ScanJobs/{job}" if is_told else "")

    def do_DELETE(self) -> None:
        if self._is_silent():
            return
        self._answer(self.device.end(self.path.rpartition("/")[2]))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing is written to stderr."""

    def _is_silent(self) -> bool:
        if self.device.fault is not Fault.SILENT:
            return False
        self.close_connection = True
        return self.device.let_go.wait()

    def _body(self) -> Iterator[bytes]:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            yield self.rfile.read(int(self.headers.get("Content-Length", "0")))
            return
        while size := int(self.rfile.readline(), 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()

    def _answer(
        self, status: HTTPStatus, body: bytes = b"", location: str = "", *, is_page: bool = False
    ) -> None:
        fault = self.device.fault
        is_unsized = is_page and fault is Fault.UNSIZED
        self.close_connection = True
        self.send_response(status)
        self.send_header("Connection", "close")
        if location:
            self.send_header("Location", location)
        if body:
            self.send_header("Content-Type", _type_of(body))
        if is_unsized:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            is_giant = is_page and fault is Fault.TOO_LARGE
            self.send_header("Content-Length", str(BEYOND_ALL_MEASURE if is_giant else len(body)))
        self.end_headers()
        self._send(body, fault, is_page=is_page)

    def _send(self, body: bytes, fault: Fault | None, *, is_page: bool) -> None:
        half = len(body) // 2
        if fault is Fault.DRIPPING:
            for place in range(len(body)):
                self.wfile.write(body[place : place + 1])
        elif is_page and fault is Fault.UNSIZED:
            for part in (body[:half], body[half:], b""):
                self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
        elif is_page and fault in {Fault.CUT, Fault.STALLED}:
            self.wfile.write(body[:half])
            if fault is Fault.STALLED:
                self.device.let_go.wait()
        else:
            self.wfile.write(body)


def _type_of(body: bytes) -> str:
    kinds = {b"\xff\xd8": "image/jpeg", b"\x89P": "image/png", b"%P": "application/pdf"}
    return kinds.get(body[:2], "text/xml")
