"""`desk demo`: the main job on real parts, with no screen and no questions."""

import argparse
import shutil
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from reception_desk.ui.offscreen import use_offscreen

if TYPE_CHECKING:
    from reception_desk.commands.demo.day import Day


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare `--out`."""
    parser.add_argument(
        "--out", type=Path, required=True, help="写出文书、图片和 summary.json 的文件夹"
    )


def run(arguments: argparse.Namespace) -> int:
    """Play the day and write what came of it; what the machine lacks is skipped and named."""
    use_offscreen()
    from reception_desk.commands.demo.day import Day
    from reception_desk.commands.demo.parts import start_parts
    from reception_desk.ui.rehearsal import begin_application

    out: Path = arguments.out.resolve()
    _empty(out)
    begun = time.monotonic()
    application = begin_application()
    with ExitStack() as stack:
        parts = start_parts(stack, _say)
        day = Day(out, parts, _say)
        stack.callback(day.close)
        day.play()
        day.write_summary(round(time.monotonic() - begun, 1))
    application.quit()
    _tell(out, day)
    return 0


def _empty(out: Path) -> None:
    """Make room for this run; only folders of an earlier demonstration are removed."""
    for name in ("papers", "pictures", "video", "leader-day", "desk-1", "desk-2"):
        shutil.rmtree(out / name, ignore_errors=True)
    (out / "papers").mkdir(parents=True)


def _tell(out: Path, day: "Day") -> None:
    _say(f"完成：{len(day.records)} 位来访人")
    _say(f"文书：{out / 'papers'}")
    _say(f"视频接访：{out / 'video'}")
    _say(f"领导接访：{out / 'leader-day'}")
    _say(f"图片：{out / 'pictures'}")
    _say(f"汇总：{out / 'summary.json'}")


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()
