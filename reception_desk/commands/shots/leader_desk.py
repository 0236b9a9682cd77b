"""接访席: the list with who is in front, an instruction being typed, and one written by pen."""

from reception_desk.commands.shots.accounts import SETTLE_MS, Close, Open
from reception_desk.commands.shots.sample_day import SampleDay
from reception_desk.rules.permissions import Role
from reception_desk.ui.pages.leader_desk import LeaderDeskPage
from reception_desk.ui.pages.leader_desk.seat_view import DECISION
from reception_desk.ui.rehearsal import Rehearsal

_STROKES = (
    ((0.10, 0.45), (0.18, 0.30), (0.24, 0.55)),
    ((0.34, 0.30), (0.34, 0.62), (0.44, 0.50)),
    ((0.54, 0.35), (0.70, 0.35), (0.62, 0.65)),
    ((0.76, 0.30), (0.88, 0.34), (0.80, 0.62), (0.90, 0.60)),
)


def draw_leader_desk(day: SampleDay, rehearsal: Rehearsal, open_: Open, close: Close) -> None:
    """The page as a county leader has it, behind the day that `draw_leader_days` made."""
    desk = open_(day.staff[Role.COUNTY_LEADER])
    page = desk.window.open_page("leader_desk")
    if not isinstance(page, LeaderDeskPage):
        raise TypeError("a leader has their page")

    def take(name: str) -> None:
        rehearsal.wait(lambda: not desk.workplace.tasks.pending, name)
        rehearsal.settle(SETTLE_MS)
        rehearsal.take_picture(desk.window, name)

    rehearsal.wait(lambda: page.seat is not None and page.seat.brief is not None, "接访席")
    page.view.visitors.setCurrentRow(0)
    take("leader-desk")
    page.view.visitors.setCurrentRow(1)
    rehearsal.wait(lambda: not desk.workplace.tasks.pending, "第二位")
    if page.line is not None and page.line.received_at is None:
        page.view.press.click()
    rehearsal.wait(lambda: not desk.workplace.tasks.pending, "开始接访")
    page.view.call(DECISION)
    decision = page.decision
    rehearsal.write(decision.text.edit, "请重新测量，通知信访人到场，按实测面积补偿。")
    decision.owner.setText("施示例")
    decision.days[1].click()
    take("leader-desk-writing")
    decision.choose_pen(is_pen=True)
    rehearsal.settle(SETTLE_MS)
    for stroke in _STROKES:
        rehearsal.draw(decision.pad, stroke)
    take("leader-desk-pen")
    page.keeping.forget()
    close(desk)
