"""The archive on a real file: what was held is found by number, end, unit, day and matter."""

from datetime import timedelta

import pytest

from reception_desk.errors import DeskError, NotPermittedError
from reception_desk.models.database import now
from reception_desk.records.recordings import ConsentAnswer
from reception_desk.records.session_log import NoteInput, NoteKind
from reception_desk.rules.permissions import Role
from reception_desk.rules.session_transition import SessionEvent as Event
from reception_desk.services.past_sessions import open_past, past_sessions
from reception_desk.services.registration import ACCUSATION
from reception_desk.services.session_log import write_note
from tests.offices import SampleOffice
from tests.services.test_recordings import held, register
from tests.sessions import SampleSession, a_session


def ended(desk: SampleOffice, **values: object) -> SampleSession:
    sample = held(desk, ConsentAnswer.AGREES, **values)
    sample.record(Event.ENDED)
    return sample


def found(desk: SampleOffice, text: str) -> list[str]:
    return [one.session_id for one in past_sessions(desk.database, desk.clerk, text).lines]


def test_what_was_held_is_listed_the_newest_first(desk: SampleOffice):
    one = held(desk)
    register(one)
    one.record(Event.ENDED)
    two = ended(desk)
    held(desk)
    a_session(desk)
    listed = past_sessions(desk.database, desk.clerk)
    assert [line.session_id for line in listed.lines] == [two.session_id, one.session_id]
    assert listed.total == 2
    last = listed.lines[1]
    assert (last.recordings, last.seconds, last.far_place) == (1, 180, "孝感市群众来访接待服务中心")
    assert last.receivers == ("市信访局副局长何某",)
    assert past_sessions(desk.database, desk.clerk, most=1).total == 2


def test_every_word_has_to_be_said(desk: SampleOffice):
    one = ended(desk)
    label, matter = one.now().case.label, past_sessions(desk.database, desk.clerk).lines[0].matter
    today = now().astimezone().date()
    words = (label, label[-4:], "孝感", "信访局", matter[:3], f"{today:%Y}", f"{today:%Y-%m}")
    for word in words:
        assert found(desk, word) == [one.session_id], word
    assert found(desk, f"孝感 {label}") == [one.session_id]
    for word in ("孝感 没有的", "1999", "1999-02", "1999-13", "100%", "_"):
        assert found(desk, word) == [], word


def test_a_day_is_the_hall_s(desk: SampleOffice):
    one = ended(desk)
    began = one.now().standing.began_at
    assert began is not None
    day = (began + timedelta(hours=8)).date()
    assert found(desk, f"{day:%Y-%m-%d}") == [one.session_id]
    assert found(desk, f"{day - timedelta(days=1):%Y-%m-%d}") == []


def test_one_session_is_read_whole(desk: SampleOffice):
    one = held(desk)
    write_note(desk.database, desk.clerk, one.session_id, NoteInput(NoteKind.CLAIM, "要求付款"))
    register(one)
    one.record(Event.ENDED)
    past = open_past(desk.database, desk.account(Role.BUREAU_LEADER), one.session_id)
    assert [entry.text for entry in past.file.log.entries] == ["要求付款"]
    assert len(past.file.recordings) == 1
    assert past.papers == ()
    with pytest.raises(DeskError, match="没有找到"):
        open_past(desk.database, desk.clerk, "nobody")


def test_an_accusation_s_session_is_not_there_for_others(desk: SampleOffice):
    one = ended(desk, matter_class=ACCUSATION)
    assert past_sessions(desk.database, desk.account(Role.SECTION)).total == 0
    assert past_sessions(desk.database, one.actor).total == 1
    with pytest.raises(DeskError, match="没有找到"):
        open_past(desk.database, desk.account(Role.SECTION), one.session_id)
    with pytest.raises(NotPermittedError):
        past_sessions(desk.database, desk.account(Role.AUDITOR))
