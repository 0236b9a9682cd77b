"""`desk record` and `desk verify` work without a screen."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reception_desk.cli import main
from reception_desk.config import PACKAGE
from reception_desk.recording.film import write_film, write_tone
from reception_desk.recording.simulated_camera import SimulatedCamera
from reception_desk.recording.verify import SEGMENTS
from tests.recordings import PLAN, lines_of, until


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_film(tmp_path_factory.mktemp("film") / "film.mkv", PLAN)


def test_a_file_is_recorded_and_verified(
    tmp_path: Path, film: Path, capsys: pytest.CaptureFixture[str]
):
    voice = write_tone(tmp_path / "voice.wav", 3)
    out = tmp_path / "r"
    record = ["record", "--video", str(film), "--audio", str(voice), "--out", str(out)]

    assert main([*record, "--seconds", "2", "--segment", "1"]) == 0
    told = capsys.readouterr().out
    assert main(["verify", str(out)]) == 0
    verified = capsys.readouterr().out

    assert "到时结束" in told
    assert lines_of(out, "opened")[0]["consent"] == "试录"
    segments = lines_of(out, "segment")
    assert [track["title"] for track in segments[0]["tracks"]] == ["画面", "接访人"]
    assert abs(segments[-1]["to_ms"] - 2000) < 200
    root = verified.split("（SHA-256）：")[1].split()[0]
    assert root in told
    assert main(["verify", str(out), "--root", root]) == 0
    assert main(["verify", str(out), "--root", "0" * 64]) == 1


def test_harm_is_told_by_name(tmp_path: Path, film: Path, capsys: pytest.CaptureFixture[str]):
    out = tmp_path / "r"
    assert main(["record", "--audio", str(film), "--out", str(out), "--json"]) == 0
    status = json.loads(capsys.readouterr().out)
    path = next((out / SEGMENTS).iterdir())
    path.unlink()

    assert main(["verify", str(out), "--json"]) == 1
    verdict = json.loads(capsys.readouterr().out)

    assert status["end_reason"] == "finished"
    assert verdict["problems"] == [f"缺少 {path.name}。"]


def test_a_camera_is_recorded_until_ctrl_c(tmp_path: Path):
    out = tmp_path / "r"
    with SimulatedCamera(PLAN) as camera:
        command = [sys.executable, "-m", "reception_desk", "record", "--video", camera.url]
        process = subprocess.Popen(
            [*command, "--audio", "camera", "--out", str(out), "--segment", "1"],
            env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        with process:
            until(lambda: out.exists() and list(out.glob("manifest.jsonl")))
            until(lambda: len(lines_of(out, "segment")) >= 2)
            process.send_signal(signal.SIGINT)
            told, warned = (text.decode() for text in process.communicate(timeout=60))

    assert process.returncode == 0, warned
    assert "人工结束" in told
    assert "正在录制" in warned
    assert main(["verify", str(out)]) == 0


def test_a_recording_that_was_killed_is_put_in_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    out = tmp_path / "r"
    with SimulatedCamera(PLAN) as camera:
        command = [sys.executable, "-m", "reception_desk", "record", "--video", camera.url]
        process = subprocess.Popen(
            [*command, "--out", str(out), "--segment", "1"],
            env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
        )
        with process:
            until(lambda: out.exists() and list(out.glob("manifest.jsonl")))
            until(lambda: len(lines_of(out, "begun")) >= 2)
            process.kill()

    assert main(["verify", str(out)]) == 3
    assert main(["record", "--recover", str(out)]) == 0
    assert main(["verify", str(out)]) == 0
    assert "已恢复" in capsys.readouterr().out
    assert main(["record", "--recover", str(out)]) == 2


def test_a_camera_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    nobody = "rtsp://127.0.0.1:1/picture"

    status = main(["record", "--video", nobody, "--out", str(tmp_path / "r"), "--seconds", "1"])

    assert status == 1
    assert "没有信号" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--video", "missing.mp4"],
        ["--audio", "camera"],
        ["--video", "/dev/video0", "--seconds", "-1"],
    ],
)
def test_what_cannot_be_recorded_is_told_before_anything_is_made(
    tmp_path: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
):
    assert main(["record", *arguments, "--out", str(tmp_path / "r")]) == 2
    assert capsys.readouterr().err
    assert not (tmp_path / "r" / SEGMENTS).exists()


def test_the_devices_of_the_machine_are_listed(capfd: pytest.CaptureFixture[str]):
    assert main(["record", "--list", "--json"]) == 0
    listed = json.loads(capfd.readouterr().out)

    assert {each["kind"] for each in listed} <= {"camera", "microphone"}
    assert all(each["name"] for each in listed)


def test_nothing_is_written_over(tmp_path: Path, film: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "other.txt").write_text("")

    assert main(["record", "--video", str(film), "--out", str(tmp_path)]) == 2
    assert "已有文件" in capsys.readouterr().err
    assert main(["verify", str(tmp_path)]) == 2
