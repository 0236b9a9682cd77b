"""Accounts, exports, waits, and what each role sees first."""

from collections.abc import Callable

from reception_desk import app
from reception_desk.commands.shots.sample_day import SampleDay
from reception_desk.errors import SignInRefusedError
from reception_desk.records.actor import Actor
from reception_desk.rules.permissions import Role
from reception_desk.ui.dialogs.export_form import ExportForm
from reception_desk.ui.dialogs.one_time_password import OneTimePassword
from reception_desk.ui.entry_window import EntryWindow
from reception_desk.ui.pages.register import RegisterPage
from reception_desk.ui.pages.settings.accounts_section import AccountsSection
from reception_desk.ui.pages.settings.audit_section import AuditSection
from reception_desk.ui.rehearsal import Rehearsal
from reception_desk.ui.sign_in import ChoosePasswordForm, SignInForm
from reception_desk.ui.tasks import Progress

Open = Callable[[Actor], app.Desk]
Close = Callable[[app.Desk], None]
SETTLE_MS = 350
WRONG = SignInRefusedError(
    "账号或密码不正确。", advice="请重新输入；忘记密码请找系统管理员重设。", wait_seconds=8
)


def draw_waits(rehearsal: Rehearsal, entry: EntryWindow) -> None:
    """The entrance after several wrong passwords, and after a one-time password."""
    form = SignInForm()
    entry.show_form(form)
    form.greet("1", "zhou")
    form.refuse(WRONG)
    rehearsal.take_picture(entry, "sign-in-wait")
    entry.show_form(ChoosePasswordForm("周敏"))
    rehearsal.take_picture(entry, "choose-password")


def draw_accounts(day: SampleDay, rehearsal: Rehearsal, open_: Open, close: Close) -> None:
    """The administrator makes, changes and resets."""
    desk = open_(day.administrator)
    people = desk.window.settings_page().open_section("accounts")
    if isinstance(people, AccountsSection):
        people.table.setCurrentIndex(people.model.index(1, 0))
        rehearsal.take_picture(desk.window, "accounts-chosen")
        people.open_form()
        take_box(desk, rehearsal, "account-new")
        people.open_change()
        take_box(desk, rehearsal, "account-change")
        people.reset_button.click()
        take_box(desk, rehearsal, "account-reset")
        OneTimePassword(desk.window, "周敏", "zhou", "k7mp-3xq9-wt4n").open()
        take_box(desk, rehearsal, "one-time-password")
    close(desk)


def draw_roles(day: SampleDay, rehearsal: Rehearsal, open_: Open, close: Close) -> None:
    """The first screen of each role, a visit as it sees it, and its exports."""
    for role, actor in day.staff.items():
        if role is Role.RECEPTIONIST:
            continue
        desk = open_(actor)
        rehearsal.settle(SETTLE_MS)
        rehearsal.take_picture(desk.window, f"role-{role.value}")
        if role in {Role.SECTION, Role.BUREAU_LEADER, Role.COUNTY_LEADER}:
            _draw_register(desk, rehearsal, role)
        if role is Role.AUDITOR:
            audit = desk.window.settings_page().open_section("audit")
            if isinstance(audit, AuditSection):
                audit.export()
                take_box(desk, rehearsal, "export-audit")
        if role is Role.COUNTY_LEADER:
            desk.window.lock()
            desk.window.lock_screen.form.refuse(WRONG)
            rehearsal.take_picture(desk.window, "locked-wait")
        close(desk)


def _draw_register(desk: app.Desk, rehearsal: Rehearsal, role: Role) -> None:
    page = desk.window.open_page("register")
    rehearsal.settle(SETTLE_MS)
    if not isinstance(page, RegisterPage):
        return
    if role is Role.COUNTY_LEADER:
        page.open_visit(page.model.row_id(1))
        rehearsal.take_picture(desk.window, f"role-{role.value}-visit")
        return
    page.export()
    form = desk.window.findChild(ExportForm)
    if role is Role.BUREAU_LEADER and isinstance(form, ExportForm):
        form.show_working(is_working=True)
        form.progress.show_progress(Progress(640_000, 2_000_000))
    take_box(desk, rehearsal, f"export-{role.value}")


def take_box(desk: app.Desk, rehearsal: Rehearsal, name: str) -> None:
    """Draw the open box and close it."""
    rehearsal.settle(SETTLE_MS)
    box = desk.workplace.messages.open_boxes()[0]
    rehearsal.take_picture(box, name)
    box.close()
    rehearsal.settle()
