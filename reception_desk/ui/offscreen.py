"""A screen where there is none: Qt's off-screen platform. Called before Qt is imported."""

import json
import os
import tempfile
from pathlib import Path

PETITIONERS, PETITIONERS_SIZE = "petitioner", (1280, 800)


def use_offscreen(width: int = 1366, height: int = 768) -> None:
    """Choose the off-screen platform, unless the caller chose another one or its screens.

    It has the screen of the desk and, to its right, the petitioner's.
    """
    if os.environ.get("QT_QPA_PLATFORM", "offscreen") != "offscreen":
        return
    screens = [
        _screen("desk", 0, width, height),
        _screen(PETITIONERS, width, *PETITIONERS_SIZE),
    ]
    handle, name = tempfile.mkstemp(prefix="desk-screen-", suffix=".json")
    os.close(handle)
    Path(name).write_text(json.dumps({"screens": screens}), encoding="ascii")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={name}"
    os.environ["QT_LOGGING_RULES"] = "qt.qpa.*=false"


def _screen(name: str, x: int, width: int, height: int) -> dict[str, str | int]:
    return {
        "name": name,
        "x": x,
        "y": 0,
        "width": width,
        "height": height,
        "logicalDpi": 96,
        "logicalBaseDpi": 96,
        "dpr": 1,
    }
