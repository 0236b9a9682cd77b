"""The greeting: restored centres, rolled back and copied files, versions."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from reception_desk.models import Database
from reception_desk.records.identifiers import new_id
from reception_desk.sync import enrolment, local_state
from reception_desk.sync.centre_errors import CentreRefusedError
from reception_desk.sync.greeting import Standing, standing
from reception_desk.sync.local_state import LocalState
from reception_desk.sync.round import run_round
from reception_desk.sync.session import Greeting
from tests.offices import KEY
from tests.sync.desks import Desk

LOCAL = LocalState(client="c", former_client=None, acked=5, last_seq=7, epoch="e", cursors={1: 40})
CENTRE = Greeting(
    desk="A", is_same_client=True, last_seq=5, last_hlc=50, epoch="e", now_ms=0,
    schema_version=3, oldest_schema_version=2, heads={1: 44},
)  # fmt: skip


@pytest.mark.parametrize(
    ("local", "centre", "clock", "version", "found"),
    [
        ({}, {}, 50, 3, Standing.AGREED),
        ({}, {}, None, 2, Standing.AGREED),
        ({"acked": 4}, {}, None, 3, Standing.FILE_RESTORED),
        ({"epoch": None}, {}, 50, 3, Standing.AGREED),
        ({"acked": 4}, {}, 50, 3, Standing.AGREED),
        ({}, {"epoch": "f"}, 50, 3, Standing.CENTRE_RESTORED),
        ({}, {"last_seq": 4}, 50, 3, Standing.CENTRE_RESTORED),
        ({}, {"heads": {1: 39}}, 50, 3, Standing.CENTRE_RESTORED),
        ({}, {"heads": {}}, 50, 3, Standing.AGREED),
        ({}, {"last_seq": 8}, None, 3, Standing.FILE_RESTORED),
        ({}, {}, 51, 3, Standing.FILE_RESTORED),
        ({}, {"is_same_client": False}, 50, 3, Standing.ANOTHER_FILE),
        ({"former_client": "b"}, {"is_same_client": False}, 50, 3, Standing.IDENTITY_MOVING),
        ({}, {}, 50, 4, Standing.CENTRE_TOO_OLD),
        ({}, {"columns": {}}, 50, 4, Standing.AGREED),
        ({}, {}, 50, 1, Standing.DESK_TOO_OLD),
    ],
)
def test_a_greeting_is_judged(local, centre, clock, version, found):
    assert standing(replace(LOCAL, **local), replace(CENTRE, **centre), clock, version) is found


def keep_file(desk: Desk) -> Path:
    """Copy the desk's file as a backup or a disk image would."""
    path = desk.database.path
    kept = path.with_suffix(".kept")
    with desk.database.read() as session:
        session.connection().exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(path, kept)
    return kept


def copied(kept: Path, folder: Path) -> Path:
    return Path(shutil.copy(kept, folder / "copy.db"))


def put_back(desk: Desk, kept: Path) -> None:
    path = desk.database.path
    desk.database.close()
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    shutil.copy(kept, path)
    desk.database = Database(path, KEY)


def restore_centre(centre, dump: dict[str, list[tuple]]) -> None:
    """Put the centre's tables back to `dump`, as a restored backup would, with a new epoch."""
    centre.query("DELETE FROM app.person")
    for name, last_seq, last_hlc in dump["desks"]:
        centre.query(
            "UPDATE sync.desk SET last_seq = %s, last_hlc = %s WHERE name = %s",
            last_seq, last_hlc, name,
        )  # fmt: skip
    for stream, pos in dump["streams"]:
        centre.query("UPDATE sync.stream SET pos = %s WHERE id = %s", pos, stream)
    centre.query("UPDATE sync.centre SET generation = generation + 1")


def test_a_restored_centre_gets_again_what_it_lost(centre, new_desk):
    a, b = new_desk("A"), new_desk("B")
    for desk in (a, b):
        desk.sync()
    backup = {
        "desks": centre.query("SELECT name, last_seq, last_hlc FROM sync.desk"),
        "streams": centre.query("SELECT id, pos FROM sync.stream"),
    }
    person = a.add(name="张伟", phone="1")
    a.sync()
    b.sync()
    b.edit(person, phone="2")
    b.add(name="李娜")
    b.sync()
    restore_centre(centre, backup)

    a.add(name="王芳")
    for desk in (b, a, b, a):
        desk.sync()

    assert a.rows() == b.rows()
    assert centre.query("SELECT name, phone FROM app.person ORDER BY name") == sorted(
        [("张伟", "2"), ("李娜", None), ("王芳", None)]
    )
    assert a.get(person, "phone") == ("2",)


def test_a_file_rolled_back_goes_on_as_a_new_one(centre, new_desk):
    a, b = new_desk("A"), new_desk("B")
    a.add(name="一")
    a.sync()
    a.add(name="二")
    kept = keep_file(a)
    a.add(name="三")
    a.sync()
    client = a.scalar("SELECT client FROM sync_state")

    put_back(a, kept)
    a.add(name="四")
    a.sync()
    b.sync()

    assert a.scalar("SELECT client FROM sync_state") != client
    assert a.rows() == b.rows()
    assert [row[0] for row in centre.query("SELECT name FROM app.person ORDER BY id")] == [
        "一", "二", "三", "四",
    ]  # fmt: skip


def test_a_file_rolled_back_is_known_even_when_it_has_as_many_changes(centre, new_desk):
    """Numbers alone would take the new change for one whose reply was lost."""
    a = new_desk("A")
    a.add(name="一")
    kept = keep_file(a)
    a.add(name="二")
    a.sync()

    put_back(a, kept)
    a.add(name="另一")
    a.sync()

    assert {row[0] for row in centre.query("SELECT name FROM app.person")} == {"一", "二", "另一"}


def test_a_copy_is_known_in_the_middle_of_a_connection(centre, new_desk, tmp_path):
    a = new_desk("A")
    a.add(name="一")
    a.sync()
    copy = Desk(Database(copied(keep_file(a), tmp_path), KEY), a.link)
    try:
        with copy.connected() as session:
            a.add(name="二")
            a.sync()
            copy.add(name="三")
            run_round(copy.database, session)
    finally:
        copy.close()

    assert {row[0] for row in centre.query("SELECT name FROM app.person")} == {"一", "二", "三"}


def test_a_move_of_identity_cut_in_the_middle_is_finished_later(centre, new_desk):
    a = new_desk("A")
    a.add(name="一")
    a.sync()
    a.add(name="二")
    local_state.become_new(a.database)  # and the program was killed here

    a.sync()

    assert {row[0] for row in centre.query("SELECT name FROM app.person")} == {"一", "二"}
    assert local_state.read_state(a.database).former_client is None


def test_two_copies_of_a_file_do_not_mix(centre, new_desk, tmp_path):
    a = new_desk("A")
    a.add(name="一")
    a.sync()
    copy = Desk(Database(copied(keep_file(a), tmp_path), KEY), a.link)
    try:
        copy.add(name="copy")
        copy.sync()
        a.add(name="original")
        a.sync()
        copy.add(name="copy later")
        with pytest.raises(CentreRefusedError, match="另一份数据文件"):
            copy.sync()
    finally:
        copy.close()

    assert {row[0] for row in centre.query("SELECT name FROM app.person")} == {
        "一", "copy", "original",
    }  # fmt: skip


def test_a_renewed_desk_takes_a_new_file(centre, new_desk):
    a, b = new_desk("A"), new_desk("B")
    a.add(name="一")
    a.sync()
    b.add(name="二")
    renewed = centre.admit(enrolment.renew_desk(centre.dsn, "A"))
    taken_over = Desk(b.database, renewed)

    taken_over.sync()

    assert {row[0] for row in centre.query("SELECT name FROM app.person")} == {"一", "二"}
    with pytest.raises(CentreRefusedError):
        a.sync()


def test_a_version_that_does_not_fit_is_told(centre, new_desk):
    centre.query("UPDATE sync.centre SET oldest_schema_version = 99")

    with pytest.raises(CentreRefusedError, match="版本过旧"):
        new_desk("A").sync()


def test_acknowledged_changes_are_kept_for_a_month_and_the_last_for_ever(new_desk):
    a = new_desk("A")
    for _ in range(3):
        a.add()
    a.sync()
    day = 86_400_000 << 16
    a.execute("UPDATE sync_state SET hlc = hlc + :d", d=29 * day)
    a.sync()
    assert a.scalar("SELECT count(*) FROM outbox") == 3

    a.execute("UPDATE sync_state SET hlc = hlc + :d", d=2 * day)
    a.sync()

    assert a.scalar("SELECT max(seq) FROM outbox") == 3
    assert a.scalar("SELECT count(*) FROM outbox") == 1


def test_the_centres_clock_is_taken_over(new_desk):
    a = new_desk("A")
    a.execute("UPDATE sync_state SET skew = :s", s=10**9)

    a.sync()

    assert abs(a.scalar("SELECT skew FROM sync_state")) < 60_000


def test_a_new_file_knows_nothing_of_the_centre(new_desk):
    found = local_state.read_state(new_desk("A").database)

    assert (found.acked, found.last_seq, found.epoch, found.cursors) == (0, 0, None, {})
    assert found.client != new_id()
