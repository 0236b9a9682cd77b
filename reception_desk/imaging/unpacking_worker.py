"""The process that unpacks one file and ends: HEIC and AVIF by Pillow, a page of a PDF by pdfium.

The file arrives on stdin behind a JSON line with `size`. The answer is `count`, `frame` with the
pixels, or `refused` with a sentence.
"""

import json
import sys

from reception_desk.imaging.decode import count_in, decode_in
from reception_desk.imaging.frame import Frame, UnreadableImageError
from reception_desk.imaging.unpacking import PDF_START
from reception_desk.imaging.worker_process import own_pipes, write_answer

MOST_MEMORY = 3 << 30
"""Five times what the largest picture needs; Windows has no such limit."""
AVIF_BRANDS = {b"avif", b"avis"}


def formats_of(data: bytes) -> tuple[str, ...]:
    """Return Pillow's name of the format: AVIF calls itself so in one of its brands."""
    brands = data[8 : min(int.from_bytes(data[:4], "big"), 256)]
    is_avif = any(brands[at : at + 4] in AVIF_BRANDS for at in range(0, len(brands), 4))
    return ("AVIF",) if is_avif else ("HEIF",)


def frame_of(data: bytes, number: int) -> Frame:
    """Return picture `number` of the file; raises `UnreadableImageError`."""
    if data.startswith(PDF_START):
        from reception_desk.imaging.pdf_drawing import drawn_page

        return drawn_page(data)
    return decode_in(_known(data), data, number)


def _known(data: bytes) -> tuple[str, ...]:
    formats = formats_of(data)
    if formats == ("HEIF",):
        from pi_heif import register_heif_opener

        register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
    return formats


def bound_memory() -> None:
    """Let a file that asks for all memory end this process, and nothing else."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def main() -> None:
    """Answer one question."""
    import numpy as np

    bound_memory()
    commands, answers = own_pipes()
    question = json.loads(commands.readline())
    data = commands.read(question["size"])
    try:
        if question["do"] == "count":
            write_answer(answers, "count", count=count_in(_known(data), data))
            return
        frame = frame_of(data, question["number"])
        pixels = np.ascontiguousarray(frame.pixels)
    except UnreadableImageError as error:
        write_answer(answers, "refused", reason=error.message, advice=error.advice)
    except MemoryError:
        write_answer(answers, "refused", reason="这个文件展开后太大，内存放不下。", advice="")
    else:
        write_answer(
            answers,
            "frame",
            pixels.tobytes(),
            shape=pixels.shape,
            dpi=frame.dpi,
            original_type=frame.original_type,
        )


if __name__ == "__main__":
    main()
