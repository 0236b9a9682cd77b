"""A page before anything was cut off, for who sets the corners of its sheet by hand."""

from dataclasses import dataclass

from reception_desk.errors import DeskError
from reception_desk.models import Database
from reception_desk.records.actor import Actor
from reception_desk.records.pages import Corners, corners_of
from reception_desk.records.scan_batches import ImageRole
from reception_desk.rules import arrangements, cropping
from reception_desk.services import scan_batches


@dataclass(frozen=True, slots=True, eq=False)
class UncutPage:
    """The original as the clerk turned it: `picture` is a smaller JPEG of it.

    `size` is the width and height of the original so turned, and `found` the corners where the
    machine sees the sheet in it, brought into the picture; those of the whole picture where it
    sees none. `given` are those that a person set before.
    """

    picture: bytes
    size: tuple[int, int]
    dpi: int
    found: Corners
    given: Corners | None


def uncut_page(
    database: Database, actor: Actor, batch_id: str, page_id: str, longest_px: int
) -> UncutPage:
    """Return a page of a batch as it was read; takes long, so give it a worker's thread.

    Raises `DeskError` when its picture cannot be opened.
    """
    import numpy as np

    from reception_desk.imaging.decode import decode_frame
    from reception_desk.imaging.encode import encode_jpeg
    from reception_desk.imaging.page import levels_of
    from reception_desk.imaging.reduced import reduced, shrunk
    from reception_desk.imaging.sheet import find_sheet

    with database.read() as session:
        batch = scan_batches.batch_in(session, actor, batch_id)
        original = scan_batches.image_in(session, page_id, ImageRole.ORIGINAL)
    if original is None:
        raise DeskError("这一页的图像不在。", advice="请重扫这一页。")
    treatment = arrangements.place_of(batch.arrangement, page_id).treatment
    quarters, dpi = treatment.quarter_turns, batch.pages[page_id].dpi
    pixels = decode_frame(original.content).pixels
    before = pixels.shape[1], pixels.shape[0]
    levels = levels_of(np.ascontiguousarray(np.rot90(pixels, -quarters)))
    size = levels.shape[1], levels.shape[0]
    given = treatment.corners and cropping.turned(treatment.corners, before, quarters)
    found = find_sheet(reduced(levels, dpi)).corners or cropping.whole(size)
    return UncutPage(
        picture=encode_jpeg(shrunk(levels, longest_px), dpi=0).data,
        size=size,
        dpi=dpi,
        found=corners_of([cropping.held_in(corner, size) for corner in found]),
        given=given,
    )
