"""The Qt binding keeps its reference counts (docs/decisions/006-platform-pins.md)."""

import os
import subprocess
import sys

import PySide6
from packaging.version import Version

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


def test_the_binding_is_not_one_that_breaks_this_python():
    version = Version(PySide6.__version__)

    assert version >= Version("6.7.3")
    assert version < Version("6.12") or sys.version_info >= (3, 12)


def test_twenty_thousand_calls_leave_the_process_alive():
    answer = subprocess.run(
        [sys.executable, "-c", SET_TEXT_OFTEN],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert (answer.returncode, answer.stdout) == (0, "x\n"), answer.stderr
