"""Sessions at two windows: each event and entry comes to both, and both say the same."""

from datetime import timedelta

import pytest

from reception_desk.records.document import DocumentKind
from reception_desk.records.promises import PromiseInput, ReportInput, ReportKind
from reception_desk.records.recordings import ConsentAnswer
from reception_desk.records.session_log import NoteInput, NoteKind
from reception_desk.records.video_sessions import SessionEventInput
from reception_desk.rules.permissions import Role
from reception_desk.rules.recording_consent import Permitted
from reception_desk.rules.session_transition import SessionEvent as Event
from reception_desk.services.papers import issue_paper
from reception_desk.services.promises import open_promises, promises_of_matter, report_promise
from reception_desk.services.recording_consents import permitted_now, record_answer
from reception_desk.services.session_calendar import open_sessions
from reception_desk.services.session_log import log_of, write_note
from reception_desk.services.video_sessions import SessionNow, record_event, session_now
from tests.offices import today
from tests.services.test_steps import unit_id
from tests.sessions import SampleSession, a_session
from tests.windows import Window, meet


@pytest.fixture
def shared(windows: tuple[Window, Window]) -> SampleSession:
    """A running session that both windows know."""
    sample = a_session(windows[0].office)
    sample.begun()
    meet(*windows)
    return sample


def at(window: Window, sample: SampleSession) -> SessionNow:
    return session_now(window.database, window.clerk, sample.session_id)


def write(window: Window, sample: SampleSession, kind: NoteKind, words: str) -> str:
    return write_note(window.database, window.clerk, sample.session_id, NoteInput(kind, words))


def test_both_windows_write_one_log(windows, shared):
    one, two = windows
    write(one, shared, NoteKind.CLAIM, "一号窗口记的")
    first = write(two, shared, NoteKind.FACT, "二号窗口记的")
    write(one, shared, NoteKind.INTERRUPTED, "线路中断")
    write(two, shared, NoteKind.INTERRUPTED, "没有声音")
    meet(one, two)
    here, there = (log_of(w.database, w.clerk, shared.session_id) for w in windows)
    assert here == there
    assert {entry.text for entry in here.entries} >= {"一号窗口记的", "二号窗口记的"}
    assert len(here.interruptions) == 2
    corrected = NoteInput(NoteKind.FACT, "更正", correction_of=first)
    write_note(one.database, one.clerk, shared.session_id, corrected)
    meet(one, two)
    texts = [entry.text for entry in log_of(two.database, two.clerk, shared.session_id).entries]
    assert "更正" in texts


def test_of_two_ends_made_apart_one_counts_and_the_list_keeps_the_session(windows, shared):
    one, two = windows
    ends = (
        SessionEventInput(Event.ENDED),
        SessionEventInput(Event.BROKEN_OFF, reason="线路不能恢复"),
    )
    for window, event in zip(windows, ends, strict=True):
        record_event(window.database, window.clerk, shared.session_id, event)
    meet(one, two)
    here, there = at(one, shared).standing, at(two, shared).standing
    assert here == there
    assert len(here.refused) == 1
    for window in windows:
        (line,) = open_sessions(window.database, window.clerk)
        assert line.refused == 1


def test_a_withdrawal_at_one_window_stops_the_other(windows, shared):
    one, two = windows
    record_answer(
        one.database, one.clerk, shared.session_id, shared.petitioner, ConsentAnswer.AGREES,
        notice_version="v1",
    )  # fmt: skip
    meet(one, two)
    assert permitted_now(two.database, two.clerk, shared.session_id) is Permitted.PICTURE_AND_SOUND
    record_answer(
        two.database, two.clerk, shared.session_id, shared.petitioner, ConsentAnswer.WITHDRAWN,
        notice_version="v1",
    )  # fmt: skip
    meet(one, two)
    assert permitted_now(one.database, one.clerk, shared.session_id) is Permitted.NOTHING


def test_no_promise_is_lost_between_two_windows(windows, shared):
    one, two = windows
    for place, window in enumerate(windows):
        promise = PromiseInput(
            f"第{place}项", unit_id(window.office, "T100"), "施某",
            today() + timedelta(days=20 + place),
        )  # fmt: skip
        note = NoteInput(NoteKind.PROMISE, f"第{place}项")
        write_note(window.database, window.clerk, shared.session_id, note, promise)
    meet(one, two)
    for window in windows:
        found = open_promises(window.database, window.clerk)
        assert [one.promise.what for one in found] == ["第0项", "第1项"]


def test_a_promise_closed_and_reported_apart_says_the_same(windows, shared):
    one, two = windows
    promise = PromiseInput(
        "重新测量", unit_id(one.office, "T100"), "施某", today() + timedelta(days=20)
    )
    note = NoteInput(NoteKind.PROMISE, "重新测量")
    write_note(one.database, one.clerk, shared.session_id, note, promise)
    paper = issue_paper(
        one.database, one.office.files, one.clerk, shared.visit_id, DocumentKind.REGISTRATION_FORM
    )
    section = one.office.account(Role.SECTION)
    meet(one, two)
    (known,) = promises_of_matter(two.database, two.clerk, shared.matter_id)
    key = known.promise.promise_id
    report_promise(two.database, two.clerk, key, ReportInput(ReportKind.REPORTED, "已约测绘"))
    closing = ReportInput(ReportKind.CLOSED, "已补偿", paper.sha256)
    report_promise(one.database, section, key, closing)
    meet(one, two)
    (here,), (there,) = (promises_of_matter(w.database, w.clerk, shared.matter_id) for w in windows)
    assert here == there
    assert len(here.standing.reports) == 2
