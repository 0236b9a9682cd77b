"""叫号 at two windows of one hall around a real centre, whose line is pulled out at one of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reception_desk.app import Desk
from reception_desk.commands.bench.cable import Cable, Fault
from reception_desk.config import CentreSettings
from reception_desk.records.sync import LinkState
from reception_desk.records.tickets import TicketInput
from reception_desk.rules.ticket_transition import TicketEvent, TicketState
from reception_desk.rules.units import BUREAU_STREAM, RESTRICTED_STREAM, SHARED_STREAM
from reception_desk.sync.link import keep_secret
from reception_desk.ui.dialogs.ticket_transfer import TicketTransfer
from reception_desk.ui.pages.calling import CallingPage
from reception_desk.ui.ticket_slip import TicketTaken, issue_and_print
from tests.offices import SampleOffice, open_office
from tests.postgres import CentreDatabase, centre, postgres
from tests.ui.shell import box, opened

__all__ = ["centre", "postgres"]

PATIENCE_MS = 30_000


class Hall:
    """One window of the hall with its page."""

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.qtbot, self.desk, self.tickets = qtbot, desk, desk.workplace.tickets
        page = desk.window.open_page("calling")
        assert isinstance(page, CallingPage)
        self.page = page
        self.until_link(LinkState.ONLINE)

    def until_link(self, state: LinkState) -> None:
        def is_so() -> bool:
            watch = self.desk.centre
            return watch is not None and watch.last is not None and watch.last.state is state

        self.qtbot.waitUntil(is_so, timeout=PATIENCE_MS)

    def until_listed(self, *numbers: str) -> None:
        self.qtbot.waitUntil(lambda: self.listed() == [*numbers], timeout=PATIENCE_MS)

    def listed(self) -> list[str]:
        return [line.number for line in self.page.queue.model.lines]

    def issue(self) -> None:
        asked, work = TicketInput(is_kept=self.tickets.is_away), self.desk.workplace

        def tell(taken: TicketTaken) -> None:
            work.changes.ticket_changed.emit(taken.issued.ticket_id)

        with self.qtbot.waitSignal(work.changes.ticket_changed):
            issue_and_print(work, self.page, asked, tell, self._never)

    def settled(self) -> None:
        self.qtbot.waitUntil(lambda: not self.tickets.is_busy, timeout=PATIENCE_MS)

    def _never(self, error: Exception) -> None:
        raise error


@pytest.fixture
def cable(centre: CentreDatabase) -> Iterator[Cable]:
    """The network between window 2 and the centre."""
    laid = Cable(centre.server.port)
    yield laid
    laid.close()


@contextmanager
def two_windows(
    qtbot: QtBot, centre: CentreDatabase, folder: Path, cable: Cable
) -> Iterator[tuple[Hall, Hall]]:
    """Open the desks of windows 1 and 2; the line of window 2 is the cable."""
    offices: list[SampleOffice] = []
    settings: list[CentreSettings] = []
    for code in ("1", "2"):
        home = folder / code
        home.mkdir()
        link = centre.enrol(f"W{code}", SHARED_STREAM, RESTRICTED_STREAM, BUREAU_STREAM)
        link = cable.through(link) if code == "2" else link
        keep_secret(home, link.secret)
        offices.append(open_office(home, desk_code=code))
        settings.append(CentreSettings(link.dsn))
    with (
        opened(qtbot, offices[0], centre=settings[0]) as first,
        opened(qtbot, offices[1], centre=settings[1]) as second,
    ):
        yield Hall(qtbot, first), Hall(qtbot, second)
    for office in offices:
        office.database.close()


@pytest.mark.slow
def test_windows_share_a_queue_and_part_when_the_line_is_out(
    qtbot: QtBot, centre: CentreDatabase, tmp_path: Path, cable: Cable
):
    with two_windows(qtbot, centre, tmp_path, cable) as (one, two):
        for _ in range(3):
            one.issue()
        two.until_listed("甲001", "甲002", "甲003")
        for hall in (one, two):
            hall.tickets.forward()
        qtbot.waitUntil(lambda: bool(one.tickets.here and two.tickets.here), timeout=PATIENCE_MS)
        called = {hall.page.number.number.text() for hall in (one, two)}
        assert called == {"甲001", "甲002"}, "two windows that call at once get different numbers"
        one.until_listed("甲003")

        cable.set(Fault.UNPLUGGED)
        two.until_link(LinkState.OFFLINE)
        assert "联系不上中心" in two.page.away.text
        two.tickets.press(TicketEvent.LEFT)
        qtbot.waitUntil(lambda: two.tickets.here is None, timeout=PATIENCE_MS)
        two.tickets.forward()
        two.settled()
        qtbot.waitUntil(lambda: "到窗接待" in two.page.bar.text, timeout=PATIENCE_MS)
        two.issue()
        qtbot.waitUntil(lambda: "乙001" in two.listed(), timeout=PATIENCE_MS)
        two.issue()
        two.tickets.forward()
        qtbot.waitUntil(lambda: two.tickets.here is not None, timeout=PATIENCE_MS)
        assert two.page.number.number.text() == "乙001"

        cable.set(Fault.NONE)
        assert two.desk.centre is not None
        two.desk.centre.retry_now()
        two.until_link(LinkState.ONLINE)
        one.until_listed("甲003", "乙002")
        assert two.page.away.text == ""
        assert one.tickets.hall is not None
        (kept,) = (t for t in one.tickets.hall.queue.order if t.facts.number == "乙002")
        assert (kept.holder_id, kept.state) == (None, TicketState.WAITING)
        shown = [row[:3] for row in one.page.hall.model.rows()]
        assert shown[1] == ("2号窗口", "乙001", "已叫号")


@pytest.mark.slow
def test_a_number_sent_to_a_window_is_called_there_alone(
    qtbot: QtBot, centre: CentreDatabase, tmp_path: Path, cable: Cable
):
    with two_windows(qtbot, centre, tmp_path, cable) as (one, two):
        for _ in range(2):
            one.issue()
        two.until_listed("甲001", "甲002")
        one.tickets.forward()
        qtbot.waitUntil(lambda: TicketEvent.BEGUN in one.tickets.live, timeout=PATIENCE_MS)
        one.page.transfer()
        form = box(one.desk, TicketTransfer)
        assert isinstance(form, TicketTransfer)
        form.desk.set_code(two.tickets.desk_id)
        form.press.click()
        two.until_listed("甲001", "甲002")
        qtbot.waitUntil(lambda: "转到本窗口" in two.page.queue.model.lines[0].note)
        assert "转到2号窗口" in one.page.queue.model.lines[0].note
        one.tickets.forward()
        qtbot.waitUntil(lambda: one.page.number.number.text() == "甲002", timeout=PATIENCE_MS)
        two.tickets.forward()
        qtbot.waitUntil(lambda: two.page.number.number.text() == "甲001", timeout=PATIENCE_MS)
