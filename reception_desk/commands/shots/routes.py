"""The legal-route helper over the clerk's page, and matters that may be the one of a visit."""

from reception_desk.app import Desk
from reception_desk.ui.dialogs.route_questions import RouteHelper
from reception_desk.ui.rehearsal import Rehearsal

_WAGES = ("claim", "first", "arbitration", "labour")
_ASKED_AT = 2
"""The question with six answers is drawn."""


def draw_route_questions(desk: Desk, rehearsal: Rehearsal) -> None:
    """Answer as for unpaid wages (AC-23) in the tab that is open, and take the advice."""
    page = desk.window.reception()
    page.routing.ask()
    helper = desk.window.findChildren(RouteHelper)[-1]
    for place, code in enumerate(_WAGES):
        if place == _ASKED_AT:
            rehearsal.take_picture(helper, "route-question")
        helper.choose(code)
    rehearsal.take_picture(helper, "route-advice")
    helper.take_button.click()
    page.form.ensureWidgetVisible(page.form.route)
    rehearsal.take_picture(desk.window, "route-proposed")


def draw_similar(desk: Desk, rehearsal: Rehearsal) -> None:
    """Somebody comes again with a matter that a town has accepted (AC-19), then a neighbour."""
    page = desk.window.reception()
    rehearsal.bring_forward(desk.window)
    page.new_visitor()
    rehearsal.write(page.form.who.search, "wsl")
    rehearsal.wait(lambda: page.form.who.search.results_shown, "查找结果")
    rehearsal.press_enter()
    rehearsal.wait(lambda: page.side.matters.names_a_paper, "在办事项")
    _draw_side(desk, rehearsal, "reception-in-hand")
    page.new_visitor()
    rehearsal.write(page.form.claim.claim.edit, "邻居违章建房，影响采光和通风")
    page.form.claim.facts.setFocus()
    rehearsal.wait(lambda: not desk.workplace.tasks.pending, "相似事项")
    _draw_side(desk, rehearsal, "reception-similar")


def _draw_side(desk: Desk, rehearsal: Rehearsal, name: str) -> None:
    """Draw the page, its side column called where it does not stand beside the form."""
    page = desk.window.reception()
    page.side_button.setChecked(page.side_button.isVisible())
    rehearsal.take_picture(desk.window, name)
    page.side_button.setChecked(False)
