"""账号: login, name and roles, of a new one or changed on one there is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from reception_desk.errors import InvalidInputError
from reception_desk.rules.permissions import STAFF_ROLES, Role, check_roles
from reception_desk.services.accounts import AccountRecord
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.widgets.form_grid import Row
from reception_desk.ui.widgets.tag_chooser import TagChooser


class AccountForm(DialogForm):
    """Signal `account_given(login, name, frozenset of Role)`; a login once given stays."""

    account_given = Signal(str, str, object)

    def __init__(self, parent: QWidget, account: AccountRecord | None = None) -> None:
        self.login = QLineEdit(account.login if account else "")
        self.login.setReadOnly(account is not None)
        self.name = QLineEdit(account.name if account else "")
        self.roles = TagChooser("岗位", [(role.value, role.label) for role in STAFF_ROLES])
        held = account.roles if account else (Role.RECEPTIONIST,)
        self.roles.set_chosen([role.value for role in held])
        login = Row(
            "账号",
            self.login,
            "账号建立后不能改" if account else "登录时输入，例如姓名拼音",
            is_required=account is None,
        )
        name = Row("姓名", self.name, "印在文书上", is_required=True)
        hint = "系统管理、审计、业务不能由同一账号兼任"
        if account:
            hint += "；下次登录起生效"
        roles = Row("岗位", self.roles, hint, is_required=True)
        rows = [name, login, roles] if account else [login, name, roles]
        super().__init__(
            parent,
            "修改账号" if account else "新建账号",
            rows,
            "保存" if account else "建立账号",
        )
        self.press.clicked.connect(self._give)

    def _give(self) -> None:
        self.form.clear_problems()
        roles = frozenset(Role(code) for code in self.roles.chosen())
        problems = [
            (self.login, "" if self.login.text().strip() else "请填写账号。"),
            (self.name, "" if self.name.text().strip() else "请填写姓名。"),
            (self.roles, _problem_of(roles)),
        ]
        wrong = [(field, words) for field, words in problems if words]
        for field, words in wrong:
            self.form.show_problem(field, words)
        if wrong:
            wrong[0][0].setFocus()
            return
        self.set_busy(is_busy=True)
        self.account_given.emit(self.login.text().strip(), self.name.text().strip(), roles)


def _problem_of(roles: frozenset[Role]) -> str:
    if not roles:
        return "请至少选择一个岗位。"
    try:
        check_roles(roles)
    except InvalidInputError as error:
        return error.message
    return ""
