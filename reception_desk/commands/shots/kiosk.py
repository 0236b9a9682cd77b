"""The kiosk in each of its states, on the high screen it is made for."""

from contextlib import ExitStack

from reception_desk.app.kiosk import open_kiosk
from reception_desk.commands.shots.sample_day import SampleDay
from reception_desk.config import Settings
from reception_desk.records.visit import VisitRecord
from reception_desk.services.search import search
from reception_desk.services.visits import load_visit
from reception_desk.ui.changes import Changes
from reception_desk.ui.kiosk.kiosk_screen import KioskScreen
from reception_desk.ui.kiosk.parts import TouchCard
from reception_desk.ui.rehearsal import Rehearsal
from reception_desk.ui.widgets.buttons import Button

_SIZE, _WIDE = (1080, 1920), (1366, 768)
_MATTER = "道路施工损坏"
_ENDING, _WRONG = "0000", "1234"


def draw_kiosk(day: SampleDay, rehearsal: Rehearsal) -> None:
    """A number, a question with a wrong and a right ending, an evaluation, and the notice."""
    with ExitStack() as stack:
        settings = Settings(home=day.home)
        kiosk = open_kiosk(settings, day.database, Changes(), stack)
        kiosk.go_home()
        kiosk.window.resize(*_SIZE)
        kiosk.window.show()
        _Visitor(kiosk, rehearsal).draw(_served(day))
        kiosk.window.resize(*_WIDE)
        rehearsal.take_picture(kiosk.window, "kiosk-start-1366")


class _Visitor:
    """Presses what a visitor presses, and takes a picture of each view."""

    def __init__(self, kiosk: KioskScreen, rehearsal: Rehearsal) -> None:
        self._kiosk, self._rehearsal = kiosk, rehearsal

    def draw(self, visit: VisitRecord) -> None:
        kiosk, inquiring = self._kiosk, self._kiosk.inquiring
        self._take("start")
        self._press(kiosk.start.cards["ticket"], "ticket")
        self._press(kiosk.numbers.plain, "ticket-taken")
        kiosk.go_home()
        self._press(kiosk.start.cards["progress"])
        self._type(visit.query_code, "code")
        self._press(inquiring.code.onward)
        self._type(_WRONG, "ending")
        self._press(inquiring.code.onward, "wrong-code")
        self._type(visit.query_code)
        self._press(inquiring.code.onward)
        self._type(_ENDING)
        self._press(inquiring.code.onward, "answer")
        self._press(inquiring.answer.evaluate, "evaluation-window")
        self._press(inquiring.evaluation.grades.buttons["very_satisfied"])
        self._press(inquiring.evaluation.done, "evaluation")
        self._press(inquiring.evaluation.grades.buttons["dissatisfied"])
        self._press(inquiring.evaluation.reasons.buttons["4"], "evaluation-reasons")
        self._press(inquiring.evaluation.done)
        self._press(inquiring.evaluation.grades.buttons["satisfied"])
        self._press(inquiring.evaluation.done, "evaluated")
        kiosk.go_home()
        self._press(kiosk.start.cards["notice"], "notice")
        kiosk.go_home()

    def _type(self, keys: str, name: str = "") -> None:
        for key in keys:
            self._press(self._kiosk.inquiring.code.keypad.keys[key])
        if name:
            self._take(name)

    def _press(self, button: Button | TouchCard, name: str = "") -> None:
        button.click()
        self._rehearsal.wait(lambda: not self._kiosk.tasks.pending, "自助机")
        if name:
            self._take(name)

    def _take(self, name: str) -> None:
        self._rehearsal.take_picture(self._kiosk.window, f"kiosk-{name}")


def _served(day: SampleDay) -> VisitRecord:
    """Return the visit whose matter has been answered."""
    hit = search(day.database, day.clerk, _MATTER).visits[0]
    return load_visit(day.database, day.clerk, hit.visit_id, reason="演示")
