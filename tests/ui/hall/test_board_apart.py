"""A machine that has nothing but the board, with a real centre between it and the windows."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reception_desk.app.hall import keep_with_centre
from reception_desk.config import BoardSettings, Settings
from reception_desk.devices.speaker.shaping import chime, to_sound
from reception_desk.devices.speaker.simulated import SimulatedSpeaker
from reception_desk.errors import DeskError
from reception_desk.records.tickets import TicketInput
from reception_desk.services.tickets import call_next, issue_ticket
from reception_desk.sync.link import configured
from reception_desk.ui.changes import Changes
from reception_desk.ui.hall.hall_screen import HallScreen
from tests.offices import SampleOffice
from tests.postgres import CentreDatabase, centre, postgres
from tests.sync.desks import Desk
from tests.ui.test_two_windows import PATIENCE_MS, enrolled

__all__ = ["centre", "postgres"]


@pytest.mark.postgres
def test_a_call_of_a_window_is_seen_and_heard_at_the_board(
    qtbot: QtBot, centre: CentreDatabase, tmp_path: Path
):
    here, own = enrolled(centre, tmp_path / "1", "1")
    there, others = enrolled(centre, tmp_path / "2", "2")
    link = configured(Settings(home=here.database.path.parent, centre=own))
    assert link is not None
    window = Desk(here.database, link)
    speaker = SimulatedSpeaker()
    hall = HallScreen(there.database, there.clerk.desk, BoardSettings("desk", "chime"), speaker)
    hall.begin()
    qtbot.waitUntil(lambda: hall.view.before is not None)
    watch = keep_with_centre(
        Settings(home=there.database.path.parent, centre=others), there.database, Changes()
    )
    issue_ticket(here.database, here.clerk, TicketInput())
    call_next(here.database, here.clerk, None)
    window.sync()
    qtbot.waitUntil(lambda: len(hall.view.calls.flashing) == 1, timeout=PATIENCE_MS)
    (call,) = hall.view.calls.calls
    assert (call.number, call.window) == ("甲001", "1")
    qtbot.waitUntil(lambda: speaker.heard == [to_sound(chime())])
    hall.close()
    watch.close()
    watch.deleteLater()
    window.close()
    there.database.close()


def test_a_board_that_joined_no_centre_is_told(desk: SampleOffice):
    with pytest.raises(DeskError, match="没有加入中心"):
        keep_with_centre(Settings(home=desk.database.path.parent), desk.database, Changes())
