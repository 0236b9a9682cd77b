"""The local file: encrypted, single, honest about damage, and never half written."""

import os
import threading
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from reception_desk.errors import DatabaseError
from reception_desk.models import Database, OnlookingDatabase, search_keys
from reception_desk.models.database import now
from reception_desk.models.database_key import (
    DatabaseKey,
    KeySource,
    destroy,
    kept_as,
    obtain,
    protect,
)
from reception_desk.models.local import Draft, OutboxRow, SearchKey, SyncState
from reception_desk.models.person import Person
from tests.offices import KEY


@pytest.fixture
def database(tmp_path: Path):
    opened = Database(tmp_path / "desk.db", KEY)
    yield opened
    opened.close()


def add_person(database: Database, **values: object) -> str:
    with database.write() as session:
        row = Person(stream=10, desk_id="d", created_at=now(), **values)
        session.add(row)
        session.flush()
        return row.id


def outbox(database: Database) -> list[tuple[str, str, str | None]]:
    with database.read() as session:
        rows = session.execute(
            select(OutboxRow.operation, OutboxRow.row_id, OutboxRow.new_values).order_by(
                OutboxRow.seq
            )
        )
        return [(row.operation, row.row_id, row.new_values) for row in rows]


def test_nothing_readable_stands_in_the_file(tmp_path: Path, database: Database):
    add_person(database, name="张伟", phone="13800000000")
    database.close()

    content = (tmp_path / "desk.db").read_bytes()

    assert "张伟".encode() not in content
    assert b"13800000000" not in content
    assert not content.startswith(b"SQLite format 3")


def test_a_second_program_is_told_to_use_the_first(tmp_path: Path, database: Database):
    with pytest.raises(DatabaseError, match="已在本机打开"):
        Database(tmp_path / "desk.db", KEY)


def test_a_wrong_key_changes_nothing(tmp_path: Path, database: Database):
    add_person(database, name="张伟")
    database.close()
    before = (tmp_path / "desk.db").read_bytes()

    with pytest.raises(DatabaseError, match="密钥不符"):
        Database(tmp_path / "desk.db", DatabaseKey("cd" * 32, KeySource.KEY_FILE))

    assert (tmp_path / "desk.db").read_bytes() == before


@pytest.mark.parametrize("damage", [b"", b"not a database" * 500])
def test_a_damaged_file_is_named_and_kept(tmp_path: Path, database: Database, damage: bytes):
    add_person(database, name="张伟")
    database.close()
    path = tmp_path / "desk.db"
    content = path.read_bytes()
    path.write_bytes(damage or content[:4096] + os.urandom(8192) + content[12288:])
    kept = path.read_bytes()

    with pytest.raises(DatabaseError, match="损坏") as raised:
        opened = Database(path, KEY)
        try:
            with opened.read() as session:
                for table in ("person", "search_key", "outbox", "sync_state", "sqlite_master"):
                    session.execute(text(f"SELECT * FROM {table}")).all()
                session.execute(text("PRAGMA integrity_check")).all()
        finally:
            opened.close()

    assert raised.value.advice
    assert path.read_bytes() == kept


def test_a_change_is_captured_with_only_its_columns(database: Database):
    person_id = add_person(database, name="张伟", phone="1")
    with database.write() as session:
        session.get_one(Person, person_id).phone = "2"

    assert outbox(database) == [("I", person_id, None), ("U", person_id, '{"phone":"2"}')]


def test_an_update_that_changes_nothing_is_not_captured(database: Database):
    person_id = add_person(database, name="张伟")
    with database.write() as session:
        session.execute(text("UPDATE person SET name = name"))

    assert len(outbox(database)) == 1
    assert outbox(database)[0][1] == person_id


def test_raw_sql_is_captured_too(database: Database):
    add_person(database, name="张伟")
    with database.write() as session:
        session.execute(text("UPDATE person SET name = '李四'"))

    assert outbox(database)[-1][2] == '{"name":"李四"}'


def test_rows_from_the_centre_do_not_echo_but_are_found(database: Database):
    person_id = add_person(database, name="张伟")
    with database.apply() as connection:
        connection.execute(text("UPDATE person SET name = '李四'"))

    database.make_search_keys()
    assert len(outbox(database)) == 1
    with database.read() as session:
        keys = session.scalars(select(SearchKey.text).where(SearchKey.kind == "n")).all()
        state = session.scalars(select(SyncState)).one()
    assert set(keys) == {"李四", "四"}
    assert not state.applying
    assert person_id


def keys_of(database: Database) -> set[str]:
    with database.read() as session:
        return set(session.scalars(select(SearchKey.text).where(SearchKey.kind == "n")))


def test_keys_are_made_after_the_commit_and_only_once(database: Database):
    add_person(database, name="张伟")
    assert keys_of(database) == set()

    database.make_search_keys()
    assert keys_of(database) == {"张伟", "伟"}

    with database.write() as session:
        session.execute(text("UPDATE person SET name = '李四'"))
    database.tidy()
    assert keys_of(database) == {"李四", "四"}
    assert not database.is_untidy(after_seconds=0)


def test_keys_not_made_before_a_cut_are_made_afterwards(tmp_path: Path, database: Database):
    add_person(database, name="张伟")
    database.close()

    reopened = Database(tmp_path / "desk.db", KEY)
    assert reopened.is_untidy(after_seconds=0)
    reopened.make_search_keys()

    assert keys_of(reopened) == {"张伟", "伟"}
    reopened.close()


def add_many_persons(database: Database) -> list[str]:
    names = [f"张{number:04d}" for number in range(1203)]
    with database.write() as session:
        for name in names:
            session.add(Person(stream=10, desk_id="d", created_at=now(), name=name))
            session.flush()
    return names


def test_many_rows_that_wait_are_all_found(database: Database):
    names = add_many_persons(database)
    assert database.make_search_keys()

    assert set(names) <= keys_of(database)
    assert not database.lacks_keys(for_seconds=0)


def test_of_many_rows_that_wait_the_newest_are_found_first(database: Database):
    names = add_many_persons(database)
    assert not database.make_search_keys(lambda: True)

    found = keys_of(database)
    assert names[-1] in found
    assert names[0] not in found
    assert database.lacks_keys(for_seconds=0)


def test_tidying_that_is_cut_short_goes_on_later(database: Database):
    names = add_many_persons(database)
    database.tidy(lambda: True)
    assert database.is_untidy(after_seconds=0)

    database.tidy()
    assert set(names) <= keys_of(database)
    assert not database.is_untidy(after_seconds=0)


def test_keys_that_could_not_be_made_are_made_next_time(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    add_person(database, name="张伟")
    with monkeypatch.context() as patch:
        patch.setattr(search_keys, "person_keys", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            database.tidy()
    assert database.is_untidy(after_seconds=0)

    database.tidy()
    assert keys_of(database) == {"张伟", "伟"}


def test_tidying_empties_the_log_into_the_file(tmp_path: Path, database: Database):
    add_person(database, name="张伟")
    size = (tmp_path / "desk.db").stat().st_size
    written = (tmp_path / "desk.db").read_bytes()
    database.tidy()

    assert (tmp_path / "desk.db").read_bytes() != written
    assert (tmp_path / "desk.db").stat().st_size >= size


def test_the_log_does_not_grow_without_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("reception_desk.models.database._WAL_PAGES", 50)
    database = Database(tmp_path / "small.db", KEY)
    for _ in range(120):
        add_person(database, name="张伟")
    written = 120 * 4 * 4096

    assert (tmp_path / "small.db-wal").stat().st_size < written
    database.close()


def test_a_failed_page_leaves_capture_switched_on(database: Database):
    class CutError(Exception):
        pass

    with pytest.raises(CutError), database.apply() as connection:
        connection.execute(text("UPDATE sync_state SET skew = 5"))
        raise CutError

    add_person(database, name="张伟")
    assert len(outbox(database)) == 1


def test_a_synced_row_cannot_be_deleted(database: Database):
    add_person(database, name="张伟")
    with pytest.raises(IntegrityError, match="voided, not deleted"), database.write() as session:
        session.execute(text("DELETE FROM person"))


def test_a_fact_cannot_be_changed(database: Database):
    with database.write() as session:
        session.execute(
            text(
                "INSERT INTO audit_entry (id, stream, desk_id, created_at, position, occurred_at, "
                "action, previous_hash, entry_hash) "
                "VALUES ('a', 10, 'd', 't', 1, 't', 'view', '0', '1')"
            )
        )
    with pytest.raises(IntegrityError, match="not changed"), database.write() as session:
        session.execute(text("UPDATE audit_entry SET action = 'none'"))


def test_the_clock_of_edits_never_runs_back(database: Database):
    ahead = (4102444800000) << 16  # the year 2100: this desk's clock was once far ahead
    with database.write() as session:
        session.execute(text("UPDATE sync_state SET hlc = :hlc"), {"hlc": ahead})
    add_person(database, name="张伟")

    with database.read() as session:
        assert session.scalars(select(OutboxRow.hlc)).one() == ahead + 1


def test_readers_go_on_while_a_writer_holds_the_file(database: Database):
    add_person(database, name="张伟")
    reading, read = threading.Event(), threading.Event()
    names: list[str | None] = []

    def reader() -> None:
        reading.wait(10)
        with database.read() as session:
            names.extend(session.scalars(select(Person.name)))
        read.set()

    thread = threading.Thread(target=reader)
    thread.start()
    with database.write() as session:
        session.execute(text("UPDATE person SET name = '李四'"))
        reading.set()
        assert read.wait(10)
    thread.join()

    assert names == ["张伟"]


def test_four_writers_all_get_their_turn(database: Database):
    def write(number: int) -> None:
        for turn in range(10):
            with database.write() as session:
                session.execute(select(Draft)).all()
                session.add(
                    Draft(
                        id=f"{number}-{turn}",
                        account_id="a",
                        position=turn,
                        payload="{}",
                        updated_at=now(),
                    )
                )

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.read() as session:
        assert len(session.scalars(select(Draft.id)).all()) == 40


def test_without_a_keyring_the_key_is_a_private_file_and_stays_the_same(tmp_path: Path):
    first = obtain(tmp_path)
    again = obtain(tmp_path)

    assert first == again
    assert first.source is KeySource.KEY_FILE
    assert first.source.warning
    assert (tmp_path / "desk.key").stat().st_mode & 0o777 == 0o600
    assert first.hexadecimal not in repr(first)


def test_a_passphrase_gives_the_same_key_and_is_then_required(tmp_path: Path):
    first = obtain(tmp_path, passphrase="一间明亮的大厅")

    assert obtain(tmp_path, passphrase="一间明亮的大厅") == first
    assert obtain(tmp_path, passphrase="别的口令") != first
    with pytest.raises(DatabaseError, match="启动口令"):
        obtain(tmp_path)


def test_a_key_file_put_under_a_passphrase_opens_the_same_database(tmp_path: Path):
    first = obtain(tmp_path)

    protect(tmp_path, "一间明亮的大厅呀")

    assert not (tmp_path / "desk.key").exists()
    assert first.hexadecimal not in (tmp_path / "desk.salt").read_text("ascii")
    assert obtain(tmp_path, passphrase="一间明亮的大厅呀").hexadecimal == first.hexadecimal
    assert obtain(tmp_path, passphrase="一间明亮的大堂呀").hexadecimal != first.hexadecimal
    with pytest.raises(DatabaseError, match="启动口令"):
        obtain(tmp_path)
    assert kept_as(tmp_path) is KeySource.PASSPHRASE


def test_a_short_passphrase_or_a_second_one_is_refused(tmp_path: Path):
    obtain(tmp_path)
    with pytest.raises(DatabaseError, match="至少要有 8"):
        protect(tmp_path, "短")
    assert kept_as(tmp_path) is KeySource.KEY_FILE

    protect(tmp_path, "一间明亮的大厅呀")
    with pytest.raises(DatabaseError, match="不在文件里"):
        protect(tmp_path, "一间明亮的大厅啊")


@pytest.mark.parametrize("passphrase", ["", "一间明亮的大厅呀"])
def test_a_destroyed_key_leaves_nothing_to_open_the_file_with(tmp_path: Path, passphrase: str):
    key = obtain(tmp_path, passphrase=passphrase)
    Database(tmp_path / "desk.db", key).close()

    destroy(tmp_path)
    destroy(tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == {"desk.db", "desk.lock"}
    with pytest.raises(DatabaseError):
        Database(tmp_path / "desk.db", obtain(tmp_path, passphrase=passphrase))


def test_a_plain_file_only_by_explicit_choice(tmp_path: Path):
    database = Database(tmp_path / "plain.db", None)
    add_person(database, name="张伟")
    database.close()

    assert (tmp_path / "plain.db").read_bytes().startswith(b"SQLite format 3")


def test_a_second_program_looks_on_and_writes_nothing(tmp_path: Path, database: Database):
    onlooking = OnlookingDatabase(tmp_path / "desk.db", KEY)
    with onlooking.mark_of_commits() as mark:
        before = mark()
        assert mark() == before
        key = add_person(database, name="张伟")
        assert mark() != before
    with onlooking.read() as session:
        assert session.get_one(Person, key).name == "张伟"
    with pytest.raises(DatabaseError, match="无法写入"):
        add_person(onlooking, name="李四")
    onlooking.close()


def test_who_looks_on_makes_no_file_and_changes_none(tmp_path: Path):
    with pytest.raises(DatabaseError, match="没有接访台的数据"):
        OnlookingDatabase(tmp_path / "desk.db", KEY)
    assert list(tmp_path.iterdir()) == []
    old = Database(tmp_path / "desk.db", KEY)
    with old.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    old.close()
    with pytest.raises(DatabaseError, match="另一版本"):
        OnlookingDatabase(tmp_path / "desk.db", KEY)
