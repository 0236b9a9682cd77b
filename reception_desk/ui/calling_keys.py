"""The keys of calling: they work where the number at the window is in sight."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from reception_desk.rules.ticket_transition import TicketEvent

if TYPE_CHECKING:
    from reception_desk.ui.main_window import MainWindow
    from reception_desk.ui.pages.calling import CallingPage
    from reception_desk.ui.ticket_desk import TicketDesk

_IN_SIGHT = ("calling", "reception")


def calling_keys(
    window: "MainWindow", tickets: "TicketDesk"
) -> list[tuple[str, Callable[[], object]]]:
    """Return the keys of who may call or issue numbers."""

    def in_sight(act: Callable[[], object]) -> None:
        if window.pages.current_key() in _IN_SIGHT:
            act()

    keys: list[tuple[str, Callable[[], object]]] = []
    if tickets.may_issue and window.pages.has("calling"):
        keys.append(("Ctrl+T", lambda: _calling(window).issuing.ask()))
    if tickets.may_call:
        keys += [
            ("F4", partial(in_sight, tickets.forward)),
            ("Shift+F4", partial(in_sight, partial(tickets.press, TicketEvent.RECALLED))),
            ("F6", partial(in_sight, tickets.hold)),
            ("F7", partial(in_sight, partial(tickets.press, TicketEvent.MISSED))),
        ]
    return keys


def finish(window: "MainWindow", tickets: "TicketDesk") -> None:
    """F8: who was received is done, or the open tab of a visit that is registered."""
    match window.pages.current_key():
        case "calling":
            tickets.press(TicketEvent.DONE)
        case "reception":
            window.reception().finish()
        case _:
            pass


def _calling(window: "MainWindow") -> "CallingPage":
    return window.open_page("calling")  # pyright: ignore[reportReturnType]
