"""Text read from a scanned page: lines with their places, and how a reading ended."""

from dataclasses import dataclass
from enum import StrEnum

READER = "PP-OCR, rapidocr 3"
"""The models that read the pages; kept with every text (`rapidocr` of pyproject.toml)."""

Point = tuple[float, float]
"""x from the left and y from the top of the upright page, in page pixels."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line; `confidence` is the reader's own, 0 to 1.

    `corners` are those of the line's box: top left, top right, bottom right, bottom left.
    """

    text: str
    confidence: float
    corners: tuple[Point, Point, Point, Point]


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page of so many pixels with its lines from top to bottom; no lines: no text on it."""

    width_px: int
    height_px: int
    lines: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class ReadingProblem:
    """Sentences for the person: what happened, what is kept, what to do."""

    message: str
    saved: str
    advice: str


class ReadingFailure(StrEnum):
    """Why a page was not read."""

    CANCELLED = "cancelled"
    NO_IMAGE = "no_image"
    WORKER_DIED = "worker_died"
    TIMED_OUT = "timed_out"

    @property
    def problem(self) -> ReadingProblem:
        message, advice = _SENTENCES[self]
        return ReadingProblem(message, "扫描的页面保持原样。", advice)


_SENTENCES = {
    ReadingFailure.CANCELLED: ("文字识别已取消。", "需要时请重新识别这一页。"),
    ReadingFailure.NO_IMAGE: (
        "这一页的图像打不开，没有识别文字。",
        "请重新扫描这一页。",
    ),
    ReadingFailure.WORKER_DIED: (
        "文字识别程序意外退出，这一页没有识别。",
        "请重新识别这一页，识别程序会自动重新启动；多次失败时请联系管理员查看内存和日志。",
    ),
    ReadingFailure.TIMED_OUT: (
        "文字识别长时间没有结果，已停止等待。",
        "请稍后重新识别这一页；电脑正忙时可以先做别的事。",
    ),
}
