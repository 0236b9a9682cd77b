"""The card reader as the screen sees it: a loop on its own thread, two signals in the UI thread."""

from threading import Event

from PySide6.QtCore import QObject, Signal, Slot

from reception_desk.devices.card_reader import CardReader
from reception_desk.records.card import ReaderEvent, ReaderState
from reception_desk.ui.tasks import Tasks


class CardWatch(QObject):
    """Announces what the reader does.

    Signals: `state_changed(ReaderEvent)` for the lamp, `card_read(CardData)` once per card.
    """

    state_changed = Signal(object)
    card_read = Signal(object)
    _heard = Signal(object)

    def __init__(self, reader: CardReader, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self.last = ReaderEvent(ReaderState.NO_READER)
        self._heard.connect(self._announce)
        tasks.watch("card_reader", self._loop)

    def _loop(self, stop: Event) -> None:
        """Run in the reader's thread until the program closes; only emits from there."""
        self._reader.run(stop, self._heard.emit)

    @Slot(object)
    def _announce(self, event: ReaderEvent) -> None:
        self.last = event
        self.state_changed.emit(event)
        if event.card is not None and event.state is ReaderState.CARD_READ:
            self.card_read.emit(event.card)
