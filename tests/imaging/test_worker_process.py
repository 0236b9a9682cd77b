"""Both ends of the pipe, with a worker of a few lines."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from reception_desk.config import PACKAGE
from reception_desk.imaging.worker_process import WorkerDiedError, WorkerProcess

ECHO = """
import json
from reception_desk.config import PACKAGE
from reception_desk.imaging.worker_process import own_pipes, write_answer

commands, answers = own_pipes()
print("what a library says")
for line in commands:
    command = json.loads(line)
    write_answer(answers, "echo", commands.read(command.get("size", 0)), said=command["say"])
"""
DEAF = "import select; select.select([], [], [])"


def started(folder: Path, source: str) -> WorkerProcess:
    (folder / "echoing.py").write_text(source, encoding="utf-8")
    paths = os.pathsep.join([str(folder), str(PACKAGE.parent)])
    return WorkerProcess("echoing", environment={"PYTHONPATH": paths})


@pytest.fixture
def echo(tmp_path: Path) -> Iterator[WorkerProcess]:
    worker = started(tmp_path, ECHO)
    yield worker
    worker.close()


def test_an_answer_carries_values_and_bytes(echo: WorkerProcess):
    echo.post({"say": "页"}, bytes(range(256)) * 4000)

    answer = echo.receive(60)

    assert answer
    assert (answer.event, answer.values) == ("echo", {"said": "页"})
    assert answer.payload == bytes(range(256)) * 4000


def test_commands_without_bytes_are_answered_in_order(echo: WorkerProcess):
    for number in range(3):
        echo.send({"say": number})

    said = [answer.values["said"] for _ in range(3) if (answer := echo.receive(60))]
    assert said == [0, 1, 2]


def test_a_dismissed_process_is_no_longer_fit(echo: WorkerProcess):
    assert echo.is_fit

    echo.dismiss()

    assert not echo.is_fit
    with pytest.raises(WorkerDiedError):
        echo.receive(60)


def test_a_process_that_takes_no_bytes_neither_blocks_nor_survives(tmp_path: Path):
    """More bytes than a pipe holds, for a process that never reads."""
    worker = started(tmp_path, DEAF)
    worker.post({"say": "页"}, bytes(1 << 20))

    assert worker.receive(0.01) is None
    worker.kill()

    with pytest.raises(WorkerDiedError):
        worker.receive(60)
