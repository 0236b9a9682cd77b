"""The folders of recordings: found and put on record, and removed by their own desk only."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from reception_desk.errors import DeskError
from reception_desk.recording.film import write_film
from reception_desk.recording.recording import Recording
from reception_desk.recording.verify import SEGMENTS
from reception_desk.records.actor import Actor
from reception_desk.records.recording import Source, SourceKind
from reception_desk.records.recordings import ConsentAnswer, RecordingRecord
from reception_desk.services.recording_files import (
    folder_of,
    found_recordings,
    present_folder,
    register_found,
    remove_files,
)
from reception_desk.services.recordings import recordings_of
from tests.offices import SampleOffice
from tests.recordings import PLAN, order_of
from tests.services.test_recordings import held, register
from tests.sessions import SampleSession


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_film(tmp_path_factory.mktemp("film") / "film.mkv", PLAN)


def recorded(sample: SampleSession, recordings: Path, film: Path, name: str = "S001-1") -> Path:
    """Record a film as a recorder would whose desk was closed meanwhile."""
    source = Source(SourceKind.FILE, str(film), picture="画面", sound="信访人")
    order = replace(order_of(recordings / name, source), session=sample.session_id)
    assert Recording(order).wait(30)
    return recordings / name


def record_of(sample: SampleSession) -> RecordingRecord:
    (one,) = recordings_of(sample.desk.database, sample.actor, sample.session_id)
    return one


def test_a_recording_that_ended_unseen_is_found_and_registered_once(
    desk: SampleOffice, tmp_path: Path, film: Path
):
    sample = held(desk)
    recorded(sample, tmp_path, film)
    (tmp_path / "else").mkdir()
    (tmp_path / "note.txt").write_text("no folder")
    (found,) = found_recordings(desk.database, desk.clerk, tmp_path)
    assert (found.label, found.folder.name) == (sample.now().case.label, "S001-1")
    key = register_found(desk.database, desk.clerk, found)
    assert register_found(desk.database, desk.clerk, found) == key
    assert found_recordings(desk.database, desk.clerk, tmp_path) == ()
    assert record_of(sample).summary.segments > 1


def test_one_that_was_altered_is_not_registered(desk: SampleOffice, tmp_path: Path, film: Path):
    folder = recorded(held(desk), tmp_path, film)
    segment = next((folder / SEGMENTS).iterdir())
    segment.chmod(0o600)
    os.truncate(segment, 100)
    (found,) = found_recordings(desk.database, desk.clerk, tmp_path)
    with pytest.raises(DeskError, match="不完整"):
        register_found(desk.database, desk.clerk, found)


def test_what_nobody_had_allowed_is_found_and_refused(
    desk: SampleOffice, tmp_path: Path, film: Path
):
    recorded(held(desk, ConsentAnswer.DECLINES), tmp_path, film)
    (found,) = found_recordings(desk.database, desk.clerk, tmp_path)
    with pytest.raises(DeskError, match="同意"):
        register_found(desk.database, desk.clerk, found)


def test_of_an_unknown_session_or_without_folder_nothing_is_offered(
    desk: SampleOffice, tmp_path: Path, film: Path
):
    sample = held(desk)
    recorded(replace(sample, session_id="elsewhere"), tmp_path, film)
    assert found_recordings(desk.database, desk.clerk, tmp_path) == ()
    assert found_recordings(desk.database, desk.clerk, tmp_path / "none") == ()


@pytest.mark.parametrize("name", ["..", ".", "", "a/b", "/etc", "a\\b"])
def test_a_folder_that_leads_elsewhere_is_refused(desk: SampleOffice, tmp_path: Path, name: str):
    sample = held(desk)
    register(sample)
    one = record_of(sample)
    evil = replace(one, summary=replace(one.summary, folder=name))
    for act in (
        lambda: folder_of(tmp_path, evil),
        lambda: remove_files(tmp_path, desk.clerk, evil),
    ):
        with pytest.raises(DeskError, match="名称"):
            act()


def test_files_are_removed_here_and_never_believed_gone_elsewhere(
    desk: SampleOffice, tmp_path: Path, film: Path
):
    sample = held(desk)
    folder = recorded(sample, tmp_path, film)
    (found,) = found_recordings(desk.database, desk.clerk, tmp_path)
    register_found(desk.database, desk.clerk, found)
    one = record_of(sample)
    assert present_folder(tmp_path, one) == folder
    remove_files(tmp_path, desk.clerk, one)
    assert not folder.exists()
    remove_files(tmp_path, desk.clerk, one)
    with pytest.raises(DeskError, match="本机没有"):
        present_folder(tmp_path, one)
    other: Actor = replace(desk.clerk, desk=replace(desk.clerk.desk, desk_id="another"))
    with pytest.raises(DeskError, match="不在本机"):
        remove_files(tmp_path, other, one)
