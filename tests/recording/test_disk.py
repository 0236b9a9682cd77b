"""A disk that fills or fails ends a recording properly: sealed, whole, with the reason."""

import os
import resource
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from reception_desk.config import PACKAGE
from reception_desk.errors import DeskError
from reception_desk.recording import verify
from reception_desk.recording.disk import BALLAST, DiskWatch
from reception_desk.recording.film import write_film
from reception_desk.recording.recording import Recording
from reception_desk.records.recording import AlarmKind, EndReason, Source, SourceKind
from tests.recordings import PLAN, QUICK, camera_source, lines_of, order_of, until

FULL_BYTES = 300_000
"""The largest file of the process: a write beyond it fails as on a full disk."""
RECORD = [sys.executable, "-m", "reception_desk", "record"]


def test_the_recording_ends_before_the_disk_is_full(tmp_path: Path, camera):
    limits = replace(QUICK, reserve_bytes=0, low_minutes=1e9)
    recording = Recording(order_of(tmp_path / "r", camera_source(camera.url), limits=limits))
    until(lambda: recording.status().written_ms > 600)
    until(lambda: {alarm.kind for alarm in recording.status().alarms} == {AlarmKind.DISK_LOW})
    assert (tmp_path / "r" / BALLAST).exists()
    # More than any disk has free: what a disk that fills reaches step by step.
    beyond = replace(limits, reserve_bytes=1 << 62)
    recording.order = replace(recording.order, limits=beyond)
    assert recording.wait(30)

    status = recording.status()
    assert status.end_reason is EndReason.DISK_FULL
    assert status.written_ms > 500
    assert lines_of(tmp_path / "r", "closed")[0]["reason"] == EndReason.DISK_FULL
    assert verify.verify(tmp_path / "r", status.root).status == verify.WHOLE


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit of file sizes")
def test_a_write_that_fails_ends_in_a_sealed_recording(tmp_path: Path):
    film = write_film(tmp_path / "film.mkv", replace(PLAN, width=320, height=180, seconds=8))
    assert film.stat().st_size > FULL_BYTES
    done = subprocess.run(
        [*RECORD, "--video", str(film), "--audio", "camera", "--out", str(tmp_path / "r")],
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
        # Ballast, manifest and seal are smaller; one segment of the whole film is larger.
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (FULL_BYTES, FULL_BYTES)),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 1, done.stderr
    assert lines_of(tmp_path / "r", "closed")[0]["reason"] == EndReason.DISK_FAILED
    verdict = verify.verify(tmp_path / "r")
    assert verdict.status == verify.WHOLE
    assert verdict.seconds > 0.5
    assert not (tmp_path / "r" / BALLAST).exists()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, film: Path):
    (tmp_path / "file").write_text("")
    source = Source(SourceKind.FILE, str(film), picture="画面")

    with pytest.raises(DeskError, match="不能写入"):
        Recording(order_of(tmp_path / "file" / "r", source))


def test_a_disk_that_is_full_already_is_told_before_anything_is_written(tmp_path: Path, film: Path):
    source = Source(SourceKind.FILE, str(film), picture="画面")
    limits = replace(QUICK, reserve_bytes=1 << 62)

    with pytest.raises(DeskError, match="空间不足"):
        Recording(order_of(tmp_path / "r", source, limits=limits))
    assert list((tmp_path / "r").iterdir()) == []


def test_the_time_left_follows_what_is_written(tmp_path: Path):
    watch = DiskWatch(tmp_path)
    free = shutil.disk_usage(tmp_path).free

    slow = watch.free_minutes(0)
    watch.note(50_000_000)
    fast = watch.free_minutes(0)

    assert slow == pytest.approx(free / 50_000 / 60, rel=0.05)
    assert fast == pytest.approx(slow / 200, rel=0.05)
    assert watch.free_minutes(1 << 62) == 0
