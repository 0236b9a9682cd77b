"""Pages at the scan station: seen at once, the screen never stalled, memory flat over a stack."""

import json
import os
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from reception_desk.commands.bench.figure import Figure, Goal, quantile, spread
from reception_desk.commands.bench.plan import Plan
from reception_desk.commands.bench.start import prepare_home
from reception_desk.config import PACKAGE
from reception_desk.errors import DeskError
from reception_desk.imaging.encode import encode_jpeg

_SINGLES, _STACK = 10, 500
_SINGLE_DPI, _STACK_DPI = 300, 150
_DRAWN = 10
_MOST_FIRST_MS, _MOST_STALL_MS, _MOST_GROWTH = 400, 50, 1.1
_MOST_SECONDS = 1800


def measure(plan: Plan) -> Iterator[Figure]:
    """Yield the first page on the screen, the longest stall, and how memory grew."""
    dpi = plan.dpi(_SINGLE_DPI)
    with tempfile.TemporaryDirectory(dir=plan.work, prefix="station-") as folder:
        home, singles, stack = (Path(folder, name) for name in ("home", "singles", "stack"))
        for place in (home, singles, stack):
            place.mkdir()
        prepare_home(home)
        write_pages(singles, plan.rounds(_SINGLES), dpi)
        write_pages(stack, plan.rounds(_STACK), plan.dpi(_STACK_DPI))
        found = _scanned(home, singles, stack)
    first, pages = found["first"], found["pages"]
    yield Figure(
        f"设备给出一页到显示在屏幕上（{dpi} dpi）p95", quantile(first, 0.95), "ms",
        quantile(found["floor"], 0.95), Goal.MOST, _MOST_FIRST_MS, spread(first),
    )  # fmt: skip
    yield Figure(
        f"连续扫描 {pages} 页时界面最长停顿", found["stall"], "ms", None, Goal.MOST, _MOST_STALL_MS
    )
    yield Figure(
        f"扫描 {pages} 页后的内存，比 {max(1, pages // 10)} 页后", found["late"], "MB",
        found["early"], Goal.MOST_TIMES_THE_FLOOR, _MOST_GROWTH,
    )  # fmt: skip


def write_pages(folder: Path, count: int, dpi: int) -> None:
    """Write so many JPEG files as a scanner makes them; some are alike but for their number."""
    from reception_desk.commands.bench.sample_pages import Ground, Writing, sample_page

    chance = Random(3)  # noqa: S311 - the same pages each time
    kinds = (Writing.LETTER, Writing.FORM, Writing.LETTER, Writing.SLIP)
    drawn = [
        encode_jpeg(sample.pixels, dpi).data
        for sample in (
            sample_page(
                chance, kinds[at % len(kinds)], (Ground.FEEDER, Ground.LID)[at % 2], dpi,
                lean=chance.uniform(-1, 1), has_seal=at % 3 == 0,
            )
            for at in range(min(count, _DRAWN))
        )
    ]  # fmt: skip
    for number in range(count):
        (folder / f"{number:04d}.jpg").write_bytes(numbered(drawn[number % _DRAWN], number))


def numbered(jpeg: bytes, number: int) -> bytes:
    """Return the JPEG with a remark in it, so that no two files are the same."""
    remark = f"{number:08d}".encode()
    return jpeg[:2] + b"\xff\xfe" + struct.pack(">H", len(remark) + 2) + remark + jpeg[2:]


def _scanned(home: Path, singles: Path, stack: Path) -> dict[str, Any]:
    """Let the station scan in a process of its own; raises `DeskError` with its last words."""
    command = [
        sys.executable, "-m", "reception_desk.commands.bench.scanning_station",
        str(home), str(singles), str(stack),
    ]  # fmt: skip
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=_MOST_SECONDS,
        check=False,
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
    )
    if done.returncode != 0:
        raise DeskError(f"扫描页没有测成：{done.stderr.strip()[-500:]}")
    return json.loads(done.stdout.splitlines()[-1])
