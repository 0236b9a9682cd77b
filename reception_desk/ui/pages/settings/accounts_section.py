"""账号: who works here and as what."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from reception_desk.errors import DeskError
from reception_desk.rules.permissions import Role
from reception_desk.services import account_changes, accounts
from reception_desk.services.accounts import AccountRecord
from reception_desk.services.passwords import one_time_password
from reception_desk.ui.dialogs.account_form import AccountForm
from reception_desk.ui.dialogs.one_time_password import OneTimePassword
from reception_desk.ui.pages.settings.section import Section
from reception_desk.ui.tables.columns import Column
from reception_desk.ui.tables.record_model import RecordTableModel
from reception_desk.ui.tables.table_view import TableView
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.inline_bar import Level
from reception_desk.ui.workplace import Workplace

T = TypeVar("T")

ACTIVE, ONE_TIME, CLOSED = "使用中", "待设密码", "已停用"
COLUMNS = (
    Column("login", "账号", 8),
    Column("name", "姓名", 6),
    Column("roles", "岗位", 14),
    Column(
        "state",
        "状态",
        6,
        marks={
            ACTIVE: (Colour.OK, "done"),
            ONE_TIME: (Colour.WARN, "clock"),
            CLOSED: (Colour.MUTED, "skip"),
        },
    ),
)


class AccountsSection(Section):
    """Accounts are made, changed and closed, never deleted: what they did stays on record."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(
            workplace, "账号", "每人一个账号；系统管理、审计、业务三类岗位分设。", is_wide=True
        )
        self.model: RecordTableModel[AccountRecord] = RecordTableModel(
            COLUMNS,
            lambda account: (
                account.login,
                account.name,
                "、".join(role.label for role in account.roles),
                _state(account),
            ),
            lambda account: account.account_id,
        )
        self.table = TableView(self.model, "账号", is_flush=True, can_export=False)
        self.new_button = Button("新建账号", self.open_form, look=Look.PRIMARY, icon="add")
        self.change_button = Button("修改", self.open_change)
        self.reset_button = Button("重设密码", self._ask_reset)
        self.close_button = Button("停用", self._ask_close, look=Look.DANGER)
        card = Card("账号", is_flush=True)
        card.add(self.table, 1)
        self._card = card
        self.add(card, 1)
        for button in (self.close_button, self.reset_button, self.change_button, self.new_button):
            self.add_foot(button)
        self.table.selectionModel().currentRowChanged.connect(self._judge)
        self.table.opened.connect(self.open_change)
        self.reload()
        if self.model.rowCount() == 1:
            self.bar.say(Level.INFO, "下一步：为接访员建立账号，接访员登录后才能登记来访。")

    def reload(self) -> None:
        """Read the accounts again; the chosen one stays chosen."""
        chosen = self.table.current_id()
        try:
            found = accounts.list_accounts(self.work.database, self.work.actor)
        except DeskError as error:
            self.say_error(error)
            return
        self.model.set_records(found)
        self.table.setCurrentIndex(self.model.index(self.model.row_of(chosen), 0))
        self._card.set_count(f"{sum(account.is_active for account in found)} 个使用中")
        self._judge()

    def open_form(self) -> AccountForm:
        """Open the form for a new account."""
        form = AccountForm(self.window())
        form.account_given.connect(partial(self._create, form))
        form.open()
        return form

    def open_change(self) -> None:
        """Open the chosen account to change its name or roles."""
        chosen = self._chosen()
        if chosen is not None and chosen.is_active:
            form = AccountForm(self.window(), chosen)
            form.account_given.connect(partial(self._change, form, chosen))
            form.open()

    def _create(self, form: AccountForm, login: str, name: str, roles: frozenset[Role]) -> None:
        password = one_time_password()
        make = partial(
            accounts.create_account,
            self.work.database,
            self.work.actor,
            login=login,
            name=name,
            password=password,
            roles=set(roles),
            is_one_time=True,
        )

        def created(_account_id: str) -> None:
            form.accept()
            self.bar.say(Level.OK, f"已为{name}建立账号。")
            self.reload()
            self._tell(name, login, password)

        self._run(form, make, created)

    def _change(
        self,
        form: AccountForm,
        account: AccountRecord,
        _login: str,
        name: str,
        roles: frozenset[Role],
    ) -> None:
        change = partial(
            account_changes.change_account,
            self.work.database,
            self.work.actor,
            account.account_id,
            name=name,
            roles=set(roles),
        )

        def changed(_nothing: None) -> None:
            form.accept()
            self.bar.say(Level.OK, f"{name}的账号已修改，岗位从下次登录起生效。")
            self.reload()

        self._run(form, change, changed)

    def _ask_reset(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.work.messages.ask(
                f"为{chosen.name}（{chosen.login}）重设密码？",
                partial(self._reset, chosen),
                yes="重设密码",
                detail="原密码立即失效。新的一次性密码只显示一次，请当面交给本人。",
            )

    def _reset(self, account: AccountRecord) -> None:
        reset = partial(
            account_changes.reset_password,
            self.work.database,
            self.work.actor,
            account.account_id,
        )

        def done(password: str) -> None:
            self.bar.say(Level.OK, f"已为{account.name}重设密码。")
            self.reload()
            self._tell(account.name, account.login, password)

        self.work.tasks.run("accounts", self, reset, done, self.say_error)

    def _tell(self, name: str, login: str, password: str) -> None:
        OneTimePassword(self.window(), name, login, password).open()

    def _run(self, form: AccountForm, work: Callable[[], T], on_done: Callable[[T], None]) -> None:
        self.work.tasks.run("accounts", form, work, on_done, partial(self._refused, form))

    def _refused(self, form: AccountForm, error: Exception) -> None:
        if isinstance(error, DeskError):
            form.refuse(error)
        else:
            form.reject()
            self.say_error(error)

    def _chosen(self) -> AccountRecord | None:
        row = self.table.currentIndex().row()
        return self.model.record(row) if 0 <= row < self.model.rowCount() else None

    def _judge(self) -> None:
        """Nobody closes or resets their own account; a closed one stays as it is."""
        chosen = self._chosen()
        is_active = chosen is not None and chosen.is_active
        is_own = chosen is not None and chosen.account_id == self.work.actor.account_id
        self.change_button.setEnabled(is_active)
        self.reset_button.setEnabled(is_active and not is_own)
        self.close_button.setEnabled(is_active and not is_own)

    def _ask_close(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.work.messages.ask_reason(
                f"停用{chosen.name}的账号“{chosen.login}”？",
                partial(self._close, chosen),
                yes="停用",
            )

    def _close(self, account: AccountRecord, reason: str) -> None:
        try:
            account_changes.close_account(
                self.work.database, self.work.actor, account.account_id, reason=reason
            )
        except DeskError as error:
            self.say_error(error)
            return
        self.bar.say(Level.OK, f"{account.name}的账号已停用，经办过的内容不受影响。")
        self.reload()


def _state(account: AccountRecord) -> str:
    if not account.is_active:
        return CLOSED
    return ONE_TIME if account.must_change_password else ACTIVE
