"""账号: who works here and as what."""

from functools import partial

from reception_desk.errors import DeskError
from reception_desk.rules.permissions import Role
from reception_desk.services import accounts
from reception_desk.services.accounts import AccountRecord
from reception_desk.ui.dialogs.account_form import AccountForm
from reception_desk.ui.pages.settings.section import Section
from reception_desk.ui.tables.columns import Column
from reception_desk.ui.tables.record_model import RecordTableModel
from reception_desk.ui.tables.table_view import TableView
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.inline_bar import Level
from reception_desk.ui.workplace import Workplace

ACTIVE, CLOSED = "使用中", "已停用"
COLUMNS = (
    Column("login", "账号", 8),
    Column("name", "姓名", 6),
    Column("roles", "岗位", 14),
    Column(
        "state",
        "状态",
        6,
        marks={ACTIVE: (Colour.OK, "done"), CLOSED: (Colour.MUTED, "skip")},
    ),
)


class AccountsSection(Section):
    """Accounts are made and closed, never deleted: what they did stays on record."""

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
                ACTIVE if account.is_active else CLOSED,
            ),
            lambda account: account.account_id,
        )
        self.table = TableView(self.model, "账号", is_flush=True, can_export=False)
        self.new_button = Button("新建账号", self.open_form, look=Look.PRIMARY, icon="add")
        self.close_button = Button("停用所选账号", self._ask_close, look=Look.DANGER)
        card = Card("账号", is_flush=True)
        card.add(self.table, 1)
        self._card = card
        self.add(card, 1)
        self.add_foot(self.close_button)
        self.add_foot(self.new_button)
        self.table.selectionModel().currentRowChanged.connect(self._judge)
        self.reload()
        if self.model.rowCount() == 1:
            self.bar.say(Level.INFO, "下一步：为接访员建立账号，接访员登录后才能登记来访。")

    def reload(self) -> None:
        """Read the accounts again."""
        try:
            found = accounts.list_accounts(self.work.database, self.work.actor)
        except DeskError as error:
            self.say_error(error)
            return
        self.model.set_records(found)
        self._card.set_count(f"{sum(account.is_active for account in found)} 个使用中")
        self._judge()

    def open_form(self) -> AccountForm:
        """Open the form for a new account."""
        form = AccountForm(self.window())
        form.account_given.connect(partial(self._create, form))
        form.open()
        return form

    def _create(
        self, form: AccountForm, login: str, name: str, password: str, roles: frozenset[Role]
    ) -> None:
        make = partial(
            accounts.create_account,
            self.work.database,
            self.work.actor,
            login=login,
            name=name,
            password=password,
            roles=set(roles),
        )
        self.work.tasks.run(
            "accounts",
            form,
            make,
            lambda _: self._created(form, name),
            partial(self._refused, form),
        )

    def _created(self, form: AccountForm, name: str) -> None:
        form.accept()
        self.bar.say(Level.OK, f"已为{name}建立账号，请本人登录后修改初始密码。")
        self.reload()

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
        chosen = self._chosen()
        own = self.work.actor.account_id
        self.close_button.setEnabled(
            chosen is not None and chosen.is_active and chosen.account_id != own
        )

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
            accounts.close_account(
                self.work.database, self.work.actor, account.account_id, reason=reason
            )
        except DeskError as error:
            self.say_error(error)
            return
        self.bar.say(Level.OK, f"{account.name}的账号已停用，经办过的内容不受影响。")
        self.reload()
