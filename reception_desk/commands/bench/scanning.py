"""Pages that are straightened and judged: how well on drawn pages, and how fast.

The floor of the time is what cannot be left out: the scanner's JPEG decoded and the working
picture encoded as JPEG again, with the same two functions. What the clerk sees of it is measured at
the real station page (`scanning_desk.py`).
"""

from collections.abc import Iterator
from math import dist
from random import Random

from reception_desk.commands.bench import scanning_desk
from reception_desk.commands.bench.figure import (
    Figure,
    Goal,
    interleaved,
    median,
    quantile,
    spread,
)
from reception_desk.commands.bench.plan import Plan
from reception_desk.imaging.decode import decode_frame
from reception_desk.imaging.encode import encode_jpeg, encode_png
from reception_desk.imaging.pipeline import ProcessedPage, process

_DPI, _LEANING_DPI = 300, 200
_SHEETS = 100
_LEANING = 200
_BLANKS = 400
_TIMED = 100
_MOST_PX = 8
_MOST_DEGREES = 0.2
_LEAST_PERCENT = 99.5


def measure(plan: Plan) -> Iterator[Figure]:
    """Yield corners, angle, blank pages, the time of a page from file to file, and at the desk."""
    chance = Random(7)  # noqa: S311 - the same pages each time
    yield _corners(plan, chance)
    yield _angle(plan, chance)
    yield _blank(plan, chance)
    yield from _speed(plan, chance)
    yield from scanning_desk.measure(plan)


def _corners(plan: Plan, chance: Random) -> Figure:
    """Measure the worst corner of each sheet; one that was not found counts as a whole page off."""
    from reception_desk.commands.bench.sample_pages import Ground, Writing, sample_page

    errors, missed = [], 0
    for number in range(plan.rounds(_SHEETS)):
        ground = (Ground.LID, Ground.CAMERA)[number % 2]
        sample = sample_page(chance, chance.choice(list(Writing)), ground, plan.dpi(_DPI))
        found = process(sample.pixels, sample.dpi).decisions.sheet.corners
        missed += found is None
        apart = map(dist, found, sample.corners) if found and sample.corners else [3508.0]
        errors.append(max(apart))
    return Figure(
        f"纸角误差 p95（{plan.dpi(_DPI)} dpi）", quantile(errors, 0.95), "px", None, Goal.MOST,
        _MOST_PX, {**spread(errors), "missed": missed},
    )  # fmt: skip


def _angle(plan: Plan, chance: Random) -> Figure:
    """Measure the lean of writing without any edge of the page in sight."""
    from reception_desk.commands.bench.sample_pages import Ground, Writing, sample_page

    errors = []
    for _ in range(plan.rounds(_LEANING)):
        lean = chance.uniform(-5, 5)
        writing = chance.choice([Writing.LETTER, Writing.FORM, Writing.SLIP])
        sample = sample_page(chance, writing, Ground.FEEDER, plan.dpi(_LEANING_DPI), lean=lean)
        angle = process(sample.pixels, sample.dpi).decisions.angle
        errors.append(abs((angle or 0.0) - lean))
    return Figure(
        "倾斜误差 p95", quantile(errors, 0.95), "°", None, Goal.MOST, _MOST_DEGREES, spread(errors)
    )


def _blank(plan: Plan, chance: Random) -> Figure:
    """Measure how many pages, blank or written, are told apart rightly."""
    from reception_desk.commands.bench.sample_pages import Ground, Writing, sample_page

    right, count = 0, plan.rounds(_BLANKS)
    for number in range(count):
        is_blank = number % 2 == 0
        writing = Writing.BLANK if is_blank else chance.choice([Writing.LETTER, Writing.SLIP])
        sample = sample_page(chance, writing, chance.choice(list(Ground)), 150)
        ink = process(sample.pixels, sample.dpi).decisions.ink
        right += ink is not None and ink.is_blank is is_blank
    return Figure(
        "空白页判断正确", 100 * right / count, "%", None, Goal.LEAST, _LEAST_PERCENT,
        {"pages": count},
    )  # fmt: skip


def _speed(plan: Plan, chance: Random) -> Iterator[Figure]:
    from reception_desk.commands.bench.sample_pages import Ground, Writing, sample_page

    dpi = plan.dpi(_DPI)
    for has_seal, kind in ((True, "彩色"), (False, "黑白")):
        sample = sample_page(chance, Writing.LETTER, Ground.LID, dpi, has_seal=has_seal)
        data = encode_jpeg(sample.pixels, sample.dpi).data

        def ours(data: bytes = data) -> ProcessedPage:
            frame = decode_frame(data)
            page = process(frame.pixels, frame.dpi)
            encode = encode_png if page.pixels.dtype == bool else encode_jpeg
            encode(page.pixels, frame.dpi)
            return page

        def floor(data: bytes = data) -> None:
            frame = decode_frame(data)
            encode_jpeg(frame.pixels, frame.dpi)

        taken, bare = interleaved(plan.rounds(_TIMED), ours, floor)
        mode = ours().decisions.colour
        details = {
            **spread(taken),
            "pages_a_second": round(1000 / median(taken), 2),
            "floor_pages_a_second": round(1000 / median(bare), 2),
            "colour": mode.value if mode else "",
        }
        title = f"处理一页{kind} A4（{dpi} dpi）中位数"
        yield Figure(
            title, median(taken), "ms", median(bare), Goal.MOST_TIMES_THE_FLOOR, 2, details
        )
