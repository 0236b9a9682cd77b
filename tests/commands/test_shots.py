"""Every state of the screen can be drawn, in one process without a display."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_state_is_drawn_at_one_size(tmp_path: Path):
    environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    done = subprocess.run(
        [
            *(sys.executable, "-m", "reception_desk", "shots", "--out", str(tmp_path)),
            *("--size", "1093x582", "--scheme", "dark"),
        ],
        capture_output=True,
        text=True,
        env=environment,
        timeout=540,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    names = {path.stem.split("-", 1)[1] for path in (tmp_path / "1093x582-dark").glob("*.png")}
    assert {"sign-in", "reception-known", "registered", "register", "papers", "locked"} <= names
    assert "settings-network-scanner" in names
    assert {"matters", "matters-board", "matter-late", "matter-refused-step"} <= names
    assert {"matter-proposal", "step-refused", "step-final"} <= names
    assert {"route-question", "route-advice", "route-proposed"} <= names
    assert {"reception-in-hand", "reception-similar"} <= names
    assert {"scanning-choose", "scanning-blurred", "scanning-filed"} <= names
    assert {"scanning-live", "scanning-live-cut", "scanning-crop"} <= names
    assert {"video-sessions", "video-sessions-week", "settings-video-sessions"} <= names
    assert {"archive", "archive-shut", "archive-film", "archive-keeping"} <= names
    assert {"petitioner-welcome", "petitioner-notice", "petitioner-read-back"} <= names
    assert {"petitioner-signing", "reception-signed", "petitioner-evaluation"} <= names
    assert {"live-before", "live-declined", "live-recording", "live-recorder-lost"} <= names
    assert {"calling", "calling-called", "calling-serving", "calling-issued"} <= names
    assert {"calling-statistics", "calling-close-day", "calling-evaluations"} <= names
    assert {"reception-number", "reception-evaluated"} <= names
    assert {
        "hall-board",
        "hall-board-pause",
        "hall-board-3840",
        "settings-board",
        "settings-voice-recording",
    } <= names
    assert {"matter-undertaking", "undertaking-form", "undertakings", "long-open"} <= names
    assert {"letters", "letter-form", "letter-reading"} <= names
    assert {"leader-desk", "leader-desk-writing", "leader-desk-pen", "leader-pack"} <= names
    assert {"kiosk-start", "kiosk-ticket-taken", "kiosk-wrong-code", "kiosk-answer"} <= names
    assert {"kiosk-evaluation-reasons", "kiosk-evaluated", "kiosk-notice"} <= names
    assert {"matter-advice", "advice-form", "leader-day-duty", "shift-form"} <= names
    assert {"leader-units", "leader-export", "leader-paper", "leader-meeting"} <= names
    assert {"matter-hearing", "hearing-form"} <= names
    assert {"sync-conflict", "sync-refused", "sync-waiting", "sync-history"} <= names
