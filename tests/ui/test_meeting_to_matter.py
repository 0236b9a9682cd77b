"""From the meeting's list of what is late to the matter, where it is supervised (条例 Art. 40)."""

from pytestqt.qtbot import QtBot

from reception_desk.rules.permissions import Role
from reception_desk.ui.pages.leader_days import LeaderDaysPage
from reception_desk.ui.pages.matters import MattersPage
from reception_desk.ui.pages.matters.next_steps import NextStepsCard
from tests.offices import SampleOffice
from tests.ui.pages.test_meeting_view import DUE, late
from tests.ui.shell import idle, opened

__all__ = ["late"]


def test_what_is_late_is_opened_and_may_be_supervised(qtbot: QtBot, desk: SampleOffice, late: str):
    with opened(qtbot, desk, desk.account(Role.SECTION)) as program:
        page = program.window.open_page("leader_days")
        assert isinstance(page, LeaderDaysPage)
        page.meeting.today = DUE.replace(month=12)
        page.meeting_button.click()
        qtbot.waitUntil(lambda: page.meeting.pack is not None, timeout=30_000)
        matter_id, duty, *_ = page.meeting.late.model.record(0)
        assert matter_id == late
        page.meeting.late.table.opened.emit(f"{matter_id} {duty}")
        idle(qtbot, program)

        assert program.window.pages.current_key() == "matters"
        matters = program.window.open_page("matters")
        assert isinstance(matters, MattersPage)
        (card,) = [one for one in matters.findChildren(NextStepsCard) if one.isVisible()]
        assert any("督办" in button.text() for button in card.buttons)
