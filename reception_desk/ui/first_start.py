"""初始设置: four short steps that make this machine a window of a unit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from reception_desk.errors import DeskError
from reception_desk.records.papers import Office
from reception_desk.rules.units import BUREAU_CODE, load_units
from reception_desk.services.hall import check_desk
from reception_desk.services.office import OfficeInput
from reception_desk.services.passwords import SHORTEST_PASSWORD
from reception_desk.ui.entry_form import password_field
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.widgets.form_grid import FormGrid, Row
from reception_desk.ui.widgets.inline_bar import InlineBar
from reception_desk.ui.widgets.labels import label


@dataclass(frozen=True, slots=True)
class _Step:
    """One step: its words, its fields, and what is wrong with them as (field, sentence)."""

    title: str
    below: str
    rows: Sequence[Row]
    problems: Callable[[], list[tuple[QWidget, str]]]


class FirstStart(QWidget):
    """Nothing is written before the last step.

    Signals: `hall_named(str)` while the unit is chosen, `finished(OfficeInput, Office)`.
    """

    hall_named = Signal(str)
    finished = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._make_fields()
        self._steps = self._make_steps()
        self.forms = [FormGrid(step.rows) for step in self._steps]
        self.bar = InlineBar()
        self._count = label("", "hint")
        self._title = label("", "title", wraps=True)
        self._below = label("", "muted", wraps=True)
        self._stack = QStackedWidget()
        self.back = Button("上一步", self._go_back)
        self.forward = Button("下一步", self._go_on, look=Look.PRIMARY)
        for form in self.forms:
            self._stack.addWidget(_at_top(form))
        self._arrange()
        self.unit.code_changed.connect(self._name_hall)
        self._show(0)

    @property
    def step(self) -> int:
        """The step in sight, 0 to 3."""
        return self._stack.currentIndex()

    def begin(self) -> None:
        """Put the caret into the first field."""
        self._name_hall()
        _enter(self._steps[self.step].rows[0].field)

    def refuse(self, error: DeskError) -> None:
        """Say why the set-up could not be written; all answers stay."""
        self.setEnabled(True)
        self.bar.say_error(error)

    def answers(self) -> tuple[OfficeInput, Office]:
        """Return what was given."""
        return (
            OfficeInput(
                unit_code=self.unit.code(),
                desk_code=self.desk_code.text().strip(),
                window=self.window_name.text().strip(),
                administrator_login=self.login.text().strip(),
                administrator_name=self.name.text().strip(),
                administrator_password=self.password.text(),
            ),
            Office(
                hall=self.hall.text().strip(),
                address=self.address.text().strip(),
                phone=self.phone.text().strip(),
                website=self.website.text().strip(),
                supervision_phone=self.supervision_phone.text().strip(),
            ),
        )

    def _make_fields(self) -> None:
        self.unit = CodeCombo(
            [Choice(unit.code, unit.name, unit.kind.label) for unit in load_units()],
            hint="输入名称查找，或按 ↓ 打开全部",
        )
        self.unit.set_code(BUREAU_CODE)
        self.desk_code = _Suggestion("1")
        self.window_name = _Suggestion("1")
        self.hall = QLineEdit()
        self.address = QLineEdit()
        self.phone = QLineEdit()
        self.website = QLineEdit()
        self.supervision_phone = QLineEdit()
        self.login = _Suggestion("admin")
        self.name = QLineEdit()
        self.password = password_field("密码")
        self.repeat = password_field("再输入一次密码")

    def _make_steps(self) -> list[_Step]:
        return [
            _Step(
                "本机设在哪个单位",
                "登记的来访归这个单位，文书以它的名义出具。",
                [Row("单位", self.unit, is_required=True)],
                self._unit_problems,
            ),
            _Step(
                "这是几号窗口",
                "编码写进临时编号，同一单位各窗口不能相同。",
                [
                    Row("窗口编码", self.desk_code, "1 至 8 位字母或数字", is_required=True),
                    Row("窗口号", self.window_name, "印在文书上，例如 1", is_required=True),
                ],
                self._desk_problems,
            ),
            _Step(
                "文书上的大厅信息",
                "印在回执和登记单上，以后可以在设置中修改。",
                [
                    Row("大厅名称", self.hall),
                    Row("地址", self.address),
                    Row("电话", self.phone),
                    Row("网址", self.website),
                    Row("监督电话", self.supervision_phone),
                ],
                list,
            ),
            _Step(
                "系统管理员",
                "管理员维护账号和设置，不办理来访；接访员的账号由管理员建立。",
                [
                    Row("账号", self.login, is_required=True),
                    Row("姓名", self.name, is_required=True),
                    Row("密码", self.password, f"至少 {SHORTEST_PASSWORD} 位", is_required=True),
                    Row("再输一次", self.repeat, is_required=True),
                ],
                self._account_problems,
            ),
        ]

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self._count)
        buttons.addStretch(1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.forward)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(40, 36, 40, 28)
        whole.setSpacing(8)
        whole.addWidget(self._title)
        whole.addWidget(self._below)
        whole.addSpacing(14)
        whole.addWidget(self._stack, 1)
        whole.addWidget(self.bar)
        whole.addLayout(buttons)

    def _show(self, step: int) -> None:
        chosen = self._steps[step]
        self._stack.setCurrentIndex(step)
        self._title.setText(chosen.title)
        self._below.setText(chosen.below)
        self._count.setText(f"第 {step + 1} 步，共 {len(self._steps)} 步")
        self.back.setVisible(step > 0)
        self.forward.setText("完成设置" if step == len(self._steps) - 1 else "下一步")
        self.bar.clear()
        _enter(chosen.rows[0].field)

    def _go_back(self) -> None:
        self._show(self.step - 1)

    def _go_on(self) -> None:
        form, step = self.forms[self.step], self._steps[self.step]
        for row in step.rows:
            if isinstance(row.field, CodeCombo):
                row.field.settle()
        form.clear_problems()
        problems = step.problems()
        for field, sentence in problems:
            form.show_problem(field, sentence)
        if problems:
            _enter(problems[0][0])
        elif self.step < len(self._steps) - 1:
            self._show(self.step + 1)
        else:
            self.setEnabled(False)
            self.finished.emit(*self.answers())

    def _unit_problems(self) -> list[tuple[QWidget, str]]:
        return [] if self.unit.code() else [(self.unit, "请从列表中选择单位。")]

    def _desk_problems(self) -> list[tuple[QWidget, str]]:
        code, window = self.desk_code.text().strip(), self.window_name.text().strip()
        problems: list[tuple[QWidget, str]] = []
        for field, given in ((self.desk_code, (code, "1")), (self.window_name, ("1", window))):
            try:
                check_desk(*given)
            except DeskError as error:
                problems.append((field, str(error)))
        return problems

    def _account_problems(self) -> list[tuple[QWidget, str]]:
        problems: list[tuple[QWidget, str]] = []
        if not self.login.text().strip():
            problems.append((self.login, "请填写账号。"))
        if not self.name.text().strip():
            problems.append((self.name, "请填写姓名，它会记在每一次操作上。"))
        if len(self.password.text()) < SHORTEST_PASSWORD:
            problems.append((self.password, f"密码至少 {SHORTEST_PASSWORD} 位。"))
        elif self.password.text() != self.repeat.text():
            problems.append((self.repeat, "两次输入的密码不一样。"))
        return problems

    def _name_hall(self) -> None:
        units = {unit.code: unit.name for unit in load_units()}
        hall = f"{units[self.unit.code()]}群众来访接待大厅" if self.unit.code() else ""
        self.hall.setPlaceholderText(hall)
        self.hall_named.emit(hall)


class _Suggestion(QLineEdit):
    """Holds a first guess: the click that comes in selects it, as Tab does, and typing replaces."""

    def __init__(self, guess: str) -> None:
        super().__init__(guess)
        self._is_clicked_into = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._is_clicked_into = event.reason() == Qt.FocusReason.MouseFocusReason

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._is_clicked_into and not self.hasSelectedText():
            self.selectAll()
        self._is_clicked_into = False


def _enter(field: QWidget) -> None:
    """Put the caret into a field and select what it holds, had it the focus already or not."""
    field.setFocus(Qt.FocusReason.TabFocusReason)
    if isinstance(field, QLineEdit):
        field.selectAll()


def _at_top(form: QWidget) -> QScrollArea:
    inner = QWidget()
    inner.setProperty("look", "clear")
    column = QVBoxLayout(inner)
    column.setContentsMargins(2, 2, 8, 2)
    column.addWidget(form)
    column.addStretch(1)
    area = QScrollArea()
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
