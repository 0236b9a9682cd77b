"""A session read whole for the screen, by who may hold one."""

import pytest

from reception_desk.errors import DeskError
from reception_desk.records.session_log import NoteInput, NoteKind
from reception_desk.rules.permissions import Role
from reception_desk.rules.recording_consent import Permitted
from reception_desk.services.live_sessions import open_live
from reception_desk.services.session_log import write_note
from tests.offices import SampleOffice
from tests.sessions import a_session


def test_a_session_comes_with_its_log_and_what_was_allowed(desk: SampleOffice):
    sample = a_session(desk)
    sample.begun()
    write_note(desk.database, desk.clerk, sample.session_id, NoteInput(NoteKind.FACT, "已测量"))
    file = open_live(desk.database, desk.clerk, sample.session_id)
    assert [entry.text for entry in file.log.entries] == ["已测量"]
    assert file.consent.permitted is Permitted.NOTHING
    assert file.standing == sample.now().standing
    assert file.matter


def test_who_holds_no_sessions_reads_none(desk: SampleOffice):
    sample = a_session(desk)
    with pytest.raises(DeskError):
        open_live(desk.database, desk.account(Role.ADMINISTRATOR), sample.session_id)
