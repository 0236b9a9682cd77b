"""Somebody who takes part in a session: a lawyer, a unit's staff, whoever came along."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from reception_desk.records.video_sessions import ParticipantInput, ParticipantRole, SessionSide
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.widgets.form_grid import Row
from reception_desk.ui.widgets.labels import label

_SIDES = {
    ParticipantRole.RECEIVER: SessionSide.FAR,
    ParticipantRole.LEADER: SessionSide.FAR,
    ParticipantRole.UNIT_STAFF: SessionSide.UNIT,
}
"""Where somebody in this role mostly sits; everybody else is with the petitioner."""
_ROLES = tuple(role for role in ParticipantRole if not role.speaks_for_petitioner)
_WORDS = "信访人、代表和代理人按来访登记自动列入；要加人请先在来访登记里补充。"


class ParticipantForm(DialogForm):
    """Signal `asked(ParticipantInput)`."""

    asked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        self.name = QLineEdit()
        self.role = CodeCombo([Choice(role.value, role.label) for role in _ROLES])
        self.side = CodeCombo([Choice(side.value, side.label) for side in SessionSide])
        self.unit, self.post = QLineEdit(), QLineEdit()
        rows = [
            Row("姓名", self.name, is_required=True),
            Row("身份", self.role, is_required=True),
            Row("在哪一端", self.side, is_required=True),
            Row("单位", self.unit),
            Row("职务", self.post),
        ]
        super().__init__(parent, "加一位参加人", rows, "加入")
        self.add(label(_WORDS, "muted", wraps=True))
        self.role.code_changed.connect(self._suggest_side)
        self.press.clicked.connect(self._ask)

    def _suggest_side(self, role: str) -> None:
        if role:
            side = _SIDES.get(ParticipantRole(role), SessionSide.NEAR)
            self.side.set_code(side.value)

    def _ask(self) -> None:
        self.form.clear_problems()
        wrong: list[tuple[QWidget, str]] = [
            (field, words)
            for field, value, words in (
                (self.name, self.name.text().strip(), "请写明姓名。"),
                (self.role, self.role.code(), "请选择身份。"),
                (self.side, self.side.code(), "请选择在哪一端。"),
            )
            if not value
        ]
        for field, words in wrong:
            self.form.show_problem(field, words)
        if wrong:
            wrong[0][0].setFocus()
            return
        self.bar.clear()
        self.set_busy(is_busy=True)
        self.asked.emit(
            ParticipantInput(
                SessionSide(self.side.code()),
                ParticipantRole(self.role.code()),
                name=self.name.text().strip(),
                unit=self.unit.text().strip(),
                post=self.post.text().strip(),
            )
        )
