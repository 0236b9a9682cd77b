"""Python's collector of cyclic garbage, kept to the UI thread.

Left alone it runs in whatever thread happens to allocate. A widget or timer that is part of a
cycle would then be destroyed in a worker's thread, which Qt answers with a crash.
"""

import gc

from PySide6.QtCore import QObject, QTimer

ROUND_MS = 1000


class GarbageRound(QObject):
    """Looks once a second whether a generation is due, and collects it here."""

    def __init__(self) -> None:
        super().__init__()
        gc.disable()
        self._timer = QTimer(self, interval=ROUND_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def settle(self) -> None:
        """Take what lives now, modules above all, out of every later collection: they stay."""
        gc.collect()
        gc.freeze()

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
            gc.collect(due[-1])

    def let_go(self) -> None:
        """Leave the collector as Python has it."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
