"""A recording on real parts: segments, gaps and alarms are what happened, and no more."""

import os
import signal
import stat
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import av
import pytest

from reception_desk.errors import DeskError
from reception_desk.recording import intake, verify
from reception_desk.recording import recording as recording_module
from reception_desk.recording.film import FilmPlan, write_film, write_tone
from reception_desk.recording.recording import Recording
from reception_desk.recording.recovery import measure
from reception_desk.recording.simulated_camera import SimulatedCamera
from reception_desk.recording.verify import SEGMENTS
from reception_desk.records.recording import (
    AlarmKind,
    EndReason,
    GapReason,
    RecordingMode,
    RecordingState,
    Source,
    SourceKind,
)
from tests.recordings import PLAN, QUICK, camera_source, lines_of, order_of, until


def file_source(path: Path, sound: str = "信访人", picture: str = "画面") -> Source:
    return Source(SourceKind.FILE, str(path), picture, sound)


def check_whole(folder: Path, recording: Recording) -> None:
    """Hold the sealed folder against what the recording said."""
    status = recording.status()
    verdict = verify.verify(folder, status.root)
    assert verdict.problems == []
    assert verdict.is_sealed
    assert verdict.segments == status.segments
    if not lines_of(folder, "alarm", "gap"):
        assert lines_of(folder, "closed")[0]["read_back"] == status.segments
    for line in lines_of(folder, "segment"):
        packets = [track["packets"] for track in line["tracks"]]
        read = measure(folder / SEGMENTS / line["file"])[2]
        assert [read.get(place, 0) for place in range(len(packets))] == packets
    assert not [line for line in lines_of(folder, "alarm") if line["alarm"] == "not_written"]


def alarms_of(recording: Recording) -> set[AlarmKind]:
    return {alarm.kind for alarm in recording.status().alarms}


def test_a_file_is_recorded_whole_in_segments_cut_at_key_pictures(tmp_path: Path, film: Path):
    recording = Recording(order_of(tmp_path / "r", file_source(film)))
    assert recording.wait(30)

    check_whole(tmp_path / "r", recording)
    status = recording.status()
    assert (status.state, status.end_reason) == (RecordingState.CLOSED, EndReason.FINISHED)
    segments = lines_of(tmp_path / "r", "segment")
    assert len(segments) == 8
    pictures = sum(line["tracks"][0]["packets"] for line in segments)
    assert pictures == PLAN.rate * PLAN.seconds
    assert abs(segments[-1]["to_ms"] - 1000 * PLAN.seconds) < 150
    with av.open(str(tmp_path / "r" / SEGMENTS / segments[1]["file"]), "r") as container:
        assert next(container.demux(video=0)).is_keyframe
        assert [stream.metadata["title"] for stream in container.streams] == ["画面", "信访人"]


def test_only_the_owner_can_read_it(tmp_path: Path, film: Path):
    recording = Recording(order_of(tmp_path / "r", file_source(film)))
    assert recording.wait(30)

    for path in (tmp_path / "r").rglob("*"):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o400), path


def test_each_side_has_a_track_and_foreign_sound_is_coded_once(tmp_path: Path, film: Path):
    ours = write_tone(tmp_path / "ours.wav", 2)
    theirs = write_tone(tmp_path / "theirs.wav", 3)
    sources = (
        Source(SourceKind.FILE, str(film), picture="画面"),
        Source(SourceKind.FILE, str(ours), sound="接访人"),
        Source(SourceKind.FILE, str(theirs), sound="信访人"),
    )
    recording = Recording(order_of(tmp_path / "r", *sources))
    assert recording.wait(30)

    check_whole(tmp_path / "r", recording)
    tracks = lines_of(tmp_path / "r", "segment")[0]["tracks"]
    assert [(track["title"], track["codec"]) for track in tracks] == [
        ("画面", "h264"),
        ("接访人", "aac"),
        ("信访人", "aac"),
    ]
    assert lines_of(tmp_path / "r", "gap") == []


def test_a_camera_that_sends_no_h264_is_coded_once(tmp_path: Path):
    plan = replace(PLAN, rate=10, picture_codec="mjpeg", has_sound=False, seconds=2)
    path = write_film(tmp_path / "grabber.avi", plan)
    recording = Recording(order_of(tmp_path / "r", file_source(path, sound="")))
    assert recording.wait(30)

    check_whole(tmp_path / "r", recording)
    segment = lines_of(tmp_path / "r", "segment")[0]
    assert segment["tracks"][0]["codec"] == "h264"
    with av.open(str(tmp_path / "r" / SEGMENTS / segment["file"]), "r") as container:
        frames = list(container.decode(video=0))
    assert len(frames) >= 5
    assert frames[0].width == PLAN.width


def test_a_file_is_played_over_and_over_without_a_seam(tmp_path: Path):
    plan = replace(PLAN, rate=10, picture_codec="mjpeg", seconds=2)
    source = replace(file_source(write_film(tmp_path / "short.avi", plan)), is_looped=True)
    recording = Recording(order_of(tmp_path / "r", source, seconds=7.0))
    assert recording.wait(30)

    check_whole(tmp_path / "r", recording)
    segments = lines_of(tmp_path / "r", "segment")
    pictures = sum(line["tracks"][0]["packets"] for line in segments)
    assert abs(pictures - 7 * plan.rate) <= 3
    assert abs(segments[-1]["to_ms"] - 7000) < 300
    assert lines_of(tmp_path / "r", "event", "alarm") == []


def test_who_agreed_to_sound_only_has_no_picture_on_record(tmp_path: Path, film: Path):
    source = file_source(film, picture="")
    recording = Recording(order_of(tmp_path / "r", source, mode=RecordingMode.SOUND_ONLY))
    assert recording.wait(30)

    check_whole(tmp_path / "r", recording)
    for line in lines_of(tmp_path / "r", "segment"):
        assert [track["part"] for track in line["tracks"]] == ["sound"]
    assert len(lines_of(tmp_path / "r", "segment")) == 8


def test_a_camera_is_not_even_asked_for_pictures_without_leave(
    tmp_path: Path, camera: SimulatedCamera
):
    source = replace(camera_source(camera.url), picture="")
    recording = Recording(order_of(tmp_path / "r", source, mode=RecordingMode.SOUND_ONLY))
    until(lambda: recording.status().segments >= 1)
    recording.close()

    check_whole(tmp_path / "r", recording)
    assert camera.sent_pictures == 0


def test_a_network_camera_is_recorded_shown_and_heard(tmp_path: Path, camera: SimulatedCamera):
    recording = Recording(order_of(tmp_path / "r", camera_source(camera.url)))
    until(lambda: recording.status().segments >= 2)
    picture = until(recording.picture)
    level = until(lambda: recording.status().tracks[1].level_db)
    recording.close()

    check_whole(tmp_path / "r", recording)
    assert picture.startswith(b"\xff\xd8")
    assert -20 < level < -10
    assert recording.status().end_reason is EndReason.STOPPED
    assert lines_of(tmp_path / "r", "gap", "alarm", "event") == []


def test_picture_and_sound_of_a_camera_are_together(tmp_path: Path, camera: SimulatedCamera):
    recording = Recording(order_of(tmp_path / "r", camera_source(camera.url)))
    until(lambda: recording.status().segments >= 1)
    recording.close()

    first = lines_of(tmp_path / "r", "segment")[0]
    with av.open(str(tmp_path / "r" / SEGMENTS / first["file"]), "r") as container:
        begins = {}
        for packet in container.demux():
            if packet.pts is not None:
                at_ms = float(packet.pts * packet.time_base) * 1000
                begins.setdefault(packet.stream.type, at_ms)
    # The camera sends the first of both at its beginning.
    assert abs(begins["video"] - begins["audio"]) < 100


def test_a_cut_cable_is_a_gap_and_the_camera_comes_back(tmp_path: Path, camera: SimulatedCamera):
    recording = Recording(order_of(tmp_path / "r", camera_source(camera.url)))
    until(lambda: recording.status().written_ms > 600)
    camera.is_shut.set()
    camera.cut()
    until(lambda: AlarmKind.NO_SIGNAL in alarms_of(recording))
    assert not recording.status().tracks[0].is_open
    camera.is_shut.clear()
    until(lambda: AlarmKind.NO_SIGNAL not in alarms_of(recording))
    written = recording.status().written_ms
    until(lambda: recording.status().written_ms > written + 300)
    recording.close()

    check_whole(tmp_path / "r", recording)
    (gap,) = lines_of(tmp_path / "r", "gap")
    (gap_end,) = lines_of(tmp_path / "r", "gap_end")
    assert gap["reason"] == GapReason.SOURCE_LOST
    assert gap["tracks"] == ["画面", "信访人"]
    assert gap_end["gap"] == gap["n"]
    spans = [(line["from_ms"], line["to_ms"]) for line in lines_of(tmp_path / "r", "segment")]
    assert not any(
        start < gap_end["to_ms"] - 150 and end > gap["from_ms"] + 150 for start, end in spans
    )


def test_what_a_camera_sends_first_keeps_its_time(tmp_path: Path, camera: SimulatedCamera):
    voice = Source(
        SourceKind.PACED_FILE, str(write_tone(tmp_path / "voice.wav", 20)), sound="接访人"
    )
    recording = Recording(order_of(tmp_path / "r", voice, camera_source(camera.url)))
    until(lambda: recording.status().written_ms > 600)
    camera.cut()
    until(lambda: lines_of(tmp_path / "r", "gap_end"))
    until(lambda: recording.status().segments >= 4)
    recording.close()

    check_whole(tmp_path / "r", recording)
    for line in lines_of(tmp_path / "r", "segment"):
        with av.open(str(tmp_path / "r" / SEGMENTS / line["file"]), "r") as container:
            if not container.streams.video:
                continue
            unit = float(container.streams.video[0].time_base or 0) * 1000
            times = [packet.pts * unit for packet in container.demux(video=0) if packet.pts]
        steps = [after - before for before, after in pairwise(times)]
        assert all(20 < step < 120 for step in steps), (line["number"], steps)


def test_a_stalled_camera_is_noticed(tmp_path: Path, camera: SimulatedCamera):
    limits = replace(QUICK, stall_seconds=0.5)
    recording = Recording(order_of(tmp_path / "r", camera_source(camera.url), limits=limits))
    until(lambda: recording.status().written_ms > 600)
    camera.is_stalled.set()
    until(lambda: AlarmKind.NO_SIGNAL in alarms_of(recording))
    camera.is_stalled.clear()
    until(lambda: AlarmKind.NO_SIGNAL not in alarms_of(recording))
    recording.close()

    check_whole(tmp_path / "r", recording)
    gap = lines_of(tmp_path / "r", "gap")[0]
    assert gap["reason"] == GapReason.SOURCE_STALLED


def test_a_camera_s_clock_does_not_move_the_recording(tmp_path: Path, camera: SimulatedCamera):
    recording = Recording(order_of(tmp_path / "r", camera_source(camera.url)))
    until(lambda: recording.status().written_ms > 600)
    camera.clock_shift_ms = 3_600_000
    until(lambda: AlarmKind.CLOCK_JUMP in alarms_of(recording))
    until(lambda: recording.status().segments >= 2)
    recording.close()

    check_whole(tmp_path / "r", recording)
    assert lines_of(tmp_path / "r", "segment")[-1]["to_ms"] < 30_000
    assert {line["alarm"] for line in lines_of(tmp_path / "r", "event")} == {"clock_jump"}


def test_the_machine_s_clock_is_set_and_the_recording_goes_on_evenly(
    tmp_path: Path, camera: SimulatedCamera, monkeypatch: pytest.MonkeyPatch
):
    recording = Recording(order_of(tmp_path / "r", camera_source(camera.url)))
    until(lambda: recording.status().written_ms > 300)
    monkeypatch.setattr(recording_module, "wall_seconds", lambda: time.time() + 3600)
    until(lambda: AlarmKind.CLOCK_JUMP in alarms_of(recording))
    until(lambda: recording.status().segments >= 2)
    recording.close()

    check_whole(tmp_path / "r", recording)
    (event,) = lines_of(tmp_path / "r", "event")
    assert abs(event["off_ms"] - 3_600_000) < 1000
    assert lines_of(tmp_path / "r", "segment")[-1]["to_ms"] < 30_000


def test_another_resolution_begins_another_segment(tmp_path: Path, camera: SimulatedCamera):
    recording = Recording(order_of(tmp_path / "r", camera_source(camera.url)))
    until(lambda: recording.status().written_ms > 600)
    camera.change_film(replace(PLAN, width=320, height=180))
    until(lambda: lines_of(tmp_path / "r", "gap_end"))
    written = recording.status().written_ms
    until(lambda: recording.status().written_ms > written + 300)
    recording.close()

    check_whole(tmp_path / "r", recording)
    widths = [line["tracks"][0]["width"] for line in lines_of(tmp_path / "r", "segment")]
    assert widths == sorted(widths)
    assert set(widths) == {160, 320}
    assert lines_of(tmp_path / "r", "gap")[0]["reason"] == GapReason.SOURCE_CHANGED


def test_a_source_that_is_not_there_does_not_hold_up_the_others(
    tmp_path: Path, camera: SimulatedCamera
):
    microphone = Source(SourceKind.MICROPHONE, "no-such-device", sound="接访人")
    recording = Recording(order_of(tmp_path / "r", camera_source(camera.url), microphone))
    until(lambda: recording.status().written_ms > 300)
    until(lambda: AlarmKind.NO_SIGNAL in alarms_of(recording))
    recording.close()

    check_whole(tmp_path / "r", recording)
    (gap,) = lines_of(tmp_path / "r", "gap")
    assert (gap["tracks"], gap["reason"]) == (["接访人"], GapReason.NOT_OPENED)


def test_a_camera_without_a_microphone_still_films(tmp_path: Path):
    plan = replace(PLAN, has_sound=False)
    path = write_film(tmp_path / "mute.mkv", plan)
    recording = Recording(order_of(tmp_path / "r", file_source(path)))
    assert recording.wait(30)

    check_whole(tmp_path / "r", recording)
    assert recording.status().written_ms > 3500
    (alarm,) = lines_of(tmp_path / "r", "alarm")
    assert (alarm["alarm"], alarm["track"]) == ("no_signal", "信访人")


def test_pictures_that_stop_while_the_sound_goes_on_are_told(
    tmp_path: Path, camera: SimulatedCamera, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(intake, "SILENT_MS", 500)
    recording = Recording(order_of(tmp_path / "r", camera_source(camera.url)))
    until(lambda: recording.status().written_ms > 300)
    camera.is_blind.set()
    until(lambda: [a.track for a in recording.status().alarms] == ["画面"])
    begun = len(lines_of(tmp_path / "r", "begun"))
    until(lambda: len(lines_of(tmp_path / "r", "begun")) > begun)
    camera.is_blind.clear()
    until(lambda: not recording.status().alarms)
    recording.close()

    check_whole(tmp_path / "r", recording)
    assert lines_of(tmp_path / "r", "gap") == []


def test_the_process_that_reads_back_may_die(tmp_path: Path, camera: SimulatedCamera):
    recording = Recording(order_of(tmp_path / "r", camera_source(camera.url)))
    until(recording.picture)
    first = recording.monitor_pid
    os.kill(first, signal.SIGKILL)
    until(lambda: recording.monitor_pid != first)
    until(lambda: recording.status().tracks[1].level_db)
    recording.close()

    check_whole(tmp_path / "r", recording)
    assert [line["alarm"] for line in lines_of(tmp_path / "r", "alarm")] == ["monitor_died"]
    assert lines_of(tmp_path / "r", "gap") == []


def test_a_pause_writes_nothing_and_has_a_reason(tmp_path: Path, camera: SimulatedCamera):
    recording = Recording(order_of(tmp_path / "r", camera_source(camera.url)))
    until(lambda: recording.status().written_ms > 600)
    recording.pause("信访人要求休息")
    paused = recording.status()
    until(lambda: camera.listeners == 0)
    files = {path: path.stat().st_size for path in (tmp_path / "r" / SEGMENTS).iterdir()}
    until(lambda: recording.status().elapsed_ms > paused.elapsed_ms + 300)
    assert {p: p.stat().st_size for p in (tmp_path / "r" / SEGMENTS).iterdir()} == files
    recording.resume()
    until(lambda: recording.status().written_ms > paused.written_ms + 300)
    recording.close()

    assert (paused.state, paused.pause_reason) == (RecordingState.PAUSED, "信访人要求休息")
    check_whole(tmp_path / "r", recording)
    (gap,) = lines_of(tmp_path / "r", "gap")
    assert (gap["reason"], gap["words"]) == (GapReason.PAUSED, "信访人要求休息")
    assert recording.status().pause_reason == ""


def test_a_moment_is_put_on_record_at_once(tmp_path: Path, camera: SimulatedCamera):
    recording = Recording(order_of(tmp_path / "r", camera_source(camera.url)))
    until(lambda: recording.status().written_ms > 300)
    mark = recording.mark("note-7")
    (line,) = lines_of(tmp_path / "r", "mark")
    recording.close()

    assert (line["reference"], line["at_ms"], line["at"]) == ("note-7", mark.elapsed_ms, mark.at)
    segment = lines_of(tmp_path / "r", "segment")[mark.segment - 1]
    assert segment["zero_ms"] + mark.offset_ms == mark.elapsed_ms
    with pytest.raises(DeskError, match="已经结束"):
        recording.mark("note-8")


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"is_black": True}, AlarmKind.BLACK),
        ({"is_still": True}, AlarmKind.STILL),
        ({"tone": 0.0}, AlarmKind.SILENCE),
    ],
)
def test_what_is_wrong_on_the_disk_is_told(
    tmp_path: Path, changes: dict[str, object], kind: AlarmKind
):
    plan = FilmPlan(**{"width": 160, "height": 90, "rate": 10, "seconds": 6, **changes})
    path = write_film(tmp_path / "film.mkv", plan)
    limits = replace(QUICK, black_seconds=2.0, still_seconds=2.0, silence_seconds=2.0)
    recording = Recording(order_of(tmp_path / "r", file_source(path), limits=limits))
    assert recording.wait(30)

    check_whole(tmp_path / "r", recording)
    assert [line["alarm"] for line in lines_of(tmp_path / "r", "alarm")] == [kind]


def test_pictures_that_a_camera_leaves_out_are_told(tmp_path: Path):
    with SimulatedCamera(replace(PLAN, rate=100, seconds=2)) as camera:
        recording = Recording(order_of(tmp_path / "r", camera_source(camera.url)))
        until(lambda: recording.status().written_ms > 300)
        camera.lose_pictures(30)
        until(lambda: AlarmKind.DROPPED in alarms_of(recording))
        recording.close()
    check_whole(tmp_path / "r", recording)
