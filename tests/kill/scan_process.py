"""A desk of its own process that reads pages into a batch until it is killed.

It says `("read", N)` once page N is kept for good and `("sorted", N)` once the act on it is: with
odd pages a paper begins, from the others a part is cut out.
"""

from functools import partial
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

from reception_desk.models import Database
from reception_desk.records.scanning import ScannedPage
from reception_desk.rules import arrangements
from reception_desk.services import accounts, scan_batches, scan_sweeping
from tests.offices import KEY, PASSWORD

CORNERS = ((10.0, 10.5), (90.0, 12.0), (91.0, 120.0), (9.0, 119.0))
CUT = partial(arrangements.set_corners, corners=CORNERS)
PAGE_BYTES = 3 * scan_batches.PIECE_BYTES + 1


def picture(number: int) -> bytes:
    """Return what page `number` holds."""
    return number.to_bytes(4, "big") * (PAGE_BYTES // 4)


def read_pages(line: Connection, path: Path, start: int, visit_id: str) -> None:
    """Read pages for the visit; their numbers begin at `start`."""
    database = Database(path, KEY)
    clerk = accounts.sign_in(database, "zhou", PASSWORD)
    scan_sweeping.sweep_torn(database)
    batch = scan_batches.open_batch(database, clerk, visit_id)
    line.send("ready")
    for number in count(start):
        page = ScannedPage(
            picture(number), "image/png", 1, 1, 300, is_partial=False, source=str(number)
        )
        batch = scan_batches.add_page(database, clerk, batch.batch_id, page)
        line.send(("read", number))
        last = batch.arrangement.pages[-1].page_id
        act = arrangements.split if number % 2 else CUT
        scan_batches.arrange(database, clerk, batch.batch_id, partial(act, page_id=last))
        line.send(("sorted", number))
