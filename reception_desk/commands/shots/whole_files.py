"""全卷 and one paper alone: where they are offered, and the form that asks why and who agrees."""

from reception_desk.commands.shots.accounts import SETTLE_MS, Close, Open
from reception_desk.commands.shots.sample_day import SampleDay
from reception_desk.rules.permissions import Role
from reception_desk.services import filing
from reception_desk.ui.dialogs.paper_preview import PaperPreview
from reception_desk.ui.file_export import open_file_export, open_paper_export
from reception_desk.ui.pages.register import RegisterPage
from reception_desk.ui.rehearsal import Rehearsal


def draw_whole_file(
    day: SampleDay, rehearsal: Rehearsal, open_: Open, close: Close, visit_id: str
) -> None:
    """Draw it for the section, whose export a leader agrees to."""
    desk = open_(day.staff[Role.SECTION])
    page = desk.window.open_page("register")
    if not isinstance(page, RegisterPage):
        raise TypeError("the section looks at the register")
    page.open_visit(visit_id)
    rehearsal.wait(lambda: not desk.workplace.tasks.pending, "台账")
    rehearsal.settle(SETTLE_MS)
    rehearsal.take_picture(desk.window, "register-whole-file")
    form = open_file_export(desk.workplace, page.detail, visit_id, "T-1")
    rehearsal.settle(SETTLE_MS)
    rehearsal.take_picture(form, "whole-file-form")
    form.reject()
    paper = filing.papers_of_visit(day.database, day.clerk, visit_id)[0]
    page.detail.filed_asked.emit(visit_id, "T-1", paper)
    rehearsal.wait(lambda: not desk.workplace.tasks.pending, "材料")
    rehearsal.settle(SETTLE_MS)
    (preview,) = page.window().findChildren(PaperPreview)
    rehearsal.take_picture(preview, "filed-paper-look")
    preview.reject()
    form = open_paper_export(desk.workplace, page.detail, visit_id, "T-1", paper)
    rehearsal.settle(SETTLE_MS)
    rehearsal.take_picture(form, "single-paper-form")
    form.reject()
    close(desk)
