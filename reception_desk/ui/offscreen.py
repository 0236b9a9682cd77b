"""A screen where there is none: Qt's off-screen platform. Called before Qt is imported."""

import json
import os
import tempfile
from pathlib import Path


def use_offscreen(width: int = 1366, height: int = 768) -> None:
    """Choose the off-screen platform with one screen, unless the caller chose a platform."""
    if "QT_QPA_PLATFORM" in os.environ:
        return
    screen = {
        "name": "desk",
        "x": 0,
        "y": 0,
        "width": width,
        "height": height,
        "logicalDpi": 96,
        "logicalBaseDpi": 96,
        "dpr": 1,
    }
    handle, name = tempfile.mkstemp(prefix="desk-screen-", suffix=".json")
    os.close(handle)
    Path(name).write_text(json.dumps({"screens": [screen]}), encoding="ascii")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={name}"
    os.environ["QT_LOGGING_RULES"] = "qt.qpa.*=false"
