"""The recorder: what it costs, what a kill loses, what the verifier finds.

Cameras are real RTSP servers on the loopback, in this process; the recorder is a process of its
own, whose processor time and memory the system counts. The floor of copying and coding is the same
done barely with FFmpeg, in the same run.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from reception_desk.commands.bench import recording_safety
from reception_desk.commands.bench.figure import Figure, Goal
from reception_desk.commands.bench.plan import Plan
from reception_desk.commands.bench.recording_harms import files_of
from reception_desk.commands.bench.recording_safety import camera_at, order_for, wait_until
from reception_desk.config import PACKAGE
from reception_desk.recording.client import RecorderClient, open_recorder
from reception_desk.recording.film import FilmPlan, write_film
from reception_desk.recording.simulated_camera import SimulatedCamera
from reception_desk.records.recording import RecordingState, Source, SourceKind

_SECONDS = 30
_HOUR_SECONDS = 3600
_COPY = FilmPlan(width=1280, height=720, rate=25, seconds=4)
_GRABBER = FilmPlan(width=1280, height=720, rate=15, seconds=20, picture_codec="mjpeg")
_SMALL = FilmPlan(width=320, height=180, rate=25, seconds=8)
_QUICK = FilmPlan(seconds=2)
_TICKS = 100


def measure(plan: Plan) -> Iterator[Figure]:
    """Yield the costs, the losses and the verifier's findings."""
    folder = plan.work / "recording"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    client = open_recorder(folder / "home")
    try:
        yield from _copied(plan, client, folder)
        yield _coded(plan, client, folder)
        yield _memory(plan, client, folder)
    finally:
        client.end()
    yield from recording_safety.measure(plan, folder)
    shutil.rmtree(folder)


def _copied(plan: Plan, client: RecorderClient, folder: Path) -> Iterator[Figure]:
    """Measure the copy of a network camera, and what reads it back, in percent of a core."""
    seconds = 2 if plan.is_quick else _SECONDS
    with SimulatedCamera(_QUICK if plan.is_quick else _COPY) as camera:
        client.start(order_for(folder / "copied", camera_at(camera.url)))
        wait_until(client, lambda status: status.written_ms > 1000)
        monitor = _child_of(client.pid)
        recorder_before, monitor_before = _cpu_seconds(client.pid), _cpu_seconds(monitor)
        began = time.monotonic()
        wait_until(client, lambda status: status.written_ms > 1000 * (seconds + 1), pause=0.5)
        taken = time.monotonic() - began
        ours = 100 * (_cpu_seconds(client.pid) - recorder_before) / taken
        shown = 100 * (_cpu_seconds(monitor) - monitor_before) / taken
        status = client.stop()
        bare = 100 * _bare("copy", camera.url, folder / "bare.mkv", seconds) / seconds
    rate = sum(path.stat().st_size for path in files_of(folder / "copied")) / status.written_ms
    details = {"seconds": round(taken, 1), "megabits_a_second": round(rate * 8 / 1000, 2)}
    yield Figure("录制网络摄像机 1280×720@25", ours, "% 核", bare, Goal.MOST, 5, details)
    yield Figure("预览、音量和检查（另一进程）", shown, "% 核", None, Goal.MOST, 10, details)


def _coded(plan: Plan, client: RecorderClient, folder: Path) -> Figure:
    """Measure a camera that has to be coded, in percent of a core."""
    made = replace(_QUICK, picture_codec="mjpeg") if plan.is_quick else _GRABBER
    film = write_film(folder / "grabber.avi", made)
    before = _cpu_seconds(client.pid)
    source = Source(SourceKind.FILE, str(film), picture="画面")
    client.start(order_for(folder / "coded", source))
    wait_until(client, lambda status: status.state is RecordingState.CLOSED)
    written = client.status().written_ms / 1000
    ours = 100 * (_cpu_seconds(client.pid) - before) / written
    bare = 100 * _bare("code", str(film), folder / "bare.mkv", 0) / made.seconds
    return Figure(
        "编码摄像头画面 1280×720@15", ours, "% 核", bare, Goal.MOST, 100,
        {"media_seconds": round(written, 1)},
    )  # fmt: skip


def _memory(plan: Plan, client: RecorderClient, folder: Path) -> Figure:
    """Record an hour as fast as it is written; measure what the second half of it added."""
    film = write_film(folder / "small.mkv", _QUICK if plan.is_quick else _SMALL)
    seconds = 60 if plan.is_quick else _HOUR_SECONDS
    source = Source(SourceKind.FILE, str(film), picture="画面", sound="信访人", is_looped=True)
    client.start(order_for(folder / "hour", source, seconds=seconds, segment=60))
    wait_until(client, lambda status: status.written_ms > seconds * 500)
    middle = _resident_mb(client.pid)
    status = wait_until(client, lambda status: status.state is RecordingState.CLOSED)
    end = _resident_mb(client.pid)
    return Figure(
        "录制一小时（加速）后的内存", end, "MB", middle, Goal.MOST_TIMES_THE_FLOOR, 1.05,
        {"media_seconds": round(status.written_ms / 1000), "segments": status.segments},
    )  # fmt: skip


def _bare(act: str, address: str, out: Path, seconds: float) -> float:
    """Return the processor seconds of the floor."""
    command = [sys.executable, "-m", "reception_desk.commands.bench.bare_recording"]
    done = subprocess.run(
        [*command, act, address, str(out), str(seconds)],
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
        stdout=subprocess.PIPE,
        check=True,
    )
    return float(done.stdout)


def _child_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])


def _cpu_seconds(pid: int) -> float:
    """Return the processor time a process has used, as Linux counts it."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _resident_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
