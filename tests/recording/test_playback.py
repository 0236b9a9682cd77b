"""A closed recording looked at: any moment, sealed parts closed, damage told and survived."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from reception_desk.recording.manifest import ManifestError
from reception_desk.recording.playback import Playback, Seen, Wanted
from reception_desk.recording.recording import Recording
from reception_desk.recording.timeline import Timeline, segment_path, timeline_of
from reception_desk.recording.verify import MANIFEST
from reception_desk.records.recording import RecordingMode, Source, SourceKind
from tests.recordings import lines_of, order_of


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory, film: Path) -> Path:
    """A recording of four seconds in several segments, sealed."""
    folder = tmp_path_factory.mktemp("played") / "room-1"
    source = Source(SourceKind.FILE, str(film), picture="画面", sound="信访人")
    assert Recording(order_of(folder, source)).wait(30)
    return folder


@pytest.fixture
def playback(recorded: Path) -> Iterator[Playback]:
    opened = Playback(recorded)
    yield opened
    opened.close()


def wanted(at_ms: int, **more: object) -> Wanted:
    made = Wanted(at_ms, 80, 80, at_ms, at_ms + 100)
    return replace(made, **more)  # pyright: ignore[reportArgumentType]


def test_the_timeline_is_the_manifest_s(recorded: Path):
    timeline = timeline_of(recorded)
    segments = lines_of(recorded, "segment")
    assert len(timeline.reaches) == len(segments) > 1
    assert timeline.length_ms == segments[-1]["to_ms"]
    assert (timeline.has_picture, timeline.sounds) == (True, ("信访人",))
    assert timeline.holds(0)
    assert not timeline.holds(timeline.length_ms)


def test_a_mark_is_believed_before_the_clock(recorded: Path):
    timeline = timeline_of(recorded)
    moment = timeline.began_at + timedelta(seconds=2)
    assert timeline.place_of(moment) == 2000
    marked = replace(timeline, marks={"note": 1500})
    assert marked.place_of(moment, "note") == 1500
    assert timeline.place_of(timeline.began_at - timedelta(seconds=1)) == -1000


def test_any_moment_has_its_picture_and_sound(playback: Playback):
    pictures = {}
    for at_ms in (600, 3200, 1700, 720, 2100, 600):
        seen = playback.look(wanted(at_ms, has_sound=True))
        assert (seen.width, seen.height) == (80, 45)
        assert len(seen.picture) == 80 * 45 * 4
        assert len(seen.sound) == 100 * 48 * 2
        assert -20 < seen.levels["信访人"] < -5
        pictures.setdefault(at_ms, seen.picture)
        assert pictures[at_ms] == seen.picture
    assert len(set(pictures.values())) == len(pictures)


def test_sound_goes_on_over_the_end_of_a_segment(playback: Playback):
    edge = playback.timeline.reaches[1].to_ms
    parts = [
        playback.look(wanted(at, from_ms=at, to_ms=at + 50, has_sound=True)).levels["信访人"]
        for at in range(edge - 200, edge + 200, 50)
    ]
    assert min(parts) > -20


def test_a_picture_is_not_made_larger(playback: Playback):
    seen = playback.look(wanted(1000, width=4000, height=4000))
    assert (seen.width, seen.height) == (160, 90)


def test_beyond_the_end_is_nothing(playback: Playback):
    seen = playback.look(wanted(60_000))
    assert (seen.picture, seen.is_unreadable) == (b"", False)


def test_a_sealed_part_stays_closed(recorded: Path):
    opened = Playback(recorded, hidden=[(1000, 2000)])
    try:
        assert opened.look(wanted(1500)) == Seen(is_hidden=True)
        assert opened.look(wanted(950)).is_hidden  # its sound reaches into it
        assert opened.look(wanted(800)).picture
        assert opened.look(wanted(2100)).picture
    finally:
        opened.close()


def test_a_damaged_segment_is_told_and_the_next_one_shown(tmp_path: Path, film: Path):
    folder = tmp_path / "r"
    source = Source(SourceKind.FILE, str(film), picture="画面", sound="信访人")
    assert Recording(order_of(folder, source)).wait(30)
    timeline = timeline_of(folder)
    first, half = (segment_path(folder, reach) for reach in timeline.reaches[:2])
    for path in (first, half):
        path.chmod(0o600)
    first.write_bytes(b"\0" * first.stat().st_size)
    os.truncate(half, half.stat().st_size // 2)
    opened = Playback(folder)
    try:
        assert opened.look(wanted(timeline.reaches[0].from_ms + 100)).is_unreadable
        assert opened.look(wanted(timeline.reaches[1].from_ms + 50)).picture
        assert opened.look(wanted(timeline.reaches[2].from_ms + 100)).picture
    finally:
        opened.close()


def test_a_missing_segment_is_unreadable(tmp_path: Path, film: Path):
    folder = tmp_path / "r"
    source = Source(SourceKind.FILE, str(film), picture="画面", sound="信访人")
    assert Recording(order_of(folder, source)).wait(30)
    reach = timeline_of(folder).reaches[1]
    segment_path(folder, reach).unlink()
    opened = Playback(folder)
    try:
        assert opened.look(wanted(reach.from_ms + 100)).is_unreadable
    finally:
        opened.close()


def test_a_reader_that_was_killed_is_followed_by_another(playback: Playback):
    assert playback.look(wanted(800)).picture
    worker = playback._worker
    assert worker is not None
    worker.kill()
    assert playback.look(wanted(900)).picture


def test_sound_alone_has_no_picture_and_is_whole(tmp_path: Path, film: Path):
    folder = tmp_path / "r"
    source = Source(SourceKind.FILE, str(film), sound="信访人")
    assert Recording(order_of(folder, source, mode=RecordingMode.SOUND_ONLY)).wait(30)
    opened = Playback(folder)
    try:
        seen = opened.look(wanted(1000))
        assert not opened.timeline.has_picture
        assert (seen.picture, seen.is_unreadable) == (b"", False)
        assert seen.levels["信访人"] > -20
    finally:
        opened.close()


def test_gaps_are_told_in_words(recorded: Path, tmp_path: Path):
    assert timeline_of(recorded).gaps == ()
    (tmp_path / MANIFEST).write_text('{"kind": "opened"}\n')
    with pytest.raises(ManifestError, match="不能播放"):
        timeline_of(tmp_path)


def test_a_name_that_leads_elsewhere_is_not_followed(recorded: Path):
    timeline: Timeline = timeline_of(recorded)
    reach = replace(timeline.reaches[0], file="../../etc/passwd")
    assert segment_path(recorded, reach).parent == recorded / "segments"
