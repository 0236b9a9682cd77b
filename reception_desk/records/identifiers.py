"""Keys made at the desk: UUIDv7 (RFC 9562 §5.7), so that new rows stay together in an index."""

import os
import time
import uuid

UNIT_NAMESPACE = uuid.UUID("6f1a8a52-6c0b-5d5e-9d7e-3b1f0c8f9a21")


def new_id() -> str:
    """Return a new UUIDv7 as 36 lower-case characters."""
    chance = int.from_bytes(os.urandom(10))
    value = (
        (time.time_ns() // 1_000_000 & 0xFFFF_FFFF_FFFF) << 80
        | 0x7 << 76
        | (chance >> 68) << 64
        | 0b10 << 62
        | chance & 0x3FFF_FFFF_FFFF_FFFF
    )
    digits = f"{value:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def fixed_id(*parts: str) -> str:
    """Return the same key on every desk for a shipped row, for example a unit of the county."""
    return str(uuid.uuid5(UNIT_NAMESPACE, "/".join(parts)))
