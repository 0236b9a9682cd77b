"""The centre's part of 依法删除, made from the models: what is a part of what, which files."""

from pathlib import Path

from sqlalchemy import Table

from reception_desk.models.base import Base, file_columns
from reception_desk.models.erasure import ERASURE_TABLES
from reception_desk.models.removal import erasable_tables, owners

_SCRIPT = Path(__file__).parent / "sql" / "functions" / "erase.sql"

_PART = """    WITH part AS (
        INSERT INTO app.erased_row (id, stream, desk_id, created_at, created_by, order_id,
                                    table_name, row_id, _pos, _desk, _hlc)
        SELECT gen_random_uuid(), t.stream, p_one.desk_id, p_one.created_at, p_one.created_by,
               p_one.order_id, '@table@', t.id, (p_heads ->> t.stream::text)::bigint, p_desk,
               p_one._hlc
          FROM app.@table@ AS t
         WHERE (@owned@) AND NOT t.id = ANY (gone) AND t.stream = ANY (streams)
        RETURNING row_id)
    SELECT gone || coalesce(array_agg(row_id), '{}') INTO gone FROM part;"""

_FOREIGN = """SELECT FROM app.@table@ AS t WHERE t.id = ANY (gone) AND NOT EXISTS (
        SELECT FROM app.erased_row AS e
         WHERE e.row_id = t.id AND e.order_id = p_one.order_id AND e.stream = t.stream)"""


def erasure_statements() -> list[str]:
    """Return the index and the functions that carry an erasure out."""
    tables = erasable_tables()
    parts = [
        _PART.replace("@table@", table.name).replace("@owned@", owned)
        for table in tables
        if (owned := " OR ".join(f"t.{name} = ANY (gone)" for name in owner_columns(table)))
    ]
    deletes = [
        f"    DELETE FROM app.{table.name} WHERE id = ANY (gone) AND stream = ANY (streams);"
        for table in reversed(tables)
    ]
    hashes = " UNION ".join(
        f"SELECT {column.name} FROM app.{column.table.name} WHERE id = ANY (gone)"
        for column in file_columns()
    )
    foreign = " UNION ALL ".join(_FOREIGN.replace("@table@", table.name) for table in tables)
    script = _SCRIPT.read_text(encoding="utf-8")
    places = {
        "parts": "\n".join(parts),
        "deletes": "\n".join(deletes),
        "hashes": hashes,
        "foreign": foreign,
        "erasable": ", ".join(f"'{table.name}'" for table in tables),
    }
    for place, value in places.items():
        script = script.replace(f"@{place}@", value)
    index = "CREATE INDEX IF NOT EXISTS erased_row_row_id ON app.erased_row (row_id)"
    return [index, script]


def condition_to_stay(table: str) -> str:
    """Return the condition on a sent row `r` that it is neither erased nor a part of what is."""
    if table in ERASURE_TABLES:
        return "true"
    columns = ("id", *owner_columns(Base.metadata.tables[table]))
    keys = ", ".join(f'r."{name}"::uuid' for name in columns)
    return (
        "NOT EXISTS (SELECT FROM app.erased_row AS e "
        f"WHERE e.column_name IS NULL AND e.row_id IN ({keys}))"
    )


def owner_columns(table: Table) -> list[str]:
    return [column.name for column, _ in owners(table)]
