"""依法删除: asked for in the register, what waits, and the leader's confirmation."""

from reception_desk.commands.shots.accounts import SETTLE_MS, Close, Open
from reception_desk.commands.shots.sample_day import SampleDay
from reception_desk.rules.permissions import Role
from reception_desk.ui.pages.register import RegisterPage
from reception_desk.ui.pages.settings.erasure_section import ErasureSection
from reception_desk.ui.rehearsal import Rehearsal


def draw_erasures(day: SampleDay, rehearsal: Rehearsal, open_: Open, close: Close) -> None:
    """The section's form, then the leader's list and box."""
    desk = open_(day.staff[Role.SECTION])
    register = desk.window.open_page("register")
    if isinstance(register, RegisterPage):
        rehearsal.settle(SETTLE_MS)
        register.open_visit(day.visits[2])
        form = register.ask_erasure(day.visits[2], "T-1")
        rehearsal.settle(SETTLE_MS)
        rehearsal.take_picture(form, "erasure-ask")
        form.close()
    close(desk)
    desk = open_(day.staff[Role.BUREAU_LEADER])
    orders = desk.window.settings_page().open_section("erasure")
    if isinstance(orders, ErasureSection):
        rehearsal.wait(lambda: not desk.workplace.tasks.pending, "读取提出的删除")
        rehearsal.take_picture(desk.window, "settings-erasure")
        if (box := orders.open_confirmation()) is not None:
            rehearsal.settle(SETTLE_MS)
            rehearsal.take_picture(box, "erasure-confirm")
            box.close()
    close(desk)
