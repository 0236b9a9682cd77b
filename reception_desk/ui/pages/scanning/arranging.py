"""What the clerk does with the papers of a batch: each act is about the chosen page."""

from collections.abc import Callable
from functools import partial

from reception_desk.records.pages import PageStep
from reception_desk.records.scan_batches import Arrangement, PaperKind, ScanBatch
from reception_desk.rules import arrangements
from reception_desk.ui.pages.scanning.batch_work import BatchWork
from reception_desk.ui.pages.scanning.view import StationView
from reception_desk.ui.widgets.inline_bar import Level


class Arranging:
    """`current` returns the open batch; while it is being sorted or filed nothing is changed."""

    def __init__(
        self, view: StationView, work: BatchWork, current: Callable[[], ScanBatch | None]
    ) -> None:
        self._view = view
        self._work = work
        self._current = current

    def set_kind(self, kind: PaperKind) -> None:
        """Say what the paper is."""
        self._act(partial(arrangements.set_kind, kind=kind))

    def toggle_original(self) -> None:
        """Say that the paper is the original, or a copy."""
        self._on_paper(
            lambda found, page_id: arrangements.set_original(
                found, page_id, is_original=not arrangements.paper_of(found, page_id).is_original
            )
        )

    def toggle_return(self) -> None:
        """Say that an original goes back to the visitor, or stays."""
        batch, page_id = self._current(), self._view.strip.chosen_id
        if batch is None or not page_id:
            return
        paper = arrangements.paper_of(batch.arrangement, page_id)
        if not paper.is_original:
            self._view.bar.say(Level.INFO, "只有原件需要退还：请先按 7 标为原件。")
            return
        self._act(partial(arrangements.set_to_return, is_to_return=not paper.is_to_return))

    def turn(self, quarters: int) -> None:
        """Turn the page clockwise, or back."""
        self._act(partial(arrangements.turn, quarters=quarters))

    def toggle_removed(self) -> None:
        """Take the page out of what is filed, or bring it back."""
        self._on_paper(
            lambda found, page_id: arrangements.set_removed(
                found, page_id, is_removed=not arrangements.place_of(found, page_id).is_removed
            )
        )

    def split(self) -> None:
        """Let a new paper begin with the page."""
        self._act(arrangements.split)

    def merge(self) -> None:
        """Join the paper to the one before."""
        self._act(arrangements.merge)

    def toggle_sheet(self) -> None:
        """Show the whole picture instead of the sheet that was found, or the sheet again."""
        self._act(partial(arrangements.toggle_step, step=PageStep.SHEET))

    def move(self, step: int) -> None:
        """Move the page by one place."""
        self._act(partial(arrangements.move, step=step))

    def drop(self, page_id: str, anchor_id: str, is_behind: bool) -> None:  # noqa: FBT001 - a signal
        """Put a page before or behind another one, where the mouse let go of it."""
        if not self._work.is_held:
            self._work.arrange(
                lambda found: arrangements.place_at(found, page_id, anchor_id, is_behind=is_behind)
            )

    def _act(self, change: Callable[..., Arrangement]) -> None:
        """Do an act on the chosen page."""
        self._on_paper(lambda found, page_id: change(found, page_id=page_id))

    def _on_paper(self, change: Callable[[Arrangement, str], Arrangement]) -> None:
        page_id = self._view.strip.chosen_id
        if page_id and not self._work.is_held:
            self._work.arrange(lambda found: change(found, page_id))
