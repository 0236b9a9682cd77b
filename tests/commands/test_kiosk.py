"""`desk kiosk`: a program of its own on a home of its own, and a picture without any screen."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from reception_desk.models import Database
from tests.commands.test_board import without_screen
from tests.house.tree import PROJECT
from tests.offices import KEY
from tests.test_app import office_with_key, two_screens


@pytest.fixture
def home(tmp_path: Path) -> Path:
    office_with_key(tmp_path).database.close()
    return tmp_path


def kiosk(*arguments: str, home: Path, env: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "reception_desk", "--home", str(home), "kiosk", *arguments],
        cwd=PROJECT,
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=100,
        check=False,
    )


def test_a_picture_is_drawn_at_the_size_of_the_machine(home: Path):
    path = home / "kiosk.png"
    for arguments, size in (((), (1080, 1920)), (("--size", "1366x768"), (1366, 768))):
        done = kiosk("--picture", str(path), *arguments, home=home, env=without_screen())
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
        picture = QImage(str(path))
        assert (picture.width(), picture.height()) == size


def test_what_is_missing_is_said(home: Path):
    env = two_screens(home)
    listed = kiosk("--list-screens", home=home, env=env)
    assert listed.stdout.splitlines()[0] == "clerk（1366 × 768），主屏幕"
    assert "没有找到显示器" in kiosk(home=home, env=without_screen()).stderr
    nobody = kiosk(home=home / "empty", env=env)
    assert (nobody.returncode, "这里还没有接访台的数据" in nobody.stderr) == (2, True)


@pytest.mark.skipif(sys.platform == "win32", reason="asks a process to end by a signal")
@pytest.mark.parametrize("has_centre", [False, True])
def test_it_holds_its_home_until_it_is_asked_to_end(home: Path, has_centre: bool):
    """Also where the secret of its centre is gone: then it works alone, and says so."""
    if has_centre:
        centre = '[centre]\ndsn = "host=127.0.0.1 port=9 dbname=none user=w1"\n'
        (home / "settings.toml").write_text(centre, encoding="utf-8")
    command = [sys.executable, "-m", "reception_desk", "--home", str(home), "--verbose"]
    env = two_screens(home)
    with subprocess.Popen(
        [*command, "kiosk", "--screen", "hall"],
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
            if "the kiosk is open" in line:
                second = kiosk(home=home, env=env)
                assert (second.returncode, "已在本机打开" in second.stderr) == (2, True)
                process.send_signal(signal.SIGTERM)
                break
        rest = process.stderr.read()
    assert process.returncode == 0, "".join([*said, rest])
    assert "Traceback" not in "".join([*said, rest])
    assert ("works alone" in "".join(said)) == has_centre
    Database(home / "desk.db", KEY).close()
