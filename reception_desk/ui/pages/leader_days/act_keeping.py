"""An act of the page put on record: its form closes, or keeps what was typed and says why not."""

from collections.abc import Callable

from reception_desk.errors import DeskError
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.workplace import Workplace


def kept(work: Workplace, form: DialogForm | None, keep: Callable[[], object]) -> bool:
    """Do it and say whether it is on record; other pages are told then."""
    try:
        keep()
    except DeskError as error:
        if form is None:
            work.messages.show_error(error)
        else:
            form.refuse(error)
        return False
    if form is not None:
        form.accept()
    work.changes.reception_day_changed.emit("")
    return True
