"""What another sync is to the comparison, and what it tells of one exchange."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from reception_desk.commands.bench.sync.office_rows import MadeRows
from reception_desk.errors import DeskError
from reception_desk.sync.embedded_postgres import EmbeddedPostgres


class PeerMissingError(DeskError):
    """The peer cannot be installed on this machine; there is nothing to compare with."""


class PeerFailedError(DeskError):
    """The peer was installed and did not do its work, or lost rows on the way."""


@dataclass(frozen=True, slots=True)
class GivenRows:
    """A file with a JSON object a line: the columns of a row, and its `table`."""

    path: Path
    count: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """`rows` sent up by one desk and read by another: seconds, and how many arrived."""

    rows: int
    up_seconds: float
    down_seconds: float
    at_server: int
    at_reader: int

    @property
    def up(self) -> float:
        """Rows a second to the server."""
        return self.rows / self.up_seconds

    @property
    def down(self) -> float:
        """Rows a second from the server."""
        return self.rows / self.down_seconds


@dataclass(frozen=True, slots=True)
class Answer:
    """What the process of a peer's desk tells: the rows it has, and the seconds of the exchange."""

    rows: int
    seconds: float


class Peer(Protocol):
    """Another sync."""

    @property
    def name(self) -> str:
        """Its name with its version."""
        ...

    @property
    def rows(self) -> int:
        """How many rows it is given in a full run: enough for a steady rate."""
        ...

    def install(self) -> None:
        """Install it where that was not done. Raises `PeerMissingError` with the reason."""
        ...

    def exchange(self, folder: Path, given: GivenRows, server: EmbeddedPostgres) -> Exchange:
        """Let one desk send the rows and a new one read them, with all files in `folder`.

        The peer may keep its data in `server`. Raises `PeerFailedError`.
        """
        ...


def read_answer(name: str, told: str) -> Answer:
    """Read the last line a peer's desk printed. Raises `PeerFailedError` for anything else."""
    try:
        values = json.loads(told.strip().splitlines()[-1])
        return Answer(int(values["rows"]), float(values["seconds"]))
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise PeerFailedError(f"{name} 的回答看不懂：“{told.strip()[-200:]}”。") from error


def require_whole(name: str, done: Exchange) -> Exchange:
    """Return the exchange when every row arrived at both ends. Raises `PeerFailedError`."""
    for place, count in (("服务器", done.at_server), ("读取的窗口", done.at_reader)):
        if count != done.rows:
            raise PeerFailedError(
                f"{name} 自称传完，{place}上却是 {count:,} 行，应为 {done.rows:,} 行。"
            )
    return done


def write_rows(path: Path, made: Sequence[MadeRows], count: int) -> GivenRows:
    """Write `count` of the rows, as many of each table."""
    share = count // len(made)
    lines = [
        json.dumps(_object(part, row), ensure_ascii=False)
        for part in made
        for row in part.rows[:share]
    ]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return GivenRows(path, len(lines))


def _object(part: MadeRows, row: Sequence[Any]) -> dict[str, Any]:
    return {"table": part.table, **dict(zip(part.names, row, strict=True))}
