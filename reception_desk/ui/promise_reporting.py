"""From a promise to what became of it: the form, the service, its refusal."""

from collections.abc import Sequence
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reception_desk.errors import DeskError
from reception_desk.records.actor import Actor
from reception_desk.records.promises import ReportInput, ReportKind
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.services.evidence import Exhibit
from reception_desk.services.promises import PromiseNow, evidence_for, report_promise
from reception_desk.ui.dialogs.promise_report_form import PromiseReportForm
from reception_desk.ui.form_keeping import keep
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.workplace import Workplace

LANE = "promises"
_NO_EVIDENCE = DeskError(
    "这件事项还没有可作佐证的材料或文书。",
    saved="承诺没有改动。",
    advice="请先在“扫描”里归档材料，或者在事项里出具文书，再来销号。",
)


def kinds_of(actor: Actor) -> frozenset[ReportKind]:
    """Return what the person may write down about promises."""
    roles = [Role(role) for role in actor.roles]
    reports = set[ReportKind]()
    if may(roles, Action.REPORT_PROMISE):
        reports |= {ReportKind.REPORTED, ReportKind.CALLED_BACK}
    if may(roles, Action.CLOSE_PROMISE):
        reports |= {ReportKind.CLOSED, ReportKind.REOPENED}
    return frozenset(reports)


class PromiseReporting(QObject):
    """Signals: `reported(words)`, `failed(error)`. Forms open above `window`'s window."""

    reported = Signal(str)
    failed = Signal(object)

    def __init__(self, work: Workplace, window: QWidget) -> None:
        super().__init__(window)
        self._work = work
        self._window = window
        self._zone = ZoneInfo(work.actor.desk.zone)

    def ask(self, promise: PromiseNow, kind: ReportKind) -> None:
        """Open the form; to close a promise, what can prove it is looked up before."""
        if kind is not ReportKind.CLOSED:
            self.open(promise, kind, ())
            return
        key = promise.promise.promise_id
        read = partial(evidence_for, self._work.database, self._work.actor, key)
        show = partial(self._open_closing, promise)
        self._work.tasks.run(LANE, self, read, show, self.failed.emit)

    def _open_closing(self, promise: PromiseNow, evidence: Sequence[Exhibit]) -> None:
        if evidence:
            self.open(promise, ReportKind.CLOSED, evidence)
        else:
            self.failed.emit(_NO_EVIDENCE)

    def open(
        self, promise: PromiseNow, kind: ReportKind, evidence: Sequence[Exhibit]
    ) -> PromiseReportForm:
        """Open the form with what can prove a closing."""
        choices = [
            Choice(one.sha256, one.title, f"{one.put_at.astimezone(self._zone):%Y-%m-%d %H:%M}")
            for one in evidence
        ]
        form = PromiseReportForm(self._window.window(), kind, promise.promise.what, choices)
        form.asked.connect(partial(self._report, form, promise))
        form.open()
        return form

    def _report(self, form: PromiseReportForm, promise: PromiseNow, report: ReportInput) -> None:
        def done(_key: object) -> None:
            self.reported.emit(f"已记录承诺的{report.kind.label}。")
            self._work.changes.matter_changed.emit(promise.promise.matter_id)

        key = promise.promise.promise_id
        act = partial(report_promise, self._work.database, self._work.actor, key, report)
        keep(self._work, LANE, form, act, done)
