"""Files by content: whole or absent, and never silently wrong."""

from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.errors import DeskError, FileMissingError
from reception_desk.services.files import FileStore, Report


@given(content=st.binary(max_size=2000))
def test_what_is_put_is_got(tmp_path_factory: pytest.TempPathFactory, content: bytes):
    store = FileStore(tmp_path_factory.mktemp("files"))

    assert store.get(store.put(content)) == content


def test_the_same_bytes_are_kept_once(tmp_path: Path):
    store = FileStore(tmp_path)

    assert store.put(b"page") == store.put(b"page")
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_an_altered_file_is_named(tmp_path: Path):
    store = FileStore(tmp_path)
    sha256 = store.put(b"page")
    store.path(sha256).write_bytes(b"page?")

    with pytest.raises(DeskError, match="校验值不符"):
        store.get(sha256)


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(DeskError, match="不在本机"):
        FileStore(tmp_path).get("ab" * 32)


def test_a_full_disk_leaves_no_part_behind(tmp_path: Path):
    store = FileStore(tmp_path / "files")
    (tmp_path / "files").write_text("a file where the folder should be", encoding="utf-8")

    with pytest.raises(DeskError, match="磁盘已满或无法写入"):
        store.put(b"page")


def test_a_file_altered_on_the_disk_is_put_right_by_storing_it_again(tmp_path: Path):
    store = FileStore(tmp_path)
    sha256 = store.put(b"page")
    store.path(sha256).write_bytes(b"pag")

    assert store.put(b"page") == sha256
    assert store.get(sha256) == b"page"


def test_a_file_of_another_window_is_fetched_and_kept(tmp_path: Path):
    class Centre:
        asked: ClassVar[list[str]] = []

        def fetch(self, sha256: str, report: Report) -> bytes:
            self.asked.append(sha256)
            report(4, 4)
            return b"page"

    sha256 = FileStore(tmp_path / "other").put(b"page")
    store = FileStore(tmp_path / "here", Centre())
    told: list[tuple[int, int]] = []

    assert not store.has(sha256)
    assert store.obtain(sha256, lambda *share: told.append(share)) == b"page"
    assert store.obtain(sha256) == b"page"

    assert (Centre.asked, told) == ([sha256], [(4, 4)])
    assert store.has(sha256)


def test_a_desk_alone_says_where_to_open_it(tmp_path: Path):
    with pytest.raises(FileMissingError, match="不在本机") as error:
        FileStore(tmp_path).obtain("ab" * 32)

    assert "登记它的窗口" in error.value.advice
