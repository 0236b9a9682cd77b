"""Signs that waiting on is pointless: the machine woke up, or the network came back."""

import socket
import time
from collections.abc import Callable
from contextlib import suppress

ASLEEP = 10.0
"""Seconds the wall clock must gain on the steady one; time services correct by less."""
_DISCARD_PORT = 9


def route_to(address: str) -> str:
    """Return the local address from which `address` would be reached, "" without a way there.

    Nothing is sent: connecting a datagram socket only asks the routing table.
    """
    if not address:
        return ""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
        probe.connect((address, _DISCARD_PORT))
        return str(probe.getsockname()[0])
    return ""


class Surroundings:
    """Compares now with the last look.

    While a machine sleeps its steady clock stands still on Linux and its wall clock goes on; a
    pause of a minute would then last until a minute after waking. Where the steady clock runs on
    in sleep (Windows), the pause has ended by itself.
    """

    def __init__(
        self,
        *,
        wall: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
        route: Callable[[str], str] = route_to,
    ) -> None:
        self._wall = wall
        self._steady = steady
        self._route = route
        self._address = ""
        self._ahead = self._lead()
        self._way = ""

    def centre_is_at(self, address: str) -> None:
        """Watch the way to the centre; the address is known once a connection stood."""
        self._address = address
        self._way = self._route(address)

    def have_changed(self) -> bool:
        """Say whether the machine slept, or a way to the centre opened, since the last look."""
        lead, way = self._lead(), self._route(self._address)
        slept = lead - self._ahead > ASLEEP
        opened = bool(way) and way != self._way
        self._ahead, self._way = lead, way
        return slept or opened

    def _lead(self) -> float:
        return self._wall() - self._steady()
