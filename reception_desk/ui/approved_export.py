"""What every export shares: a colleague agrees on the spot, the work runs in its lane, or fails."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject

from reception_desk.errors import DeskError
from reception_desk.rules.permissions import Action
from reception_desk.services import exports
from reception_desk.services.exports import Approval
from reception_desk.ui.dialogs.approval_form import ApprovalForm
from reception_desk.ui.tasks import Report
from reception_desk.ui.workplace import Workplace

LANE = "export"
KEPT = "内部资料：请妥善保管，用完及时删除。此次导出已记入审计。"

T = TypeVar("T")


class ApprovedExport(QObject):
    """One export, from the open form on; a child of the form, so it lives as long.

    `go_on` is called once everything is said, with the approval where one is needed.
    """

    def __init__(
        self,
        workplace: Workplace,
        form: ApprovalForm,
        action: Action,
        go_on: Callable[[Approval | None], None],
    ) -> None:
        super().__init__(form)
        self._go_on = go_on
        self._work = workplace
        self._form = form
        self._action = action
        self._report: Report | None = None
        form.asked.connect(self._ask_approver)
        form.progress.cancel_asked.connect(self._cancel)
        form.rejected.connect(self._cancel)
        form.open()

    def _ask_approver(self) -> None:
        if not exports.needs_approval(self._work.actor, self._action):
            self._go_on(None)
            return
        self._form.set_busy(is_busy=True)
        approve = partial(
            exports.approve,
            self._work.database,
            self._work.actor,
            self._form.login.text().strip(),
            self._form.password.text(),
        )
        self._work.tasks.run("sign-in", self._form, approve, self._agreed, self._refuse)

    def _agreed(self, approval: Approval) -> None:
        self._form.set_busy(is_busy=False)
        self._form.password.clear()
        self._go_on(approval)

    def run(self, make: Callable[[Report], T], on_done: Callable[[T], None]) -> None:
        """Do the work beside the screen; the form shows how far it is, and closes when done."""

        def done(made: T) -> None:
            self._report = None
            self._form.accept()
            on_done(made)

        self._form.show_working(is_working=True)
        self._report = self._work.tasks.run_long(
            LANE,
            self._form,
            make,
            on_progress=self._form.progress.show_progress,
            on_done=done,
            on_error=self._refuse,
        )

    def _refuse(self, error: Exception) -> None:
        self._report = None
        self._form.show_working(is_working=False)
        if isinstance(error, DeskError):
            self._form.refuse(error)
        else:
            self._form.reject()
            self._work.messages.show_error(error)

    def _cancel(self) -> None:
        if self._report is not None:
            self._report.cancel()
