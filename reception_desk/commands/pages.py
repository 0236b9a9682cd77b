"""`desk pages IN… --out DIR`: scanned pages to one checked, searchable PDF, and what was decided.

Pages are treated on every processor, in the order of the files; their text is read beside that.
"""

import argparse
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from reception_desk.commands.new_folder import make_folder
from reception_desk.commands.pages_batch import Batch, PageSource, RefusedPage, TreatedPage
from reception_desk.errors import InvalidInputError
from reception_desk.imaging.decode import Frame, UnreadableImageError, decode_frame, frame_count
from reception_desk.imaging.duplicate import look_of
from reception_desk.imaging.encode import EncodedImage, encode_jpeg, encode_png
from reception_desk.imaging.page import Pixels
from reception_desk.imaging.pdf_pages import PdfPages, is_pdf
from reception_desk.imaging.pipeline import process
from reception_desk.records.pages import ALL_STEPS, PageStep
from reception_desk.records.scanning import PAGE_FILES

_STEP_NAMES = "、".join(PageStep)

_Decode = Callable[[], Frame]
_Outcome = TreatedPage | RefusedPage


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("inputs", nargs="+", type=Path, metavar="IN", help="图像文件、PDF 或文件夹")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="新文件夹")
    parser.add_argument(
        "--without", action="append", default=[], metavar="STEP", help=f"不做：{_STEP_NAMES}"
    )
    parser.add_argument("--no-text", action="store_true", help="不识别文字")
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def run(arguments: argparse.Namespace) -> int:
    """Write `pages.pdf` and `pages.json`; 1 when something could not be read."""
    steps = ALL_STEPS - {_step(name) for name in arguments.without}
    files = list(_files(arguments.inputs))
    make_folder(arguments.out)
    batch = Batch(arguments.out, has_text=not arguments.no_text, is_quiet=arguments.json)
    with closing(batch):
        for outcome in _in_order(_outcomes(files, steps)):
            batch.add(outcome)
    names = "、".join(path.name or str(path) for path in arguments.inputs)
    report = batch.finish(names, _newest(files))
    if arguments.json:
        sys.stdout.write(report)
    return 1 if batch.failures else 0


def _outcomes(
    files: Iterable[Path], steps: frozenset[PageStep]
) -> Iterator[Callable[[], _Outcome]]:
    """Yield for each page what treats it, or tells why it cannot be read."""
    for path in files:
        try:
            for number, decode in enumerate(_pages_in(path)):
                yield partial(_treated, PageSource(path, number), decode, steps)
        except OSError as error:
            yield partial(RefusedPage, PageSource(path, 0), f"文件打不开：{error.strerror}。")
        except UnreadableImageError as error:
            yield partial(RefusedPage, PageSource(path, 0), str(error))


def _pages_in(path: Path) -> Iterator[_Decode]:
    """Yield for each page of a file what decodes it; raises `OSError`, `UnreadableImageError`."""
    data = path.read_bytes()
    if is_pdf(data):
        yield from _pages_of_pdf(data)
        return
    for number in range(frame_count(data)):
        yield partial(decode_frame, data, number)


def _pages_of_pdf(data: bytes) -> Iterator[_Decode]:
    pages = PdfPages(data)
    try:
        for number in range(pages.count):
            yield _taken_out(pages, number)
    finally:
        pages.close()


def _taken_out(pages: PdfPages, number: int) -> _Decode:
    """Take a picture out now: one thread at a time may use a PDF."""
    try:
        _, frame = pages.picture(number)
    except UnreadableImageError as error:
        return partial(_raise, error)
    return lambda: frame


def _raise(error: UnreadableImageError) -> Frame:
    raise error


def _treated(source: PageSource, decode: _Decode, steps: frozenset[PageStep]) -> _Outcome:
    try:
        frame = decode()
    except UnreadableImageError as error:
        return RefusedPage(source, str(error))
    page = process(frame.pixels, frame.dpi, steps)
    ink = page.decisions.ink
    return TreatedPage(
        source=source,
        image=_encoded(page.pixels, frame.dpi),
        decisions=page.decisions,
        look=None if ink and ink.is_blank else look_of(page.pixels),
    )


def _encoded(pixels: Pixels, dpi: int) -> EncodedImage:
    """Return one-bit pages as PNG and others as JPEG: the original is the copy without loss."""
    return encode_png(pixels, dpi) if pixels.dtype == bool else encode_jpeg(pixels, dpi)


def _in_order(tasks: Iterable[Callable[[], _Outcome]]) -> Iterator[_Outcome]:
    """Run the tasks on every processor; few wait at a time, for each holds a whole picture."""
    workers = os.cpu_count() or 1
    with ThreadPoolExecutor(workers, "pages") as pool:
        waiting: deque[Future[_Outcome]] = deque()
        for task in tasks:
            waiting.append(pool.submit(task))
            if len(waiting) > workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _files(inputs: Iterable[Path]) -> Iterator[Path]:
    """Yield the files named, and the scans in the folders named, in the order of names."""
    for path in inputs:
        if path.is_dir():
            yield from sorted(each for each in path.iterdir() if each.suffix.lower() in PAGE_FILES)
        elif path.exists():
            yield path
        else:
            raise InvalidInputError(f"没有“{path}”这个文件或文件夹。", advice="请核对名称。")


def _newest(files: Iterable[Path]) -> datetime:
    """Return when the last of the files was written, so that the same files give the same PDF."""
    seconds = max((int(path.stat().st_mtime) for path in files), default=0)
    return datetime.fromtimestamp(seconds, UTC)


def _step(name: str) -> PageStep:
    try:
        return PageStep(name)
    except ValueError as error:
        raise InvalidInputError(
            f"没有名为“{name}”的步骤。", advice=f"可用的有：{_STEP_NAMES}。"
        ) from error
