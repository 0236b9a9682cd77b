"""Two windows of one hall with a real centre between them."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reception_desk.config import CentreSettings
from reception_desk.records.steps import StepInput
from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.transition import Event
from reception_desk.rules.units import BUREAU_STREAM, RESTRICTED_STREAM, SHARED_STREAM
from reception_desk.services.steps import take_step
from reception_desk.sync.link import keep_secret
from reception_desk.ui.pages.matters import MattersPage
from reception_desk.ui.pages.reception.day_column import GapsRole
from tests.offices import SampleOffice, open_office
from tests.postgres import CentreDatabase, centre, postgres
from tests.services.test_steps import registered
from tests.ui.hands import commit
from tests.ui.shell import opened

__all__ = ["centre", "postgres"]

PATIENCE_MS = 30_000


def enrolled(
    centre: CentreDatabase, folder: Path, code: str
) -> tuple[SampleOffice, CentreSettings]:
    """Set a window up on a file of its own and let it in at the centre."""
    folder.mkdir()
    link = centre.enrol(f"W{code}", SHARED_STREAM, RESTRICTED_STREAM, BUREAU_STREAM)
    keep_secret(folder, link.secret)
    return open_office(folder, desk_code=code), CentreSettings(link.dsn)


def test_a_correction_at_one_window_shows_at_the_other(
    qtbot: QtBot, centre: CentreDatabase, tmp_path: Path
):
    here, own = enrolled(centre, tmp_path / "1", "1")
    there, others = enrolled(centre, tmp_path / "2", "2")
    with (
        opened(qtbot, here, centre=own) as first,
        opened(qtbot, there, centre=others) as second,
    ):
        page, other = first.window.reception(), second.window.reception()
        page.new_visitor()
        commit(page.form.who.person.name, "张玮")
        page.submit()
        record = page.current_record
        assert record is not None

        def row() -> tuple[str, int] | None:
            """Return the name and the gaps that the other window lists."""
            model = other.day.list.model()
            if not model.rowCount():
                return None
            index = model.index(0, 0)
            spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
            return spoken.split()[1], index.data(GapsRole)

        qtbot.waitUntil(lambda: row() == ("张*", 6), timeout=PATIENCE_MS)
        other.day.visit_chosen.emit(record.visit_id)
        page.correct_visit(record.visit_id)
        page.form.who.person.name.selectAll()
        commit(page.form.who.person.name, "李䶮")
        commit(page.form.who.person.address, "孝昌县花园镇")
        commit(page.correction.reason, "姓名听写有误")
        page.submit()

        qtbot.waitUntil(lambda: row() == ("李*", 5), timeout=PATIENCE_MS)
        qtbot.waitUntil(
            lambda: (
                other.current_record is not None and other.current_record.persons[0].name == "李䶮"
            ),
            timeout=PATIENCE_MS,
        )
    for office in (here, there):
        office.database.close()


def test_a_step_taken_at_one_window_shows_in_the_matter_open_at_the_other(
    qtbot: QtBot, centre: CentreDatabase, tmp_path: Path
):
    here, own = enrolled(centre, tmp_path / "1", "1")
    there, others = enrolled(centre, tmp_path / "2", "2")
    matter_id = registered(here, claim="要求修路")
    with (
        opened(qtbot, here, centre=own) as first,
        opened(qtbot, there, centre=others) as second,
    ):
        page = second.window.open_page("matters")
        assert isinstance(page, MattersPage)
        model = page.overview.listing.model
        qtbot.waitUntil(lambda: model.rowCount() == 1, timeout=PATIENCE_MS)
        page.open_matter(matter_id)
        qtbot.waitUntil(page.matter.isVisible, timeout=PATIENCE_MS)

        answer = StepInput(Event.ANSWERED, reason="已列入明年计划")
        by = Reckoning(shipped_calendar())
        take_step(here.database, first.workplace.actor, matter_id, answer, by)
        first.workplace.changes.matter_changed.emit(matter_id)

        def titles() -> list[str]:
            return [entry.title for entry in page.matter.steps.timeline.entries()]

        qtbot.waitUntil(lambda: titles() == ["当场答复", "登记"], timeout=PATIENCE_MS)
        page.close_matter()
        qtbot.waitUntil(lambda: page.overview.listing.model.rowCount() == 0, timeout=PATIENCE_MS)
    for office in (here, there):
        office.database.close()
