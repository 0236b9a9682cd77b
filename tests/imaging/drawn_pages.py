"""Drawn pages that many tests look at: each is drawn once, and none can be changed.

`DESK_DRAWN_PAGES=1000` lets the tests over many pages draw so many, each another.
"""

import os
from functools import cache
from random import Random

from reception_desk.commands.bench.sample_pages import Ground, SamplePage, Writing, sample_page

WIDE_RUN = int(os.environ.get("DESK_DRAWN_PAGES", "0"))


@cache
def drawn(
    writing: Writing,
    ground: Ground,
    dpi: int,
    *,
    lean: float = 0.0,
    is_shaded: bool = False,
    has_seal: bool = False,
) -> SamplePage:
    """Return the one page of its kind; its pixels are read-only."""
    sample = sample_page(
        Random(1), writing, ground, dpi, lean=lean, is_shaded=is_shaded, has_seal=has_seal
    )
    sample.pixels.setflags(write=False)
    return sample
