"""What is remembered of the files of a folder, and what is not."""

from pathlib import Path

import pytest

from reception_desk.devices.scanner.protocol import ScanError
from reception_desk.devices.scanner.taken_files import FILE_NAME, TakenFiles

LETTER = (Path("/share/王某来信.png"), 5, 3)


def test_a_file_is_remembered_beyond_a_restart(tmp_path: Path):
    TakenFiles(tmp_path).add(LETTER, b"ink")

    again = TakenFiles(tmp_path)
    assert again.has_state(LETTER)
    assert again.has_content(LETTER[0], b"ink")


def test_a_touched_file_is_the_same_and_other_ink_or_another_name_is_not(tmp_path: Path):
    taken = TakenFiles(tmp_path)
    taken.add(LETTER, b"ink")

    assert not taken.has_state((LETTER[0], 6, 3))
    assert taken.has_content(LETTER[0], b"ink")
    assert not taken.has_content(LETTER[0], b"other ink")
    assert not taken.has_content(Path("/share/b.png"), b"ink")


def test_no_name_is_written_down(tmp_path: Path):
    TakenFiles(tmp_path).add(LETTER, b"ink")

    assert (tmp_path / FILE_NAME).read_text("ascii").isascii()
    assert "王" not in (tmp_path / FILE_NAME).read_text("utf-8")


def test_without_a_home_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    taken = TakenFiles(None)
    taken.add(LETTER, b"ink")

    assert taken.has_state(LETTER)
    assert not list(tmp_path.iterdir())


def test_a_list_that_cannot_be_written_is_told(tmp_path: Path):
    with pytest.raises(ScanError):
        TakenFiles(tmp_path / "gone").add(LETTER, b"ink")


def test_a_damaged_list_forgets_and_does_not_stop_the_desk(tmp_path: Path):
    (tmp_path / FILE_NAME).write_bytes(b"\xff\x00half a dig")

    assert not TakenFiles(tmp_path).has_state(LETTER)
