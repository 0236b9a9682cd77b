"""`desk pages IN… --out DIR`: straighten scanned pages and say what was decided about each."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reception_desk.commands.pages_report import decisions_json, page_line
from reception_desk.errors import InvalidInputError
from reception_desk.imaging.decode import UnreadableImageError, decode_frame, frame_count
from reception_desk.imaging.duplicate import PageLook, duplicates, look_of
from reception_desk.imaging.encode import EncodedImage, encode_jpeg, encode_png
from reception_desk.imaging.page import Pixels
from reception_desk.imaging.pipeline import ProcessedPage, process
from reception_desk.records.pages import ALL_STEPS, PageStep

_SUFFIXES = {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp"}
_REPORT = "pages.json"
_STEP_NAMES = "、".join(PageStep)


@dataclass(frozen=True, slots=True)
class PageSource:
    """A picture in a file; `frame` counts from 0."""

    path: Path
    frame: int


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("inputs", nargs="+", type=Path, metavar="IN", help="图像文件或文件夹")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="新文件夹")
    parser.add_argument(
        "--without", action="append", default=[], metavar="STEP", help=f"不做：{_STEP_NAMES}"
    )
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def run(arguments: argparse.Namespace) -> int:
    """Write a working image for each page and `pages.json`; 1 when something was unreadable."""
    steps = ALL_STEPS - {_step(name) for name in arguments.without}
    files = list(_files(arguments.inputs))
    _make_folder(arguments.out)
    batch = _Batch(arguments.out, is_quiet=arguments.json)
    for path in files:
        for source, found in _pages_in(path, steps):
            if isinstance(found, str):
                batch.refuse(source, found)
            else:
                batch.add(source, found)
    batch.name_repeats()
    report = json.dumps(batch.report(), ensure_ascii=False, indent=2)
    (arguments.out / _REPORT).write_text(f"{report}\n", encoding="utf-8")
    if arguments.json:
        sys.stdout.write(f"{report}\n")
    else:
        pages, failures = len(batch.pages), len(batch.failures)
        sys.stdout.write(f"共 {pages} 页，{failures} 处未能读取，见 {_REPORT}。\n")
    return 1 if batch.failures else 0


class _Batch:
    """The pages written so far, what could not be read, and the looks of the pages."""

    def __init__(self, folder: Path, *, is_quiet: bool) -> None:
        self.pages: list[dict[str, Any]] = []
        self.failures: list[dict[str, Any]] = []
        self._folder = folder
        self._is_quiet = is_quiet
        self._looks: list[PageLook | None] = []

    def add(self, source: PageSource, page: ProcessedPage) -> None:
        """Write the working image of a page and note what was decided."""
        name = _write(self._folder, len(self.pages) + 1, page)
        ink = page.decisions.ink
        self._looks.append(None if ink and ink.is_blank else look_of(page.pixels))
        self.pages.append({"file": name, **_place(source), **decisions_json(page.decisions)})
        self._say(f"{name}  {source.path.name}  {page_line(page.decisions)}")

    def refuse(self, source: PageSource, problem: str) -> None:
        """Note why a page cannot be read."""
        self.failures.append({**_place(source), "problem": problem})
        self._say(f"{source.path.name} 第 {source.frame + 1} 页：{problem}")

    def name_repeats(self) -> None:
        """Note which pages are there twice."""
        for place, earlier in duplicates(self._looks).items():
            self.pages[place]["repeats"] = self.pages[earlier]["file"]
            self._say(f"{self.pages[place]['file']} 与 {self.pages[earlier]['file']} 是同一页。")

    def report(self) -> dict[str, Any]:
        return {"pages": self.pages, "failures": self.failures}

    def _say(self, text: str) -> None:
        if not self._is_quiet:
            sys.stdout.write(f"{text}\n")


def _pages_in(
    path: Path, steps: frozenset[PageStep]
) -> Iterator[tuple[PageSource, ProcessedPage | str]]:
    """Yield each page of a file, or the sentence why it cannot be read."""
    try:
        data = path.read_bytes()
        count = frame_count(data)
    except OSError as error:
        yield PageSource(path, 0), f"文件打不开：{error.strerror}。"
        return
    except UnreadableImageError as error:
        yield PageSource(path, 0), str(error)
        return
    for number in range(count):
        source = PageSource(path, number)
        try:
            frame = decode_frame(data, number)
        except UnreadableImageError as error:
            yield source, str(error)
            continue
        yield source, process(frame.pixels, frame.dpi, steps)


def _files(inputs: Iterable[Path]) -> Iterator[Path]:
    """Yield the files named, and the image files in the folders named, in the order of names."""
    for path in inputs:
        if path.is_dir():
            yield from sorted(each for each in path.iterdir() if each.suffix.lower() in _SUFFIXES)
        elif path.exists():
            yield path
        else:
            raise InvalidInputError(f"没有“{path}”这个文件或文件夹。", advice="请核对名称。")


def _make_folder(folder: Path) -> None:
    """Make the folder; one that holds something is refused, so that nothing is written over."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        is_empty = next(folder.iterdir(), None) is None
    except OSError as error:
        raise InvalidInputError(f"不能写入文件夹“{folder}”：{error.strerror}。") from error
    if not is_empty:
        raise InvalidInputError(
            f"文件夹“{folder}”里已有文件。", advice="请另选一个新文件夹，以免覆盖。"
        )


def _write(folder: Path, number: int, page: ProcessedPage) -> str:
    image = _encoded(page.pixels, page.decisions.dpi)
    name = f"{number:04d}.{'png' if image.media_type == 'image/png' else 'jpg'}"
    (folder / name).write_bytes(image.data)
    return name


def _encoded(pixels: Pixels, dpi: int) -> EncodedImage:
    """Return one-bit pages as PNG and others as JPEG: the original is the copy without loss."""
    return encode_png(pixels, dpi) if pixels.dtype == bool else encode_jpeg(pixels, dpi)


def _step(name: str) -> PageStep:
    try:
        return PageStep(name)
    except ValueError as error:
        raise InvalidInputError(
            f"没有名为“{name}”的步骤。", advice=f"可用的有：{_STEP_NAMES}。"
        ) from error


def _place(source: PageSource) -> dict[str, Any]:
    return {"source": str(source.path), "frame": source.frame + 1}
