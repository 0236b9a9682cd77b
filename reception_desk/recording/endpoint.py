"""Where the recorder listens: a local socket, and a small file that says where and with what word.

JSON lines, version 1. A request is `{"v": 1, "token": …, "do": …, …}`; an answer has `ok`, and
`size` where bytes follow. The file is readable by its user only; so is the socket where the system
has local ones, and elsewhere the token keeps others out.
"""

import json
import os
import secrets
import socket
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from reception_desk.recording.seal import write_whole

VERSION = 1
STATE = "recorder.json"
LOCK = "recorder.lock"
HAS_LOCAL_SOCKETS = hasattr(socket, "AF_UNIX") and os.name != "nt"


class RecorderRunningError(Exception):
    """Another recorder has this folder."""


@dataclass(frozen=True, slots=True)
class RecorderState:
    """What the file says: `order` is of a recording that has not been sealed, else None."""

    pid: int
    address: str
    token: str
    order: dict[str, Any] | None = None
    version: int = VERSION


def read_state(home: Path) -> RecorderState | None:
    """Return what the last recorder said of itself; None when there was none."""
    try:
        return RecorderState(**json.loads((home / STATE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_state(home: Path, state: RecorderState) -> None:
    """Write the file whole; raises `OSError`."""
    write_whole(home / STATE, json.dumps(asdict(state), ensure_ascii=False).encode())


def listen(*, is_local: bool = HAS_LOCAL_SOCKETS) -> tuple[socket.socket, str]:
    """Return a socket that listens and its address."""
    if is_local:
        # A path in the desk's home may be longer than the 107 bytes such an address can hold.
        path = str(Path(tempfile.mkdtemp(prefix="desk-recorder-")) / "control")
        server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        server.bind(path)
        server.listen()
        return server, f"unix:{path}"
    server = socket.create_server(("127.0.0.1", 0))
    return server, f"tcp:{server.getsockname()[1]}"


def stop_listening(server: socket.socket, address: str) -> None:
    """Close the socket and take its name away."""
    with suppress(OSError):
        server.shutdown(socket.SHUT_RDWR)
    server.close()
    clear_name(address)


def clear_name(address: str) -> None:
    """Take away the name of a socket that nobody listens to any more."""
    kind, _, place = address.partition(":")
    if kind == "unix":
        with suppress(OSError):
            Path(place).unlink()
            Path(place).parent.rmdir()


def connect(address: str, timeout: float) -> socket.socket:
    """Connect to a recorder; raises `OSError`."""
    kind, _, place = address.partition(":")
    if kind == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(timeout)
        try:
            line.connect(place)
        except OSError:
            line.close()
            raise
        return line
    return socket.create_connection(("127.0.0.1", int(place)), timeout=timeout)


def new_token() -> str:
    """Return a word nobody can guess."""
    return secrets.token_hex(16)


class HomeLock:
    """One recorder for a home; the system lets go of it even when the recorder is killed."""

    def __init__(self, home: Path) -> None:
        """Take the lock; raises `RecorderRunningError`, `OSError`."""
        self._descriptor = os.open(home / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._descriptor)
        except OSError as error:
            os.close(self._descriptor)
            raise RecorderRunningError from error

    def release(self) -> None:
        """Let another recorder take it."""
        os.close(self._descriptor)


if os.name == "nt":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
