"""Capture of changes: triggers generated from the models write the outbox row.

The trigger runs in the transaction of the change, so no service can forget it and raw SQL is
caught too. `sync_state.applying` stops rows that come from the centre from echoing back.
"""

import hashlib
from functools import cache
from typing import Any

from sqlalchemy import Column, Connection, Table, text

from reception_desk.models.base import file_columns, is_append_only, synced_tables
from reception_desk.records.sync import FileState

_NOW = "((CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) + skew) << 16)"
_TICK = f"UPDATE sync_state SET hlc = MAX(hlc + 1, {_NOW});"
_LOCAL = "(SELECT applying FROM sync_state) = 0"

_SEARCHED = {
    "person": ("name", "phone", "document_number", "organisation_name", "voided_at"),
    "visit": ("provisional_number", "number", "query_code", "voided_at"),
}


def trigger_statements() -> list[str]:
    """Return the CREATE TRIGGER statements: outbox, search queue, files, matters to look at."""
    statements: list[str] = []
    for table in synced_tables():
        statements += _outbox_triggers(table)
    for name, columns in _SEARCHED.items():
        statements += _search_triggers(name, columns)
    for column in file_columns():
        statements += _file_triggers(column)
    return statements + _WORD_TRIGGERS + _STANDING_TRIGGERS


def install(connection: Connection) -> None:
    """Make the triggers on this file equal to the models'; does nothing when they are."""
    checksum = _checksum()
    stored = connection.execute(
        text("SELECT value FROM local_setting WHERE name = 'capture'")
    ).scalar()
    if stored == checksum:
        return
    remove(connection)
    for statement in trigger_statements():
        connection.exec_driver_sql(statement)
    connection.execute(
        text("INSERT INTO local_setting (name, value) VALUES ('capture', :value)"),
        {"value": checksum},
    )


@cache
def _checksum() -> str:
    """Return what stands for all triggers; the models do not change while the program runs."""
    return hashlib.sha256("\n".join(trigger_statements()).encode()).hexdigest()


def remove(connection: Connection) -> None:
    """Take the triggers off this file; they name columns that an older revision lacks."""
    for (name,) in connection.execute(
        text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'desk_%'")
    ).all():
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    connection.execute(text("DELETE FROM local_setting WHERE name = 'capture'"))


def _outbox_triggers(table: Table) -> list[str]:
    name = table.name
    statements = [
        f"CREATE TRIGGER desk_{name}_insert AFTER INSERT ON {name} WHEN {_LOCAL} BEGIN {_TICK} "
        "INSERT INTO outbox (table_name, row_id, operation, hlc, actor) "
        f"SELECT '{name}', NEW.id, 'I', hlc, actor FROM sync_state; END",
        f"CREATE TRIGGER desk_{name}_delete BEFORE DELETE ON {name} WHEN {_LOCAL} "
        "BEGIN SELECT RAISE(ABORT, 'synced rows are voided, not deleted'); END",
    ]
    if is_append_only(table):
        statements.append(
            f"CREATE TRIGGER desk_{name}_update BEFORE UPDATE ON {name} WHEN {_LOCAL} "
            "BEGIN SELECT RAISE(ABORT, 'facts are added, not changed'); END"
        )
        return statements
    columns = [column.name for column in table.columns if column.name != "id"]
    differs = " OR ".join(f'NEW."{column}" IS NOT OLD."{column}"' for column in columns)
    statements.append(
        f"CREATE TRIGGER desk_{name}_update AFTER UPDATE ON {name} "
        f"WHEN {_LOCAL} AND ({differs}) BEGIN {_TICK} "
        "INSERT INTO outbox (table_name, row_id, operation, hlc, actor, new_values, old_values) "
        f"SELECT '{name}', NEW.id, 'U', hlc, actor, {_changed('NEW', columns)}, "
        f"{_changed('OLD', columns)} FROM sync_state; END"
    )
    return statements


def _changed(side: str, columns: list[str]) -> str:
    """Return SQL for a JSON object of the changed columns' values on one side."""
    cells = " UNION ALL ".join(
        f"SELECT '{column}' AS c, {side}.\"{column}\" AS v "
        f'WHERE NEW."{column}" IS NOT OLD."{column}"'
        for column in columns
    )
    return f"(SELECT json_group_object(c, v) FROM ({cells}))"


def _search_triggers(name: str, columns: tuple[str, ...]) -> list[str]:
    queue = f"BEGIN {_queued(name)} END"
    changed = ", ".join(columns)
    return [
        f"CREATE TRIGGER desk_{name}_search_insert AFTER INSERT ON {name} {queue}",
        f"CREATE TRIGGER desk_{name}_search_update AFTER UPDATE OF {changed} ON {name} {queue}",
    ]


def _file_triggers(column: Column[Any]) -> list[str]:
    """A file named by a row made here is to be sent; one named by a pulled row lies elsewhere.

    A file already sent is asked about again: the new row may stand in another stream.
    """
    name, key = column.table.name, column.name
    note = f"INSERT INTO file_transfer (sha256, size, is_own, state) VALUES (NEW.{key}, NEW.size"
    send = (
        f"BEGIN {note}, 1, '{FileState.WAITING}') ON CONFLICT (sha256) DO UPDATE "
        f"SET is_own = 1, state = '{FileState.WAITING}', reason = NULL; END"
    )
    leave = (
        f"BEGIN {note}, 0, '{FileState.ELSEWHERE}') ON CONFLICT (sha256) DO UPDATE "
        f"SET state = excluded.state, reason = NULL WHERE state = '{FileState.WITHDRAWN}'; END"
    )
    trigger = f"CREATE TRIGGER desk_{name}_{key}"
    return [
        f"{trigger}_made AFTER INSERT ON {name} WHEN {_LOCAL} {send}",
        f"{trigger}_named AFTER UPDATE OF {key}, stream ON {name} WHEN {_LOCAL} {send}",
        f"{trigger}_pulled AFTER INSERT ON {name} WHEN NOT {_LOCAL} {leave}",
    ]


# An upsert takes "OR IGNORE" from the statements of its triggers, but not this clause.
def _queued(subject: str) -> str:
    return (
        f"INSERT INTO search_pending (subject, subject_row) VALUES ('{subject}', NEW.rowid) "
        "ON CONFLICT DO NOTHING;"
    )


# Full text and search keys point at rows by rowid, so a file is never VACUUMed in place.
# The index wants the old words back to forget them; a visit that still waits is not in it.
_WORD_TRIGGERS = [
    f"CREATE TRIGGER desk_page_text_words AFTER INSERT ON page_text BEGIN {_queued('page')} END",
    f"CREATE TRIGGER desk_matter_title_insert AFTER INSERT ON matter BEGIN {_queued('title')} END",
    "CREATE TRIGGER desk_matter_title_update AFTER UPDATE OF title ON matter "
    f"WHEN NEW.title IS NOT OLD.title BEGIN {_queued('title')} END",
    f"CREATE TRIGGER desk_visit_claim_insert AFTER INSERT ON visit BEGIN {_queued('claim')} END",
    "CREATE TRIGGER desk_visit_claim_update AFTER UPDATE OF summary, claim, facts ON visit "
    "WHEN NEW.summary IS NOT OLD.summary OR NEW.claim IS NOT OLD.claim "
    "OR NEW.facts IS NOT OLD.facts BEGIN "
    "INSERT INTO visit_text (visit_text, rowid, summary, claim, facts) "
    "SELECT 'delete', OLD.rowid, OLD.summary, OLD.claim, OLD.facts WHERE NOT EXISTS "
    "(SELECT 1 FROM search_pending WHERE subject = 'claim' AND subject_row = OLD.rowid); "
    f"{_queued('claim')} END",
]
_LOOK_AT = "INSERT INTO standing_pending (matter_id) VALUES ({}) ON CONFLICT DO NOTHING;"
# What a matter links to is judged with it (`rules/links`), but not what that one links to itself:
# a change goes one link far and comes to an end, also where two link to one another.
_LOOK_AT_LINKING = (
    "INSERT INTO standing_pending (matter_id) "
    "SELECT DISTINCT matter_id FROM step WHERE linked_matter_id = {} ON CONFLICT DO NOTHING;"
)


def _looked_at(name: str, event: str, matter_id: str, *statements: str) -> str:
    """Return the trigger by which a matter, and those that link to it, are folded again."""
    looks = " ".join(statement.format(matter_id) for statement in (*statements, _LOOK_AT_LINKING))
    return f"CREATE TRIGGER desk_{name} AFTER {event} BEGIN {looks} END"


_STANDING_TRIGGERS = [
    _looked_at("step_standing", "INSERT ON step", "NEW.matter_id", _LOOK_AT),
    _looked_at("matter_come", "INSERT ON matter", "NEW.id"),
    _looked_at(
        "matter_standing", "UPDATE OF stream, matter_class, voided_at ON matter", "NEW.id", _LOOK_AT
    ),
    _looked_at(
        "matter_gone",
        "DELETE ON matter",
        "OLD.id",
        "DELETE FROM matter_standing WHERE matter_id = {};",
        "DELETE FROM open_duty WHERE matter_id = {};",
        "DELETE FROM standing_pending WHERE matter_id = {};",
    ),
]
