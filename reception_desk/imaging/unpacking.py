"""Pictures of telephones and typed pages, unpacked in a process of their own, one for each.

The decoder of HEVC and the drawer of PDF are large native libraries fed with files from anywhere:
one that crashes, hangs or grows ends its process, and the desk says so in a sentence
(decision 023). Calls block for as long as a process takes: give them a worker's thread.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from reception_desk.imaging.frame import MAX_BYTES, Frame, UnreadableImageError
from reception_desk.imaging.worker_process import Answer, WorkerDiedError, WorkerProcess

WORKER = "reception_desk.imaging.unpacking_worker"
PATIENCE_SECONDS = 60.0
"""For a picture of 80 million pixels on a slow machine; a page of a PDF takes a second."""
PDF_START = b"%PDF-"

logger = logging.getLogger(__name__)


def is_unpacked_apart(data: bytes) -> bool:
    """Say whether `decode_frame` leaves this file to the process: HEIC, AVIF, a page of a PDF.

    The first two are boxes of ISO/IEC 14496-12, and so is a film, which is refused there.
    """
    return data[4:8] == b"ftyp" or data.startswith(PDF_START)


def count_apart(data: bytes) -> int:
    """Return how many pictures such a file holds; raises `UnreadableImageError`."""
    return _asked({"do": "count"}, data).values["count"]


def frame_apart(data: bytes, number: int = 0) -> Frame:
    """Return picture `number`, counted from 0, upright; raises `UnreadableImageError`."""
    import numpy as np

    answer = _asked({"do": "frame", "number": number}, data)
    values = answer.values
    pixels = np.frombuffer(answer.payload, np.uint8).reshape(values["shape"])
    return Frame(pixels, values["dpi"], values["original_type"])


def _asked(question: dict[str, object], data: bytes) -> Answer:
    if len(data) > MAX_BYTES:
        raise UnreadableImageError(f"图像文件超过 {MAX_BYTES >> 20} MB。")
    with _process() as worker:
        worker.post(question, data)
        try:
            answer = worker.receive(PATIENCE_SECONDS)
        except WorkerDiedError as error:
            logger.warning("the process that unpacks died with a file")
            raise UnreadableImageError("读取这个文件的程序意外退出，没有读入。") from error
    if answer is None:
        logger.warning("not unpacked after %.0f s", PATIENCE_SECONDS)
        raise UnreadableImageError("这个文件太久没有读出来，已停止。")
    if answer.event == "refused":
        raise UnreadableImageError(answer.values["reason"], advice=answer.values["advice"])
    return answer


@contextmanager
def _process() -> Iterator[WorkerProcess]:
    worker = WorkerProcess(WORKER)
    try:
        yield worker
    finally:
        worker.kill()
