"""The same page read twice into a batch: found by looks that are kept beside the pages."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from reception_desk.models import Database
from reception_desk.models.scan_batch import ScanBatchPageRow
from reception_desk.records.scan_batches import ImageRole, PageImage, ScanBatch
from reception_desk.services.scan_batches import image_in

if TYPE_CHECKING:
    from reception_desk.imaging.duplicate import PageLook
    from reception_desk.imaging.page import Pixels


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
    database: Database, batch: ScanBatch, page_id: str, known: KnownLook
) -> str | None:
    """Return the first other page of the batch with the same writing, or None."""
    from reception_desk.imaging.duplicate import PageLook, same_page

    looks = _looks(database, batch.batch_id)
    for placed in batch.arrangement.pages:
        text = looks.get(placed.page_id)
        if text is None or placed.page_id == page_id:
            continue
        values = json.loads(text)
        likely = PageLook(int(values["hash"], 16), known.look.ink, values["ratio"])
        # With the ink of the page itself only hash and shape can tell the two apart.
        if same_page(known.look, likely) and same_page(
            known.look, _with_ink(database, placed.page_id, likely)
        ):
            return placed.page_id
    return None


def _looks(database: Database, batch_id: str) -> dict[str, str]:
    query = select(ScanBatchPageRow.id, ScanBatchPageRow.look).where(
        ScanBatchPageRow.batch_id == batch_id, ScanBatchPageRow.look.is_not(None)
    )
    with database.read() as session:
        return {row.id: row.look for row in session.execute(query)}


def _with_ink(database: Database, page_id: str, likely: "PageLook") -> "PageLook":
    """Return the look with the ink that was kept of it."""
    import numpy as np

    from reception_desk.imaging.decode import decode_frame
    from reception_desk.imaging.duplicate import PageLook

    with database.read() as session:
        image = image_in(session, page_id, ImageRole.INK)
    if image is None:
        raise LookupError(f"the look of page {page_id} has no ink")
    ink = decode_frame(image.content).pixels.astype(np.uint8)
    return PageLook(likely.hash, ink, likely.ratio)
