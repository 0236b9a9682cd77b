"""`desk board`: a program of its own beside the desk, and a picture without any screen."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from reception_desk.records.tickets import TicketInput
from reception_desk.services.tickets import call_next, issue_ticket
from tests.house.tree import PROJECT
from tests.offices import SampleOffice
from tests.test_app import office_with_key, two_screens


@pytest.fixture
def office(tmp_path: Path):
    made = office_with_key(tmp_path)
    yield made
    made.database.close()


def board(*arguments: str, home: Path, env: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "reception_desk", "--home", str(home), "board", *arguments],
        cwd=PROJECT,
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=100,
        check=False,
    )


def without_screen() -> dict[str, str]:
    names = {"QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"}
    return {name: value for name, value in os.environ.items() if name not in names}


def test_a_picture_of_the_board_is_drawn_beside_the_open_desk(tmp_path: Path, office: SampleOffice):
    pictures = []
    for name in ("before.png", "after.png"):
        path = tmp_path / name
        done = board("--picture", str(path), home=tmp_path, env=without_screen())
        assert done.returncode == 0, done.stderr
        pictures.append(QImage(str(path)))
        issue_ticket(office.database, office.clerk, TicketInput())
        call_next(office.database, office.clerk, None)
    assert (pictures[0].width(), pictures[0].height()) == (1920, 1080)
    assert pictures[0] != pictures[1]


def test_the_picture_has_the_size_asked_for_on_a_platform_chosen_by_hand(
    tmp_path: Path, office: SampleOffice
):
    path = tmp_path / "board.png"
    env = without_screen() | {"QT_QPA_PLATFORM": "offscreen"}
    done = board("--picture", str(path), "--size", "1280x720", home=tmp_path, env=env)
    assert done.returncode == 0, done.stderr
    assert (QImage(str(path)).width(), QImage(str(path)).height()) == (1280, 720)


def test_what_is_missing_is_said(tmp_path: Path, office: SampleOffice):
    env = two_screens(tmp_path)
    listed = board("--list-screens", home=tmp_path, env=env)
    assert listed.stdout.splitlines() == ["clerk（1366 × 768），主屏幕", "hall（1920 × 1080）"]
    for arguments, words in (
        ((), "请用 --screen 写明：clerk"),
        (("--screen", "hall", "--sync"), "接访台已在本机打开"),
        (("--picture", "x.png", "--size", "wide"), "图片大小“wide”看不懂"),
    ):
        done = board(*arguments, home=tmp_path, env=env)
        assert (done.returncode, words in done.stderr) == (2, True), done.stderr
    nobody = board("--picture", "x.png", home=tmp_path / "empty", env=without_screen())
    assert "这里还没有接访台的数据" in nobody.stderr
    assert "没有找到显示器" in board(home=tmp_path, env=without_screen()).stderr


@pytest.mark.skipif(sys.platform == "win32", reason="asks a process to end by a signal")
def test_it_runs_beside_the_desk_until_it_is_asked_to_end(tmp_path: Path, office: SampleOffice):
    command = [sys.executable, "-m", "reception_desk", "--home", str(tmp_path), "--verbose"]
    env = two_screens(tmp_path)
    with subprocess.Popen(
        [*command, "board", "--screen", "hall"],
        cwd=PROJECT,
        env=env,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stderr is not None
        said: list[str] = []
        for line in process.stderr:
            said.append(line)
            if "the board is open" in line:
                second = board("--screen", "hall", home=tmp_path, env=env)
                assert "大厅屏已在本机打开" in second.stderr
                process.send_signal(signal.SIGTERM)
                break
        rest = process.stderr.read()
    assert process.returncode == 0, "".join([*said, rest])
    assert "Traceback" not in "".join([*said, rest])
