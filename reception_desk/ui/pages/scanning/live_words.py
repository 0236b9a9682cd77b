"""What the live picture says, in words that go with every colour."""

from dataclasses import dataclass

from reception_desk.records.camera import CameraPhase
from reception_desk.ui.tokens import Colour

OPENING = "正在打开高拍仪…"


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page taken since the watching began: its place in the batch, from 1, and what is wrong."""

    number: int
    concerns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LiveWords:
    """A sentence with its icon; the outline of the sheet has its colour."""

    words: str
    icon: str
    colour: Colour


def live_words(phase: CameraPhase, last: KeptPage | None, again: int = 0) -> LiveWords:
    """Return what to tell the clerk; `last` is the page kept last, if there is one.

    `again` is the number of the page that is to be taken again, or 0.
    """
    match phase:
        case CameraPhase.TAKEN:
            return _taken(last, again)
        case CameraPhase.RETAKE:
            concerns = "".join(last.concerns) if last else ""
            words = f"重拍第 {last.number} 页：{concerns}" if last else phase.sentence
            return LiveWords(words, "warning", Colour.ERROR)
        case CameraPhase.SETTLING:
            return LiveWords(phase.sentence, "pause", Colour.ACCENT)
        case CameraPhase.MOVING | CameraPhase.EMPTY:
            return LiveWords(phase.sentence, "scan", Colour.ACCENT)


def _taken(last: KeptPage | None, again: int) -> LiveWords:
    if last is not None:
        return LiveWords(f"已拍第 {last.number} 页，请换下一张。", "done", Colour.OK)
    if again:
        words = f"重拍第 {again} 页：把纸放好，再按空格。"
        return LiveWords(words, "scan", Colour.ACCENT)
    words = "这一张刚才拍过了，请换下一张；要再拍请按空格。"
    return LiveWords(words, "done", Colour.OK)
