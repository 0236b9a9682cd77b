"""The pages of a batch through the pipeline: working picture, thumbnail, what was decided.

A page is treated when it came and again whenever the clerk turns it or leaves a step out.
Everything here takes long: give it a worker's thread.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import update

from reception_desk.models import Database
from reception_desk.models.scan_batch import ScanBatchPageRow
from reception_desk.records.actor import Actor
from reception_desk.records.pages import ALL_STEPS, PageDecisions
from reception_desk.records.scan_batches import (
    Arrangement,
    ImageRole,
    PageImage,
    PlacedPage,
    ScanBatch,
    Treatment,
)
from reception_desk.rules import arrangements, cropping
from reception_desk.services import scan_batches
from reception_desk.services.batch_values import (
    arrangement_of,
    arrangement_text,
    decisions_text,
    treatment_text,
)
from reception_desk.services.page_looks import earlier_same, known_look

if TYPE_CHECKING:
    from reception_desk.imaging.page import Pixels

THUMBNAIL_PX = 320


@dataclass(frozen=True, slots=True, eq=False)
class TreatedPage:
    """What became of a page; `problem` says why its original has to stand for it."""

    images: dict[ImageRole, PageImage]
    pixels: "Pixels | None"
    decisions: PageDecisions | None
    problem: str

    @property
    def is_paper(self) -> bool:
        """Say whether there is something on it to file; a separator is alike any other."""
        is_blank = bool(self.decisions and self.decisions.ink and self.decisions.ink.is_blank)
        return not is_blank and not (self.decisions and self.decisions.is_separator)


def untreated(batch: ScanBatch) -> tuple[PlacedPage, ...]:
    """Return the pages whose working picture is missing or made in another way than asked."""
    return tuple(
        placed
        for placed in batch.arrangement.pages
        if batch.pages[placed.page_id].made_by != placed.treatment
    )


def treat_page(database: Database, actor: Actor, batch_id: str, page_id: str) -> ScanBatch:
    """Do `work_on_page` and return the batch as it stands then."""
    work_on_page(database, actor, batch_id, page_id)
    with database.read() as session:
        return scan_batches.batch_in(session, actor, batch_id)


def work_on_page(database: Database, actor: Actor, batch_id: str, page_id: str) -> None:
    """Make the working picture of a page as the arrangement asks, and note what was decided.

    A blank page is set aside, a separator begins a new paper: both the first time only, so that
    what the clerk decided since stands. The other pages are not read, as in `keep_page`.
    """
    with database.read() as session:
        arrangement = arrangement_of(scan_batches.own_batch(session, actor, batch_id).arrangement)
        page = scan_batches.page_in(session, batch_id, page_id)
        if page is None:
            return  # sorted by its code into the batch of another visit meanwhile
        original = scan_batches.image_in(session, page_id, ImageRole.ORIGINAL)
    treatment = arrangements.place_of(arrangement, page_id).treatment
    if original is None or page.made_by == treatment:
        return
    treated = _treated(original, page.dpi, treatment)
    is_new = page.made_by is None
    look = known_look(treated.pixels) if is_new and treated.is_paper else None
    others = [placed.page_id for placed in arrangement.pages if placed.page_id != page_id]
    repeats = earlier_same(database, batch_id, others, look) if look else page.repeats
    with database.write() as session:
        row = scan_batches.own_batch(session, actor, batch_id)
        values = {
            "treatment": treatment_text(treatment),
            "decisions": decisions_text(treated.decisions) if treated.decisions else None,
            "repeats": repeats,
            "problem": treated.problem,
        }
        if look:
            values["look"] = look.text
            scan_batches.replace_image(session, batch_id, page_id, ImageRole.INK, look.ink)
        session.execute(
            update(ScanBatchPageRow).where(ScanBatchPageRow.id == page_id).values(**values)
        )
        for role, image in treated.images.items():
            scan_batches.replace_image(session, batch_id, page_id, role, image)
        if is_new and treated.decisions is not None:
            placed = _sorted_out(arrangement_of(row.arrangement), page_id, treated.decisions)
            row.arrangement = arrangement_text(placed)


def _sorted_out(arrangement: Arrangement, page_id: str, decisions: PageDecisions) -> Arrangement:
    is_blank = decisions.ink is not None and decisions.ink.is_blank
    if decisions.is_separator:
        arrangement = arrangements.split(arrangement, page_id)
    if decisions.is_separator or is_blank:
        arrangement = arrangements.set_removed(arrangement, page_id, is_removed=True)
    return arrangement


def _treated(original: PageImage, dpi: int, treatment: Treatment) -> TreatedPage:
    import numpy as np

    from reception_desk.imaging.decode import UnreadableImageError, decode_frame
    from reception_desk.imaging.encode import encode_jpeg, encode_png, thumbnail
    from reception_desk.imaging.pipeline import process

    try:
        pixels = decode_frame(original.content).pixels
    except UnreadableImageError as error:
        return TreatedPage({ImageRole.WORKING: original}, None, None, error.message)
    quarters, corners = treatment.quarter_turns, treatment.corners
    turned = np.ascontiguousarray(np.rot90(pixels, -quarters))
    if corners:
        corners = cropping.turned(corners, (pixels.shape[1], pixels.shape[0]), quarters)
    done = process(turned, dpi, ALL_STEPS - treatment.left_out, corners)
    is_bitonal = done.pixels.dtype == np.bool_
    working = encode_png(done.pixels, dpi) if is_bitonal else encode_jpeg(done.pixels, dpi)
    images = {
        ImageRole.WORKING: PageImage(working.data, working.media_type),
        ImageRole.SMALL: PageImage(thumbnail(working.data, THUMBNAIL_PX), "image/jpeg"),
    }
    return TreatedPage(images, done.pixels, done.decisions, "")
