"""Recordings on a real file: nothing unallowed on record, every look with its reason."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from reception_desk.errors import DeskError, InvalidInputError, NotPermittedError
from reception_desk.models.audit import AuditEntry
from reception_desk.models.database import now
from reception_desk.models.recording import Recording
from reception_desk.records.recordings import (
    ConsentAnswer,
    KeepingEvent,
    KeepingInput,
    ManifestSummary,
    RecordingUse,
    RetentionClass,
)
from reception_desk.rules.permissions import Role
from reception_desk.rules.recording_keeping import keeping
from reception_desk.rules.session_transition import SessionEvent as Event
from reception_desk.services.recording_consents import record_answer
from reception_desk.services.recordings import (
    keep_recording,
    open_recording,
    recordings_of,
    register_recording,
    view_recording,
)
from reception_desk.services.registration import ACCUSATION
from tests.offices import SampleOffice
from tests.sessions import SampleSession, a_session

ROOT = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def manifest(**more: object) -> ManifestSummary:
    began = now()
    made = ManifestSummary(
        "20261127-S001", ROOT, 3, 180, 9_000_000, 0, has_picture=True, began_at=began,
        ended_at=began + timedelta(minutes=3), software="PyAV 18.1",
    )  # fmt: skip
    return replace(made, **more)  # pyright: ignore[reportArgumentType]


def held(
    desk: SampleOffice, said: ConsentAnswer = ConsentAnswer.AGREES, **values: object
) -> SampleSession:
    """A running session whose petitioner has answered."""
    actor = desk.account(Role.ACCUSATION_CLERK) if values else desk.clerk
    sample = a_session(desk, actor, **values)
    sample.appointed()
    sample.come()
    record_answer(
        desk.database, actor, sample.session_id, sample.petitioner, said, notice_version="v1"
    )
    sample.record(Event.RECUSAL_ASKED, result="none")
    sample.record(Event.BEGUN)
    return sample


def register(sample: SampleSession, **more: object) -> str:
    return register_recording(
        sample.desk.database, sample.actor, sample.session_id, manifest(**more)
    )


def test_a_manifest_is_registered_once(desk: SampleOffice):
    sample = held(desk)
    key = register(sample)
    assert register(sample) == key
    (found,) = recordings_of(desk.database, desk.clerk, sample.session_id)
    assert (found.summary.root_hash, found.summary.software) == (ROOT, "PyAV 18.1")
    assert keeping(found).retention is RetentionClass.TWO_YEARS


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"root_hash": ROOT[:-1]}, "校验码"),
        ({"root_hash": ROOT.upper()}, "校验码"),
        ({"folder": " "}, "文件夹"),
        ({"segments": 0}, "段数"),
        ({"seconds": -1}, "长度"),
        ({"began_at": now() - timedelta(days=1)}, "起止时间以内"),
    ],
)
def test_a_manifest_that_is_not_whole_is_refused(
    desk: SampleOffice, more: dict[str, object], word: str
):
    sample = held(desk)
    with pytest.raises(InvalidInputError, match=word):
        register(sample, **more)
    with desk.database.read() as session:
        assert session.scalars(select(Recording)).all() == []


def test_sound_only_registers_no_picture(desk: SampleOffice):
    sample = held(desk, ConsentAnswer.SOUND_ONLY)
    with pytest.raises(InvalidInputError, match="只同意录音"):
        register(sample)
    assert register(sample, has_picture=False)


def test_what_was_withdrawn_before_it_began_is_not_registered(desk: SampleOffice):
    sample = held(desk)
    record_answer(
        desk.database, desk.clerk, sample.session_id, sample.petitioner, ConsentAnswer.WITHDRAWN,
        notice_version="v1",
    )  # fmt: skip
    with pytest.raises(InvalidInputError, match="同意"):
        register(sample)


def test_every_look_has_its_reason_in_the_audit(desk: SampleOffice):
    key = register(held(desk))
    with pytest.raises(InvalidInputError, match="理由"):
        open_recording(desk.database, desk.clerk, key, reason=" ")
    with pytest.raises(NotPermittedError):
        open_recording(desk.database, desk.account(Role.GUIDE), key, reason="看看")
    open_recording(desk.database, desk.clerk, key, reason="核对笔录", to_second=60)
    with desk.database.read() as session:
        (entry,) = session.scalars(
            select(AuditEntry).where(AuditEntry.action == "view_recording")
        ).all()
    assert (entry.reason, entry.detail, entry.subject_id) == ("核对笔录", "view:0-60", key)


def test_a_copy_is_told_from_a_look(desk: SampleOffice):
    key = register(held(desk))
    for use in RecordingUse:
        open_recording(desk.database, desk.clerk, key, reason="本人申请复制", use=use)
    with desk.database.read() as session:
        details = session.scalars(
            select(AuditEntry.detail)
            .where(AuditEntry.action == "view_recording")
            .order_by(AuditEntry.position)
        )
        assert details.all() == ["view:0-180", "copy:0-180", "export:0-180"]


def test_a_sealed_part_is_not_opened_until_the_leader_opens_it(desk: SampleOffice):
    key = register(held(desk))
    section, leader = desk.account(Role.SECTION), desk.account(Role.BUREAU_LEADER)
    sealing = KeepingInput(KeepingEvent.SEALED, "涉及未成年人", from_second=60, to_second=90)
    sealed = keep_recording(desk.database, section, key, sealing)
    with pytest.raises(InvalidInputError, match="封存"):
        open_recording(desk.database, desk.clerk, key, reason="核对")
    open_recording(desk.database, desk.clerk, key, reason="核对", to_second=60)
    opening = KeepingInput(KeepingEvent.UNSEALED, "当事人同意", answers_id=sealed)
    with pytest.raises(InvalidInputError, match="权限"):
        keep_recording(desk.database, section, key, opening)
    keep_recording(desk.database, leader, key, opening)
    open_recording(desk.database, desk.clerk, key, reason="核对")


def test_it_is_registered_before_the_record_is_read_back(desk: SampleOffice):
    sample = a_session(desk)
    with pytest.raises(InvalidInputError, match="更正笔录"):
        register(sample)


def test_disposal_is_recorded_with_its_certificate_only(desk: SampleOffice):
    key = register(held(desk))
    section = desk.account(Role.SECTION)
    with pytest.raises(InvalidInputError, match="销毁证明"):
        keep_recording(desk.database, section, key, KeepingInput(KeepingEvent.DISPOSED, "期满"))
    with pytest.raises(InvalidInputError, match="期满前"):
        keep_recording(
            desk.database, section, key, KeepingInput(KeepingEvent.DISPOSAL_ASKED, "不用了")
        )


def test_an_accusation_s_recording_is_not_there_for_others(desk: SampleOffice):
    sample = held(desk, matter_class=ACCUSATION)
    key = register(sample)
    for look in (
        lambda: open_recording(desk.database, desk.account(Role.SECTION), key, reason="看看"),
        lambda: recordings_of(desk.database, desk.account(Role.SECTION), sample.session_id),
    ):
        with pytest.raises(DeskError, match="没有找到"):
            look()
    assert open_recording(desk.database, sample.actor, key, reason="办理").recording_id == key


def test_a_look_leaves_the_sealed_part_closed_and_says_what_was_seen(desk: SampleOffice):
    key = register(held(desk))
    section = desk.account(Role.SECTION)
    assert view_recording(desk.database, desk.clerk, key, reason="核对") == ((0, 180),)
    for first, last in ((60, 90), (80, 100)):
        sealing = KeepingInput(KeepingEvent.SEALED, "隐私", from_second=first, to_second=last)
        keep_recording(desk.database, section, key, sealing)
    assert view_recording(desk.database, desk.clerk, key, reason="核对") == ((0, 60), (100, 180))
    with desk.database.read() as session:
        query = select(AuditEntry.detail).where(AuditEntry.action == "view_recording")
        details = session.scalars(query.order_by(AuditEntry.position)).all()
    assert details == ["view:0-180", "view:0-60,100-180"]
    with pytest.raises(InvalidInputError, match="理由"):
        view_recording(desk.database, desk.clerk, key, reason=" ")
    with pytest.raises(NotPermittedError):
        view_recording(desk.database, desk.account(Role.GUIDE), key, reason="看看")
    whole = KeepingInput(KeepingEvent.SEALED, "隐私", from_second=0, to_second=180)
    keep_recording(desk.database, section, key, whole)
    with pytest.raises(InvalidInputError, match="全部封存"):
        view_recording(desk.database, desk.clerk, key, reason="核对")
