"""What the station says of pages and papers, in words that go with every sign."""

from dataclasses import dataclass

from reception_desk.imaging.skew import LEAST_DEGREES
from reception_desk.records.pages import SheetFinding
from reception_desk.records.scan_batches import (
    BatchPage,
    BatchPaper,
    PaperKind,
    PlacedPage,
    ScanBatch,
)
from reception_desk.ui.tokens import Colour

KINDS = tuple(PaperKind)
"""In the order of their keys, 1 to 6."""


@dataclass(frozen=True, slots=True)
class PageMark:
    """A word under a thumbnail with the colour that goes with it."""

    words: str
    colour: Colour


def marks(batch: ScanBatch, placed: PlacedPage) -> list[PageMark]:
    """Return what is to be seen of a page at a glance."""
    page = batch.pages[placed.page_id]
    found: list[PageMark] = []
    if page.problem or page.is_partial:
        found.append(PageMark("不完整" if page.is_partial else "打不开", Colour.ERROR))
    if page.concerns:
        found.append(PageMark("重拍", Colour.ERROR))
    if page.repeats:
        found.append(PageMark("重复", Colour.WARN))
    if page.is_separator:
        found.append(PageMark("分隔页", Colour.ACCENT))
    if page.is_blank:
        found.append(PageMark("空白", Colour.MUTED))
    if placed.is_removed:
        found.append(PageMark("不归档", Colour.MUTED))
    return found


def warnings(batch: ScanBatch, placed: PlacedPage) -> list[str]:
    """Return what the clerk should look at while the paper is still there, and what to do."""
    page = batch.pages[placed.page_id]
    found = list(page.concerns)
    if page.problem:
        found.append(f"{page.problem}请重扫这一页。")
    if page.is_partial:
        found.append("这一页没有读完整，请重扫。")
    if page.repeats:
        found.append(f"与第 {_number(batch, page.repeats)} 页是同一页，不需要时请移除。")
    return found


def notes(page: BatchPage, *, is_removed: bool) -> list[str]:
    """Return what was done to a page, and why it is not filed."""
    if page.made_by is None:
        return ["正在处理这一页…"]
    found = _done_to(page)
    if page.is_separator:
        found.append(_sheet_words(page))
    if page.is_blank and is_removed:
        found.append("空白页，不归档；需要时可以恢复。")
    elif is_removed:
        found.append("已移除，不归档；可以恢复。")
    return found


def _done_to(page: BatchPage) -> list[str]:
    """Return what the pipeline did to a page, as one line or none."""
    decisions = page.decisions
    if decisions is None:
        return []
    parts: list[str] = []
    if decisions.sheet.finding is SheetFinding.FOUND:
        parts.append("已裁边")
    if decisions.sheet.finding is SheetFinding.GIVEN:
        parts.append("已按手动的四角裁边")
    if decisions.sheet.finding is SheetFinding.SEVERAL:
        parts.append("不止一张纸，没有裁边")
    if decisions.angle is not None and abs(decisions.angle) >= LEAST_DEGREES:
        parts.append(f"转正 {abs(decisions.angle):.1f}°")
    if decisions.is_evened:
        parts.append("已去阴影")
    return [f"{'，'.join(parts)}。"] if parts else []


def _sheet_words(page: BatchPage) -> str:
    """Return whose sheet a separator is, and how what lies behind it gets there."""
    code = page.decisions.visit_code if page.decisions else None
    if code is None:
        return "分隔页，后面是另一份材料。"
    return f"分隔页，来访 {code.number}。按 Ctrl+F10 分送后面的页。"


def paper_words(paper: BatchPaper) -> str:
    """Return what a paper is: its kind, original or copy, and whether it goes back."""
    parts = [paper.kind.label, "原件" if paper.is_original else "复印件"]
    return " · ".join([*parts, "退还"] if paper.is_to_return else parts)


def _number(batch: ScanBatch, page_id: str) -> int:
    """Return the place of a page in the batch, from 1."""
    return 1 + [placed.page_id for placed in batch.arrangement.pages].index(page_id)
