"""事项: the list, the board, matters in different states, and the forms of their steps."""

from collections.abc import Callable

from reception_desk import app
from reception_desk.commands.shots.sample_day import SampleDay
from reception_desk.commands.shots.sample_matters import TO_TOWN
from reception_desk.errors import InvalidInputError
from reception_desk.records.actor import Actor
from reception_desk.records.matters import DueGroup
from reception_desk.rules.offers import Offer
from reception_desk.rules.permissions import Role
from reception_desk.rules.routes import advise
from reception_desk.rules.transition import Event
from reception_desk.ui.dialogs.step_form import StepForm
from reception_desk.ui.pages.matters import MattersPage
from reception_desk.ui.pages.matters.opened_matter import OpenedMatter
from reception_desk.ui.rehearsal import Rehearsal

SETTLE_MS = 350
_REFUSAL = InvalidInputError(
    "不得将检举控告材料转给被检举控告的人员或者单位（《信访工作条例》第三十条）。",
    saved="这件事项没有改动。",
)


class MatterShots:
    """Draws the page as the section and as a leader see it."""

    def __init__(
        self,
        day: SampleDay,
        rehearsal: Rehearsal,
        open_: Callable[[Actor], app.Desk],
        close: Callable[[app.Desk], None],
    ) -> None:
        self._day, self._rehearsal, self._open, self._close = day, rehearsal, open_, close

    def draw(self) -> None:
        """Draw every state."""
        self._draw_section()
        self._draw_leader()

    def _draw_section(self) -> None:
        desk, page = self._page(Role.SECTION)
        self._take(desk, "matters")
        page.overview.listing.ask_name()
        self._take_box(desk, "matters-save-filter")
        page.overview.listing.filters.text.setText("没有这样的词")
        page.overview.listing.reload()
        self._take(desk, "matters-none")
        page.overview.listing.filters.widen()
        page.overview.show_board()
        self._take(desk, "matters-board")
        if page.overview.board.counts_button.isVisible():
            page.overview.board.counts_button.click()
            self._take(desk, "matters-board-counts")
            page.overview.board.counts_button.click()
        page.overview.board.choose_group(DueGroup.SOON)
        self._take(desk, "matters-board-soon")
        page.overview.show_list()
        self._open_matter(desk, page, "排水沟")
        self._take(desk, "matter-late")
        page.matter.clock.folds[0].toggle()
        page.matter.clock.folds[-1].toggle()
        page.matter.area.ensureWidgetVisible(page.matter.clock)
        self._take(desk, "matter-clock")
        page.matter.go_to_scans()
        self._take(desk, "matter-scans")
        self._open_matter(desk, page, "入户水管")
        self._take(desk, "matter-refused-step")
        page.matter.area.ensureWidgetVisible(page.matter.papers)
        self._take(desk, "matter-papers")
        self._draw_forms(desk, page)
        self._close(desk)

    def _draw_forms(self, desk: app.Desk, page: MattersPage) -> None:
        """A form with a refusal, one with all its needs, and one that is final."""
        self._open_matter(desk, page, "消防通道")
        self._take(desk, "matter-triage")
        page.matter.routing.ask(opened_of(page))
        self._rehearsal.settle()
        self._take_box(desk, "matter-route")
        advice = advise(TO_TOWN)
        form = page.matter.stepping.ask(opened_of(page), offer_of(page, Event.TRANSFERRED), advice)
        self._take_box(desk, "step-advised")
        form = self._form(page, Event.ASSIGNED)
        form.refuse(_REFUSAL)
        self._take_box(desk, "step-refused")
        self._form(page, Event.DECLINED_FURTHER)
        self._take_box(desk, "step-linked")
        form = self._form(page, Event.WITHDRAWN)
        form.written.setChecked(True)
        form.reason.set_text("本人已与邻居协商解决")
        form.press.click()
        self._take_box(desk, "step-final")
        self._draw_papers(desk, page)

    def _draw_papers(self, desk: app.Desk, page: MattersPage) -> None:
        """The paper that a step leads on to with its receipt, and the first of two."""
        self._open_matter(desk, page, "排水沟")
        form = self._form(page, Event.ACCEPTED)
        form.press.click()
        self._rehearsal.wait(lambda: not desk.workplace.tasks.pending, "受理告知书")
        self._take_box(desk, "step-paper")
        form.reject()
        self._open_matter(desk, page, "垃圾清运")
        form = self._form(page, Event.EXTENDED)
        form.reason.set_text("需要委托测绘单位重新测量")
        form.press.click()
        self._rehearsal.wait(lambda: not desk.workplace.tasks.pending, "延期审批表")
        self._take_box(desk, "step-paper-of-two")
        form.reject()
        self._take(desk, "matter-advised")
        page.matter.area.ensureWidgetVisible(page.matter.papers)
        self._take(desk, "matter-issued")
        self._rehearsal.settle()

    def _draw_leader(self) -> None:
        desk, page = self._page(Role.BUREAU_LEADER)
        self._take(desk, "matters-leader")
        self._open_matter(desk, page, "承包经营权证")
        self._take(desk, "matter-proposal")
        page.matter.next.approve_button.click()
        self._take_box(desk, "step-approval")
        page.matter.next.send_back_button.click()
        self._take_box(desk, "step-send-back")
        self._open_matter(desk, page, "消防通道")
        self._form(page, Event.ESCALATED)
        self._take_box(desk, "step-urgent")
        self._close(desk)

    def _page(self, role: Role) -> tuple[app.Desk, MattersPage]:
        desk = self._open(self._day.staff[role])
        page = desk.window.open_page("matters")
        if not isinstance(page, MattersPage):
            raise TypeError("who handles matters has their page")
        self._rehearsal.wait(lambda: not desk.workplace.tasks.pending, "事项")
        return desk, page

    def _open_matter(self, desk: app.Desk, page: MattersPage, words: str) -> None:
        model = page.overview.listing.model
        if page.matter.isVisible():
            page.close_matter()
            self._rehearsal.wait(lambda: not desk.workplace.tasks.pending, "清单")
        rows = (model.record(row) for row in range(model.rowCount()))
        page.open_matter(next(row.matter_id for row in rows if words in row.title))
        self._rehearsal.wait(page.matter.isVisible, "事项")

    def _form(self, page: MattersPage, event: Event) -> StepForm:
        form = page.matter.stepping.ask(opened_of(page), offer_of(page, event))
        self._rehearsal.settle()
        return form

    def _take(self, desk: app.Desk, name: str) -> None:
        self._rehearsal.wait(lambda: not desk.workplace.tasks.pending, name)
        self._rehearsal.settle(SETTLE_MS)
        self._rehearsal.take_picture(desk.window, name)

    def _take_box(self, desk: app.Desk, name: str) -> None:
        self._rehearsal.settle(SETTLE_MS)
        for box in desk.workplace.messages.open_boxes():
            self._rehearsal.take_picture(box, name)
            box.close()
        self._rehearsal.settle()


def opened_of(page: MattersPage) -> OpenedMatter:
    """Return the matter that the page shows."""
    if page.matter.opened is None:
        raise LookupError("no matter is open")
    return page.matter.opened


def offer_of(page: MattersPage, event: Event) -> Offer:
    """Return a step that the page offers."""
    offers = opened_of(page).file.now.offers
    return next(offer for offer in offers if offer.transition.event is event)
