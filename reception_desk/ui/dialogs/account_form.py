"""新建账号: login, name, first password and roles."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from reception_desk.errors import InvalidInputError
from reception_desk.rules.permissions import Role, check_roles
from reception_desk.services.accounts import SHORTEST_PASSWORD
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.entry_form import password_field
from reception_desk.ui.widgets.form_grid import Row
from reception_desk.ui.widgets.tag_chooser import TagChooser


class AccountForm(DialogForm):
    """Signal `account_given(login, name, password, frozenset of Role)`."""

    account_given = Signal(str, str, str, object)

    def __init__(self, parent: QWidget) -> None:
        self.login = QLineEdit()
        self.name = QLineEdit()
        self.password = password_field("初始密码")
        self.roles = TagChooser("岗位", [(role.value, role.label) for role in Role])
        self.roles.set_chosen([Role.RECEPTIONIST.value])
        super().__init__(
            parent,
            "新建账号",
            [
                Row("账号", self.login, "登录时输入，例如姓名拼音", is_required=True),
                Row("姓名", self.name, "印在文书上", is_required=True),
                Row("初始密码", self.password, f"至少 {SHORTEST_PASSWORD} 位", is_required=True),
                Row("岗位", self.roles, "系统管理、审计、业务不能由同一账号兼任", is_required=True),
            ],
            "建立账号",
        )
        self.press.clicked.connect(self._give)

    def _give(self) -> None:
        self.form.clear_problems()
        roles = frozenset(Role(code) for code in self.roles.chosen())
        problems = [
            (self.login, "" if self.login.text().strip() else "请填写账号。"),
            (self.name, "" if self.name.text().strip() else "请填写姓名。"),
            (
                self.password,
                ""
                if len(self.password.text()) >= SHORTEST_PASSWORD
                else f"密码至少 {SHORTEST_PASSWORD} 位。",
            ),
            (self.roles, _problem_of(roles)),
        ]
        wrong = [(field, words) for field, words in problems if words]
        for field, words in wrong:
            self.form.show_problem(field, words)
        if wrong:
            wrong[0][0].setFocus()
            return
        self.set_busy(is_busy=True)
        self.account_given.emit(
            self.login.text().strip(), self.name.text().strip(), self.password.text(), roles
        )


def _problem_of(roles: frozenset[Role]) -> str:
    if not roles:
        return "请至少选择一个岗位。"
    try:
        check_roles(roles)
    except InvalidInputError as error:
        return error.message
    return ""
