"""HTTP as it comes from devices that are slow, broken or hostile, and from those that are none."""

import itertools
import socket
import threading
from collections.abc import Iterator

import pytest

from reception_desk.devices.scanner.escl_address import read_address
from reception_desk.devices.scanner.escl_exchange import Answer, EsclExchange, Patience
from reception_desk.devices.scanner.protocol import ScanError
from reception_desk.records.scanning import ScanOutcome

QUICK = Patience(connection=1.0, message=0.4, stall=0.3, page=0.6)
HEAD = b"HTTP/1.1 200 OK\r\n"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class Mouth:
    """A port that answers every request with the same bytes, then hangs up."""

    def __init__(self) -> None:
        self.pieces: Iterator[bytes] = iter(())
        self._listener = socket.create_server(("127.0.0.1", 0))
        port = self._listener.getsockname()[1]
        self.exchange = EsclExchange(read_address(f"127.0.0.1:{port}"), QUICK)
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def _serve(self) -> None:
        try:
            caller, _address = self._listener.accept()
        except OSError:
            return
        with caller:
            caller.recv(65536)
            try:
                for piece in self.pieces:
                    caller.sendall(piece)
            except ConnectionError:
                return


@pytest.fixture
def mouth() -> Iterator[Mouth]:
    mouth = Mouth()
    yield mouth
    mouth.close()


def page(mouth: Mouth, limit: int = 1 << 20, cancelled: threading.Event | None = None) -> Answer:
    stop = cancelled or threading.Event()
    return mouth.exchange.document("/page", stop, limit, lambda _received, _total: None)


@pytest.mark.parametrize(
    ("pieces", "outcome"),
    [
        ([], ScanOutcome.IO_ERROR),
        ([b"\x00\x01\x02"], ScanOutcome.IO_ERROR),
        ([b"SSH-2.0-Scanner\r\n"], ScanOutcome.IO_ERROR),
        ([b"HTTP/1.1 999999 ?\r\n\r\n"], ScanOutcome.IO_ERROR),
        ([HEAD, b"X: y" * 40_000, b"\r\n\r\n"], ScanOutcome.IO_ERROR),
        ([HEAD, b"X: y\r\n" * 200, b"\r\n"], ScanOutcome.IO_ERROR),
        ([HEAD, b"Content-Length: 10\r\n\r\nhalf"], ScanOutcome.IO_ERROR),
        ([HEAD, b"Transfer-Encoding: chunked\r\n\r\n5\r\nha"], ScanOutcome.IO_ERROR),
        ([HEAD, b"Transfer-Encoding: chunked\r\n\r\nno size\r\n"], ScanOutcome.IO_ERROR),
    ],
)
def test_an_answer_that_is_none_is_a_lost_connection(
    mouth: Mouth, pieces: list[bytes], outcome: ScanOutcome
):
    mouth.pieces = iter(pieces)

    with pytest.raises(ScanError) as caught:
        mouth.exchange.message("/eSCL/ScannerCapabilities")

    assert caught.value.outcome is outcome


@pytest.mark.parametrize("piece", [CONTINUE, b"X"])
def test_a_head_that_never_ends_has_its_end(mouth: Mouth, piece: bytes):
    """Every byte resets a common time-out; the whole message has one of its own."""
    mouth.pieces = itertools.repeat(piece)

    with pytest.raises(ScanError) as caught:
        mouth.exchange.message("/eSCL/ScannerCapabilities")

    assert caught.value.outcome in {ScanOutcome.TIMED_OUT, ScanOutcome.IO_ERROR}


def test_a_message_beyond_all_measure_is_not_read(mouth: Mouth):
    mouth.pieces = itertools.chain([HEAD, b"\r\n"], itertools.repeat(b"<a>" * 10_000))

    with pytest.raises(ScanError) as caught:
        mouth.exchange.message("/eSCL/ScannerCapabilities")

    assert caught.value.outcome is ScanOutcome.OUT_OF_MEMORY


def test_a_page_that_never_ends_is_given_up_with_its_bytes(mouth: Mouth):
    mouth.pieces = itertools.chain([HEAD, b"\r\n"], itertools.repeat(b"\0"))

    answer = page(mouth, limit=1 << 30)

    assert answer.outcome is ScanOutcome.TIMED_OUT
    assert answer.body


def test_a_page_whose_length_nobody_said_ends_with_the_connection(mouth: Mouth):
    mouth.pieces = iter([HEAD, b"Content-Type: image/jpeg\r\n\r\n", b"all", b"of it"])

    assert page(mouth) == Answer(200, "", b"allof it", ScanOutcome.OK)


class CancelledAtTheThirdLook(threading.Event):
    """Somebody who presses 停止 while nothing has come yet."""

    looks = 0

    def is_set(self) -> bool:
        self.looks += 1
        return self.looks > 2


def test_a_wait_for_the_first_byte_can_be_cancelled(mouth: Mouth):
    end = threading.Event()
    mouth.pieces = iter(lambda: b"" if end.wait(5) else b"late", b"")

    with pytest.raises(ScanError) as caught:
        page(mouth, cancelled=CancelledAtTheThirdLook())
    end.set()

    assert caught.value.outcome is ScanOutcome.CANCELLED
