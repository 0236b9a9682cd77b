"""The reader as a state machine: find, select, read, wait until the card is lifted."""

import logging
import time
from collections.abc import Callable
from threading import Event
from typing import Protocol

from reception_desk.devices.card_reader.exchange import Exchange, Patience
from reception_desk.devices.card_reader.frames import BadFrame, Command, Frame, FrameFault, Status
from reception_desk.devices.card_reader.layouts import read_card
from reception_desk.devices.card_reader.transport import Transport
from reception_desk.records.card import CardData, CardKind, ReaderEvent, ReaderState

logger = logging.getLogger(__name__)

ANSWER_POLL_SECONDS = 0.005
TRIES = 3
BAD_RECORD_REASON = "证件内容的长度不符"


class CardReader(Protocol):
    """A reader as the rest of the program sees it."""

    def poll(self, now: float) -> ReaderEvent | None:
        """Go one step without waiting; `now` are seconds of a clock that never runs back."""
        ...

    def run(self, stop: Event, on_event: Callable[[ReaderEvent], None]) -> None:
        """Poll on the calling thread until `stop` is set; closes the reader at the end."""
        ...

    def close(self) -> None:
        """Let go of the device; only when `run` is not running."""
        ...


class SamCardReader:
    """A reader that speaks GA/T 467 over a `Transport`.

    A card answers one find, select and read; after that the reader says "no card" while it
    still lies there and when it is gone, and finds only a card put on anew. Some readers go
    on finding a card that was read: it is left alone until they have said "no card" once.
    """

    def __init__(self, transport: Transport, patience: Patience | None = None) -> None:
        self._transport = transport
        self._patience = patience or Patience()
        self._exchange = Exchange(transport, self._patience)
        self._state: ReaderState | None = None
        self._detail = ""
        self._due = 0.0
        self._begin()

    def poll(self, now: float) -> ReaderEvent | None:
        """Go one step without waiting; a line that fails becomes `DISCONNECTED`."""
        try:
            return self._step(now)
        except OSError as error:
            return self._lose_line(error, now)

    def run(self, stop: Event, on_event: Callable[[ReaderEvent], None]) -> None:
        """Poll until `stop` is set; waits on `stop`, so it ends at once."""
        try:
            while not stop.is_set():
                if (event := self.poll(time.monotonic())) is not None:
                    on_event(event)
                stop.wait(self._pause(time.monotonic()))
        finally:
            self.close()

    def close(self) -> None:
        """Close the line and forget what was begun."""
        self._hang_up()

    def _begin(self) -> None:
        """Start from nothing: next comes a find, and the card found is a new one."""
        self._command = Command.FIND
        self._tries = 0
        self._selections = 0
        self._is_card_done = False

    def _pause(self, now: float) -> float:
        if self._exchange.is_waiting:
            return ANSWER_POLL_SECONDS
        return max(0.0, self._due - now)

    def _step(self, now: float) -> ReaderEvent | None:
        if not self._exchange.is_waiting:
            if now >= self._due:
                self._ask(now)
            return None
        match self._exchange.answer(now):
            case Frame() as frame:
                return self._take(frame, now)
            case BadFrame(fault=FrameFault.SILENCE as fault):
                return self._retry(ReaderState.NO_ANSWER, fault.sentence, now)
            case BadFrame(fault=fault):
                return self._retry(ReaderState.GARBLED, fault.sentence, now)
            case None:
                return None

    def _ask(self, now: float) -> None:
        if not self._transport.is_open:
            self._transport.open()
            logger.info("card reader line opened")
        self._exchange.ask(self._command, now)

    def _take(self, frame: Frame, now: float) -> ReaderEvent | None:
        match self._command:
            case Command.FIND:
                return self._take_find(frame.status, now)
            case Command.SELECT:
                return self._take_select(frame.status, now)
            case Command.READ:
                return self._take_read(frame, now)

    def _take_find(self, status: Status, now: float) -> ReaderEvent | None:
        if status is Status.FOUND:
            return self._take_found(now)
        self._due = now + self._patience.between_finds
        if status is Status.NO_CARD:
            return self._take_no_card()
        if status in _READER_FAULTS:
            return self._report(ReaderState.READER_FAULT, status.sentence)
        return self._retry(ReaderState.GARBLED, status.sentence, now)

    def _take_found(self, now: float) -> ReaderEvent | None:
        self._tries = 0
        if self._is_card_done:
            self._due = now + self._patience.between_finds
            return None
        self._command = Command.SELECT
        self._due = now
        return self._report(ReaderState.CARD_FOUND)

    def _take_no_card(self) -> ReaderEvent | None:
        was_selecting = self._selections > 0
        self._tries = self._selections = 0
        self._is_card_done = False
        if was_selecting:
            return self._report(ReaderState.SELECT_FAILED, Status.NO_CARD.sentence)
        if self._state is not None and self._state.is_waiting_for_lift:
            return None
        return self._report(ReaderState.NO_CARD)

    def _take_select(self, status: Status, now: float) -> ReaderEvent | None:
        if status is Status.OK:
            self._command = Command.READ
            return self._report(ReaderState.READING)
        if status in _CARD_FAULTS:
            return self._finish(_CARD_FAULTS[status], now, detail=status.sentence)
        return self._select_again(status.sentence, now)

    def _select_again(self, detail: str, now: float) -> ReaderEvent | None:
        self._selections += 1
        if self._selections >= TRIES:
            return self._finish(ReaderState.SELECT_FAILED, now, detail=detail)
        self._command = Command.FIND
        self._due = now + self._patience.between_finds
        return None

    def _take_read(self, frame: Frame, now: float) -> ReaderEvent | None:
        if frame.status is not Status.OK:
            state = _CARD_FAULTS.get(frame.status, ReaderState.READ_FAILED)
            return self._finish(state, now, detail=frame.status.sentence)
        if (record := frame.text_record) is None:
            return self._finish(ReaderState.READ_FAILED, now, detail=BAD_RECORD_REASON)
        card = read_card(record)
        is_known = card.kind is not CardKind.UNKNOWN
        state = ReaderState.CARD_READ if is_known else ReaderState.UNKNOWN_CARD
        return self._finish(state, now, card=card)

    def _retry(self, state: ReaderState, detail: str, now: float) -> ReaderEvent | None:
        """Ask once more after a damaged, strange or missing answer, or give up with `state`.

        A read is not repeated: the reader gives a card away once per find and select.
        """
        if self._command is Command.SELECT:
            return self._select_again(detail, now)
        if self._command is Command.READ:
            return self._finish(ReaderState.READ_FAILED, now, detail=detail)
        self._due = now + self._patience.between_finds
        self._tries += 1
        if self._tries < TRIES:
            return None
        self._tries = 0
        if state is ReaderState.NO_ANSWER:
            self._reopen_later(now)
        return self._report(state, detail)

    def _finish(
        self, state: ReaderState, now: float, *, card: CardData | None = None, detail: str = ""
    ) -> ReaderEvent | None:
        """Be done with this card, read or not: it has to be lifted."""
        self._command = Command.FIND
        self._selections = 0
        self._is_card_done = True
        self._due = now + self._patience.between_finds
        return self._report(state, detail, card)

    def _lose_line(self, error: OSError, now: float) -> ReaderEvent | None:
        if self._state is not ReaderState.DISCONNECTED:
            logger.warning("card reader line lost: %s", error)
        self._reopen_later(now)
        return self._report(ReaderState.DISCONNECTED)

    def _hang_up(self) -> None:
        self._exchange.cancel()
        try:
            self._transport.close()
        except OSError as error:
            logger.warning("card reader line could not be closed properly: %s", error)

    def _reopen_later(self, now: float) -> None:
        self._hang_up()
        self._begin()
        self._due = now + self._patience.before_reopening

    def _report(
        self, state: ReaderState, detail: str = "", card: CardData | None = None
    ) -> ReaderEvent | None:
        if card is None and (state, detail) == (self._state, self._detail):
            return None
        self._state, self._detail = state, detail
        if state.is_failure:
            logger.warning("card reader: %s %s", state, detail)
        return ReaderEvent(state, card, detail)


_READER_FAULTS = frozenset({Status.SELF_TEST_FAILED, Status.NOT_AUTHORISED})

_CARD_FAULTS = {
    Status.CARD_REJECTS_READER: ReaderState.CARD_REFUSED,
    Status.READER_REJECTS_CARD: ReaderState.CARD_REFUSED,
    Status.VERIFICATION_FAILED: ReaderState.CARD_REFUSED,
    Status.WRONG_CARD: ReaderState.NOT_AN_ID_CARD,
}
