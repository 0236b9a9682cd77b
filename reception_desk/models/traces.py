"""What is left of erased rows in the file: words in the full text, old pages in the WAL.

SQLite overwrites what it frees (`secure_delete`), but the full text keeps the words of a removed
row in its older segments until all of them are merged into one, and the WAL keeps old pages until
it is cut. Both are done in an idle moment; `local_setting` remembers what is to be done.
"""

from sqlalchemy import Connection

NAME = "erased_traces"
_TO_BEGIN, _BEGUN = "begin", "begun"
_BLOCKS = 200
"""Of one call: some 20 ms, so that a registration never waits long for the write lock."""
_STATE = f"SELECT value FROM local_setting WHERE name = '{NAME}'"  # noqa: S608
_MERGES = tuple(
    f"INSERT INTO {words} ({words}, rank) VALUES ('merge', ?)"  # noqa: S608
    for words in ("visit_text", "page_words", "matter_words")
)


def leave(connection: Connection) -> None:
    """Note in the transaction of a removal that its traces are to go."""
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO local_setting (name, value) VALUES (?, ?)", (NAME, _TO_BEGIN)
    )


def has_any(connection: Connection) -> bool:
    """Say whether something is left to do."""
    return connection.exec_driver_sql(_STATE).first() is not None


def merge_words(connection: Connection) -> bool:
    """Do a part of the merge; say whether another may follow.

    A negative number begins one that takes in every segment, as `optimize` would at a stretch.
    """
    driver = connection.connection.driver_connection
    begins = connection.exec_driver_sql(_STATE).scalar() == _TO_BEGIN
    before = driver.total_changes  # pyright: ignore[reportOptionalMemberAccess]
    for merge in _MERGES:
        connection.exec_driver_sql(merge, (-_BLOCKS if begins else _BLOCKS,))
    moved = driver.total_changes - before  # pyright: ignore[reportOptionalMemberAccess]
    if begins:
        connection.exec_driver_sql(
            "UPDATE local_setting SET value = ? WHERE name = ?", (_BEGUN, NAME)
        )
    return begins or moved > len(_MERGES)  # each statement itself counts as one


def cut_wal(connection: Connection) -> bool:
    """Copy the WAL into the file and cut it to nothing; say whether nobody stood in the way."""
    busy, _, _ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
    return not busy


def note_gone(connection: Connection) -> None:
    """Note that nothing is left; a removal in the meantime stays noted."""
    connection.exec_driver_sql(
        "DELETE FROM local_setting WHERE name = ? AND value = ?", (NAME, _BEGUN)
    )
