"""What other threads ask of the one that writes, done there in order and answered."""

import queue
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Call:
    """Something to do, and where its answer goes."""

    act: Callable[[], Any]
    answer: Future[Any]


class Calls:
    """Asked by any thread, done by one; none is left without an answer."""

    def __init__(self, refusal: Callable[[], Exception]) -> None:
        self._waiting: queue.SimpleQueue[Call] = queue.SimpleQueue()
        self._refusal = refusal
        self._is_closed = False

    def ask(self, act: Callable[[], Any]) -> Any:
        """Have `act` done and return its answer; raises the refusal when it is too late."""
        call = Call(act, Future())
        self._waiting.put(call)
        if self._is_closed:
            self.close()
        return call.answer.result()

    def waiting(self) -> Iterator[Call]:
        """Yield what was asked."""
        with suppress(queue.Empty):
            while True:
                yield self._waiting.get_nowait()

    def close(self) -> None:
        """Refuse what is left, and all that comes."""
        self._is_closed = True
        for call in self.waiting():
            call.answer.set_exception(self._refusal())
