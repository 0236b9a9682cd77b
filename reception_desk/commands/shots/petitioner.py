"""The petitioner's screen in each of its states, and the clerk's page beside it."""

from collections.abc import Callable

from reception_desk.app import Desk
from reception_desk.commands.shots.sample_day import SampleDay
from reception_desk.config import PetitionerSettings
from reception_desk.errors import DeskError
from reception_desk.records.visit import MaterialInput
from reception_desk.services import drafts
from reception_desk.ui.offscreen import PETITIONERS
from reception_desk.ui.pages.reception import ReceptionPage
from reception_desk.ui.petitioner.window import PetitionerWindow
from reception_desk.ui.rehearsal import Rehearsal
from reception_desk.ui.widgets.buttons import Button

OpenWith = Callable[[PetitionerSettings], Desk]
Close = Callable[[Desk], None]

_CLAIM = "请求支付2024年、2025年两年的土地流转费，共计4800元。\n请求查清村里没有发放的原因。"
_FACTS = (
    "2023年3月我家2.4亩水田由村委会统一流转给合作社，约定每亩每年1000元，每年12月底前付清。"
    "2024年起没有再付，多次找村委会，答复是合作社没有把钱交来。"
)
_SIGNED = (
    ((0.34, 0.30), (0.36, 0.35), (0.38, 0.38)),
    ((0.33, 0.44), (0.35, 0.47), (0.37, 0.49)),
    ((0.33, 0.68), (0.36, 0.62), (0.38, 0.54)),
    ((0.40, 0.33), (0.43, 0.325), (0.47, 0.315)),
    ((0.41, 0.47), (0.43, 0.465), (0.46, 0.455)),
    ((0.435, 0.33), (0.435, 0.45), (0.43, 0.63)),
    ((0.39, 0.66), (0.43, 0.635), (0.49, 0.615)),
    ((0.53, 0.33), (0.56, 0.32), (0.60, 0.31)),
    ((0.51, 0.45), (0.56, 0.43), (0.63, 0.42)),
    ((0.57, 0.44), (0.575, 0.58), (0.565, 0.66), (0.55, 0.62)),
    ((0.535, 0.51), (0.525, 0.57), (0.51, 0.62)),
    ((0.60, 0.51), (0.615, 0.55), (0.635, 0.60)),
)
"""Strokes of an invented hand, in shares of the pad."""
_PAPERS = [MaterialInput("土地流转合同", 3), MaterialInput("身份证复印件", 1)]


def draw_petitioner(
    day: SampleDay, rehearsal: Rehearsal, open_with: OpenWith, close: Close
) -> None:
    """Draw the welcome, the notice, the words read back, and what is said after an answer."""
    desk = open_with(PetitionerSettings(PETITIONERS))
    window, page = _window(desk), desk.window.reception()

    def take(name: str) -> None:
        rehearsal.take_picture(window, f"petitioner-{name}")

    take("welcome")
    page.new_visitor()
    rehearsal.write(page.form.who.person.name, "汪示例")
    rehearsal.write(page.form.who.person.phone, "13800000000")
    rehearsal.write(page.form.claim.claim.edit, _CLAIM)
    rehearsal.write(page.form.claim.facts.edit, _FACTS)
    page.releasing.release()
    take("notice")
    _press(window.notice.done)
    take("notice-read")
    _hand_in(page)
    page.releasing.release()
    take("read-back")
    rehearsal.take_picture(desk.window, "reception-released")
    _press(window.read_back.wrong)
    take("correction-asked")
    rehearsal.take_picture(desk.window, "reception-correction-asked")
    page.releasing.release()
    _press(window.read_back.right)
    take("confirmed")
    page.submit()
    rehearsal.wait(lambda: not desk.workplace.tasks.pending, "制作回执")
    page.releasing.release()
    take("signing")
    for stroke in _SIGNED:
        rehearsal.draw(window.signing.pad, stroke)
    take("signed-in-pad")
    rehearsal.take_picture(desk.window, "reception-signing")
    _press(window.signing.done)
    take("signed")
    rehearsal.take_picture(desk.window, "reception-signed")
    page.releasing.release()
    take("evaluation")
    _press(window.evaluation.choices.buttons["fairly_satisfied"])
    take("evaluation-chosen")
    _press(window.evaluation.done)
    take("evaluated")
    rehearsal.take_picture(desk.window, "reception-evaluated")
    for left in drafts.open_drafts(day.database, day.clerk):
        drafts.discard_draft(day.database, day.clerk, left.draft_id)
    close(desk)


def _window(desk: Desk) -> PetitionerWindow:
    """Return the screen, which stands on the off-screen platform's second one."""
    desk.workplace.petitioner.begin()
    window = desk.workplace.petitioner.window
    if window is None or not window.isVisible():
        raise DeskError("没有来访人屏幕可画。", advice="请在没有设定 QT_QPA_PLATFORM 时运行。")
    return window


def _hand_in(page: ReceptionPage) -> None:
    """Enter the papers line by line, as a clerk does."""
    for paper in _PAPERS:
        page.form.claim.add_material(paper)


def _press(button: Button) -> None:
    button.click()
