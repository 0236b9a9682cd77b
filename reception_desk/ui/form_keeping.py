"""What a form asks for, done in a lane: on record it closes, refused it keeps what was typed."""

from collections.abc import Callable
from typing import TypeVar

from reception_desk.errors import DeskError
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.workplace import Workplace

T = TypeVar("T")


def keep(
    work: Workplace,
    lane: str,
    form: DialogForm,
    act: Callable[[], T],
    on_kept: Callable[[T], object],
) -> None:
    """Do `act`; `on_kept` follows the form's closing with what it returned."""

    def done(found: T) -> None:
        form.accept()
        on_kept(found)

    def refused(error: Exception) -> None:
        if isinstance(error, DeskError):
            form.refuse(error)
        else:
            form.set_busy(is_busy=False)
            work.messages.show_error(error)

    work.tasks.run(lane, form, act, done, refused)
