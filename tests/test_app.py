"""The program as a process: the first frame is light, and it closes as it opened."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reception_desk.models import Database
from reception_desk.models.database_key import DatabaseKey, KeySource
from tests.house.test_house import HEAVY_MODULES
from tests.house.tree import PROJECT
from tests.offices import SampleOffice, open_office

_FIRST_FRAME = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
app = QApplication([])
from reception_desk.app import Program
from reception_desk.config import Settings
program = Program(app, Settings(home=Path(sys.argv[1])), simulate=True)
program.entry.show()
assert program.entry.isVisible()
print(*[name for name in sys.argv[2:] if name in sys.modules])
program.close()
"""


def screen() -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}


def test_the_first_frame_is_shown_before_anything_heavy_is_imported(tmp_path: Path):
    heavy = [*HEAVY_MODULES, "sqlalchemy", "alembic", "reception_desk.models"]
    answer = subprocess.run(
        [sys.executable, "-c", _FIRST_FRAME, str(tmp_path), *heavy],
        cwd=PROJECT,
        env=screen(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=100,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.split() == []


@pytest.mark.skipif(sys.platform == "win32", reason="asks a process to end by a signal")
@pytest.mark.parametrize("is_set_up", [True, False])
def test_it_opens_and_closes_leaving_a_whole_database(tmp_path: Path, is_set_up: bool):
    (tmp_path / "desk.key").write_text("ab" * 32, encoding="ascii")
    if is_set_up:
        open_office(tmp_path).database.close()
    command = [sys.executable, "-m", "reception_desk", "--home", str(tmp_path), "--simulate"]
    with subprocess.Popen(
        [*command, "--verbose"],
        cwd=PROJECT,
        env=screen(),
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stderr is not None
        said: list[str] = []
        for line in process.stderr:
            said.append(line)
            if "the entrance is open" in line:
                process.send_signal(signal.SIGTERM)
                break
        rest = process.stderr.read()
    assert process.returncode == 0, "".join([*said, rest])
    assert "Traceback" not in "".join([*said, rest])
    assert "the entrance is open" in (tmp_path / "desk.log").read_text("utf-8")
    Database(tmp_path / "desk.db", DatabaseKey("ab" * 32, KeySource.KEY_FILE)).close()


TWO_SCREENS = [
    {"name": name, "x": x, "y": 0, "width": w, "height": h, "logicalDpi": 96, "logicalBaseDpi": 96}
    for name, x, w, h in (("clerk", 0, 1366, 768), ("hall", 1366, 1920, 1080))
]
_BOARD_BESIDE_DESK = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from reception_desk.app import Program
from reception_desk.config import BoardSettings, Settings
from reception_desk.ui.hall.hall_window import HallWindow
app = QApplication([])
app.setQuitOnLastWindowClosed(False)
settings = Settings(home=Path(sys.argv[1]), board=BoardSettings(screen_name=sys.argv[2]))
program = Program(app, settings, simulate=True)
program.start()
def look():
    if program.board is None or program.board.view.before is None:
        QTimer.singleShot(20, look)
        return
    (board,) = [one for one in app.topLevelWidgets() if isinstance(one, HallWindow)]
    place = board.geometry()
    print(board.isVisible(), place.x(), place.width(), place.height())
    app.quit()
look()
app.exec()
program.close()
"""


def two_screens(folder: Path) -> dict[str, str]:
    path = folder / "screens.json"
    path.write_text(json.dumps({"screens": TWO_SCREENS}), encoding="ascii")
    return {**screen(), "QT_QPA_PLATFORM": f"offscreen:configfile={path}"}


def office_with_key(home: Path) -> SampleOffice:
    (home / "desk.key").write_text("ab" * 32, encoding="ascii")
    return open_office(home)


@pytest.mark.parametrize(("name", "where"), [("hall", "True 1366 1920 1080"), ("HDMI-3", "False")])
def test_the_board_beside_the_desk_stands_on_its_own_screen(tmp_path: Path, name: str, where: str):
    office_with_key(tmp_path).database.close()
    answer = subprocess.run(
        [sys.executable, "-c", _BOARD_BESIDE_DESK, str(tmp_path), name],
        cwd=PROJECT,
        env=two_screens(tmp_path),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=100,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.strip().startswith(where)
