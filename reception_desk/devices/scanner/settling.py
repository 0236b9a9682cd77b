"""Which files in a folder have stopped changing."""

from collections.abc import Iterable
from pathlib import Path

FileState = tuple[Path, int, int]
"""Path, time of change in ns, size: a file that was still being written counts anew."""


class SettlingFiles:
    """Takes looks at a folder; a file is whole when it was not changed for `seconds`."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._since: dict[FileState, float] = {}

    def whole(self, files: Iterable[FileState], *, seen_at: float, clock: float) -> list[FileState]:
        """Return the files that are whole, the one changed first before the others.

        `seen_at` is in seconds of a clock that never jumps. `clock` is the time of day, by which
        a file changed long ago is whole at first sight; one from the future is waited for.
        """
        states = list(files)
        self._since = {state: self._since.get(state, seen_at) for state in states}
        settled = [
            state
            for state in states
            if seen_at - self._since[state] >= self._seconds
            or clock - state[1] / 1e9 >= self._seconds
        ]
        return sorted(settled, key=lambda state: (state[1], state[0].name))
