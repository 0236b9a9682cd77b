"""What a recording says of itself is what its verifier finds."""

from pathlib import Path

import pytest

from reception_desk.errors import DeskError
from reception_desk.recording.recording import Recording
from reception_desk.recording.summary import films, summary_of
from reception_desk.recording.verify import verify
from reception_desk.records.recording import RecordingMode, Source, SourceKind
from tests.recordings import order_of


def recorded(folder: Path, source: Source, mode: RecordingMode) -> Recording:
    recording = Recording(order_of(folder, source, mode=mode))
    assert recording.wait(30)
    return recording


def test_the_summary_is_what_the_verifier_counts(tmp_path: Path, film: Path):
    folder = tmp_path / "r"
    source = Source(SourceKind.FILE, str(film), picture="画面", sound="信访人")
    status = recorded(folder, source, RecordingMode.PICTURE_AND_SOUND).status()
    summary, verdict = summary_of(folder), verify(folder)
    assert summary.root_hash == verdict.root == status.root
    assert (summary.segments, summary.seconds) == (verdict.segments, round(verdict.seconds))
    assert summary.size == sum(path.stat().st_size for path in (folder / "segments").iterdir())
    assert (summary.gaps, summary.has_picture) == (verdict.gaps, True)
    assert summary.began_at < summary.ended_at
    assert summary.folder == "r"


def test_sound_only_says_so(tmp_path: Path, film: Path):
    folder = tmp_path / "r"
    recorded(folder, Source(SourceKind.FILE, str(film), sound="信访人"), RecordingMode.SOUND_ONLY)
    assert not films(folder)
    assert not summary_of(folder).has_picture


def test_what_is_not_sealed_is_not_put_on_record(tmp_path: Path):
    with pytest.raises(DeskError, match="还没有封存"):
        summary_of(tmp_path)
