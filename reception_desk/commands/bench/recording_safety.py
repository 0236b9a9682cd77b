"""What a recording survives: its own death, the desk's, a full disk; and who finds a forgery."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from reception_desk.commands.bench.figure import Figure, Goal, spread
from reception_desk.commands.bench.plan import Plan
from reception_desk.commands.bench.recording_harms import HARMS, files_of, sealed_folder
from reception_desk.config import PACKAGE
from reception_desk.recording import verify
from reception_desk.recording.client import (
    RecorderClient,
    RecorderLostError,
    find_recorder,
    open_recorder,
)
from reception_desk.recording.film import FilmPlan, write_film
from reception_desk.recording.manifest import read_manifest
from reception_desk.recording.messages import order_values
from reception_desk.recording.simulated_camera import SimulatedCamera
from reception_desk.records.recording import (
    RecordingLimits,
    RecordingMode,
    RecordingOrder,
    RecordingStatus,
    Source,
    SourceKind,
)

_TRIALS = 1000
_LOST_MS = 1000
_DESKS = 10
_FULL_DISKS = 20
_LEAST_ROOM, _MOST_ROOM = 300_000, 2_000_000
_FILM = FilmPlan(width=320, height=180, rate=25, seconds=20)
_QUICK_FILM = replace(_FILM, seconds=6)
_POLL_SECONDS = 0.02
_DESK = """
import json, sys, time
from pathlib import Path
from reception_desk.recording.client import open_recorder
from reception_desk.recording.messages import order_of
open_recorder(Path(sys.argv[1])).start(order_of(json.loads(sys.argv[2])))
print("started", flush=True)
time.sleep(600)
"""
_SMALL_DISK = """
import resource, sys
from reception_desk.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
sys.exit(main(sys.argv[2:]))
"""


def measure(plan: Plan, folder: Path) -> Iterator[Figure]:
    """Yield what is left after each; `folder` is empty."""
    with SimulatedCamera(FilmPlan()) as camera:
        yield from _killed(plan, folder, camera.url)
        yield _desk_killed(plan, folder, camera.url)
    open_recorder(folder / "home").end()
    yield _disk_filled(plan, folder)
    yield from _verified(plan, folder)


def _killed(plan: Plan, folder: Path, url: str) -> Iterator[Figure]:
    """Kill the recorder at random moments; hold what is on the disk against what it said."""
    chance, lost, whole = Random(plan.seed), [], 0  # noqa: S311 - repeatable
    rounds = 2 if plan.is_quick else plan.faults
    for number in range(rounds):
        out = folder / f"killed-{number}"
        client = open_recorder(folder / "home")
        client.start(order_for(out, camera_at(url), segment=1))
        wanted = chance.uniform(100, 3000)
        wait_until(client, lambda status, wanted=wanted: status.written_ms > wanted)
        client.mark("note")
        elapsed = client.status().elapsed_ms
        _kill(client)
        client = open_recorder(folder / "home")
        client.stop()
        lines = read_manifest(out)
        gap = next(line for line in lines if line["kind"] == "gap")
        lost.append(max(0, elapsed - gap["from_ms"]))
        has_mark = any(line["kind"] == "mark" for line in lines)
        whole += has_mark and verify.verify(out).status == verify.WHOLE
        shutil.rmtree(out)
    yield Figure(
        "kill -9 后丢失的录制（最多）", max(lost), "ms", None, Goal.MOST, _LOST_MS, spread(lost)
    )
    yield Figure(
        "kill -9 后记录和清单完整", 100 * whole / rounds, "%", None, Goal.LEAST, 100,
        {"rounds": rounds},
    )  # fmt: skip


def _desk_killed(plan: Plan, folder: Path, url: str) -> Figure:
    """Kill the program that began a recording; the recording must go on without a gap."""
    whole, rounds = 0, 1 if plan.is_quick else _DESKS
    for number in range(rounds):
        out = folder / f"left-{number}"
        order = json.dumps(order_values(order_for(out, camera_at(url), segment=1)))
        desk = subprocess.Popen(
            [sys.executable, "-c", _DESK, str(folder / "home"), order],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
        )
        with desk:
            if desk.stdout:
                desk.stdout.readline()
            desk.kill()
        client = find_recorder(folder / "home")
        if client is None:
            continue
        written = client.status().written_ms
        wait_until(client, lambda status, written=written: status.written_ms > written + 1000)
        client.stop()
        has_gap = any(line["kind"] == "gap" for line in read_manifest(out))
        whole += not has_gap and verify.verify(out).status == verify.WHOLE
        shutil.rmtree(out)
    return Figure(
        "窗口被 kill -9 后录制不中断", 100 * whole / rounds, "%", None, Goal.LEAST, 100,
        {"rounds": rounds},
    )  # fmt: skip


def _disk_filled(plan: Plan, folder: Path) -> Figure:
    """Let a write fail at a random place; what is left must be sealed, whole and not empty."""
    film = write_film(folder / "film.mkv", _QUICK_FILM if plan.is_quick else _FILM)
    chance, sealed = Random(plan.seed), 0  # noqa: S311 - repeatable
    rounds = 1 if plan.is_quick else _FULL_DISKS
    for number in range(rounds):
        out = folder / f"full-{number}"
        room = chance.randrange(_LEAST_ROOM, min(_MOST_ROOM, film.stat().st_size))
        command = [sys.executable, "-c", _SMALL_DISK, str(room), "record", "--video", str(film)]
        subprocess.run(
            [*command, "--audio", "camera", "--out", str(out)],
            env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
            capture_output=True,
            check=False,
        )
        verdict = verify.verify(out)
        sealed += verdict.status == verify.WHOLE and verdict.seconds > 0
        shutil.rmtree(out)
    return Figure(
        "磁盘写满后封存且完整", 100 * sealed / rounds, "%", None, Goal.LEAST, 100,
        {"rounds": rounds},
    )  # fmt: skip


def _verified(plan: Plan, folder: Path) -> Iterator[Figure]:
    """Do harm to a sealed folder, each time another, and count what the verifier finds."""
    whole = sealed_folder(folder / "whole")
    root = verify.verify(whole).root
    chance, found, false_alarms = Random(plan.seed), 0, 0  # noqa: S311 - repeatable
    trials = plan.rounds(_TRIALS)
    for number in range(trials):
        trial = folder / "trial"
        shutil.copytree(whole, trial)
        false_alarms += verify.verify(trial, root).status != verify.WHOLE
        for path in files_of(trial):
            path.chmod(0o600)
        HARMS[number % len(HARMS)](trial, chance)
        try:
            found += verify.verify(trial, root).status == verify.ALTERED
        except (OSError, KeyError, TypeError):
            found += 1
        shutil.rmtree(trial)
    yield Figure(
        "核对程序发现的改动", 100 * found / trials, "%", None, Goal.LEAST, 100,
        {"trials": trials, "false_alarms": false_alarms},
    )  # fmt: skip


def order_for(
    folder: Path, *sources: Source, seconds: float = 0.0, segment: float = 60.0
) -> RecordingOrder:
    """Return an order without a reserve: the disk of the measurement is large enough."""
    limits = RecordingLimits(segment_seconds=segment, reserve_bytes=0)
    mode = RecordingMode.PICTURE_AND_SOUND
    return RecordingOrder("bench", "bench", mode, str(folder), sources, seconds, limits)


def camera_at(url: str) -> Source:
    """Return picture and sound of a network camera."""
    return Source(SourceKind.RTSP, url, picture="画面", sound="信访人")


def wait_until(
    client: RecorderClient, is_so: Callable[[RecordingStatus], bool], pause: float = _POLL_SECONDS
) -> RecordingStatus:
    """Ask until it is so, and return how it stands then."""
    while not is_so(status := client.status()):
        time.sleep(pause)
    return status


def _kill(client: RecorderClient) -> None:
    os.kill(client.pid, signal.SIGKILL)
    try:
        while True:
            client.status()
            time.sleep(_POLL_SECONDS)
    except RecorderLostError:
        return
