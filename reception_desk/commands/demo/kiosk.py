"""The kiosk of the demonstration: a number, the state of a matter, and an evaluation."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from reception_desk.app.kiosk import open_kiosk
from reception_desk.commands.demo.hall import DemoDesk
from reception_desk.errors import DeskError
from reception_desk.records.visit import VisitRecord
from reception_desk.rules.inquiry import secrets_of
from reception_desk.ui.changes import Changes
from reception_desk.ui.kiosk.kiosk_screen import KioskScreen
from reception_desk.ui.kiosk.parts import TouchCard
from reception_desk.ui.rehearsal import Rehearsal
from reception_desk.ui.widgets.buttons import Button

_SIZE = (1080, 1920)


class DemoKiosk:
    """Plays once, for the petitioner of `record`; `summary` says what the screen told."""

    def __init__(self, desk: DemoDesk, record: VisitRecord, rehearsal: Rehearsal) -> None:
        self.summary: dict[str, Any] = {}
        self._desk = desk
        self._record = record
        self._rehearsal = rehearsal

    def play(self, say: Callable[[str], None]) -> None:
        """Press what a visitor presses; what is asked for lies in the file of this window."""
        with ExitStack() as stack:
            kiosk = open_kiosk(self._desk.settings, self._desk.database, Changes(), stack)
            kiosk.go_home()
            kiosk.window.resize(*_SIZE)
            kiosk.window.show()
            self._take_number(kiosk)
            self._ask(kiosk)
            self._evaluate(kiosk)
        say("自助机：取号、凭查询码查进度、评价，都没有问是谁")

    def _take_number(self, kiosk: KioskScreen) -> None:
        self._press(kiosk, kiosk.start.cards["ticket"])
        self._press(kiosk, kiosk.numbers.help)
        self._rehearsal.take_picture(kiosk.window, "kiosk-number")
        self.summary["number"] = kiosk.taken.number.text()
        kiosk.go_home()

    def _ask(self, kiosk: KioskScreen) -> None:
        record, view = self._record, kiosk.inquiring.code
        parts = [(p.phone, p.document_number) for p in record.persons if p.role.is_petitioner]
        ending = secrets_of(parts, record.visit_id, record.query_code)[0]
        self._press(kiosk, kiosk.start.cards["progress"])
        for typed in (record.query_code, ending):
            for key in typed:
                self._press(kiosk, view.keypad.keys[key])
            self._press(kiosk, view.onward)
        if kiosk.window.current is not kiosk.inquiring.answer:
            raise DeskError("自助机没有查到这次来访。")
        self._rehearsal.take_picture(kiosk.window, "kiosk-progress")
        self.summary["told"] = kiosk.inquiring.answer.words.texts

    def _evaluate(self, kiosk: KioskScreen) -> None:
        view = kiosk.inquiring.evaluation
        self._press(kiosk, kiosk.inquiring.answer.evaluate)
        while kiosk.window.current is view:
            self._press(kiosk, view.grades.buttons["satisfied"])
            self._press(kiosk, view.done)
        self._rehearsal.take_picture(kiosk.window, "kiosk-evaluated")
        self.summary["said"] = kiosk.said.head.text()

    def _press(self, kiosk: KioskScreen, button: Button | TouchCard) -> None:
        button.click()
        self._rehearsal.wait(lambda: not kiosk.tasks.pending, "自助机")
