"""`desk shots`: every page, window and main state as pictures, to be looked at."""

import argparse
import sys
import tempfile
from itertools import product
from pathlib import Path

from reception_desk.ui.offscreen import use_offscreen

SIZES = {"1366x768": (1366, 728), "1093x582": (1093, 582), "200percent": (1366, 728)}
"""Windows of a 1366×768 screen, the same at 125 %, and at 200 % text."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare `--out` and a choice of sizes and schemes."""
    parser.add_argument("--out", type=Path, required=True, help="写出图片的文件夹")
    parser.add_argument("--size", choices=SIZES, action="append", help="只画这个尺寸")
    parser.add_argument("--scheme", choices=("light", "dark"), action="append", help="只画这种主题")


def run(arguments: argparse.Namespace) -> int:
    """Draw all states at all sizes in both schemes; prints the folder."""
    use_offscreen()
    from reception_desk.commands.shots.gallery import Gallery
    from reception_desk.commands.shots.sample_day import sample_day
    from reception_desk.ui.rehearsal import Rehearsal, begin_application, dress

    application = begin_application()
    chosen = product(arguments.size or SIZES, arguments.scheme or ("light", "dark"))
    for size, scheme in chosen:
        dress(application, scheme, text_scale=2.0 if size == "200percent" else 1.0)
        rehearsal = Rehearsal(arguments.out / f"{size}-{scheme}")
        # A day of its own for each: what is done in one is not done in the next.
        with tempfile.TemporaryDirectory(prefix="desk-shots-") as folder:
            day = sample_day(Path(folder))
            Gallery(day, rehearsal, SIZES[size]).draw()
            day.database.close()
    application.quit()
    sys.stdout.write(f"图片：{arguments.out.resolve()}\n")
    return 0
