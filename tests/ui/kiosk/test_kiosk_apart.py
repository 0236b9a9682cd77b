"""The kiosk on a machine of its own, with a real centre between it and the windows."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select, update

from reception_desk.app.hall import keep_with_centre
from reception_desk.app.kiosk import open_kiosk
from reception_desk.config import CentreSettings, Settings
from reception_desk.errors import InvalidInputError
from reception_desk.models.evaluation import Evaluation, EvaluationBox, EvaluationUse
from reception_desk.models.ticket import Ticket
from reception_desk.models.visit import Visit
from reception_desk.records.evaluation import Grade, Opinion
from reception_desk.services.evaluations import empty_box, evaluate_window
from reception_desk.services.registration import register_visit
from reception_desk.services.self_service import visitor_at
from reception_desk.services.tickets import call_next
from reception_desk.sync.link import configured
from reception_desk.sync.ticket_claims import CentreClaims
from reception_desk.ui.changes import Changes
from reception_desk.ui.kiosk.kiosk_screen import KioskScreen
from tests.offices import SampleOffice, person, today, visit
from tests.postgres import CentreDatabase, centre, postgres
from tests.services.test_inquiries import take, transfer
from tests.sync.desks import Desk
from tests.ui.kiosk.kiosks import ask, settled, tap
from tests.ui.test_two_windows import PATIENCE_MS, enrolled

__all__ = ["centre", "postgres"]

GLAD = Opinion(Grade.SATISFIED)


def count(office: SampleOffice, model: type) -> int:
    with office.database.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def take_number(qtbot: QtBot, kiosk: KioskScreen) -> str:
    kiosk.go_home()
    tap(kiosk.start.cards["ticket"])
    tap(kiosk.numbers.plain)
    settled(qtbot, kiosk)
    return kiosk.taken.number.text()


@dataclass(frozen=True)
class Hall:
    """A window, and the desk of a kiosk that keeps with the same centre."""

    here: SampleOffice
    window: Desk
    there: SampleOffice
    kiosks_centre: CentreSettings


@pytest.fixture
def hall(centre: CentreDatabase, tmp_path: Path) -> Iterator[Hall]:
    here, own = enrolled(centre, tmp_path / "1", "1")
    there, others = enrolled(centre, tmp_path / "2", "2")
    link = configured(Settings(home=here.database.path.parent, centre=own))
    assert link is not None
    window = Desk(here.database, link)
    yield Hall(here, window, there, others)
    there.database.close()
    window.close()


@contextmanager
def opened(hall: Hall) -> Iterator[KioskScreen]:
    """Open the kiosk, which exchanges with the centre by itself."""
    settings = Settings(home=hall.there.database.path.parent, centre=hall.kiosks_centre)
    with ExitStack() as stack:
        changes = Changes()
        watch = keep_with_centre(settings, hall.there.database, changes)
        stack.callback(watch.deleteLater)
        stack.callback(watch.close)
        kiosk = open_kiosk(settings, hall.there.database, changes, stack)
        kiosk.begin()
        yield kiosk


@pytest.mark.postgres
def test_numbers_questions_and_evaluations_cross_the_centre(qtbot: QtBot, hall: Hall):
    here, window, there = hall.here, hall.window, hall.there
    record = register_visit(here.database, here.clerk, visit(person()))
    take(here, record, transfer(here))
    window.sync()
    with opened(hall) as kiosk:
        number = take_number(qtbot, kiosk)
        assert number == "乙001"

        def has_come() -> bool:
            window.sync()
            return count(here, Ticket) == 1

        qtbot.waitUntil(has_come, timeout=PATIENCE_MS)
        called = call_next(here.database, here.clerk, CentreClaims(window.link))
        assert called is not None
        assert called.facts.number == number

        kiosk.go_home()
        qtbot.waitUntil(lambda: count(there, Visit) == 1, timeout=PATIENCE_MS)
        ask(qtbot, kiosk, record.query_code, "0000", "evaluation")
        view = kiosk.inquiring.evaluation
        for grade in ("very_dissatisfied", "satisfied"):
            tap(view.grades.buttons[grade])
            tap(view.done)
            settled(qtbot, kiosk)

        def is_used() -> bool:
            window.sync()
            return count(here, EvaluationUse) == 2

        qtbot.waitUntil(is_used, timeout=PATIENCE_MS)
        with pytest.raises(InvalidInputError, match="已经评价过了"):
            evaluate_window(here.database, visitor_at(here.clerk.desk), record.visit_id, GLAD)
        assert count(here, Evaluation) == 0, "the answer waits in the box of the kiosk"
        with there.database.write() as session:
            session.execute(update(EvaluationBox).values(put_in_on=today() - timedelta(days=1)))
        assert empty_box(there.database, there.clerk.desk) == 2

        def is_counted() -> bool:
            window.sync()
            return count(here, Evaluation) == 2

        qtbot.waitUntil(is_counted, timeout=PATIENCE_MS)


@pytest.mark.postgres
def test_who_answered_at_a_window_is_not_asked_about_it_at_the_kiosk(qtbot: QtBot, hall: Hall):
    here, window, there = hall.here, hall.window, hall.there
    answered, other = (register_visit(here.database, here.clerk, visit(person())) for _ in range(2))
    evaluate_window(here.database, visitor_at(here.clerk.desk), answered.visit_id, GLAD)
    window.sync()
    with opened(hall) as kiosk:
        qtbot.waitUntil(
            lambda: count(there, Visit) == 2 and count(there, EvaluationUse) == 1,
            timeout=PATIENCE_MS,
        )
        ask(qtbot, kiosk, answered.query_code, "0000", "evaluation")
        assert kiosk.window.current is kiosk.inquiring.answer, "nothing is asked twice"
        assert not kiosk.inquiring.answer.evaluate.isVisible()
        kiosk.go_home()
        ask(qtbot, kiosk, other.query_code, "0000", "evaluation")
        assert kiosk.inquiring.evaluation.title.text() == "请评价：窗口服务"


@pytest.mark.postgres
def test_it_works_while_the_centre_is_away(qtbot: QtBot, centre: CentreDatabase, tmp_path: Path):
    there, _ = enrolled(centre, tmp_path / "1", "1")
    record = register_visit(there.database, there.clerk, visit(person()))
    nowhere = CentreSettings("host=127.0.0.1 port=9 dbname=none user=w1")
    with ExitStack() as stack:
        stack.callback(there.database.close)
        settings = Settings(home=there.database.path.parent, centre=nowhere)
        changes = Changes()
        watch = keep_with_centre(settings, there.database, changes)
        stack.callback(watch.deleteLater)
        stack.callback(watch.close)
        kiosk = open_kiosk(settings, there.database, changes, stack)
        kiosk.begin()
        qtbot.waitUntil(lambda: watch.last is not None)
        assert take_number(qtbot, kiosk) == "甲001"
        kiosk.go_home()
        ask(qtbot, kiosk, record.query_code, "0000")
        assert kiosk.window.current is kiosk.inquiring.answer
        with there.database.read() as session:
            assert session.scalar(select(Ticket.holder_id)) is None, "no window is shut out"
