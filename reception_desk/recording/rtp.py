"""Packets of RTP as a camera sends them: H.264 (RFC 6184) and AAC (RFC 3640)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from reception_desk.recording.film import units_of

LARGEST = 1400
PICTURE_CLOCK = 90_000
FU_A = 28


@dataclass(slots=True)
class RtpStream:
    """One stream: its numbers go on from packet to packet."""

    payload_type: int
    source: int
    clock: int
    sequence: int = 0

    def pictures(self, data: bytes, at_ms: float) -> Iterator[bytes]:
        """Yield the packets of one coded picture (Annex B)."""
        units = units_of(data)
        for place, unit in enumerate(units):
            is_last = place == len(units) - 1
            if len(unit) <= LARGEST:
                yield self._packet(unit, at_ms, is_last)
                continue
            yield from self._fragments(unit, at_ms, is_last)

    def sound(self, data: bytes, at_ms: float) -> Iterator[bytes]:
        """Yield the packet of one AAC frame: a header of 16 bits, then the frame."""
        yield self._packet(struct.pack(">HH", 16, len(data) << 3) + data, at_ms, is_last=True)

    def _fragments(self, unit: bytes, at_ms: float, is_last: bool) -> Iterator[bytes]:  # noqa: FBT001
        head, body = unit[0], unit[1:]
        for start in range(0, len(body), LARGEST):
            ends = start + LARGEST >= len(body)
            flags = (0x80 if start == 0 else 0) | (0x40 if ends else 0)
            indicator = bytes((head & 0xE0 | FU_A, flags | head & 0x1F))
            yield self._packet(indicator + body[start : start + LARGEST], at_ms, is_last and ends)

    def _packet(self, payload: bytes, at_ms: float, is_last: bool) -> bytes:  # noqa: FBT001
        self.sequence = (self.sequence + 1) & 0xFFFF
        stamp = round(at_ms * self.clock / 1000) & 0xFFFFFFFF
        kind = self.payload_type | (0x80 if is_last else 0)
        return struct.pack(">BBHII", 0x80, kind, self.sequence, stamp, self.source) + payload
