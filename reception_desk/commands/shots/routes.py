"""The legal-route helper over the clerk's page: a question, an advice, and what it filled in."""

from reception_desk.app import Desk
from reception_desk.ui.dialogs.route_helper import RouteHelper
from reception_desk.ui.rehearsal import Rehearsal

_WAGES = ("claim", "first", "arbitration", "labour")
_ASKED_AT = 2
"""The question with six answers is drawn."""


def draw_route_helper(desk: Desk, rehearsal: Rehearsal) -> None:
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
