"""手写签名: strokes as they were drawn, and what exactly was signed.

They are kept and drawn again, never compared with others and never read (domain.md §8).
"""

import json
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Point:
    """A place of the pen in pixels of the pad, in milliseconds since the first touch.

    `pressure` is in thousandths; None from a finger or a mouse that tells none.
    """

    x: int
    y: int
    at_ms: int
    pressure: int | None = None


Stroke = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Handwriting:
    """The strokes of a pad of `width` times `height` pixels."""

    width: int
    height: int
    strokes: tuple[Stroke, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not any(self.strokes)

    def to_json(self) -> str:
        """Return the strokes as they are kept."""
        strokes = [
            [[point.x, point.y, point.at_ms, point.pressure] for point in stroke]
            for stroke in self.strokes
        ]
        kept = {"width": self.width, "height": self.height, "strokes": strokes}
        return json.dumps(kept, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Handwriting":
        """Return kept strokes."""
        kept = json.loads(text)
        strokes = tuple(tuple(Point(*point) for point in stroke) for stroke in kept["strokes"])
        return cls(kept["width"], kept["height"], strokes)


@dataclass(frozen=True, slots=True)
class SignatureInput:
    """What a person signed: the words in sight, the strokes, and the strokes as a PNG."""

    words: str
    ink: Handwriting
    picture: bytes


@dataclass(frozen=True, slots=True)
class SignatureRecord:
    """A signature on record; `words_sha256` names the words it stands under."""

    signature_id: str
    visit_id: str
    words: str
    words_sha256: str
    ink: Handwriting
    picture: bytes
    signed_at: datetime
