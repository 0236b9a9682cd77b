"""The child process that watches a document camera and takes each new sheet that lies still.

Commands arrive on stdin as JSON lines: `abilities`, `watch`, `seen`, `shoot`, `stop`. Answers
leave on stdout: `preview` and `page` with a picture behind them, `abilities`, `done`. A preview
is sent only when the one before was `seen`, so that a slow desk gets fewer of them. The camera
stays open between two watches, and what was taken last is remembered. The process ends when
stdin closes.
"""

import contextlib
import json
import os
import queue
import threading
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from reception_desk.devices.scanner.camera_capture import Capture, CaptureError
from reception_desk.devices.scanner.still_sheet import StillSheet, look_at
from reception_desk.imaging.duplicate import PageLook, look_of, same_page
from reception_desk.imaging.encode import encode_jpeg
from reception_desk.imaging.page import Levels, levels_of
from reception_desk.imaging.pipeline import ProcessedPage, process
from reception_desk.imaging.reduced import reduced, shrunk
from reception_desk.imaging.sheet import find_sheet
from reception_desk.imaging.worker_process import own_pipes, write_answer
from reception_desk.records.camera import CameraPhase
from reception_desk.records.pages import PageStep, SheetFinding
from reception_desk.records.scanning import ScanOutcome

EXIT_SECONDS = 3.0
PREVIEW_PX = 960
PREVIEW_QUALITY = 75
PAGE_QUALITY = 92
SHAPE_TOLERANCE = 0.12
JUDGED = frozenset({PageStep.SHEET, PageStep.BLANK, PageStep.QUALITY})


@dataclass(slots=True)
class _Eye:
    """An open camera and what it remembers of the sheets before."""

    device: str
    capture: Capture
    still: StillSheet = field(default_factory=StillSheet)
    last_look: PageLook | None = None


class Worker:
    """Obeys one command at a time; `seen`, `shoot` and `stop` are heard during a watch."""

    def __init__(self, commands: BinaryIO, answers: BinaryIO) -> None:
        self._commands = commands
        self._answers = answers
        self._waiting: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._is_seen = threading.Event()
        self._is_asked_to_shoot = threading.Event()
        self._is_stopped = threading.Event()
        self._finished = threading.Event()
        self._eye: _Eye | None = None

    def run(self) -> None:
        """Answer commands until stdin closes."""
        threading.Thread(target=self._listen, name="commands", daemon=True).start()
        while command := self._waiting.get():
            try:
                self._obey(command)
            except CaptureError as error:
                self._close_eye()
                write_answer(self._answers, "done", outcome=error.outcome)
        self._close_eye()
        self._finished.set()

    def _listen(self) -> None:
        flags = {
            "seen": self._is_seen,
            "shoot": self._is_asked_to_shoot,
            "stop": self._is_stopped,
        }
        for line in self._commands:
            command = json.loads(line)
            if flag := flags.get(command["do"]):
                flag.set()
            else:
                self._is_seen.set()
                self._is_asked_to_shoot.clear()
                self._is_stopped.clear()
                self._waiting.put(command)
        self._is_stopped.set()
        self._waiting.put(None)
        self._finished.wait(EXIT_SECONDS)
        os._exit(0)

    def _obey(self, command: dict[str, Any]) -> None:
        eye = self._eye_on(command["device"])
        if command["do"] == "abilities":
            write_answer(self._answers, "abilities", sizes=eye.capture.sizes())
        else:
            self._watch(eye, command["pages"])

    def _watch(self, eye: _Eye, wanted: int) -> None:
        """Watch until `wanted` pages are taken (0: without end) or until `stop`."""
        taken = 0
        while not self._is_stopped.is_set():
            picture, seconds = eye.capture.next_picture()
            small = shrunk(picture, PREVIEW_PX)
            phase = eye.still.see(look_at(small), seconds)
            is_asked = self._is_asked_to_shoot.is_set()
            if phase is None or is_asked:
                self._is_asked_to_shoot.clear()
                phase, is_taken = self._judge(eye, picture, is_asked=is_asked)
                eye.still.judge(phase)
                taken += is_taken
            self._preview(small, phase)
            if wanted and taken >= wanted:
                write_answer(self._answers, "done", outcome=ScanOutcome.OK)
                return
        write_answer(self._answers, "done", outcome=ScanOutcome.CANCELLED)

    def _judge(self, eye: _Eye, picture: Levels, *, is_asked: bool) -> tuple[CameraPhase, bool]:
        """Take the picture unless there is no sheet or the last one again; asked for, take it."""
        page = process(picture, 0, JUDGED)
        if _is_bare(page) and not is_asked:
            return CameraPhase.EMPTY, False
        if not is_asked and _is_again(page, eye.last_look):
            return CameraPhase.TAKEN, False
        concerns = page.decisions.quality.concerns if page.decisions.quality else ()
        eye.last_look = None if concerns else look_of(page.pixels)
        height, width = picture.shape[:2]
        write_answer(
            self._answers,
            "page",
            encode_jpeg(picture, 0, PAGE_QUALITY).data,
            width_px=width,
            height_px=height,
            changes=[concern.sentence for concern in concerns],
        )
        return (CameraPhase.RETAKE if concerns else CameraPhase.TAKEN), True

    def _preview(self, small: Levels, phase: CameraPhase) -> None:
        """Send the picture unless the one before is on its way; a hand in it hides the sheet."""
        if not self._is_seen.is_set():
            return
        self._is_seen.clear()
        height, width = small.shape[:2]
        is_moving = phase is CameraPhase.MOVING
        write_answer(
            self._answers,
            "preview",
            encode_jpeg(small, 0, PREVIEW_QUALITY).data,
            width_px=width,
            height_px=height,
            phase=phase,
            corners=None if is_moving else find_sheet(reduced(small, 0)).corners,
        )

    def _eye_on(self, device: str) -> _Eye:
        if self._eye and self._eye.device != device:
            self._close_eye()
        self._eye = self._eye or _Eye(device, Capture(device))
        return self._eye

    def _close_eye(self) -> None:
        eye, self._eye = self._eye, None
        if eye:
            eye.capture.close()


def _is_bare(page: ProcessedPage) -> bool:
    """Say whether no sheet lies there: no edge of one, and nothing written either."""
    ink = page.decisions.ink
    has_sheet = page.decisions.sheet.finding is SheetFinding.FOUND
    return not has_sheet and (ink is None or ink.is_blank)


def _is_again(page: ProcessedPage, last: PageLook | None) -> bool:
    """Say whether the page is the one taken last, laid down anew.

    How wide a sheet is for its height is seen only roughly in perspective, so that the page is
    stretched to the shape of the other where theirs are near.
    """
    import cv2
    import numpy as np

    height, width = page.pixels.shape[:2]
    if last is None or abs(width / height / last.ratio - 1) > SHAPE_TOLERANCE:
        return False
    shaped = cv2.resize(levels_of(page.pixels), (round(height * last.ratio), height))
    look = look_of(np.asarray(shaped, np.uint8))
    return look is not None and same_page(look, last)


def main() -> None:
    """Answer the desk over the two pipes."""
    with contextlib.suppress(BrokenPipeError):
        Worker(*own_pipes()).run()


if __name__ == "__main__":
    main()
