"""What is heavy is loaded when something is recorded, not when the desk starts."""

import subprocess
import sys

from reception_desk.config import PACKAGE

CHECK = """
import sys
from pathlib import Path
from importlib import import_module
for path in sorted(Path(sys.argv[1]).glob("*.py")):
    import_module(f"reception_desk.recording.{path.stem}")
print(*[name for name in ("av", "numpy", "PySide6", "sqlalchemy") if name in sys.modules])
"""


def test_no_module_of_the_recorder_loads_ffmpeg_by_being_imported():
    answer = subprocess.run(
        [sys.executable, "-c", CHECK, str(PACKAGE / "recording")],
        cwd=PACKAGE.parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.split() == []
