"""The log on a real file: entries with their moment, promises as duties, pictures by their hash."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from reception_desk.errors import InvalidInputError
from reception_desk.models.database import now
from reception_desk.models.promise import Promise
from reception_desk.models.video_session import SessionNote
from reception_desk.records.promises import PromiseInput, PromiseSource
from reception_desk.records.scanning import ScannedPage
from reception_desk.records.session_log import NoteInput, NoteKind
from reception_desk.rules.session_transition import SessionEvent as Event
from reception_desk.services.promises import promises_of_matter
from reception_desk.services.scans import pages_of_visit
from reception_desk.services.session_log import SHOWN, log_of, show_picture, write_note
from tests.offices import SampleOffice, today
from tests.services.test_steps import unit_id
from tests.sessions import SampleSession, a_session

PICTURE = ScannedPage(
    b"\xff\xd8 a still", "image/jpeg", 10, 10, 100, is_partial=False, source="camera"
)


@pytest.fixture
def running(desk: SampleOffice) -> SampleSession:
    sample = a_session(desk)
    sample.begun()
    return sample


def write(
    sample: SampleSession, kind: NoteKind, words: str = "", promise: PromiseInput | None = None,
    **more: object,
) -> str:  # fmt: skip
    note = NoteInput(kind, words, **more)  # pyright: ignore[reportArgumentType]
    return write_note(sample.desk.database, sample.actor, sample.session_id, note, promise)


def owed(sample: SampleSession, **more: object) -> PromiseInput:
    values = {
        "what": "重新测量",
        "owner_unit_id": unit_id(sample.desk, "T100"),
        "owner_name": "施某",
        "due_on": today() + timedelta(days=20),
    } | more
    return PromiseInput(**values)  # pyright: ignore[reportArgumentType]


def test_an_entry_keeps_the_moment_its_key_was_struck(running: SampleSession):
    struck = running.now().standing.began_at
    assert struck is not None
    write(running, NoteKind.FACT, "后说的")
    write(running, NoteKind.CLAIM, "先说的", said_at=struck, participant_id=running.petitioner)
    entries = log_of(running.desk.database, running.actor, running.session_id).entries
    assert [entry.text for entry in entries] == ["先说的", "后说的"]
    assert entries[0].note.said_at == struck
    assert entries[0].note.written_at >= struck
    assert entries[0].note.author_name == "周敏"


def test_a_correction_keeps_moment_kind_and_speaker(running: SampleSession):
    first = write(running, NoteKind.CLAIM, "0.8亩", participant_id=running.petitioner)
    write(running, NoteKind.DISPUTE, "0.6亩", correction_of=first)
    (entry,) = log_of(running.desk.database, running.actor, running.session_id).entries
    assert entry.text == "0.6亩"
    (correction,) = entry.corrections
    assert correction.kind == NoteKind.CLAIM
    assert correction.said_at == entry.note.said_at
    assert correction.participant_id == running.petitioner


def test_a_promise_is_a_duty_with_owner_and_day(running: SampleSession):
    note = write(running, NoteKind.PROMISE, "本月内重新测量", owed(running, what=""))
    (found,) = promises_of_matter(running.desk.database, running.actor, running.matter_id)
    promise = found.promise
    assert (promise.what, promise.owner_name) == ("本月内重新测量", "施某")
    assert (promise.source, promise.source_id) == (PromiseSource.VIDEO_SESSION, running.session_id)
    assert promise.note_id == note


def test_a_bare_promise_is_refused_and_nothing_is_written(running: SampleSession):
    for promise in (None, owed(running, owner_name=""), owed(running, due_on=None)):
        with pytest.raises(InvalidInputError, match=r"责任|时限"):
            write(running, NoteKind.PROMISE, "尽快解决", promise)
    with pytest.raises(InvalidInputError, match="只有"):
        write(running, NoteKind.FACT, "面积", owed(running))
    with running.desk.database.read() as session:
        assert session.scalars(select(SessionNote)).all() == []
        assert session.scalars(select(Promise)).all() == []


def test_a_pause_is_ended_by_the_next_resumption(running: SampleSession):
    write(running, NoteKind.INTERRUPTED, "线路中断")
    log = log_of(running.desk.database, running.actor, running.session_id)
    assert log.open_interruption is not None
    with pytest.raises(InvalidInputError, match="恢复"):
        write(running, NoteKind.INTERRUPTED, "又断")
    write(running, NoteKind.RESUMED)
    log = log_of(running.desk.database, running.actor, running.session_id)
    assert log.open_interruption is None
    assert log.interruptions[0].reason == "线路中断"


def test_a_picture_that_is_shown_is_a_page_on_record(running: SampleSession):
    desk = running.desk
    note = NoteInput(NoteKind.EVIDENCE, "土地承包权证", participant_id=running.petitioner)
    show_picture(
        desk.database, desk.files, running.actor, note, session_id=running.session_id,
        picture=PICTURE,
    )  # fmt: skip
    (page,) = pages_of_visit(desk.database, running.actor, running.visit_id)
    assert page.title == SHOWN
    (entry,) = log_of(desk.database, running.actor, running.session_id).entries
    assert entry.note.shown_sha256 == page.sha256
    write(running, NoteKind.EVIDENCE, "再次出示", shown_sha256=page.sha256)
    with pytest.raises(InvalidInputError, match="归档"):
        write(running, NoteKind.EVIDENCE, "别的", shown_sha256="0" * 64)


def test_nothing_is_written_before_it_begins_or_after_it_was_read_back(desk: SampleOffice):
    sample = a_session(desk)
    sample.appointed()
    with pytest.raises(InvalidInputError, match="已约定"):
        write(sample, NoteKind.FACT, "早了")
    note = NoteInput(NoteKind.EVIDENCE, "早了")
    with pytest.raises(InvalidInputError, match="已约定"):
        show_picture(
            desk.database, desk.files, desk.clerk, note, session_id=sample.session_id,
            picture=PICTURE,
        )  # fmt: skip
    assert pages_of_visit(desk.database, desk.clerk, sample.visit_id) == ()


def test_what_was_said_lies_within_the_session(running: SampleSession):
    before = now() - timedelta(hours=1)
    with pytest.raises(InvalidInputError, match="起止时间"):
        write(running, NoteKind.FACT, "补记", said_at=before)
    began = running.now().standing.began_at
    running.record(Event.ENDED)
    write(running, NoteKind.FACT, "补记", said_at=began)
    with pytest.raises(InvalidInputError, match="起止时间"):
        write(running, NoteKind.FACT, "结束以后的话")


def test_an_entry_is_never_changed(running: SampleSession):
    write(running, NoteKind.FACT, "原话")
    with (
        pytest.raises(IntegrityError, match="not changed"),
        running.desk.database.write() as session,
    ):
        session.execute(text("UPDATE session_note SET text = '改话'"))
