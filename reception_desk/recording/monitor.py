"""The confidence monitor seen from the recorder: levels, the last picture, what is wrong."""

import json
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from reception_desk.imaging.worker_process import Answer, WorkerDiedError, WorkerProcess
from reception_desk.recording.alarms import News
from reception_desk.records.recording import AlarmKind, RecordingLimits

MODULE = "reception_desk.recording.monitor_process"
LAST_WORD_SECONDS = 5.0


class Monitor:
    """Owns the process that reads the segments; starts another when it dies."""

    def __init__(self, limits: RecordingLimits, add_listener: Callable[["Monitor"], None]) -> None:
        self._limits = limits
        self._worker = self._start()
        self._expected: list[dict[str, int]] = []
        self._following: tuple[Path, list[str]] | None = None
        self._has_died = False
        self.levels: dict[str, float] = {}
        """dB below full scale, by the title of the track."""
        self.read_back = 0
        """How many files were read to their end with every packet that was written."""
        self.picture = b""
        """The last key picture as JPEG."""
        add_listener(self)

    @property
    def pid(self) -> int:
        return self._worker.pid

    def begun(self, path: Path, titles: list[str]) -> None:
        """Follow a file that is being written."""
        self._following = (path, titles)
        self._send({"do": "follow", "path": str(path), "titles": titles})

    def ended(self, packets: dict[str, int]) -> None:
        """Expect these packets in the file, which has ended."""
        self._expected.append(packets)
        self._following = None
        self._send({"do": "end"})
        self.levels = {}

    def news(self) -> list[News]:
        """Return what was seen since the last question; does not wait."""
        return self._hear(0.0)

    def close(self) -> list[News]:
        """Wait for the last file to be read and return what was seen in it."""
        until = time.monotonic() + LAST_WORD_SECONDS
        found: list[News] = []
        while self._expected and not self._has_died and time.monotonic() < until:
            found += self._hear(0.1)
        return found

    def kill(self) -> None:
        """End the process."""
        self._worker.kill()

    def _start(self) -> WorkerProcess:
        return WorkerProcess(MODULE, json.dumps(asdict(self._limits)))

    def _send(self, command: dict[str, object]) -> None:
        try:
            self._worker.send(command)
        except WorkerDiedError:
            self._has_died = True

    def _hear(self, timeout: float) -> list[News]:
        found: list[News] = []
        try:
            while answer := self._worker.receive(timeout):
                found += self._take(answer)
                timeout = 0.0
        except WorkerDiedError:
            self._has_died = True
        if self._has_died:
            found += self._restart()
        return found

    def _take(self, answer: Answer) -> list[News]:
        values = answer.values
        if answer.event == "picture":
            self.picture = answer.payload
        elif answer.event == "level":
            self.levels = {**self.levels, values["title"]: values["level_db"]}
        elif answer.event == "news":
            return [(AlarmKind(values["kind"]), values["track"], values["is_so"])]
        elif answer.event == "read" and self._expected:
            expected = self._expected.pop(0)
            self.read_back += expected == values["counts"]
            return [
                (AlarmKind.NOT_WRITTEN, title, values["counts"].get(title) != count)
                for title, count in expected.items()
            ]
        return []

    def _restart(self) -> list[News]:
        """Begin anew with the file being written; what the dead one had to read stays unread."""
        self._worker.kill()
        self._worker, self._has_died = self._start(), False
        self._expected.clear()
        if self._following:
            self.begun(*self._following)
        return [(AlarmKind.MONITOR_DIED, "", True), (AlarmKind.MONITOR_DIED, "", False)]
