"""From a matter to its hearing: arranged, moved, called off."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reception_desk.records.hearings import HearingEvent, HearingInput
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.hearings import HearingStanding
from reception_desk.services.calendar import reckoning
from reception_desk.services.hearings import HearingNow, plan_hearing
from reception_desk.ui.dialogs.hearing_form import HearingForm
from reception_desk.ui.form_keeping import keep
from reception_desk.ui.workplace import Workplace

LANE = "hearings"


class HearingActing(QObject):
    """Signals: `done(words)`, `failed(error)`. The form opens above `window`'s window."""

    done = Signal(str)
    failed = Signal(object)

    def __init__(self, work: Workplace, window: QWidget) -> None:
        super().__init__(window)
        self._work, self._window = work, window
        self.form: HearingForm | None = None
        """The form that was opened last."""

    def ask(self, matter_id: str, hearing: HearingNow | None, event: HearingEvent) -> None:
        """Open the form; what days are counted with is read before."""
        standing = hearing.standing if hearing else HearingStanding()
        read = partial(reckoning, self._work.database, self._work.settings)
        show = partial(self._open, matter_id, standing, event)
        self._work.tasks.run(LANE, self, read, show, self.failed.emit)

    def _open(
        self, matter_id: str, standing: HearingStanding, event: HearingEvent, by: Reckoning
    ) -> None:
        self.form = form = HearingForm(self._window.window(), event, standing, by)
        form.asked.connect(partial(self._plan, form, matter_id, by))
        form.open()

    def _plan(self, form: HearingForm, matter_id: str, by: Reckoning, asked: HearingInput) -> None:
        def done(_key: str) -> None:
            self.done.emit(f"已记录：{asked.event.label}。")
            self._work.changes.matter_changed.emit(matter_id)

        act = partial(plan_hearing, self._work.database, self._work.actor, matter_id, asked, by)
        keep(self._work, LANE, form, act, done)
