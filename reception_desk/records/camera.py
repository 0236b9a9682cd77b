"""What a document camera sees, and what it wants from the clerk."""

from dataclasses import dataclass
from enum import StrEnum

from reception_desk.records.pages import Corners


class CameraPhase(StrEnum):
    """Where the taking of a sheet stands."""

    EMPTY = "empty"
    MOVING = "moving"
    SETTLING = "settling"
    TAKEN = "taken"
    RETAKE = "retake"

    @property
    def sentence(self) -> str:
        """Return what to tell the clerk."""
        return _SENTENCES[self]


_SENTENCES = {
    CameraPhase.EMPTY: "请把材料放到镜头下。",
    CameraPhase.MOVING: "正在放置，放好后请移开手。",
    CameraPhase.SETTLING: "请保持不动，马上拍摄。",
    CameraPhase.TAKEN: "已拍摄，请换下一张。",
    CameraPhase.RETAKE: "这一页拍得不清楚，请压平或移开灯光，动一下纸张后自动重拍。",
}


@dataclass(frozen=True, slots=True)
class CameraPreview:
    """A small JPEG of what lies under the camera; `width_px` and `height_px` are its own.

    `corners` are those of the sheet in it, None while none is seen.
    """

    image: bytes
    width_px: int
    height_px: int
    phase: CameraPhase
    corners: Corners | None = None
