"""What happens inside a simulated reader: request bytes in, answer bytes out."""

from dataclasses import dataclass
from enum import StrEnum
from threading import Condition

from reception_desk.devices.card_reader.frames import (
    SHORTEST_REQUEST,
    TEXT_LENGTH,
    Command,
    Frame,
    FrameDecoder,
    Status,
    encode,
)
from reception_desk.devices.card_reader.sample_cards import text_record
from reception_desk.records.card import CardData

PHOTO_LENGTH = 1024
PLACEHOLDER_PHOTO = b"PHOTO-OF-NOBODY!" * (PHOTO_LENGTH // 16)


@dataclass(frozen=True, slots=True)
class Faults:
    """What is wrong with the reader, for one command or all, `times` answers long or for ever.

    `piece` cuts answers into writes of so many bytes, `cut_after` ends them after so many,
    `status` answers nothing but this SW3 byte, `lifts_card` takes the card away as the command
    comes in. `finds_again` is the habit of some readers to find a card that was read.
    """

    command: Command | None = None
    times: int | None = None
    is_silent: bool = False
    delay_seconds: float = 0.0
    piece: int = 0
    garbage: bytes = b""
    spoils_checksum: bool = False
    cut_after: int | None = None
    status: int | None = None
    lifts_card: bool = False
    finds_again: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Bytes to send, write by write, after a delay."""

    pieces: tuple[bytes, ...]
    delay_seconds: float = 0.0


class _Card(StrEnum):
    """What the reader has done with the card that lies on it."""

    ABSENT = "absent"
    NEW = "new"
    FOUND = "found"
    SELECTED = "selected"
    DONE = "done"


class SimulatedSam:
    """A reader's security module; cards may be put on and taken by any thread.

    `photo` stands in for the picture that a real reader cannot be kept from sending.
    """

    def __init__(self, photo: bytes = PLACEHOLDER_PHOTO) -> None:
        self._photo = photo
        self._lock = Condition()
        self._empty_finds = 0
        self._decoder = FrameDecoder(SHORTEST_REQUEST)
        self._record = b""
        self._card = _Card.ABSENT
        self._faults = Faults()
        self._answers_spoilt = 0
        self._commands: list[bytes] = []

    @property
    def commands(self) -> tuple[bytes, ...]:
        """Every request so far as command and parameter byte."""
        with self._lock:
            return tuple(self._commands)

    def put_record(self, record: bytes) -> None:
        """Put a card with this text record on the reader, in place of any other."""
        with self._lock:
            self._record = record
            self._card = _Card.NEW

    def put_card(self, card: CardData) -> None:
        """Put a card with this content on the reader, in place of any other."""
        self.put_record(text_record(card))

    def lift_card(self) -> None:
        """Take the card away."""
        with self._lock:
            self._lift()

    def wait_for_empty_find(self, timeout: float) -> bool:
        """Wait until the program has asked once more and heard that there is no new card.

        Only then does a reader take the card put on next for another one.
        """
        with self._lock:
            seen = self._empty_finds
            return self._lock.wait_for(lambda: self._empty_finds > seen, timeout)

    def fail(self, faults: Faults) -> None:
        """Behave like this from now on; `Faults()` makes the reader sound again."""
        with self._lock:
            self._faults = faults
            self._answers_spoilt = 0

    def answers(self, requests: bytes) -> list[Answer]:
        """Take bytes from the line and return the answers to the requests they complete."""
        with self._lock:
            return [
                self._answer(frame.body)
                for frame in self._decoder.feed(requests)
                if isinstance(frame, Frame)
            ]

    def _answer(self, request: bytes) -> Answer:
        self._commands.append(request)
        faults = self._faults_for(request)
        if faults.lifts_card:
            self._lift()
        if faults.status is None:
            body = self._obey(request, is_found_again=faults.finds_again)
        else:
            body = _reply(faults.status)
        if faults.is_silent:
            return Answer(())
        return Answer(_spoil(encode(body), faults), faults.delay_seconds)

    def _faults_for(self, request: bytes) -> Faults:
        faults = self._faults
        if faults.command is not None and faults.command.value != request:
            return Faults()
        if faults.times is not None and self._answers_spoilt >= faults.times:
            return Faults()
        self._answers_spoilt += 1
        return faults

    def _obey(self, request: bytes, *, is_found_again: bool) -> bytes:
        if request == Command.FIND.value:
            return self._find(is_found_again=is_found_again)
        if request == Command.SELECT.value:
            return self._select()
        if request == Command.READ.value:
            return self._read()
        return _reply(Status.BAD_COMMAND)

    def _find(self, *, is_found_again: bool) -> bytes:
        if self._card in {_Card.NEW, _Card.FOUND} or (
            is_found_again and self._card is not _Card.ABSENT
        ):
            self._card = _Card.FOUND
            return _reply(Status.FOUND, bytes(4))
        self._empty_finds += 1
        self._lock.notify_all()
        return _reply(Status.NO_CARD)

    def _select(self) -> bytes:
        if self._card is not _Card.FOUND:
            return _reply(Status.SELECT_FAILED)
        self._card = _Card.SELECTED
        return _reply(Status.OK, bytes(8))

    def _read(self) -> bytes:
        if self._card is not _Card.SELECTED:
            return _reply(Status.READ_FAILED)
        self._card = _Card.DONE
        lengths = TEXT_LENGTH.to_bytes(2, "big") + PHOTO_LENGTH.to_bytes(2, "big")
        return _reply(Status.OK, lengths + self._record + self._photo)

    def _lift(self) -> None:
        self._record = b""
        self._card = _Card.ABSENT


def _reply(status: int, data: bytes = b"") -> bytes:
    return bytes([0, 0, status]) + data


def _spoil(frame: bytes, faults: Faults) -> tuple[bytes, ...]:
    """Return the frame as the faulty line carries it, write by write."""
    if faults.spoils_checksum:
        frame = frame[:-1] + bytes([frame[-1] ^ 0xFF])
    stream = (faults.garbage + frame)[: faults.cut_after]
    size = faults.piece or max(len(stream), 1)
    return tuple(stream[start : start + size] for start in range(0, len(stream), size))
