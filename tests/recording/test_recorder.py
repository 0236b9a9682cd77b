"""The recorder's process: it outlives the desk, and what it wrote outlives it."""

import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reception_desk.config import PACKAGE
from reception_desk.recording import endpoint, verify
from reception_desk.recording.client import (
    RecorderClient,
    RecorderLostError,
    RecorderRefusedError,
    find_recorder,
    open_recorder,
)
from reception_desk.recording.endpoint import RecorderRunningError, RecorderState
from reception_desk.recording.messages import order_values
from reception_desk.recording.server import Server
from reception_desk.recording.simulated_camera import SimulatedCamera
from reception_desk.records.recording import EndReason, GapReason, RecordingState
from tests.recordings import PLAN, camera_source, lines_of, order_of, until

ROUNDS = int(os.environ.get("DESK_KILL_ROUNDS", "2"))
LOST_MS = 1000
DESK = """
import json, sys, time
from pathlib import Path
from reception_desk.recording.client import open_recorder
from reception_desk.recording.messages import order_of
open_recorder(Path(sys.argv[1])).start(order_of(json.loads(sys.argv[2])))
print("started", flush=True)
time.sleep(600)
"""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A desk's home whose recorder is ended at the end, recording or not."""
    folder = tmp_path / "home"
    yield folder
    client = find_recorder(folder)
    if client:
        if client.status().state not in {RecordingState.IDLE, RecordingState.CLOSED}:
            client.stop()
        client.end()


def kill(client: RecorderClient) -> None:
    """Kill the recorder and wait until nobody answers."""
    os.kill(client.pid, signal.SIGKILL)

    def is_lost() -> bool:
        try:
            client.status()
        except RecorderLostError:
            return True
        return False

    until(is_lost)


def test_a_recording_is_started_watched_and_sealed_over_the_line(
    home: Path, tmp_path: Path, camera: SimulatedCamera
):
    client = open_recorder(home)
    assert client.status().state is RecordingState.IDLE
    client.start(order_of(tmp_path / "r", camera_source(camera.url)))
    until(lambda: client.status().written_ms > 600)
    picture = until(client.picture)
    mark = client.mark("note-1")
    client.pause("休息")
    assert client.status().pause_reason == "休息"
    client.resume()
    until(lambda: client.status().state is RecordingState.RECORDING)
    status = client.stop()

    assert picture.startswith(b"\xff\xd8")
    assert mark.segment > 0
    assert (status.state, status.end_reason) == (RecordingState.CLOSED, EndReason.STOPPED)
    assert verify.verify(tmp_path / "r", status.root).status == verify.WHOLE
    assert client.status() == status


def test_the_files_of_the_recorder_are_its_user_s(home: Path):
    client = open_recorder(home)
    state = endpoint.read_state(home)

    assert state is not None
    assert state.pid == client.pid
    for path in (home, *home.iterdir()):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_who_does_not_know_the_word_is_refused(home: Path):
    open_recorder(home)
    state = endpoint.read_state(home)
    assert state is not None
    stranger = RecorderClient(RecorderState(state.pid, state.address, "guessed"))

    with pytest.raises(RecorderRefusedError, match="口令"):
        stranger.status()


def test_what_cannot_be_done_is_told_in_a_sentence(
    home: Path, tmp_path: Path, camera: SimulatedCamera
):
    client = open_recorder(home)
    with pytest.raises(RecorderRefusedError, match="没有选择"):
        client.start(order_of(tmp_path / "r"))
    with pytest.raises(RecorderRefusedError, match="已经结束"):
        client.mark("note-1")
    client.start(order_of(tmp_path / "r", camera_source(camera.url)))
    with pytest.raises(RecorderRefusedError, match="没有结束"):
        client.start(order_of(tmp_path / "s", camera_source(camera.url)))
    with pytest.raises(RecorderRefusedError, match="正在录制"):
        client.end()
    with pytest.raises(RecorderRefusedError, match="原因"):
        client.pause(" ")
    client.stop()
    with pytest.raises(RecorderRefusedError, match="已有文件"):
        client.start(order_of(tmp_path / "r", camera_source(camera.url)))


def test_the_desk_is_killed_and_the_recording_goes_on(
    home: Path, tmp_path: Path, camera: SimulatedCamera
):
    order = json.dumps(order_values(order_of(tmp_path / "r", camera_source(camera.url))))
    desk = subprocess.Popen(
        [sys.executable, "-c", DESK, str(home), order],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
    )
    with desk:
        assert desk.stdout
        assert desk.stdout.readline() == b"started\n"
        desk.kill()

    client = find_recorder(home)
    assert client
    written = client.status().written_ms
    until(lambda: client.status().written_ms > written + 500)
    status = client.stop()

    assert lines_of(tmp_path / "r", "gap") == []
    assert verify.verify(tmp_path / "r", status.root).status == verify.WHOLE


@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_killed_recorder_loses_less_than_a_second_and_no_mark(
    home: Path, tmp_path: Path, camera: SimulatedCamera, number: int
):
    client = open_recorder(home)
    client.start(order_of(tmp_path / "r", camera_source(camera.url)))
    until(lambda: client.status().written_ms > 700 + 370 * number)
    client.mark("note-1")
    elapsed_ms = client.status().elapsed_ms
    kill(client)

    assert find_recorder(home) is None
    client = open_recorder(home)
    status = client.status()
    assert status.state is RecordingState.INTERRUPTED
    (gap,) = lines_of(tmp_path / "r", "gap")
    assert gap["reason"] == GapReason.RECORDER_DIED
    assert elapsed_ms - gap["from_ms"] <= LOST_MS
    assert [line["reference"] for line in lines_of(tmp_path / "r", "mark")] == ["note-1"]
    if number % 2:
        client.resume()
        until(lambda: client.status().written_ms > status.written_ms + 300)
    ended = client.stop()

    reason = EndReason.STOPPED if number % 2 else EndReason.RECORDER_DIED
    assert (ended.state, ended.end_reason) == (RecordingState.CLOSED, reason)
    assert len(lines_of(tmp_path / "r", "gap_end")) == 1
    assert verify.verify(tmp_path / "r", ended.root).status == verify.WHOLE


def test_a_camera_s_password_is_asked_for_and_left_nowhere(home: Path, tmp_path: Path):
    client = open_recorder(home)
    with SimulatedCamera(PLAN, password="s3cret-word") as camera:
        known = camera.url.replace("rtsp://", "rtsp://admin:s3cret-word@")
        client.start(order_of(tmp_path / "r", camera_source(known)))
        until(lambda: client.status().segments >= 1)
        state = (home / endpoint.STATE).read_text("utf-8")
        client.stop()
        client.start(order_of(tmp_path / "s", camera_source(camera.url)))
        until(lambda: lines_of(tmp_path / "s", "gap"))
        client.stop()

    assert "s3cret-word" in state, "a killed recorder could not go on"
    for path in (*home.iterdir(), *(tmp_path / "r").rglob("*")):
        assert path.is_dir() or b"s3cret-word" not in path.read_bytes(), path
    assert lines_of(tmp_path / "s", "gap")[0]["reason"] == GapReason.NOT_OPENED


def test_a_recording_that_could_not_be_sealed_is_sealed_when_there_is_room(
    home: Path, tmp_path: Path, camera: SimulatedCamera
):
    client = open_recorder(home)
    client.start(order_of(tmp_path / "r", camera_source(camera.url)))
    until(lambda: client.status().written_ms > 300)
    in_the_way = tmp_path / "r" / "seal.new"
    in_the_way.mkdir()
    with pytest.raises(RecorderRefusedError, match="没有封存"):
        client.stop()
    assert client.status().state is RecordingState.INTERRUPTED
    in_the_way.rmdir()
    status = client.stop()

    assert (status.state, status.end_reason) == (RecordingState.CLOSED, EndReason.STOPPED)
    assert verify.verify(tmp_path / "r", status.root).status == verify.WHOLE


def test_a_recorder_that_is_told_to_end_seals_first(
    home: Path, tmp_path: Path, camera: SimulatedCamera
):
    client = open_recorder(home)
    client.start(order_of(tmp_path / "r", camera_source(camera.url)))
    until(lambda: client.status().written_ms > 300)
    os.kill(client.pid, signal.SIGTERM)
    until(lambda: find_recorder(home) is None)

    assert verify.verify(tmp_path / "r").status == verify.WHOLE
    assert lines_of(tmp_path / "r", "closed")[0]["reason"] == EndReason.STOPPED


def test_one_recorder_for_a_home(home: Path):
    first = open_recorder(home)

    with pytest.raises(RecorderRunningError):
        Server(home)
    assert open_recorder(home).pid == first.pid


def test_a_recorder_with_nothing_to_do_ends_by_itself(tmp_path: Path):
    server = Server(tmp_path / "home", idle_seconds=0.0)
    server.run()

    assert find_recorder(tmp_path / "home") is None
    Server(tmp_path / "home", idle_seconds=0.0).run()


@pytest.mark.parametrize("is_local", {False, endpoint.HAS_LOCAL_SOCKETS})
def test_both_kinds_of_socket_carry_a_line(*, is_local: bool):
    server, address = endpoint.listen(is_local=is_local)
    with endpoint.connect(address, 5.0) as near:
        far, _ = server.accept()
        with far:
            near.sendall(b"hello")
            assert far.recv(5) == b"hello"
    endpoint.stop_listening(server, address)

    with pytest.raises((ConnectionRefusedError, FileNotFoundError)):
        endpoint.connect(address, 5.0)
