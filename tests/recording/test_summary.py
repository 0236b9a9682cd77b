"""What a closed recording comes to; one that is not whole comes to nothing."""

import os
from pathlib import Path

import pytest

from reception_desk.errors import DeskError
from reception_desk.recording.recording import Recording
from reception_desk.recording.summary import films, summary_of
from reception_desk.recording.verify import SEAL, SEGMENTS, verify
from reception_desk.records.recording import RecordingMode, Source, SourceKind
from tests.recordings import lines_of, order_of


@pytest.fixture
def closed(tmp_path: Path, film: Path) -> Path:
    """A recording of four seconds, sealed."""
    source = Source(SourceKind.FILE, str(film), picture="画面", sound="信访人")
    folder = tmp_path / "room-1"
    assert Recording(order_of(folder, source)).wait(30)
    return folder


def test_the_database_is_told_what_the_manifest_says(closed: Path):
    summary = summary_of(closed)

    files = list((closed / SEGMENTS).iterdir())
    assert summary.folder == "room-1"
    assert summary.segments == len(files) == len(lines_of(closed, "segment"))
    assert summary.size == sum(file.stat().st_size for file in files)
    assert (summary.seconds, summary.gaps) == (4, 0)
    assert summary.has_picture
    assert films(closed)
    assert summary.root_hash == verify(closed).root
    assert summary.began_at < summary.ended_at


def test_sound_alone_is_told_as_such(tmp_path: Path, film: Path):
    source = Source(SourceKind.FILE, str(film), sound="信访人")
    assert Recording(order_of(tmp_path / "r", source, mode=RecordingMode.SOUND_ONLY)).wait(30)

    assert not films(tmp_path / "r")
    assert not summary_of(tmp_path / "r").has_picture


def test_what_was_altered_or_never_sealed_is_refused(closed: Path):
    (closed / SEAL).unlink()
    with pytest.raises(DeskError, match="没有封存"):
        summary_of(closed)


def test_a_segment_that_is_not_as_written_is_refused(closed: Path):
    file = next((closed / SEGMENTS).iterdir())
    file.chmod(0o600)
    os.truncate(file, file.stat().st_size - 1)
    with pytest.raises(DeskError, match="不完整"):
        summary_of(closed)
