"""The Qt binding keeps its reference counts (docs/decisions/006-platform-pins.md)."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import PySide6
from packaging.version import Version

from tests.house.tree import python_files

# One call too many on a broken binding frees None and ends the process.
SET_TEXT_OFTEN = """
from PySide6.QtWidgets import QApplication, QLabel
application = QApplication([])
label = QLabel()
for _ in range(20_000):
    label.setText("x")
    label.isEnabled()
print(label.text())
"""

# The collector takes a widget in a ring, after something asked for the screen it stood on.
ASK_AND_COLLECT = """
import gc
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from reception_desk.ui.screen_room import room_around
application = QApplication([])
gc.disable()
screen = application.primaryScreen()
widget = QWidget()
widget.ring = widget
room = {question}
del screen, widget
gc.collect()
QWidget()
print("alive")
"""


def test_the_binding_is_not_one_that_breaks_this_python():
    version = Version(PySide6.__version__)

    assert version >= Version("6.7.3")
    assert version < Version("6.12") or sys.version_info >= (3, 12)


def test_twenty_thousand_calls_leave_the_process_alive():
    answer = run(SET_TEXT_OFTEN)

    assert (answer.returncode, answer.stdout) == (0, "x\n"), answer.stderr


def test_asking_for_the_room_around_a_widget_leaves_the_screen_alive():
    answer = run(ASK_AND_COLLECT.format(question="room_around(widget)"))

    assert (answer.returncode, answer.stdout) == (0, "alive\n"), answer.stderr


def test_no_widget_is_asked_for_its_screen():
    """The screen would go with the widget; `ui/screen_room.py` says how."""
    asking = [
        f"{path.name}:{node.lineno}"
        for path, node in nodes_where("screen")
        if isinstance(node, ast.Attribute) and node.attr == "screen"
    ]

    assert asking == []


def test_pictures_are_unpacked_in_one_place_only():
    """Where the format is told (`ui/picture_formats.py`); elsewhere a lane could wait for ever."""
    unpacking = [
        f"{path.name}:{node.lineno}"
        for path, node in nodes_where("fromData", "loadFromData", "QImageReader")
        if path.name != "picture_formats.py"
        and (
            (isinstance(node, ast.Attribute) and node.attr in {"fromData", "loadFromData"})
            or (isinstance(node, ast.Name) and node.id == "QImageReader")
        )
    ]

    assert unpacking == []


def nodes_where(*words: str) -> Iterator[tuple[Path, ast.AST]]:
    """Yield the syntax of the files that say one of the words: no other can name what they name."""
    for path in python_files():
        source = path.read_text(encoding="utf-8")
        if any(word in source for word in words):
            yield from ((path, node) for node in ast.walk(ast.parse(source)))


def run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
