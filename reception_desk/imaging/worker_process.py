"""A child process of ours that speaks JSON lines and length-prefixed bytes, seen from both ends.

Libraries that crash, hang or grow live in one: the scanner's driver and the reading of text.
"""

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from reception_desk.config import PACKAGE

EXIT_SECONDS = 5.0


class WorkerDiedError(Exception):
    """The process ended, by itself or killed, before it answered."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One message: its event, its values and the raw bytes that followed."""

    event: str
    values: dict[str, Any]
    payload: bytes


class WorkerProcess:
    """Owns the process, its two pipes and the one thread that empties them.

    stderr stays the desk's own. The process leads a group, so that what a driver forks ends
    with it, and hears no Ctrl+C of the terminal.
    """

    def __init__(
        self, module: str, *arguments: str, environment: Mapping[str, str] | None = None
    ) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(PACKAGE.parent), **(environment or {})},
            start_new_session=True,
        )
        self._stdin = cast("BinaryIO", self._process.stdin)
        self._stdout = cast("BinaryIO", self._process.stdout)
        self._answers: queue.SimpleQueue[Answer | None] = queue.SimpleQueue()
        self._pump = threading.Thread(
            target=self._receive_all, name=module.rpartition(".")[2], daemon=True
        )
        self._pump.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_fit(self) -> bool:
        """Whether the process still takes commands: neither dismissed nor ended by itself."""
        return self._pump.is_alive() and not self._stdin.closed

    def send(self, command: Mapping[str, Any]) -> None:
        """Send one command; raises `WorkerDiedError`."""
        try:
            self._stdin.write(json.dumps(command).encode() + b"\n")
            self._stdin.flush()
        except OSError as error:
            raise WorkerDiedError from error

    def post(self, command: Mapping[str, Any], payload: bytes) -> None:
        """Send a command and bytes without waiting for a process that may hang.

        `size` of the command says how many bytes follow. Nothing else is sent before the answer;
        `receive` tells of a process that died meanwhile.
        """
        threading.Thread(
            target=self._send_all, args=(command, payload), name="payload", daemon=True
        ).start()

    def receive(self, timeout: float) -> Answer | None:
        """Return the next answer, or None after `timeout` seconds; raises `WorkerDiedError`."""
        try:
            answer = self._answers.get(timeout=timeout)
        except queue.Empty:
            return None
        if answer is None:
            raise WorkerDiedError
        return answer

    def dismiss(self) -> None:
        """Tell the worker to put its device to rest and end; does not wait."""
        with contextlib.suppress(BrokenPipeError):
            self._stdin.close()

    def close(self) -> None:
        """Dismiss the worker and wait; kill it when it does not end."""
        self.dismiss()
        self._pump.join(EXIT_SECONDS)
        self.kill()

    def kill(self) -> None:
        """End the process and all it forked, at once."""
        if self._process.returncode is None:
            _kill_group(self._process)
        self._process.wait()
        self._pump.join()
        self.dismiss()
        self._stdout.close()

    def _send_all(self, command: Mapping[str, Any], payload: bytes) -> None:
        head = json.dumps({**command, "size": len(payload)}).encode() + b"\n"
        # A dead process breaks the pipe, a dismissed one has it closed.
        with contextlib.suppress(OSError, ValueError):
            self._stdin.write(head + payload)
            self._stdin.flush()

    def _receive_all(self) -> None:
        for line in self._stdout:
            if not line.endswith(b"\n"):
                break
            values = json.loads(line)
            payload = self._stdout.read(values.pop("size"))
            self._answers.put(Answer(values.pop("event"), values, payload))
        self._answers.put(None)


def own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return commands and answers, in the worker; what a library prints goes to stderr."""
    commands = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    return commands, answers


def write_answer(
    answers: BinaryIO, event: str, payload: bytes | bytearray = b"", /, **values: Any
) -> None:
    """Send one answer, in the worker: a JSON line, then the payload it announces."""
    head = json.dumps({"event": event, "size": len(payload), **values})
    answers.write(head.encode() + b"\n" + payload)
    answers.flush()


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
