"""The process that reads text: PP-OCR models from rapidocr's own wheel, and no network.

Pages arrive on stdin as a JSON line with `size` and as many bytes. The answers are `begun`,
then `read` with the lines, or `refused` when the bytes are no image. The process ends when
stdin closes, also amid a page, and when no page has come for the seconds of its argument.
"""

import contextlib
import importlib.util
import json
import os
import queue
import sys
import threading
from collections.abc import Callable
from functools import cache
from typing import Any, BinaryIO

from reception_desk.imaging.decode import Frame, UnreadableImageError, decode_frame
from reception_desk.imaging.page import Pixels
from reception_desk.imaging.worker_process import own_pipes, write_answer

READING_DPI = 150
"""Half of the usual 300: a third faster, a fifth less memory, and as few errors on print."""
LONGEST_PX = 2480
"""A3 at `READING_DPI`; larger pictures are reduced to it."""
LONGEST_PX_WITHOUT_DPI = 1754
"""A4 at `READING_DPI`."""
NICENESS = 10
BELOW_NORMAL_PRIORITY_CLASS = 0x4000

Line = tuple[str, float, list[list[float]]]
Reader = Callable[[Any], list[Line]]
"""Takes rows x columns x (blue, green, red) of uint8 as OpenCV has them."""


class Worker:
    """Reads one page after the other."""

    def __init__(self, commands: BinaryIO, answers: BinaryIO, idle_seconds: float) -> None:
        self._commands = commands
        self._answers = answers
        self._idle_seconds = idle_seconds
        self._waiting: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def run(self) -> None:
        """Read pages until none comes; the models are loaded with the first that is an image."""
        threading.Thread(target=self._listen, name="commands", daemon=True).start()
        reader: Reader | None = None
        with contextlib.suppress(queue.Empty, BrokenPipeError):
            while True:
                image = self._waiting.get(timeout=self._idle_seconds)
                write_answer(self._answers, "begun")
                try:
                    frame = decode_frame(image)
                except UnreadableImageError:
                    write_answer(self._answers, "refused")
                    continue
                reader = reader or load_reader(engine_here())
                self._read(reader, frame)

    def _listen(self) -> None:
        for line in self._commands:
            self._waiting.put(self._commands.read(json.loads(line)["size"]))
        os._exit(0)

    def _read(self, reader: Reader, frame: Frame) -> None:
        height, width = frame.pixels.shape[:2]
        lines = read_lines(reader, frame)
        write_answer(self._answers, "read", width_px=width, height_px=height, lines=lines)


def read_lines(reader: Reader, frame: Frame) -> list[Line]:
    """Return text, confidence and corners in pixels of the page, read at a reduced scale."""
    import cv2
    import numpy as np

    height, width = frame.pixels.shape[:2]
    scale = reading_scale(width, height, frame.dpi)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    reduced = cv2.resize(_colours(frame.pixels), size, interpolation=cv2.INTER_AREA)
    back = np.array([width / size[0], height / size[1]])
    return [
        (text, confidence, np.round(np.array(corners) * back, 1).tolist())
        for text, confidence, corners in reader(reduced)
        if is_writing(text)
    ]


def is_writing(text: str) -> bool:
    """Say whether a line has a letter or a figure; else it was a mark, a hole or a smear.

    They are read as squares and dashes: every error on printed pages from a feeder was one.
    """
    return any(character.isalnum() for character in text)


def reading_scale(width_px: int, height_px: int, dpi: int) -> float:
    """Return the factor, at most 1, by which a page is reduced before it is read."""
    limit = LONGEST_PX if dpi else LONGEST_PX_WITHOUT_DPI
    wanted = READING_DPI / dpi if dpi else 1.0
    return min(1.0, wanted, limit / max(width_px, height_px))


def engine_here() -> str:
    """Return what runs the models: OpenVINO where it is installed, several times as fast."""
    return "openvino" if importlib.util.find_spec("openvino") else "onnxruntime"


def load_reader(engine: str) -> Reader:
    """Load the models; the same run on either engine, `openvino` or `onnxruntime`."""
    import omegaconf

    # It reads the list of all models there are twice while it is imported, for most of a second.
    omegaconf.OmegaConf.load = cache(omegaconf.OmegaConf.load)
    from rapidocr import EngineType, RapidOCR

    settings: dict[str, Any] = {
        "Global.log_level": "critical",
        "Global.max_side_len": LONGEST_PX,
        # Pages are upright. The model for lines upside down took a well printed one for such.
        "Global.use_cls": False,
    }
    engines = {f"{step}.engine_type": EngineType(engine) for step in ("Det", "Rec")}
    recogniser = RapidOCR(params=settings | engines)

    def read(pixels: Any) -> list[Line]:
        found: Any = recogniser(pixels)
        if not found:
            return []
        return [
            (text, round(float(confidence), 4), corners.tolist())
            for text, confidence, corners in zip(found.txts, found.scores, found.boxes, strict=True)
        ]

    return read


def seal_network() -> None:
    """Let nothing in this process reach the network, whatever a library tries."""

    def refuse(event: str, _arguments: tuple[Any, ...]) -> None:
        if event in {"socket.connect", "socket.getaddrinfo", "socket.sendto"}:
            raise PermissionError("pages are read without a network")

    sys.addaudithook(refuse)


def step_back() -> None:
    """Let the desk itself go first."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), BELOW_NORMAL_PRIORITY_CLASS)
    else:
        os.nice(NICENESS)


def _colours(pixels: Pixels) -> Any:
    """Return blue, green and red of each pixel, as the models were trained."""
    import cv2
    import numpy as np

    levels: Any = pixels.astype(np.uint8) * 255 if pixels.dtype == np.bool_ else pixels
    return cv2.cvtColor(levels, cv2.COLOR_GRAY2BGR if pixels.ndim == 2 else cv2.COLOR_RGB2BGR)


def main() -> None:
    """Answer the desk until it goes away or has been silent."""
    step_back()
    seal_network()
    Worker(*own_pipes(), float(sys.argv[1])).run()
    # The thread that listens may hold the pipe, which a normal exit would wait for.
    os._exit(0)


if __name__ == "__main__":
    main()
