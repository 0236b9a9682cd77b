"""What it is about: class, category, place, who is complained of, what was tried before."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from reception_desk.ui.code_choices import choices_of
from reception_desk.ui.pages.reception.visit_draft import VisitDraft
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.widgets.form_grid import FormGrid, Row


class WhatBlock(Card):
    """The third block of a tab; signal `edited`."""

    edited = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__("事项", parent=parent)
        self._draft = VisitDraft.begin("")
        self.category = CodeCombo(choices_of("category"), hint="键入首字母，例如 tdzs")
        self.place_code = CodeCombo(choices_of("division"), hint="问题发生地")
        self.matter_class = CodeCombo(choices_of("matter_class"))
        self.purpose = CodeCombo(choices_of("purpose"))
        self.respondent = QLineEdit(placeholderText="被反映的单位或个人")
        self.earlier_handling = QLineEdit(
            placeholderText="曾向何机关提出、结果；有无诉讼、仲裁、复议"
        )
        self._codes = {
            "category": self.category,
            "place_code": self.place_code,
            "matter_class": self.matter_class,
            "purpose": self.purpose,
        }
        self._texts = {"respondent": self.respondent, "earlier_handling": self.earlier_handling}
        self.form = FormGrid(
            [
                Row("内容分类", self.category),
                Row("问题属地", self.place_code),
                Row("事项类别", self.matter_class),
                Row("信访目的", self.purpose),
                Row("被反映方", self.respondent, is_wide=True),
                Row("此前办理", self.earlier_handling, is_wide=True),
            ],
            columns=2,
        )
        self.add(self.form)
        for name, combo in self._codes.items():
            combo.code_changed.connect(partial(self._take, name))
        for name, text_field in self._texts.items():
            text_field.textEdited.connect(partial(self._take, name))

    def show_draft(self, draft: VisitDraft) -> None:
        """Show a tab's matter."""
        self._draft = VisitDraft.begin("")
        for name, combo in self._codes.items():
            combo.set_code(getattr(draft, name))
        for name, text_field in self._texts.items():
            text_field.setText(getattr(draft, name))
        self._draft = draft

    def _take(self, name: str, value: str) -> None:
        setattr(self._draft, name, value)
        self.edited.emit()
