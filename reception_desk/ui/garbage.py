"""Python's collector of cyclic garbage, kept to the UI thread.

Left alone it runs in whatever thread happens to allocate. A widget or timer that is part of a
cycle would then be destroyed in a worker's thread, which Qt answers with a crash.
"""

import gc

from PySide6.QtCore import QObject, QTimer

from reception_desk.ui.tasks import Tasks

ROUND_MS = 1000
MOST_PUT_OFF = 300
"""Rounds: five minutes of work in the lanes, then the older generations have their turn."""


class GarbageRound(QObject):
    """Looks once a second whether a generation is due, and collects it here.

    The older generations hold everything the desk has open: to walk through a stack of 500 pages
    takes 15 ms, and several times that while lanes keep the processors. They wait for the lanes.
    """

    def __init__(self) -> None:
        super().__init__()
        gc.disable()
        self._tasks: Tasks | None = None
        self._put_off = 0
        self._timer = QTimer(self, interval=ROUND_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def settle(self) -> None:
        """Take what lives now, modules above all, out of every later collection: they stay."""
        gc.collect()
        gc.freeze()

    def wait_for(self, tasks: Tasks) -> None:
        """Let the older generations wait for the lanes of the desk that is open."""
        self._tasks = tasks

    def look(self) -> None:
        """Collect the oldest generation that is due, if any."""
        due = [
            generation
            for generation, (count, threshold) in enumerate(
                zip(gc.get_count(), gc.get_threshold(), strict=True)
            )
            if count > threshold
        ]
        if due:
            gc.collect(self._now_or_later(due[-1]))

    def _now_or_later(self, generation: int) -> int:
        if generation and self._tasks and self._tasks.pending and self._put_off < MOST_PUT_OFF:
            self._put_off += 1
            return 0
        if generation:
            self._put_off = 0
        return generation

    def let_go(self) -> None:
        """Leave the collector as Python has it."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
