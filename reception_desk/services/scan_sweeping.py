"""What filed, dropped and torn batches of pages left is removed, while nobody waits for it."""

from sqlalchemy import delete, select
from sqlalchemy.orm import defer

from reception_desk.models import Database
from reception_desk.models.scan_batch import ScanBatchPageRow, ScanBatchPiece, ScanBatchRow


def sweep(database: Database) -> None:
    """Remove what filed and dropped batches left, a few pieces at a time; for a worker's thread.

    Pictures are overwritten on the disk, which takes time: nobody waits for it.
    """
    ended = select(ScanBatchRow.id).where(ScanBatchRow.filed_at.is_not(None))
    some = (
        select(ScanBatchPiece, ScanBatchPageRow.batch_id)
        .outerjoin(ScanBatchPageRow, ScanBatchPageRow.id == ScanBatchPiece.page_id)
        .where(ScanBatchPiece.batch_id.in_(ended) | ScanBatchPageRow.batch_id.in_(ended))
        .options(defer(ScanBatchPiece.content))
        .limit(1)
    )
    while True:
        with database.write() as session:
            found = session.execute(some).first()
            if found is None:
                session.execute(
                    delete(ScanBatchPageRow).where(ScanBatchPageRow.batch_id.in_(ended))
                )
                session.execute(delete(ScanBatchRow).where(ScanBatchRow.filed_at.is_not(None)))
                return
            piece, home = found
            if home not in {None, piece.batch_id}:
                piece.batch_id = home  # its page was sent to the batch of another visit
            else:
                session.delete(piece)


def sweep_torn(database: Database) -> None:
    """Remove pieces of pages that a kill tore; called before the first page is read."""
    whole = select(ScanBatchPageRow.id)
    with database.write() as session:
        session.execute(delete(ScanBatchPiece).where(ScanBatchPiece.page_id.not_in(whole)))
