"""The same page read twice into a batch: found by looks that are kept beside the pages."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import select

from reception_desk.models import Database
from reception_desk.models.scan_batch import ScanBatchPageRow
from reception_desk.records.scan_batches import ImageRole, PageImage
from reception_desk.services.scan_batches import image_in

if TYPE_CHECKING:
    from reception_desk.imaging.duplicate import PageLook
    from reception_desk.imaging.page import Pixels

_MOST_KNOWN = 4096
"""Looks whose values are remembered: each page that comes is held against all before it."""


@dataclass(frozen=True, slots=True, eq=False)
class KnownLook:
    """A look with what is kept of it: a line of JSON and a picture of one bit a pixel."""

    look: "PageLook"
    text: str
    ink: PageImage


def known_look(pixels: "Pixels | None") -> KnownLook | None:
    """Return the look of a working picture; None for one with too little on it."""
    from reception_desk.imaging.duplicate import look_of
    from reception_desk.imaging.encode import encode_png

    look = None if pixels is None else look_of(pixels)
    if look is None:
        return None
    text = json.dumps({"hash": f"{look.hash:064x}", "ratio": look.ratio})
    image = encode_png(look.ink.astype(bool), 0)
    return KnownLook(look, text, PageImage(image.data, image.media_type))


def earlier_same(
    database: Database, batch_id: str, others: Iterable[str], known: KnownLook
) -> str | None:
    """Return the first of the batch's `others`, in their order, with the same writing, or None."""
    from reception_desk.imaging.duplicate import is_alike, same_page

    looks = _looks(database, batch_id)
    for page_id in others:
        if (text := looks.get(page_id)) is None:
            continue
        hash_, ratio = _hash_and_ratio(text)
        if is_alike(known.look, hash_, ratio) and same_page(
            known.look, _with_ink(database, page_id, hash_, ratio)
        ):
            return page_id
    return None


@lru_cache(_MOST_KNOWN)
def _hash_and_ratio(text: str) -> tuple[int, float]:
    values = json.loads(text)
    return int(values["hash"], 16), values["ratio"]


def _looks(database: Database, batch_id: str) -> dict[str, str]:
    query = select(ScanBatchPageRow.id, ScanBatchPageRow.look).where(
        ScanBatchPageRow.batch_id == batch_id, ScanBatchPageRow.look.is_not(None)
    )
    with database.read() as session:
        return {row.id: row.look for row in session.execute(query)}


def _with_ink(database: Database, page_id: str, hash_: int, ratio: float) -> "PageLook":
    """Return the look of a page with the ink that was kept of it."""
    import numpy as np

    from reception_desk.imaging.decode import decode_frame
    from reception_desk.imaging.duplicate import PageLook

    with database.read() as session:
        image = image_in(session, page_id, ImageRole.INK)
    if image is None:
        raise LookupError(f"the look of page {page_id} has no ink")
    ink = decode_frame(image.content).pixels.astype(np.uint8)
    return PageLook(hash_, ink, ratio)
