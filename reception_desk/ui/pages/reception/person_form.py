"""The fields of one person, with what the identity number says about itself."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from reception_desk.rules.identity import check_identity
from reception_desk.ui.application_fonts import missing_glyphs
from reception_desk.ui.code_choices import choices_of
from reception_desk.ui.pages.reception.visit_draft import PersonDraft
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.widgets.date_field import DateField
from reception_desk.ui.widgets.form_grid import FormGrid, Row


class PersonForm(QWidget):
    """Shows a `PersonDraft` and writes what is typed straight into it.

    Signals: `edited` after each change by the person, `number_settled(str)` when an identity
    number was left, `contact_settled(str)` when a name or a phone was left, so that the page can
    look whether the person is known.
    """

    edited = Signal()
    number_settled = Signal(str)
    contact_settled = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._draft = PersonDraft()
        self.name = QLineEdit(placeholderText="不愿透露可留空")
        self.sex = CodeCombo(choices_of("sex"))
        self.document_type = CodeCombo(choices_of("document_type"))
        self.document_number = QLineEdit(placeholderText="放上证件，或键入")
        self.birth_date = DateField()
        self.nation = CodeCombo(choices_of("nation"))
        self.phone = QLineEdit()
        self.address = QLineEdit(placeholderText="能送达文书的地址")
        self.occupation = CodeCombo(choices_of("occupation"))
        self._texts = {
            "name": self.name,
            "document_number": self.document_number,
            "phone": self.phone,
            "address": self.address,
        }
        self._codes = {
            "sex": self.sex,
            "document_type": self.document_type,
            "nation": self.nation,
            "occupation": self.occupation,
        }
        self.form = FormGrid(
            [
                Row("姓名", self.name),
                Row("联系电话", self.phone),
                Row("证件类型", self.document_type),
                Row("证件号码", self.document_number),
                Row("性别", self.sex),
                Row("出生日期", self.birth_date),
                Row("住址", self.address, is_wide=True),
                Row("民族", self.nation),
                Row("职业", self.occupation),
            ],
            columns=2,
        )
        self._more = Button("民族、职业 ▾", self._toggle_more, look=Look.LINK)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addWidget(self.form)
        whole.addWidget(self._more, 0, Qt.AlignmentFlag.AlignRight)
        self._show_more(is_shown=False)
        self._listen()

    def show_person(self, draft: PersonDraft) -> None:
        """Show a person; from now on typing changes this draft."""
        self._draft = PersonDraft()  # what the fields announce while they are filled goes nowhere
        for name, text_field in self._texts.items():
            text_field.setText(getattr(draft, name))
        for name, combo in self._codes.items():
            combo.set_code(getattr(draft, name))
        self.birth_date.setText(draft.birth_date)
        self.birth_date.settle()
        self._draft = draft
        self._judge_name()
        self._judge_number()

    def fields(self) -> dict[str, QWidget]:
        """Return the fields by the name of what they hold, for jump links and the caret."""
        return {**self._texts, **self._codes, "birth_date": self.birth_date}

    def _toggle_more(self) -> None:
        self._show_more(is_shown=self.nation.isHidden())

    def _show_more(self, *, is_shown: bool) -> None:
        """Show or hide what few registrations need; what is filled in stays."""
        for field in (self.nation, self.occupation):
            self.form.show_row(field, is_shown=is_shown)
            field.setVisible(is_shown)
        self._more.setText("收起 ▴" if is_shown else "民族、职业 ▾")

    def _listen(self) -> None:
        for name, text_field in self._texts.items():
            text_field.textEdited.connect(partial(self._take, name))
        for name, combo in self._codes.items():
            combo.code_changed.connect(partial(self._take, name))
        self.birth_date.textEdited.connect(partial(self._take, "birth_date"))
        self.birth_date.date_changed.connect(self._take_birth_date)
        self.name.editingFinished.connect(self._judge_name)
        for field in (self.name, self.phone):
            field.editingFinished.connect(partial(self._settle_contact, field))
        self.document_number.editingFinished.connect(self._settle_number)
        self.document_type.code_changed.connect(self._judge_number)

    def _take(self, name: str, value: str) -> None:
        setattr(self._draft, name, value)
        self.edited.emit()

    def _take_birth_date(self) -> None:
        self._take("birth_date", self.birth_date.text())

    def _settle_contact(self, field: QLineEdit) -> None:
        if text := field.text().strip():
            self.contact_settled.emit(text)

    def _judge_name(self) -> None:
        unknown = missing_glyphs(self.name.text())
        problem = f"“{unknown}”没有可用字形，不能打印；请核对，或在备注中说明。" if unknown else ""
        self.form.show_problem(self.name, problem)

    def _settle_number(self) -> None:
        """Take from the number what it says, where the fields are still empty."""
        number = self.document_number.text().strip()
        self._judge_number()
        if not number:
            return
        found = check_identity(self.document_type.code(), number)
        if found.is_valid:
            self.document_number.setText(found.normalised)
            if found.birth_date and not self.birth_date.text():
                self.birth_date.set_day(found.birth_date)
            if found.sex and not self.sex.code():
                self.sex.set_code(found.sex)
            self._take("document_number", found.normalised)
            self.number_settled.emit(found.normalised)

    def _judge_number(self) -> None:
        """Say what is odd about the number; it is kept as typed all the same."""
        number = self.document_number.text().strip()
        found = check_identity(self.document_type.code(), number) if number else None
        self.form.show_problem(self.document_number, (found.problem or "") if found else "")
