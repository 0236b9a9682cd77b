"""Scale, and the seals of the process that reads."""

import importlib.util
import subprocess
import sys
from functools import cache
from random import Random

import pytest

from reception_desk.commands.bench.sample_pages import Ground, SamplePage, Writing, sample_page
from reception_desk.config import PACKAGE
from reception_desk.imaging.encode import encode_jpeg
from reception_desk.imaging.reading_worker import reading_scale
from tests.imaging.texts import edits, plain

WORKER = "reception_desk.imaging.reading_worker"

# OpenVINO has no wheel for some processors the desk runs on.
ENGINES = [each for each in ("onnxruntime", "openvino") if importlib.util.find_spec(each)]


@pytest.mark.parametrize(
    ("width", "height", "dpi", "scale"),
    [
        (2480, 3508, 300, 0.5),
        (4960, 7016, 600, 0.25),
        (1654, 2339, 200, 0.75),
        (1240, 1754, 150, 1),
        (827, 1169, 100, 1),
        (7016, 9921, 600, 0.25),
        (1011, 638, 0, 1),
        (3264, 2448, 0, 1754 / 3264),
        (3000, 60_000, 300, 2480 / 60_000),
    ],
)
def test_pages_are_read_at_half_the_usual_scale(width: int, height: int, dpi: int, scale: float):
    assert reading_scale(width, height, dpi) == pytest.approx(scale, rel=0.001)


def run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=PACKAGE.parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.create_connection(('127.0.0.1', 9))",
        "socket.getaddrinfo('localhost', 80)",
        "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))",
    ],
)
def test_the_process_reaches_no_network(attempt: str):
    answer = run(f"import socket; from {WORKER} import seal_network; seal_network(); {attempt}")

    assert "PermissionError: pages are read without a network" in answer.stderr


@cache
def slip_page() -> SamplePage:
    return sample_page(Random(5), Writing.SLIP, Ground.FEEDER, 150)


@pytest.fixture(scope="module", params=ENGINES)
def answer(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> subprocess.CompletedProcess[str]:
    """What a process says that looks at an empty picture on one of the engines, then at a slip."""
    slip = tmp_path_factory.mktemp("slip") / "slip.jpg"
    slip.write_bytes(encode_jpeg(slip_page().pixels, 150).data)
    return run(
        f"import numpy; from pathlib import Path; "
        f"from {WORKER} import load_reader, read_lines, seal_network; "
        f"from reception_desk.imaging.decode import decode_frame; "
        f"seal_network(); reader = load_reader('{request.param}'); "
        f"print(reader(numpy.full((64, 64, 3), 255, numpy.uint8))); "
        f"page = decode_frame(Path(r'{slip}').read_bytes()); "
        f"print(*(line[0] for line in read_lines(reader, page)), sep='\\n')"
    )


def test_loading_the_models_says_nothing(answer: subprocess.CompletedProcess[str]):
    empty, _, _ = answer.stdout.partition("\n")

    assert (empty, answer.stderr, answer.returncode) == ("[]", "", 0)


def test_the_same_words_are_read_on_either_engine(answer: subprocess.CompletedProcess[str]):
    _, _, said = answer.stdout.partition("\n")

    wanted, got = plain(slip_page().lines), plain((said,))
    assert edits(wanted, got) <= len(wanted) // 20, "more than the corners of the codes"


def test_the_process_ends_when_the_desk_goes_away():
    ended = subprocess.run(
        [sys.executable, "-m", WORKER, "600"],
        cwd=PACKAGE.parent,
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=60,
    )

    assert ended.returncode == 0
