"""A stack of scans made one document, beside other programs: whole processes on the same pages.

Twelve letters, four slips and four blank pages, once under a dark lid and once from a feeder. Each
program takes its turn; what is not installed is told and left out. OCRmyPDF runs with `--deskew
--clean`, unpaper as it is on every processor with img2pdf after it. Blank pages are given to all
and counted for all. Errors are edits a character of what pypdf reads from the finished PDF.
"""

import os
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from shutil import rmtree
from statistics import median

from reception_desk.commands.bench.figure import Figure, Goal, milliseconds, say
from reception_desk.commands.bench.peers.peer import PeerFailedError, PeerMissingError
from reception_desk.commands.bench.peers.process import run, tool
from reception_desk.commands.bench.plan import Plan
from reception_desk.commands.bench.sample_pages import Ground, Writing, sample_page
from reception_desk.config import PACKAGE
from reception_desk.imaging.encode import encode_jpeg

_STACK = ([Writing.LETTER] * 3 + [Writing.SLIP] + [Writing.BLANK]) * 4
_MOST_LEAN = 1.5
_ROUNDS, _READ_ROUNDS = 3, 1
_TIMES_OCRMYPDF, _TIMES_UNPAPER, _TIMES_READING, _ERROR_SHARE = 10, 8, 3, 0.1
_UNIT = "页/秒"
_GROUNDS = {Ground.LID: "深色盖板", Ground.FEEDER: "送纸器"}


@dataclass(frozen=True, slots=True)
class Stack:
    """The files of one stack, and what stands on each of its pages, without spaces."""

    folder: Path
    files: tuple[Path, ...]
    texts: tuple[str, ...]


def measure(plan: Plan) -> Iterator[Figure]:
    """Yield pages a second without and with the reading of text, and the errors of the text."""
    for ground, name in _GROUNDS.items():
        folder = plan.work / "scanning" / ground.value
        stack = drawn_stack(folder, ground, _STACK[:: 20 if plan.is_quick else 1])
        yield from without_text(plan, stack, name)
        yield from with_text(plan, stack, name)


def drawn_stack(folder: Path, ground: Ground, writings: Sequence[Writing]) -> Stack:
    """Draw the pages at 300 dpi and write them as a scanner's JPEG files."""
    rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    chance = Random(11)  # noqa: S311 - the same pages each time
    files, texts = [], []
    for number, writing in enumerate(writings):
        lean = chance.uniform(-_MOST_LEAN, _MOST_LEAN)
        sample = sample_page(chance, writing, ground, lean=lean)
        path = folder / f"{number:03d}.jpg"
        path.write_bytes(encode_jpeg(sample.pixels, sample.dpi).data)
        files.append(path)
        texts.append(plain("".join(sample.lines)))
    return Stack(folder, tuple(files), tuple(texts))


def without_text(plan: Plan, stack: Stack, name: str) -> Iterator[Figure]:
    """Yield our pages a second beside each program that reads nothing."""
    runs = {
        "本程序": partial(_ours, stack, "--no-text"),
        "ocrmypdf": partial(_ocrmypdf, stack, "--tesseract-timeout", "0"),
        "unpaper + img2pdf": partial(_unpaper, stack),
    }
    rates = _rates(stack, runs, plan.rounds(_ROUNDS))
    goals = {"ocrmypdf": _TIMES_OCRMYPDF, "unpaper + img2pdf": _TIMES_UNPAPER}
    yield from _compared(f"{name}，不识别文字", rates, goals)


def with_text(plan: Plan, stack: Stack, name: str) -> Iterator[Figure]:
    """Yield our pages a second with Chinese text, and the share of wrong characters."""
    reading = "ocrmypdf + tesseract"
    runs = {
        "本程序": partial(_ours, stack),
        reading: partial(_ocrmypdf, stack, "-l", "chi_sim"),
    }
    rates = _rates(stack, runs, plan.rounds(_READ_ROUNDS))
    yield from _compared(f"{name}，识别文字", rates, {reading: _TIMES_READING})
    errors = {
        program: 100 * wrong_share(stack.texts, stack.folder / _PDFS[program]) for program in rates
    }
    yield Figure(
        f"{name}，错字率", errors["本程序"], "%", errors.get(reading),
        Goal.MOST_TIMES_THE_FLOOR if reading in errors else Goal.NONE,
        _ERROR_SHARE if reading in errors else None,
    )  # fmt: skip


_PDFS = {"本程序": "ours/pages.pdf", "ocrmypdf + tesseract": "ocrmypdf.pdf"}


def _rates(stack: Stack, runs: dict[str, Callable[[], None]], rounds: int) -> dict[str, float]:
    """Return the median pages a second of each program that runs here, each in its turn."""
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, act in runs.items():
            if name not in taken:
                continue
            try:
                taken[name].append(milliseconds(act) / 1000)
            except (PeerMissingError, PeerFailedError) as error:
                if name == "本程序":
                    raise
                del taken[name]
                say(f"{name}：不作比较。{error}")
    return {name: len(stack.files) / median(seconds) for name, seconds in taken.items()}


def _compared(title: str, rates: dict[str, float], goals: dict[str, int]) -> Iterator[Figure]:
    """Yield our rate beside each program's, or alone."""
    ours = rates["本程序"]
    if not set(goals) & set(rates):
        yield Figure(title, ours, _UNIT)
    for name, times in goals.items():
        if name in rates:
            yield Figure(
                f"{title}，比 {name}", ours, _UNIT, rates[name],
                Goal.LEAST_TIMES_THE_FLOOR, times,
            )  # fmt: skip


def _ours(stack: Stack, *options: str) -> None:
    rmtree(stack.folder / "ours", ignore_errors=True)
    command = [sys.executable, "-m", "reception_desk", "pages", *stack.files, *options, "--json"]
    environment = {"PYTHONPATH": str(PACKAGE.parent)}
    run("本程序", [*command, "--out", "ours"], stack.folder, environment=environment)


def _ocrmypdf(stack: Stack, *options: str) -> None:
    program = tool("ocrmypdf")
    tool("unpaper")
    tool("tesseract")
    folder, workers = stack.folder, str(os.cpu_count() or 1)
    _img2pdf(folder, "stack.pdf", stack.files)
    ways = ["-q", "--deskew", "--clean", "--output-type", "pdfa", "--jobs", workers]
    # One thread each: tesseract's own threads only get in each other's way.
    run(
        "ocrmypdf",
        [program, *ways, *options, "stack.pdf", "ocrmypdf.pdf"],
        folder,
        environment={"OMP_THREAD_LIMIT": "1"},
    )


def _unpaper(stack: Stack) -> None:
    from PIL import Image

    program, folder = tool("unpaper"), stack.folder

    def clean(path: Path) -> str:
        # unpaper 7 takes no JPEG of the usual kind.
        given, name = f"{path.stem}.in.ppm", f"{path.stem}.ppm"
        with Image.open(path) as picture:
            picture.save(folder / given)
        ways = ["--dpi", "300", "-q", "--overwrite"]
        run("unpaper", [program, *ways, given, name], folder)
        return name

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        cleaned = list(pool.map(clean, stack.files))
    _img2pdf(folder, "unpaper.pdf", cleaned)


def _img2pdf(folder: Path, name: str, pictures: Sequence[str | Path]) -> None:
    run("img2pdf", [sys.executable, "-m", "img2pdf", "-o", name, *pictures], folder)


def wrong_share(texts: Sequence[str], pdf: Path) -> float:
    """Return how many edits a character lead from the text in the PDF to what stood on paper."""
    from pypdf import PdfReader

    pages = [plain(page.extract_text()) for page in PdfReader(pdf).pages]
    wrong = sum(edits(text, page) for text, page in zip(texts, pages, strict=True))
    return wrong / max(1, sum(map(len, texts)))


def plain(text: str) -> str:
    """Return the text without spaces, its characters in their common form (NFKC)."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def edits(wanted: str, got: str) -> int:
    """Return how many characters must be put in, taken out or changed (Levenshtein)."""
    costs = list(range(len(got) + 1))
    for row, expected in enumerate(wanted, start=1):
        above, costs[0] = costs[0], row
        for column, found in enumerate(got, start=1):
            cost = min(costs[column] + 1, costs[column - 1] + 1, above + (expected != found))
            above, costs[column] = costs[column], cost
    return costs[-1]
