"""Keys made at the desk: UUIDv7 (RFC 9562 §5.7), so that new rows stay together in an index."""

import secrets
import time
import uuid

UNIT_NAMESPACE = uuid.UUID("6f1a8a52-6c0b-5d5e-9d7e-3b1f0c8f9a21")


def new_id() -> str:
    """Return a new UUIDv7 as 36 lower-case characters."""
    milliseconds = time.time_ns() // 1_000_000
    value = (
        (milliseconds & 0xFFFF_FFFF_FFFF) << 80
        | 0x7 << 76
        | secrets.randbits(12) << 64
        | 0b10 << 62
        | secrets.randbits(62)
    )
    return str(uuid.UUID(int=value))


def fixed_id(*parts: str) -> str:
    """Return the same key on every desk for a shipped row, for example a unit of the county."""
    return str(uuid.uuid5(UNIT_NAMESPACE, "/".join(parts)))
