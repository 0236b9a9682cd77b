"""What the visitor asks for: claim, facts, oral statement, papers handed in, care needed."""

from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reception_desk.records.visit import MaterialInput
from reception_desk.rules.wording import CLAIM_LIMIT, clean_text
from reception_desk.ui.code_choices import tags_of
from reception_desk.ui.pages.reception.visit_draft import VisitDraft
from reception_desk.ui.widgets.buttons import Button, IconButton
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.count_field import CountField
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.form_grid import FormGrid, Row
from reception_desk.ui.widgets.inline_bar import InlineBar, Level
from reception_desk.ui.widgets.tag_chooser import TagChooser
from reception_desk.ui.widgets.text_area import TextArea


class ClaimBlock(Card):
    """The second block of a tab; signal `edited`."""

    edited = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__("诉求", parent=parent)
        self._draft = VisitDraft.begin("")
        self.bar = InlineBar()
        self.claim = TextArea(
            limit=CLAIM_LIMIT, lines=3, hint="来访人的请求，一行一项", clean=_visible
        )
        self.facts = TextArea(limit=CLAIM_LIMIT, lines=2, hint="事实与理由", clean=_visible)
        self.is_oral = QCheckBox("口头陈述，由本窗口如实记录")
        self.read_back = QCheckBox("已向本人宣读，本人确认无误")
        self.needs = TagChooser("需要的帮助", tags_of("care_need"))
        self._materials = QVBoxLayout()
        self._materials.setSpacing(6)
        self._arrange()
        self._listen()

    def show_draft(self, draft: VisitDraft) -> None:
        """Show a tab's claim."""
        self._draft = VisitDraft.begin("")
        self.bar.clear()
        self.claim.set_text(draft.claim)
        self.facts.set_text(draft.facts)
        self.is_oral.setChecked(draft.is_oral)
        self.read_back.setChecked(bool(draft.read_back_at))
        self.read_back.setEnabled(draft.is_oral)
        self.needs.set_chosen(draft.needs)
        self._draft = draft
        self._show_materials()

    def show_read_back(self, draft: VisitDraft) -> None:
        """Show whether the words were confirmed, without any other field."""
        with QSignalBlocker(self.read_back):
            self.read_back.setChecked(bool(draft.read_back_at))

    def _arrange(self) -> None:
        holder = QWidget()
        oral = FlowLayout(holder, spacing=16)
        oral.addWidget(self.is_oral)
        oral.addWidget(self.read_back)
        papers = QWidget()
        papers_column = QVBoxLayout(papers)
        papers_column.setContentsMargins(0, 0, 0, 0)
        papers_column.setSpacing(6)
        papers_column.addLayout(self._materials)
        add_line = QHBoxLayout()
        add_line.addWidget(Button("添加材料", self._add_material, icon="add"))
        add_line.addStretch(1)
        papers_column.addLayout(add_line)
        self.form = FormGrid(
            [
                Row("请求", self.claim, is_wide=True),
                Row("事实与理由", self.facts, is_wide=True),
                Row("口头陈述", holder, is_wide=True),
                Row("提交材料", papers, is_wide=True),
                Row("需要的帮助", self.needs, is_wide=True),
            ]
        )
        self.add(self.bar)
        self.add(self.form)

    def _listen(self) -> None:
        self.claim.text_changed.connect(self._take_claim)
        self.facts.text_changed.connect(self._take_facts)
        for area in (self.claim, self.facts):
            area.paste_cut.connect(self._say_cut)
        self.is_oral.toggled.connect(self._take_oral)
        self.read_back.toggled.connect(self._take_read_back)
        self.needs.chosen_changed.connect(self._take_needs)

    def _take_claim(self) -> None:
        self._draft.claim = self.claim.text()
        self.edited.emit()

    def _take_facts(self) -> None:
        self._draft.facts = self.facts.text()
        self.edited.emit()

    def _take_needs(self) -> None:
        self._draft.needs = self.needs.chosen()
        self.edited.emit()

    def _take_oral(self, is_oral: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._draft.is_oral = is_oral
        self.read_back.setEnabled(is_oral)
        if not is_oral:
            self.read_back.setChecked(False)
        self.edited.emit()

    def _take_read_back(self, is_read_back: bool) -> None:  # noqa: FBT001 - Qt's signal
        moment = datetime.now(UTC).isoformat(timespec="milliseconds")
        self._draft.read_back_at = moment if is_read_back else ""
        self.edited.emit()

    def _say_cut(self, pasted: int, taken: int) -> None:
        self.bar.say(
            Level.WARN,
            f"粘贴的内容有 {pasted:,} 个字符，只收入前 {taken:,} 个；原文仍在剪贴板中，"
            "过长的材料请作为文件扫描或导入。",
        )

    def add_material(self, material: MaterialInput) -> None:
        """Put one more paper on the list."""
        self._draft.materials.append(material)
        self._show_materials()
        self.edited.emit()

    def _add_material(self) -> None:
        self._draft.materials.append(MaterialInput(""))
        self._show_materials()
        row = self._materials.itemAt(self._materials.count() - 1)
        if row is not None and isinstance(widget := row.widget(), MaterialLine):
            widget.name.setFocus()

    def _show_materials(self) -> None:
        while (item := self._materials.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for position, material in enumerate(self._draft.materials):
            line = MaterialLine(material)
            line.edited.connect(partial(self._take_material, position))
            line.removed.connect(partial(self._remove_material, position))
            self._materials.addWidget(line)

    def _take_material(self, position: int, material: MaterialInput) -> None:
        self._draft.materials[position] = material
        self.edited.emit()

    def _remove_material(self, position: int) -> None:
        del self._draft.materials[position]
        self._show_materials()
        self.edited.emit()


class MaterialLine(QWidget):
    """One paper handed in: name, pages, copies, original or copy."""

    edited = Signal(object)
    removed = Signal()

    def __init__(self, material: MaterialInput) -> None:
        super().__init__()
        self._material_id = material.material_id
        self.name = QLineEdit(material.name, placeholderText="材料名称")
        self.pages = CountField(1, 9999, unit=" 页")
        self.copies = CountField(1, 99, unit=" 份")
        self.pages.setValue(material.pages)
        self.copies.setValue(material.copies)
        self.is_original = QCheckBox("原件")
        self.is_original.setChecked(material.is_original)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.name, 1)
        for field, words in (
            (self.name, "名称"),
            (self.pages, "页数"),
            (self.copies, "份数"),
            (self.is_original, "原件"),
        ):
            field.setAccessibleName(f"材料：{words}")
            if field is not self.name:
                line.addWidget(field)
        line.addWidget(IconButton("close", "移除这份材料", self.removed.emit, size=14))
        self.name.textEdited.connect(self._take)
        self.pages.valueChanged.connect(self._take)
        self.copies.valueChanged.connect(self._take)
        self.is_original.toggled.connect(self._take)

    def _take(self) -> None:
        self.edited.emit(
            MaterialInput(
                self.name.text(),
                self.pages.value(),
                self.copies.value(),
                self.is_original.isChecked(),
                self._material_id,
            )
        )


def _visible(text: str) -> str:
    return clean_text(text, limit=len(text)).text
