"""The entry point: what is the same for every command."""

import os
import subprocess
import sys

import pytest

from reception_desk import cli
from reception_desk.commands import clock
from tests.house.tree import PROJECT


def unread(*words: str, is_buffered: bool) -> subprocess.CompletedProcess[str]:
    """Run a command whose output nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        return subprocess.run(
            [sys.executable, "-m", "reception_desk", *words],
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            cwd=PROJECT,
            env={**os.environ, "PYTHONUNBUFFERED": "" if is_buffered else "1"},
            check=False,
            timeout=60,
        )
    finally:
        os.close(writing)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of Windows break in another way")
@pytest.mark.parametrize("is_buffered", [True, False])
@pytest.mark.parametrize(
    "words", [["init", "--list-units"], ["clock", "D1", "2026-11-23"]], ids=" ".join
)
def test_who_stops_reading_ends_a_command_quietly(words: list[str], is_buffered: bool):
    done = unread(*words, is_buffered=is_buffered)

    assert done.stderr == ""
    assert done.returncode == cli.BROKEN_PIPE


def test_a_broken_pipe_elsewhere_is_no_end_of_reading(monkeypatch: pytest.MonkeyPatch):
    def broken(_arguments: object) -> int:
        raise BrokenPipeError

    monkeypatch.setattr(clock, "run", broken)

    with pytest.raises(BrokenPipeError):
        cli.main(["clock", "D1", "2026-11-23"])
