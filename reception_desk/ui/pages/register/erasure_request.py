"""依法删除 from the register: one person asks, a leader decides in the settings."""

from functools import partial

from PySide6.QtWidgets import QWidget

from reception_desk.errors import DeskError
from reception_desk.rules.erasure import EraseBasis
from reception_desk.services import erasure
from reception_desk.ui.dialogs.erase_form import EraseForm
from reception_desk.ui.widgets.inline_bar import InlineBar, Level
from reception_desk.ui.workplace import Workplace

LANE = "erasure"


def open_request(
    work: Workplace, window: QWidget, bar: InlineBar, visit_id: str, number: str
) -> EraseForm:
    """Open the form that asks for a visit to be erased; `bar` says that it was asked."""
    form = EraseForm(window, number)

    def asked(order_id: str) -> None:
        form.accept()
        work.changes.erasure_changed.emit(order_id)
        bar.say(Level.OK, "已提出依法删除，等待局领导批准；批准前登记不变。")

    def refused(error: Exception) -> None:
        if isinstance(error, DeskError):
            form.refuse(error)
        else:
            form.reject()
            work.messages.show_error(error)

    def ask(basis: EraseBasis, reason: str) -> None:
        request = partial(
            erasure.request_erasure, work.database, work.actor, visit_id, basis, reason
        )
        work.tasks.run(LANE, form, request, asked, refused)

    form.erasure_asked.connect(ask)
    form.open()
    return form
