"""The states that are drawn, in the order a new desk meets them."""

from dataclasses import replace

from reception_desk import app
from reception_desk.commands.shots.accounts import draw_accounts, draw_roles, draw_waits
from reception_desk.commands.shots.archive import draw_archive
from reception_desk.commands.shots.calling import draw_calling
from reception_desk.commands.shots.cameras import draw_camera
from reception_desk.commands.shots.erasures import draw_erasures
from reception_desk.commands.shots.hall_board import draw_hall_board
from reception_desk.commands.shots.kiosk import draw_kiosk
from reception_desk.commands.shots.leader_days import draw_leader_days
from reception_desk.commands.shots.leader_desk import draw_leader_desk
from reception_desk.commands.shots.leader_plan import draw_leader_plan
from reception_desk.commands.shots.live import draw_live
from reception_desk.commands.shots.live_sessions import draw_live_sessions
from reception_desk.commands.shots.matters import MatterShots
from reception_desk.commands.shots.network_scanners import draw_network_scanner
from reception_desk.commands.shots.petitioner import draw_petitioner
from reception_desk.commands.shots.routes import draw_route_questions, draw_similar
from reception_desk.commands.shots.sample_day import SampleDay
from reception_desk.commands.shots.sample_sync import AWAY
from reception_desk.commands.shots.scanning import draw_scanning
from reception_desk.commands.shots.undertakings import draw_undertakings
from reception_desk.commands.shots.video_sessions import draw_video_sessions
from reception_desk.config import (
    CentreSettings,
    PetitionerSettings,
    RecorderSettings,
    ScannerSettings,
    Settings,
)
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentKind
from reception_desk.records.visit import PersonRole
from reception_desk.services import drafts, scans
from reception_desk.ui.dialogs.page_view import PageView
from reception_desk.ui.entry_window import EntryWindow
from reception_desk.ui.first_start import FirstStart
from reception_desk.ui.pages.reception.visit_draft import PersonDraft
from reception_desk.ui.pages.register import RegisterPage
from reception_desk.ui.pages.sync import SyncPage
from reception_desk.ui.rehearsal import Rehearsal
from reception_desk.ui.sign_in import SignInForm
from reception_desk.ui.tasks import Progress

SETTLE_MS = 350
_SILENT = ScannerSettings(reads_text=False)
"""Text is read once, where it is drawn: the models take seconds for each desk."""


class Gallery:
    """Draws every state once, at one size and in one scheme."""

    def __init__(self, day: SampleDay, rehearsal: Rehearsal, size: tuple[int, int]) -> None:
        self._day = day
        self._rehearsal = rehearsal
        self._size = size

    def draw(self) -> None:
        self._draw_entry()
        self._draw_desk(self._day.clerk)
        draw_calling(self._day, self._rehearsal, self._open, self._close)
        draw_petitioner(self._day, self._rehearsal, self._open_for_petitioner, self._close)
        draw_live(self._day, self._rehearsal, self._open_with, self._close)
        draw_scanning(self._day, self._rehearsal, self._open, self._close)
        MatterShots(self._day, self._rehearsal, self._open, self._close).draw()
        draw_video_sessions(self._day, self._rehearsal, self._open, self._close)
        draw_live_sessions(self._day, self._rehearsal, self._open_recording, self._close)
        draw_archive(self._day, self._rehearsal, self._open, self._close)
        draw_leader_days(self._day, self._rehearsal, self._open, self._close)
        draw_undertakings(self._day, self._rehearsal, self._open, self._close)
        draw_leader_desk(self._day, self._rehearsal, self._open, self._close)
        draw_leader_plan(self._day, self._rehearsal, self._open, self._close)
        self._draw_sync(self._day.clerk)
        self._draw_settings(self._day.administrator)
        draw_accounts(self._day, self._rehearsal, self._open, self._close)
        draw_roles(self._day, self._rehearsal, self._open, self._close)
        draw_erasures(self._day, self._rehearsal, self._open, self._close)
        draw_hall_board(self._day, self._rehearsal, self._open, self._close)
        draw_kiosk(self._day, self._rehearsal)

    def _draw_entry(self) -> None:
        entry = EntryWindow()
        entry.resize(*self._size)
        entry.panel.say("孝昌县群众来访接待大厅", "孝昌县信访局")
        form = SignInForm()
        entry.show_form(form)
        form.greet("1", "zhou")
        entry.show()
        self._rehearsal.take_picture(entry, "sign-in")
        draw_waits(self._rehearsal, entry)
        wizard = FirstStart()
        entry.show_whole(wizard)
        wizard.begin()
        self._rehearsal.take_picture(entry, "first-start")
        entry.close()
        entry.deleteLater()

    def _draw_desk(self, clerk: Actor) -> None:
        desk = self._open(clerk)
        window = desk.window
        self._rehearsal.take_picture(window, "reception-empty")
        self._draw_reception(desk)
        for key in ("register", "papers"):
            window.open_page(key)
            self._rehearsal.settle(SETTLE_MS)
            self._rehearsal.take_picture(window, key)
        register: RegisterPage = window.open_page("register")  # pyright: ignore[reportAssignmentType]
        register.open_visit(self._day.visits[0])
        self._rehearsal.take_picture(window, "register-visit")
        self._draw_visit_with_files(desk)
        window.lock()
        self._rehearsal.take_picture(window, "locked")
        self._close(desk)

    def _draw_sync(self, clerk: Actor) -> None:
        """A desk whose centre is away, with what two windows changed and what was refused."""
        desk = self._open(clerk, AWAY)
        page = desk.window.open_page("sync")
        if not isinstance(page, SyncPage):
            raise TypeError("the clerk sees the page of the sync")
        self._rehearsal.wait(lambda: "独自工作" in page.state.title.text(), "断开的中心")
        self._rehearsal.wait(lambda: page.conflicts.model.rowCount() > 0, "冲突")
        page.conflicts.open(page.conflicts.model.record(0).cell)
        self._rehearsal.wait(lambda: page.conflicts.opened is not None, "冲突的内容")
        self._rehearsal.settle(SETTLE_MS)
        self._rehearsal.take_picture(desk.window, "sync-conflict")
        for place, name in ((1, "refused"), (2, "waiting"), (3, "history")):
            page.tabs.setCurrentIndex(place)
            self._rehearsal.settle(SETTLE_MS)
            self._rehearsal.take_picture(desk.window, f"sync-{name}")
        self._close(desk)

    def _draw_visit_with_files(self, desk: app.Desk) -> None:
        """The register with a visit's papers and scans; a file on its way, and a page opened."""
        page = desk.window.open_page("register")
        if not isinstance(page, RegisterPage):
            return
        self._rehearsal.settle(SETTLE_MS)
        database, clerk = self._day.database, self._day.clerk
        ids = [page.model.row_id(row) for row in range(page.model.rowCount())]
        scanned = ((visit_id, scans.pages_of_visit(database, clerk, visit_id)) for visit_id in ids)
        visit_id, pages = next(found for found in scanned if found[1])
        page.open_visit(visit_id)
        page.viewer.begin()
        page.viewer.show_progress(Progress(312, 900))
        self._rehearsal.settle(SETTLE_MS)
        self._rehearsal.take_picture(desk.window, "register-file-coming")
        page.viewer.cancel()
        page.viewer.show_page(pages[0], desk.workplace.messages.show_error)
        self._rehearsal.wait(lambda: bool(desk.window.findChildren(PageView)), "扫描件")
        view = desk.window.findChildren(PageView)[0]
        self._rehearsal.settle(SETTLE_MS)
        self._rehearsal.take_picture(view, "scanned-page")
        view.close()

    def _draw_reception(self, desk: app.Desk) -> None:
        page = desk.window.reception()
        page.new_visitor()
        self._rehearsal.take_picture(desk.window, "reception-new")
        for button, name in ((page.day_button, "day"), (page.side_button, "side")):
            if button.isVisible():
                button.setChecked(True)
                self._rehearsal.settle(SETTLE_MS)
                self._rehearsal.take_picture(desk.window, f"reception-{name}-called")
                button.setChecked(False)
        self._rehearsal.write(page.form.who.search, "ly")
        self._rehearsal.wait(lambda: page.form.who.search.results_shown, "查找结果")
        self._rehearsal.take_picture(desk.window, "reception-search")
        self._rehearsal.press_enter()
        self._rehearsal.wait(lambda: page.side.matters.has_focus, "既往事项")
        page.side.clock.show_derivation()
        self._rehearsal.take_picture(desk.window, "reception-known")
        page.form.what.category.setFocus()
        page.form.ensureWidgetVisible(page.form.route)
        self._rehearsal.take_picture(desk.window, "reception-lower")
        draw_route_questions(desk, self._rehearsal)
        page.submit()
        self._rehearsal.wait(lambda: not desk.workplace.tasks.pending, "制作回执")
        self._rehearsal.take_picture(desk.window, "registered")
        page.after.print_kind(DocumentKind.REGISTRATION_FORM)
        self._rehearsal.wait(lambda: bool(desk.workplace.messages.open_boxes()), "预览")
        preview = desk.workplace.messages.open_boxes()[0]
        self._rehearsal.settle(SETTLE_MS)
        self._rehearsal.take_picture(preview, "preview")
        preview.close()
        draw_similar(desk, self._rehearsal)
        self._draw_group(desk)
        self._draw_correction(desk)

    def _draw_correction(self, desk: app.Desk) -> None:
        """The closing list, a visit being corrected, its papers untrue, and the undo."""
        page, pending = desk.window.reception(), desk.workplace.tasks
        self._rehearsal.wait(lambda: page.day.only_gaps.isVisibleTo(page.day), "待补充")
        page.go_to_tab(1)
        page.day.only_gaps.setChecked(True)
        self._rehearsal.take_picture(desk.window, "closing-list")
        page.correct_visit(self._day.visits[0])
        self._rehearsal.take_picture(desk.window, "correcting")
        page.form.who.person.name.selectAll()
        self._rehearsal.write(page.form.who.person.name, "汪示例")
        self._rehearsal.choose(page.form.what.category, "010200")
        self._rehearsal.write(page.correction.reason, "姓名听写有误")
        self._rehearsal.take_picture(desk.window, "correcting-changed")
        page.submit()
        self._rehearsal.wait(lambda: not pending.pending, "保存更正")
        self._rehearsal.take_picture(desk.window, "corrected")
        page.undo()
        self._rehearsal.wait(lambda: not pending.pending, "撤销更正")
        self._rehearsal.take_picture(desk.window, "undone")
        page.day.only_gaps.setChecked(False)

    def _draw_group(self, desk: app.Desk) -> None:
        page = desk.window.reception()
        page.new_visitor()
        self._rehearsal.write(page.form.who.person.name, "欧阳样本")
        page.form.who.head_count.setValue(12)
        for number in range(6):
            page.form.who.add_person(
                PersonDraft(role=PersonRole.REPRESENTATIVE.value, name=f"代表{number + 1}")
            )
        page.submit()
        self._rehearsal.take_picture(desk.window, "reception-group-refused")
        for draft in drafts.open_drafts(self._day.database, self._day.clerk):
            drafts.discard_draft(self._day.database, self._day.clerk, draft.draft_id)

    def _draw_settings(self, administrator: Actor) -> None:
        desk = self._open(administrator)
        settings = desk.window.settings_page()
        for key in settings.section_keys():
            settings.open_section(key)
            self._rehearsal.settle(SETTLE_MS)
            self._rehearsal.take_picture(desk.window, f"settings-{key}")
        draw_network_scanner(settings, self._rehearsal)
        draw_camera(settings, self._rehearsal)
        self._close(desk)

    def _open(self, actor: Actor, centre: str = "") -> app.Desk:
        settings = Settings(
            home=self._day.home,
            lock_after_seconds=0,
            centre=CentreSettings(centre),
            scanner=_SILENT,
        )
        return self._shown(app.build(settings, self._day.database, actor, simulate=True))

    def _open_with(self, scanner: ScannerSettings) -> app.Desk:
        """Open the clerk's desk with this scanner and no other device."""
        silent = replace(scanner, reads_text=False)
        settings = Settings(home=self._day.home, lock_after_seconds=0, scanner=silent)
        return self._shown(app.build(settings, self._day.database, self._day.clerk))

    def _open_recording(self, actor: Actor, recorder: RecorderSettings) -> app.Desk:
        """Open a desk that can record a video session."""
        settings = Settings(
            home=self._day.home, lock_after_seconds=0, scanner=_SILENT, recorder=recorder
        )
        return self._shown(app.build(settings, self._day.database, actor, simulate=True))

    def _open_for_petitioner(self, petitioner: PetitionerSettings) -> app.Desk:
        """Open the clerk's desk with a second screen."""
        settings = Settings(
            home=self._day.home, lock_after_seconds=0, scanner=_SILENT, petitioner=petitioner
        )
        return self._shown(app.build(settings, self._day.database, self._day.clerk, simulate=True))

    def _shown(self, desk: app.Desk) -> app.Desk:
        desk.window.resize(*self._size)
        desk.window.show()
        self._rehearsal.bring_forward(desk.window)
        self._rehearsal.settle(SETTLE_MS)
        return desk

    def _close(self, desk: app.Desk) -> None:
        desk.close()
        self._rehearsal.settle()
