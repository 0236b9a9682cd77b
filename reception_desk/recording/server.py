"""The recorder's process: `python -m reception_desk.recording.server HOME`.

It belongs to nobody's window: the desk may die and finds it again by the file in HOME. It ends by
itself when it has had nothing to do for a while. Killed amid a recording, the next one started in
the same HOME lists what was written and waits for a person to go on or to end.
"""

import json
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.recording import endpoint, recovery
from reception_desk.recording.endpoint import HomeLock, RecorderRunningError, RecorderState
from reception_desk.recording.messages import order_of, order_values
from reception_desk.recording.order_check import is_over
from reception_desk.recording.recording import Recording
from reception_desk.records.recording import RecordingOrder, RecordingState, RecordingStatus

IDLE_SECONDS = 600.0
POLL_SECONDS = 0.5
ALREADY_RUNNING = 3

Answer = tuple[dict[str, Any], bytes]


class Server:
    """Answers one request after the other; holds at most one recording."""

    def __init__(self, home: Path, idle_seconds: float = IDLE_SECONDS) -> None:
        """Listen, and recover what a recorder before left; raises `RecorderRunningError`."""
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._home, self._idle_seconds = home, idle_seconds
        self._lock = HomeLock(home)
        self._recording: Recording | None = None
        self._interrupted: RecordingOrder | None = None
        self._last_asked = time.monotonic()
        self._is_over = threading.Event()
        self._is_ending = False
        self._turn = threading.Lock()
        earlier = endpoint.read_state(home)
        if earlier:
            endpoint.clear_name(earlier.address)
            self._recover(earlier.order)
        self._server, address = endpoint.listen()
        order = order_values(self._interrupted) if self._interrupted else None
        self._state = RecorderState(os.getpid(), address, endpoint.new_token(), order)
        endpoint.write_state(home, self._state)
        self._acts: dict[str, Callable[[dict[str, Any]], Answer]] = {
            "start": self._start,
            "pause": self._pause,
            "resume": self._resume,
            "stop": self._stop,
            "status": self._status,
            "picture": self._picture,
            "mark": self._mark,
            "end": self._end,
        }

    def run(self) -> None:
        """Answer until the end is asked for, or nothing was for long."""
        threading.Thread(target=self._accept, name="accept", daemon=True).start()
        while not self._is_over.wait(POLL_SECONDS):
            self._forget_finished()
            idle = time.monotonic() - self._last_asked
            if idle > self._idle_seconds and not self._is_busy():
                break
        if self._recording and self._is_busy():
            self._recording.close()
            self._forget_finished()
        endpoint.stop_listening(self._server, self._state.address)
        self._lock.release()

    def stop(self) -> None:
        """Have `run` seal what is recorded and return: the machine is shut down."""
        self._is_over.set()

    def _accept(self) -> None:
        while True:
            try:
                line, _ = self._server.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(line,), name="line", daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        with line, suppress(OSError, ValueError), line.makefile("rwb") as file:
            for text in file:
                values, payload = self._answer(json.loads(text))
                head = json.dumps({**values, "size": len(payload)}, ensure_ascii=False)
                file.write(head.encode() + b"\n" + payload)
                file.flush()
                if self._is_ending:
                    self._is_over.set()

    def _answer(self, request: dict[str, Any]) -> Answer:
        if not isinstance(request, dict) or request.get("token") != self._state.token:
            return {"ok": False, "message": "口令不对。", "saved": "", "advice": ""}, b""
        self._last_asked = time.monotonic()
        try:
            act = self._acts.get(request.get("do", ""))
            if act is None or request.get("v") != endpoint.VERSION:
                raise InvalidInputError("录制程序不认识这个要求。", advice="请更新接访台。")
            values, payload = act(request)
        except DeskError as error:
            told = {"message": error.message, "saved": error.saved, "advice": error.advice}
            return {"ok": False, **told}, b""
        return {"ok": True, **values}, payload

    def _start(self, request: dict[str, Any]) -> Answer:
        order = order_of(request["order"])
        with self._turn:
            if self._is_busy():
                raise InvalidInputError("已有一次录制没有结束。", advice="请先结束那一次。")
            if Path(order.folder).exists() and any(Path(order.folder).iterdir()):
                raise InvalidInputError("录制文件夹里已有文件。", advice="请另选一个文件夹。")
            self._recording = Recording(order)
            self._remember(order)
        return {}, b""

    def _pause(self, request: dict[str, Any]) -> Answer:
        words = str(request.get("words", "")).strip()
        if not words:
            raise InvalidInputError("暂停录制要写明原因。", advice="例如：中场休息。")
        self._current().pause(words)
        return {}, b""

    def _resume(self, _request: dict[str, Any]) -> Answer:
        with self._turn:
            if self._interrupted:
                self._recording = Recording(self._interrupted, is_continued=True)
                self._interrupted = None
                return {}, b""
        self._current().resume()
        return {}, b""

    def _stop(self, _request: dict[str, Any]) -> Answer:
        with self._turn:
            if self._interrupted:
                return asdict(self._close_interrupted(Path(self._interrupted.folder))), b""
            recording = self._current()
            recording.close()
            self._forget_finished()
            if self._interrupted:
                raise _not_sealed()
        return asdict(recording.status()), b""

    def _close_interrupted(self, folder: Path) -> RecordingStatus:
        try:
            root = recovery.close_recovered(folder)
        except OSError as error:
            raise _not_sealed() from error
        self._interrupted = None
        self._remember(None)
        return recovery.standing(folder, RecordingState.CLOSED, root)

    def _status(self, _request: dict[str, Any]) -> Answer:
        if self._interrupted:
            folder = Path(self._interrupted.folder)
            return asdict(recovery.standing(folder, RecordingState.INTERRUPTED)), b""
        if self._recording:
            return asdict(self._recording.status()), b""
        return asdict(RecordingStatus(RecordingState.IDLE)), b""

    def _picture(self, _request: dict[str, Any]) -> Answer:
        return {}, self._recording.picture() if self._recording else b""

    def _mark(self, request: dict[str, Any]) -> Answer:
        return asdict(self._current().mark(str(request["reference"]))), b""

    def _end(self, _request: dict[str, Any]) -> Answer:
        if self._is_busy():
            raise InvalidInputError("正在录制，不能关闭录制程序。", advice="请先结束录制。")
        self._is_ending = True  # once this is answered
        return {}, b""

    def _current(self) -> Recording:
        if self._recording is None:
            raise is_over()
        return self._recording

    def _is_busy(self) -> bool:
        """Say whether a recording has not ended; one that has is still told of by `status`."""
        is_open = self._recording and self._recording.status().state is not RecordingState.CLOSED
        return bool(is_open) or self._interrupted is not None

    def _forget_finished(self) -> None:
        """Take an ended order out of the file; one that could not be sealed waits for room."""
        if not self._recording or not self._state.order or self._is_busy():
            return
        if self._recording.status().root:
            self._remember(None)
        else:
            self._interrupted, self._recording = self._recording.order, None

    def _remember(self, order: RecordingOrder | None) -> None:
        values = order_values(order) if order else None
        if values != self._state.order:
            self._state = replace(self._state, order=values)
            endpoint.write_state(self._home, self._state)

    def _recover(self, values: dict[str, Any] | None) -> None:
        """Put in order what a recorder left that was killed."""
        if values is None:
            return
        order = order_of(values)
        if recovery.is_unfinished(Path(order.folder)):
            recovery.recover(Path(order.folder))
            self._interrupted = order


def _not_sealed() -> DeskError:
    return DeskError(
        "录制没有封存：磁盘不能写入。", saved="已录制的内容没有丢失。", advice="请清出空间后再试。"
    )


def main() -> int:
    """Serve a home until it is over."""
    try:
        server = Server(Path(sys.argv[1]))
    except RecorderRunningError:
        return ALREADY_RUNNING
    signal.signal(signal.SIGTERM, lambda *_: server.stop())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    server.run()
    return 0


if __name__ == "__main__":
    STATUS = main()
    # A driver that hangs in a thread would hold up a normal exit for ever.
    os._exit(STATUS)
