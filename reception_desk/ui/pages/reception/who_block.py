"""Who came: find or type the petitioner, count heads, name the others."""

from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reception_desk.errors import InvalidInputError
from reception_desk.records.visit import PersonRole
from reception_desk.rules.head_count import check_representatives, head_count_advice, is_group_visit
from reception_desk.services.privacy_notice import VERSION
from reception_desk.ui.pages.reception.person_form import PersonForm
from reception_desk.ui.pages.reception.visit_draft import PersonDraft, VisitDraft
from reception_desk.ui.widgets.buttons import Button, IconButton
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.widgets.count_field import CountField
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.inline_bar import InlineBar, Level
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.search_box import SearchBox

_ROLES = [Choice(role.value, role.label) for role in PersonRole]
MOST_HEADS = 9999
"""Version of the notice on the wall and on paper 25 (PIPL Art. 17, 35)."""


class WhoBlock(Card):
    """The first block of a tab.

    Signals: `edited`; `searched(number, text)` asks for persons and `found(person id)` tells
    which was chosen; `number_settled(str)` when an identity number was typed,
    `contact_settled(str)` when a name or a phone was.
    """

    edited = Signal()
    searched = Signal(int, str)
    found = Signal(str)
    number_settled = Signal(str)
    contact_settled = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("来访人", parent=parent)
        self._draft = VisitDraft.begin("")
        self.search = SearchBox("首字母、姓名、电话或证件号查找来过的人", name="查找来访人")
        self.bar = InlineBar()
        self.person = PersonForm()
        self.head_count = CountField(1, MOST_HEADS, unit=" 人")
        self.head_count.setAccessibleName("来访人数")
        self._group = label("", "count")
        self.privacy_notice = QCheckBox("已出示个人信息处理告知")
        self.is_anonymous = QCheckBox("匿名")
        self.is_anonymous.setToolTip("来访人不愿留名；照常登记，不作书面告知")
        self.is_unclear = QCheckBox("地址不清")
        self.is_unclear.setToolTip("姓名或住址说不清、无法送达；照常登记，不作书面告知")
        self._others = QVBoxLayout()
        self._others.setSpacing(6)
        self._arrange()
        self._listen()

    def show_draft(self, draft: VisitDraft) -> None:
        """Show a tab's persons."""
        self._draft = draft
        self.search.clear()
        self.person.show_person(draft.main)
        with QSignalBlocker(self.head_count):
            self.head_count.setValue(draft.head_count)
        for box, is_checked in (
            (self.privacy_notice, bool(draft.privacy_notice)),
            (self.is_anonymous, draft.is_anonymous),
            (self.is_unclear, draft.is_unclear),
        ):
            with QSignalBlocker(box):
                box.setChecked(is_checked)
        self._show_others()
        self._judge()

    def show_notice(self, draft: VisitDraft) -> None:
        """Show whether the notice was shown, without any other field."""
        with QSignalBlocker(self.privacy_notice):
            self.privacy_notice.setChecked(bool(draft.privacy_notice))

    def add_person(self, person: PersonDraft) -> None:
        """Name one more visitor; the head count grows when it has to."""
        self._draft.persons.append(person)
        named = len([each for each in self._draft.persons if not each.is_empty])
        if named > self._draft.head_count:
            self.head_count.setValue(named)
        self._add_row(person)
        self._judge()
        self.edited.emit()

    def _arrange(self) -> None:
        add = Button("添加同来的人", self.add_companion, icon="add", tip="Ctrl+G")
        count = label("来访人数")
        count.setBuddy(self.head_count)
        counted = QWidget()
        line = QHBoxLayout(counted)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for part in (count, self.head_count, self._group):
            line.addWidget(part)
        heads = QWidget()
        heads_flow = FlowLayout(heads)
        heads_flow.addWidget(counted)
        heads_flow.addWidget(add)
        said = QWidget()
        flow = FlowLayout(said, spacing=14)
        for box in (self.is_anonymous, self.is_unclear, self.privacy_notice):
            flow.addWidget(box)
        self.add(self.search)
        self.add(self.bar)
        self.add(self.person)
        self.add(said)
        self.add(heads)
        self.add(self._others)

    def _listen(self) -> None:
        self.search.asked.connect(self.searched)
        self.search.chosen.connect(self.found)
        self.person.edited.connect(self.edited)
        self.person.number_settled.connect(self.number_settled)
        self.person.contact_settled.connect(self.contact_settled)
        self.head_count.valueChanged.connect(self._take_count)
        self.privacy_notice.toggled.connect(self._take_notice)
        self.is_anonymous.toggled.connect(self._take_anonymous)
        self.is_unclear.toggled.connect(self._take_unclear)

    def _take_count(self, count: int) -> None:
        self._draft.head_count = count
        self._judge()
        self.edited.emit()

    def _take_notice(self, is_shown: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._draft.privacy_notice = VERSION if is_shown else ""
        self.edited.emit()

    def _take_anonymous(self, is_anonymous: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._draft.is_anonymous = is_anonymous
        self._judge()
        self.edited.emit()

    def _take_unclear(self, is_unclear: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._draft.is_unclear = is_unclear
        self.edited.emit()

    def add_companion(self) -> None:
        """Name one more visitor by typing."""
        role = (
            PersonRole.FOLLOWER if is_group_visit(self._draft.head_count) else PersonRole.COMPANION
        )
        self.add_person(PersonDraft(role=role.value))
        row = self._others.itemAt(self._others.count() - 1)
        if row is not None and isinstance(widget := row.widget(), OtherPerson):
            widget.name.setFocus()

    def _show_others(self) -> None:
        while (item := self._others.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for person in self._draft.persons[1:]:
            self._add_row(person)

    def _add_row(self, person: PersonDraft) -> None:
        row = OtherPerson(person)
        row.edited.connect(self._take_other)
        row.removed.connect(partial(self._remove, row))
        self._others.addWidget(row)

    def _take_other(self) -> None:
        self._judge()
        self.edited.emit()

    def _remove(self, row: "OtherPerson") -> None:
        self._draft.persons = [each for each in self._draft.persons if each is not row.draft]
        self._others.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._judge()
        self.edited.emit()

    def _judge(self) -> None:
        """Show whether this is a group visit and what does not fit together."""
        named = [person for person in self._draft.persons if not person.is_empty]
        representatives = sum(
            person.role == PersonRole.REPRESENTATIVE.value for person in self._draft.persons
        )
        self._group.setVisible(is_group_visit(self._draft.head_count))
        self._group.setText("集体访")
        try:
            check_representatives(representatives)
        except InvalidInputError as error:
            self.bar.say_error(error)
            return
        advice: list[str] = list(
            head_count_advice(
                self._draft.head_count, named=len(named), representatives=representatives
            )
        )
        if self._draft.is_anonymous and self._draft.main.name.strip():
            advice.append("已勾选匿名；来访人不愿留名的，请清空姓名。")
        if advice:
            self.bar.say(Level.INFO, "".join(advice))
        else:
            self.bar.clear()


class OtherPerson(QWidget):
    """One line: role, name, number, phone of somebody who came along."""

    edited = Signal()
    removed = Signal()

    def __init__(self, draft: PersonDraft) -> None:
        super().__init__()
        self.draft = draft
        self.role = CodeCombo(_ROLES)
        self.name = QLineEdit(draft.name, placeholderText="姓名")
        self.number = QLineEdit(draft.document_number, placeholderText="证件号码")
        self.phone = QLineEdit(draft.phone, placeholderText="电话")
        self.role.set_code(draft.role)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for field, words, stretch in (
            (self.role, "身份", 3),
            (self.name, "姓名", 4),
            (self.number, "证件号码", 6),
            (self.phone, "电话", 4),
        ):
            field.setAccessibleName(f"同来的人：{words}")
            line.addWidget(field, stretch)
        line.addWidget(IconButton("close", "移除这个人", self.removed.emit, size=14))
        self.role.code_changed.connect(self._take)
        for text_field in (self.name, self.number, self.phone):
            text_field.textEdited.connect(self._take)

    def _take(self) -> None:
        self.draft.role = self.role.code() or PersonRole.FOLLOWER.value
        self.draft.name = self.name.text()
        self.draft.document_number = self.number.text()
        self.draft.phone = self.phone.text()
        self.edited.emit()
