"""The screen the tests draw on: off-screen, 1366x768 at 96 dpi. Imported before Qt."""

import json
import os
import tempfile
from pathlib import Path

SCREENS = [
    {
        "name": "desk",
        "x": 0,
        "y": 0,
        "width": 1366,
        "height": 768,
        "logicalDpi": 96,
        "logicalBaseDpi": 96,
        "dpr": 1,
    }
]


def prepare_screen() -> None:
    """Choose the off-screen platform, unless the caller chose one (`QT_QPA_PLATFORM=xcb`)."""
    if "QT_QPA_PLATFORM" in os.environ:
        return
    handle, name = tempfile.mkstemp(suffix=".json")
    os.close(handle)
    Path(name).write_text(json.dumps({"screens": SCREENS}))
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={name}"
