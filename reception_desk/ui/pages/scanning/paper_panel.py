"""At the right: what the paper is, what is told of the page, what can be done with it."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QVBoxLayout

from reception_desk.records.pages import PageStep
from reception_desk.records.scan_batches import FiledPaperRecord, PaperKind, ScanBatch
from reception_desk.rules import arrangements
from reception_desk.ui.file_viewer import filed_words
from reception_desk.ui.pages.scanning.draft_card import DraftCard
from reception_desk.ui.pages.scanning.page_words import KINDS, notes, warnings
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.scroll_column import ScrollColumn

_ACTS = (
    ("retake", "重扫 F6", "再读一次这一页，原来的一页移除"),
    ("turn", "旋转 F7", "顺时针转 90°；Shift+F7 逆时针"),
    ("remove", "移除 F9", "这一页不归档，随时可以恢复"),
    ("sheet", "不裁边 F12", "显示扫到的整幅图像"),
    ("crop", "手动裁边 C", "在原图上自己定四个角"),
    ("split", "拆分 F10", "从这一页起另作一份材料"),
    ("merge", "合并 F11", "并入上一份材料"),
    ("undo", "撤销 Ctrl+Z", "撤销上一步"),
)


class PaperPanel(ScrollColumn):
    """Signals: `kind_chosen(PaperKind)`, `original_told(bool)`, `return_told(bool)`,
    `act_asked(name)`, `list_asked()`, `filed_asked(FiledPaperRecord)`,
    `returned_told(FiledPaperRecord)`: an original was given back, or was not after all.
    """

    kind_chosen = Signal(object)
    original_told = Signal(bool)
    return_told = Signal(bool)
    act_asked = Signal(str)
    list_asked = Signal()
    filed_asked = Signal(object)
    returned_told = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._is_active = True
        self.kinds: dict[PaperKind, Button] = {}
        self._group = QButtonGroup(self)
        self.original = _checkable("7 原件", self.original_told.emit)
        self.to_return = _checkable("8 需退还", self.return_told.emit)
        self.acts = {
            name: Button(words, partial(self.act_asked.emit, name), tip=tip)
            for name, words, tip in _ACTS
        }
        self._paper = Card("这份材料")
        self._page = Card("这一页")
        self._warnings = label("", "warn", wraps=True)
        self._notes = label("", "muted", wraps=True)
        self.drafts = DraftCard()
        self.filed = Card("已归档")
        self._filed_rows = QVBoxLayout()
        self.print_button = Button("打印材料接收清单 F5", self.list_asked.emit, icon="printer")
        self.put(self._paper_card(), self._page_card(), self.drafts, self._filed_card())

    def show_page(self, batch: ScanBatch, page_id: str) -> None:
        """Show the paper and the page that acts are about."""
        paper = arrangements.paper_of(batch.arrangement, page_id)
        placed = arrangements.place_of(batch.arrangement, page_id)
        self.kinds[paper.kind].setChecked(True)
        self.original.setChecked(paper.is_original)
        self.to_return.setChecked(paper.is_to_return)
        self.to_return.setEnabled(self._is_active and paper.is_original)
        number = 1 + [page.page_id for page in batch.arrangement.pages].index(page_id)
        self._page.set_title(f"第 {number} 页")
        _tell(self._warnings, warnings(batch, placed))
        _tell(self._notes, notes(batch.pages[page_id], is_removed=placed.is_removed))
        self.acts["remove"].setText("恢复 F9" if placed.is_removed else "移除 F9")
        is_uncut = PageStep.SHEET in placed.treatment.left_out
        self.acts["sheet"].setText("裁边 F12" if is_uncut else "不裁边 F12")
        is_first_page = paper.pages[0].page_id == page_id
        is_first_paper = batch.arrangement.papers[0] is paper
        self.acts["split"].setEnabled(self._is_active and not is_first_page)
        self.acts["merge"].setEnabled(self._is_active and not is_first_paper)
        self.acts["undo"].setEnabled(self._is_active and batch.can_undo)

    def set_pages(self, *, has_pages: bool) -> None:
        """Show what can be said and done of pages, or nothing where there is none."""
        self._paper.setVisible(has_pages)
        self._page.setVisible(has_pages)

    def set_active(self, *, is_active: bool) -> None:
        """Let acts be asked for, or not while the papers are being filed."""
        if self._is_active == is_active:
            return
        self._is_active = is_active
        for button in (*self.kinds.values(), self.original, self.to_return, *self.acts.values()):
            button.setEnabled(is_active)

    def show_filed(self, papers: Sequence[FiledPaperRecord], zone: str) -> None:
        """Show what of this visit is on record."""
        while (item := self._filed_rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for paper in papers:
            row = Button(
                filed_words(paper, zone), partial(self.filed_asked.emit, paper), look=Look.LINK
            )
            self._filed_rows.addWidget(row, 0, Qt.AlignmentFlag.AlignLeft)
            if paper.is_original:
                words = "标为已退还" if paper.returned_at is None else "撤销退还"
                told = Button(words, partial(self.returned_told.emit, paper))
                told.setAccessibleName(f"{words}：{paper.title}")
                self._filed_rows.addWidget(told, 0, Qt.AlignmentFlag.AlignLeft)
        self.filed.setVisible(bool(papers))
        self.filed.set_count(f"{len(papers)} 份" if papers else "")

    def _paper_card(self) -> Card:
        grid = QGridLayout()
        grid.setSpacing(6)
        for number, kind in enumerate(KINDS):
            button = _checkable(f"{number + 1} {kind.label}", partial(self._choose_kind, kind))
            self._group.addButton(button)
            self.kinds[kind] = button
            grid.addWidget(button, number // 2, number % 2)
        grid.addWidget(self.original, 3, 0)
        grid.addWidget(self.to_return, 3, 1)
        self._paper.add(grid)
        return self._paper

    def _page_card(self) -> Card:
        self._page.add(self._warnings)
        self._page.add(self._notes)
        grid = QGridLayout()
        grid.setSpacing(6)
        for place, button in enumerate(self.acts.values()):
            grid.addWidget(button, place // 2, place % 2)
        self._page.add(grid)
        return self._page

    def _filed_card(self) -> Card:
        self.filed.add(self._filed_rows)
        self.filed.add(self.print_button)
        return self.filed

    def _choose_kind(self, kind: PaperKind, _is_checked: bool) -> None:  # noqa: FBT001 - a signal
        self.kind_chosen.emit(kind)


def _tell(words: QLabel, sentences: Sequence[str]) -> None:
    words.setText("\n".join(sentences))
    words.setVisible(bool(sentences))


def _checkable(words: str, on_click: Callable[[bool], object]) -> Button:
    button = Button(words)
    button.setProperty("look", "tag")
    button.setCheckable(True)
    button.clicked.connect(on_click)
    return button
