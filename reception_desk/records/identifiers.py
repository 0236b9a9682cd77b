"""Keys made at the desk: UUIDv7 (RFC 9562 §5.7), so that new rows stay together in an index."""

import os
import threading
import time
import uuid

UNIT_NAMESPACE = uuid.UUID("6f1a8a52-6c0b-5d5e-9d7e-3b1f0c8f9a21")


class _Order:
    """The last moment given, in 1/4096 ms: keys of one program sort as they were made."""

    def __init__(self) -> None:
        self._last = 0
        self._lock = threading.Lock()

    def next(self) -> int:
        """Return milliseconds << 12 | 4096ths (RFC 9562 §6.2, method 3), always more than before.

        A clock set back never makes a later key smaller.
        """
        milliseconds, rest = divmod(time.time_ns(), 1_000_000)
        moment = milliseconds << 12 | (rest << 12) // 1_000_000
        with self._lock:
            self._last = max(moment, self._last + 1)
            return self._last


_order = _Order()


def new_id() -> str:
    """Return a new UUIDv7 as 36 lower-case characters, greater than the last one made here."""
    moment = _order.next()
    value = (
        (moment >> 12 & 0xFFFF_FFFF_FFFF) << 80
        | 0x7 << 76
        | (moment & 0xFFF) << 64
        | 0b10 << 62
        | int.from_bytes(os.urandom(8)) >> 2
    )
    digits = f"{value:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def fixed_id(*parts: str) -> str:
    """Return the same key on every desk for a shipped row, for example a unit of the county."""
    return str(uuid.uuid5(UNIT_NAMESPACE, "/".join(parts)))
