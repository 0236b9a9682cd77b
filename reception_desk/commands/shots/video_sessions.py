"""视频接访: the sessions in hand, the week with a clash, and the form that applies for one."""

from reception_desk.commands.shots.accounts import SETTLE_MS, Close, Open
from reception_desk.commands.shots.sample_day import SampleDay
from reception_desk.records.promises import ReportKind
from reception_desk.rules.permissions import Role
from reception_desk.ui.pages.matters import MattersPage
from reception_desk.ui.pages.video_sessions import VideoSessionsPage
from reception_desk.ui.rehearsal import Rehearsal


def draw_video_sessions(day: SampleDay, rehearsal: Rehearsal, open_: Open, close: Close) -> None:
    """The page as the section sees it, then the way to it from a matter."""
    desk = open_(day.staff[Role.SECTION])
    window, tasks = desk.window, desk.workplace.tasks

    def take(name: str) -> None:
        rehearsal.wait(lambda: not tasks.pending, name)
        rehearsal.settle(SETTLE_MS)
        rehearsal.take_picture(window, name)

    page = window.open_page("video_sessions")
    if not isinstance(page, VideoSessionsPage):
        raise TypeError("who holds sessions has their page")
    take("video-sessions")
    page.show_week()
    take("video-sessions-week")
    matter_id = page.week.lines[0].matter_id
    window.open_matter(matter_id)
    matters = window.open_page("matters")
    if isinstance(matters, MattersPage):
        rehearsal.wait(matters.matter.isVisible, "事项")
        rehearsal.wait(lambda: not tasks.pending, "事项")
        rehearsal.settle(SETTLE_MS)
        matters.matter.area.ensureWidgetVisible(matters.matter.promises)
        take("matter-promise")
        opened = matters.matter.opened
        for promise in opened.promises[:1] if opened else ():
            report = matters.matter.promising.open(promise, ReportKind.REPORTED, ())
            rehearsal.settle(SETTLE_MS)
            rehearsal.take_picture(report, "promise-report")
            report.close()
        form = matters.matter.applying.ask(matter_id)
        rehearsal.settle(SETTLE_MS)
        rehearsal.take_picture(form, "video-session-apply")
        form.close()
    window.settings_page().open_section("video_sessions")
    take("settings-video-sessions")
    close(desk)
