"""The desk's side of the recorder: starts it, finds it again, asks it. Without Qt.

Every call waits for its answer, `stop` for the seal: a window asks from a lane of its own.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from reception_desk.config import PACKAGE
from reception_desk.errors import DeviceError
from reception_desk.recording import endpoint
from reception_desk.recording.endpoint import RecorderState
from reception_desk.recording.messages import mark_of, order_values, status_of
from reception_desk.records.recording import Mark, RecordingOrder, RecordingStatus

MODULE = "reception_desk.recording.server"
LOG = "recorder.log"
START_SECONDS = 20.0
ANSWER_SECONDS = 10.0
SEAL_SECONDS = 120.0
"""Hashing the last minute, hearing the monitor out, writing the seal."""
POLL_SECONDS = 0.05
DETACHED = getattr(subprocess, "DETACHED_PROCESS", 0)
"""On Windows, without the console of the desk; elsewhere a session of its own does that."""

_started: list[subprocess.Popen[bytes]] = []
"""Recorders of this program: kept, since they may outlive every client, and reaped when over."""


class RecorderLostError(DeviceError):
    """The recorder does not answer: it was ended or killed."""


class RecorderRefusedError(DeviceError):
    """The recorder answered with a sentence for the person."""


class RecorderClient:
    """Asks a running recorder; each question is a connection of its own."""

    def __init__(self, state: RecorderState) -> None:
        self._state = state

    @property
    def pid(self) -> int:
        return self._state.pid

    def start(self, order: RecordingOrder) -> None:
        """Begin to record; raises `RecorderRefusedError` with the reason, `RecorderLostError`."""
        self._ask("start", order=order_values(order))

    def pause(self, words: str) -> None:
        """Stop writing for a reason that is put on record."""
        self._ask("pause", words=words)

    def resume(self) -> None:
        """Go on after a pause, or after the recorder had died."""
        self._ask("resume")

    def stop(self) -> RecordingStatus:
        """End and seal; returns how it stands, with the root for the minutes."""
        return status_of(self._ask("stop", seconds=SEAL_SECONDS)[0])

    def status(self) -> RecordingStatus:
        """Return how it stands."""
        return status_of(self._ask("status")[0])

    def picture(self) -> bytes:
        """Return the last picture on the disk as JPEG; empty before the first."""
        return self._ask("picture")[1]

    def mark(self, reference: str) -> Mark:
        """Put a moment on record under the key of a note; on the disk when this returns."""
        return mark_of(self._ask("mark", reference=reference)[0])

    def end(self) -> None:
        """Have an idle recorder end."""
        self._ask("end")

    def _ask(
        self, do: str, seconds: float = ANSWER_SECONDS, **values: Any
    ) -> tuple[dict[str, Any], bytes]:
        request = {"v": endpoint.VERSION, "token": self._state.token, "do": do, **values}
        try:
            with (
                endpoint.connect(self._state.address, seconds) as line,
                line.makefile("rwb") as file,
            ):
                file.write(json.dumps(request).encode() + b"\n")
                file.flush()
                answer = json.loads(file.readline() or b"null")
                payload = file.read(answer.pop("size")) if answer else b""
        except (OSError, ValueError) as error:
            raise _lost() from error
        if answer is None:
            raise _lost()
        if not answer.pop("ok"):
            raise RecorderRefusedError(
                answer["message"], saved=answer["saved"], advice=answer["advice"]
            )
        return answer, payload


def find_recorder(home: Path) -> RecorderClient | None:
    """Return the recorder that runs for this home, None when none answers."""
    state = endpoint.read_state(home)
    if state is None:
        return None
    client = RecorderClient(state)
    try:
        client.status()
    except RecorderLostError:
        return None
    return client


def open_recorder(home: Path) -> RecorderClient:
    """Return the recorder of this home and start it where none runs; raises `RecorderLostError`.

    It goes on when this program ends.
    """
    if found := find_recorder(home):
        return found
    _started[:] = [process for process in _started if process.poll() is None]
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (home / LOG).open("ab") as log:
        (home / LOG).chmod(0o600)
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", MODULE, str(home)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
            start_new_session=True,
            creationflags=DETACHED,
        )
    _started.append(process)
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        state = endpoint.read_state(home)
        if state and state.pid == process.pid and (found := find_recorder(home)):
            return found
        if process.poll() is not None and (found := find_recorder(home)):
            return found  # another program was quicker
        time.sleep(POLL_SECONDS)
    raise RecorderLostError(
        "录制程序没有启动。", saved="没有开始录制。", advice=f"详情见 {home / LOG}；请再试一次。"
    )


def _lost() -> RecorderLostError:
    return RecorderLostError(
        "录制程序已中断。",
        saved="中断前录下的内容在磁盘上，最多少最后一秒。",
        advice="请重新启动录制；中断的时间会写入记录。",
    )
