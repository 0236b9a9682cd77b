"""What stands on the board of the hall: numbers and windows, never a name or a matter."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class HallCall:
    """A number and the window it was called to; `at` is its latest call, `is_here` once it came."""

    number: str
    window: str
    at: datetime
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class HallBoard:
    """The queue as the hall sees it.

    `calls` are the newest first, those that have not come yet before the others; `following` are
    called next, `missed` may come back to any window, `minutes` is the wait of who takes a number
    now, None while nothing can be said.
    """

    calls: tuple[HallCall, ...] = ()
    following: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    waiting: int = 0
    minutes: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class BoardTexts:
    """The words of the board: notices one after the other, why nobody is called, a QR code.

    An empty `pause` means that numbers are called; without `code_address` no code is shown.
    """

    notices: tuple[str, ...] = ()
    pause: str = ""
    code_address: str = ""
    code_caption: str = ""


@dataclass(frozen=True, slots=True)
class BoardNow:
    """All of it at one moment, with the name of the hall."""

    hall: str
    board: HallBoard
    texts: BoardTexts
