"""From a matter to what a lawyer or mediator advised: the form, the service, the paper."""

from collections.abc import Sequence
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reception_desk.errors import DeskError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.records.actor import Actor
from reception_desk.records.advisers import AdviceInput, AdviceRecord, Adviser, Shift
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.services.advice import advice_pdf, log_advice
from reception_desk.services.advisers import adviser_label, advisers, shifts
from reception_desk.ui.dialogs.adviser_forms import AdviceForm
from reception_desk.ui.form_keeping import keep
from reception_desk.ui.today import today_in
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.workplace import Workplace

LANE = "duties"
_NOBODY = DeskError(
    "还没有律师、调解员的名单。",
    saved="事项没有改动。",
    advice="请科室在“领导接访”的接访日里先排值班。",
)


def may_log_advice(actor: Actor) -> bool:
    """Say whether the person may write down what was advised."""
    return may([Role(role) for role in actor.roles], Action.LOG_ADVICE)


class AdviceActing(QObject):
    """Signals: `done(words)`, `failed(error)`. The form opens above `window`'s window."""

    done = Signal(str)
    failed = Signal(object)

    def __init__(self, work: Workplace, window: QWidget) -> None:
        super().__init__(window)
        self._work, self._window = work, window
        self._zone = ZoneInfo(work.actor.desk.zone)
        self.form: AdviceForm | None = None
        """The form that was opened last."""

    def ask(self, matter_id: str) -> None:
        """Open the form; who is on duty today is put into it."""
        read = partial(_known, self._work.database, self._zone)
        show = partial(self._open, matter_id)
        self._work.tasks.run(LANE, self, read, show, self.failed.emit)

    def print_paper(self, advice: AdviceRecord) -> None:
        """Print the 意见单 for the petitioner; no copy of it goes into the matter."""
        work = self._work
        make = partial(
            advice_pdf, work.database, work.actor, advice,
            fonts=work.papers.fonts, wording=work.papers.wording,
        )  # fmt: skip

        def made(pdf: bytes) -> None:
            work.print_desk.print_aid(lambda: pdf, "律师接访登记与法律意见单", "A4")
            self.done.emit("意见单已送打印机，一份交信访人。")

        work.tasks.run(LANE, self, make, made, self.failed.emit)

    def _open(self, matter_id: str, found: tuple[Sequence[Adviser], Sequence[Shift]]) -> None:
        known, on_duty = found
        if not known:
            self.failed.emit(_NOBODY)
            return
        choices = [
            Choice(one.adviser_id, one.name, f"{adviser_label(one.kind)} {one.firm}")
            for one in known
        ]
        first = on_duty[0].adviser.adviser_id if on_duty else ""
        moment = now().astimezone(self._zone)
        self.form = form = AdviceForm(self._window.window(), choices, first, moment)
        form.asked.connect(partial(self._log, form, matter_id))
        form.open()

    def _log(self, form: AdviceForm, matter_id: str, asked: AdviceInput) -> None:
        def done(_key: str) -> None:
            self.done.emit("已登记律师、调解员的意见。")
            self._work.changes.matter_changed.emit(matter_id)

        act = partial(log_advice, self._work.database, self._work.actor, matter_id, asked)
        keep(self._work, LANE, form, act, done)


def _known(database: Database, zone: ZoneInfo) -> tuple[Sequence[Adviser], Sequence[Shift]]:
    """Runs in the lane."""
    today = today_in(zone)
    return advisers(database), shifts(database, today, today)
