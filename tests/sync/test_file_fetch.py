"""A file of another window: verified, stored, or a sentence that says what to do."""

import os

import pytest

from reception_desk.commands.bench.cable import Fault
from reception_desk.errors import CentreError, DeskError
from reception_desk.records.sync import FileState
from reception_desk.services.files import FileStore
from reception_desk.sync import file_fetch
from reception_desk.sync.blobs import CHUNK_BYTES
from reception_desk.sync.centre_errors import CentreRefusedError
from reception_desk.sync.file_fetch import CentreFiles
from tests.sync.desks import Desk

CONTENT = os.urandom(2 * CHUNK_BYTES + 5)


@pytest.fixture
def sent(new_desk) -> str:
    """A file of window A, at the centre."""
    a = new_desk("A")
    sha256 = a.add_file(CONTENT)
    a.send_files()
    return sha256


@pytest.fixture
def reader(new_desk, sent, cable) -> Desk:
    """Window B, which has the row and not the file."""
    b = new_desk("B", cable=cable)
    b.sync()
    return b


def store(desk: Desk) -> FileStore:
    return FileStore(desk.database.path.parent / "files", CentreFiles(desk.database, desk.link))


def test_a_file_is_fetched_once_verified_and_kept(reader, sent, cable):
    told: list[tuple[int, int]] = []

    assert store(reader).obtain(sent, lambda *share: told.append(share)) == CONTENT

    size = len(CONTENT)
    assert told == [(0, size), (CHUNK_BYTES, size), (2 * CHUNK_BYTES, size), (size, size)]
    assert reader.file_state(sent) == FileState.HELD
    cable.set(Fault.UNPLUGGED)
    assert store(reader).obtain(sent) == CONTENT


def test_an_altered_file_is_replaced_by_the_sound_one(reader, sent):
    store(reader).obtain(sent)
    reader.files.path(sent).write_bytes(b"x")

    assert store(reader).obtain(sent) == CONTENT
    assert reader.files.get(sent) == CONTENT


@pytest.mark.parametrize("fault", [Fault.UNPLUGGED, Fault.REPLIES_LOST])
def test_with_the_centre_away_the_sentence_says_what_to_do(reader, sent, cable, fault):
    cable.set(fault)

    with pytest.raises(CentreError, match="连接不上中心") as error:
        store(reader).obtain(sent)

    assert "网络恢复后再打开" in error.value.advice
    assert not reader.files.has(sent)


def test_a_silent_line_is_given_up(reader, sent, cable, monkeypatch):
    monkeypatch.setattr(file_fetch, "ANSWER_WITHIN", 0.2)

    def fall_silent(_done, _total):
        cable.set(Fault.SILENT)

    with pytest.raises(CentreError, match="连接不上中心"):
        store(reader).obtain(sent, fall_silent)


def test_a_file_that_was_not_sent_yet_is_told(new_desk):
    a, b = new_desk("A"), new_desk("B")
    sha256 = a.add_file(CONTENT)
    a.sync()
    b.sync()

    with pytest.raises(CentreError, match="还没有把这份文件传到中心"):
        store(b).obtain(sha256)


def test_a_file_of_no_row_is_told(reader):
    with pytest.raises(CentreError, match="没有登记过"):
        store(reader).obtain("ab" * 32)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE sync.blob_chunk SET content = set_byte(content, 2, get_byte(content, 2) # 1)",
        "DELETE FROM sync.blob_chunk WHERE number = 1",
        "UPDATE sync.blob SET size = 7",
    ],
)
def test_damage_at_the_centre_is_named_and_nothing_is_stored(centre, reader, sent, damage):
    centre.query(damage)

    with pytest.raises(CentreError, match="不完整，或与登记时的校验值不符"):
        store(reader).obtain(sent)

    assert not reader.files.has(sent)


def test_who_cancels_gets_nothing_half(reader, sent):
    class CancelledError(DeskError):
        pass

    def cancel(done, _total):
        if done:
            raise CancelledError("已取消。")

    with pytest.raises(CancelledError):
        store(reader).obtain(sent, cancel)

    assert not reader.files.has(sent)
    assert store(reader).obtain(sent) == CONTENT


def test_closing_cuts_what_is_on_its_way(reader, sent, cable):
    source = CentreFiles(reader.database, reader.link)

    def close(_done, _total):
        cable.set(Fault.SILENT)
        source.close()

    for _ in range(2):
        with pytest.raises(CentreError):
            source.fetch(sent, close)


def test_a_revoked_desk_fetches_nothing(centre, reader, sent):
    centre.query("UPDATE sync.desk SET revoked_at = now()")

    with pytest.raises(CentreRefusedError):
        store(reader).obtain(sent)
