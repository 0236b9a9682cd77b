"""The verifier finds whatever was done to a recording, and nothing where nothing was."""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reception_desk.commands.bench.recording_harms import (
    HARMS,
    files_of,
    flip_bit,
    sealed_folder,
)
from reception_desk.recording import verify
from reception_desk.recording.manifest import Manifest
from reception_desk.recording.verify import MANIFEST, SEAL, SEGMENTS
from tests.recordings import lines_of

TRIALS = int(os.environ.get("DESK_VERIFY_TRIALS", "300"))


def test_every_harm_is_found_and_nothing_else(tmp_path: Path):
    whole = sealed_folder(tmp_path / "whole")
    root = verify.verify(whole).root
    chance = random.Random(20261127)
    for trial in range(TRIALS):
        folder = tmp_path / "trial"
        shutil.copytree(whole, folder)
        harm = HARMS[trial % len(HARMS)]
        assert verify.verify(folder, root).status == verify.WHOLE, "a false alarm"
        for path in files_of(folder):
            path.chmod(0o600)
        harm(folder, chance)
        try:
            status = verify.verify(folder, root).status
        except (OSError, KeyError, TypeError):
            status = verify.UNREADABLE
        assert status in {verify.ALTERED, verify.UNREADABLE}, (trial, harm.__name__)
        shutil.rmtree(folder)


def test_who_rewrites_everything_is_found_by_the_paper(tmp_path: Path):
    whole = sealed_folder(tmp_path / "whole")
    forged = sealed_folder(tmp_path / "forged", (700, 900))
    root = verify.verify(whole).root

    assert verify.verify(forged).status == verify.WHOLE
    assert verify.verify(forged, root).problems == ["校验值与给出的（纸上的）不一致。"]
    assert verify.verify(whole, verify.verify(whole).root_sm3).status == verify.WHOLE


def test_the_copy_in_the_folder_stands_alone(tmp_path: Path):
    folder = sealed_folder(tmp_path / "whole")
    command = [sys.executable, "-I", "-S", str(folder / "verify.py")]

    whole = subprocess.run(command, capture_output=True, check=False, timeout=30)
    flip_bit(folder / SEGMENTS, random.Random(1))
    harmed = subprocess.run(command, capture_output=True, check=False, timeout=30)
    nothing = subprocess.run(
        [*command, str(tmp_path)], capture_output=True, check=False, timeout=30
    )

    assert (whole.returncode, harmed.returncode, nothing.returncode) == (0, 1, 2)
    assert verify.verify(folder).root in whole.stdout.decode()
    assert "被改动" in harmed.stdout.decode()


def test_a_recording_that_goes_on_is_whole_so_far_but_not_sealed(tmp_path: Path):
    folder = sealed_folder(tmp_path / "whole")
    (folder / SEAL).unlink()
    (folder / MANIFEST).write_bytes(
        b"".join((folder / MANIFEST).read_bytes().splitlines(keepends=True)[:-1])
    )

    verdict = verify.verify(folder)

    assert verdict.status == verify.UNSEALED
    assert verdict.segments == 3
    assert "还没有封存" in verify.sentences(verdict)[0]


def test_without_sm3_the_rest_is_verified_and_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = sealed_folder(tmp_path / "whole")
    monkeypatch.setattr(verify, "has_sm3", lambda: False)

    verdict = verify.verify(folder)
    told = verify.sentences(verdict)
    flip_bit(folder / SEGMENTS, random.Random(1))

    assert verdict.status == verify.WHOLE
    assert "SM3" in told[-1]
    assert verify.verify(folder).status == verify.ALTERED


def test_a_torn_last_line_is_dropped_and_the_chain_goes_on(tmp_path: Path):
    manifest = Manifest(tmp_path)
    manifest.append("opened", session="1")
    manifest.append("mark", reference="a")
    manifest.close()
    path = tmp_path / MANIFEST
    path.write_bytes(path.read_bytes() + b'{"kind":"ma')

    again = Manifest(tmp_path)
    again.append("recovered", torn_bytes=again.torn_bytes)
    again.close()

    assert again.torn_bytes == 11
    assert [line["kind"] for line in lines_of(tmp_path)] == ["opened", "mark", "recovered"]
    assert verify.verify(tmp_path).status == verify.UNSEALED


def test_it_tells_how_far_it_is_and_which_segment_is_not_as_written(tmp_path: Path):
    sealed = sealed_folder(tmp_path / "whole")
    told: list[tuple[int, int]] = []
    count = verify.verify(sealed, told=lambda done, total: told.append((done, total))).segments
    assert told == [(number, count) for number in range(1, count + 1)]
    second = sorted((sealed / verify.SEGMENTS).iterdir())[1]
    second.chmod(0o600)
    second.write_bytes(b"another")
    assert verify.verify(sealed).altered == [2]
