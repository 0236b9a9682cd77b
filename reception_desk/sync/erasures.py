"""依法删除 reaches this desk: the keys in `erased_row` name rows that go, with all their parts.

What was added to an erased visit here in the meantime goes too, also from the outbox. A person who
came again in the meantime, to a visit made here that the erasing desk could not know, goes on
under a new key.
"""

from collections.abc import Iterable
from json import dumps

from sqlalchemy import Connection, text

from reception_desk.models import Base
from reception_desk.models.erasure import ERASURE_TABLES
from reception_desk.models.removal import erasable_tables, forget_field, remove_rows, with_parts
from reception_desk.records.identifiers import new_id

_OTHER_VISITS = (
    "v.voided_at IS NULL AND v.visit_id NOT IN (SELECT e.visit_id FROM erase_order AS e "
    "WHERE e.id IN (SELECT value FROM json_each(:orders)))"
)
_CAME_AGAIN = text(
    "SELECT DISTINCT v.person_id FROM visit_person AS v "
    f"WHERE v.person_id IN (SELECT value FROM json_each(:persons)) AND {_OTHER_VISITS} "
    "AND EXISTS (SELECT 1 FROM outbox AS o WHERE o.row_id = v.id AND o.operation = 'I')"
)
_REMAINDER = ", ".join(
    f'"{column.name}"' for column in Base.metadata.tables["person"].columns if column.name != "id"
)
_COPY = text(f"INSERT INTO person (id, {_REMAINDER}) SELECT :new, {_REMAINDER} FROM person "
             "WHERE id = :old")  # fmt: skip
_REPOINT = text(
    f"UPDATE visit_person AS v SET person_id = :new WHERE v.person_id = :old AND {_OTHER_VISITS}"
)


def carry_out(connection: Connection, erased: Iterable[tuple[str, str, str, str | None]]) -> None:
    """Remove what the pulled rows (order, table, key, column) name; the caller applies a page."""
    whole: dict[str, set[str]] = {}
    orders: set[str] = set()
    erasable = {table.name for table in erasable_tables()}
    for order, table, row_id, column in erased:
        if table not in erasable:
            continue  # of a newer desk: this file has no such rows
        if column is None:
            whole.setdefault(table, set()).add(row_id)
            orders.add(order)
        elif column in Base.metadata.tables[table].columns:
            forget_field(connection, row_id, column)
    if persons := whole.get("person"):
        _let_go_on(connection, persons, orders)
    remove_rows(connection, with_parts(connection, whole))


def ask_again(connection: Connection) -> None:
    """Send every erasure once more: the centre was restored and may hold again what is gone."""
    for table in ERASURE_TABLES:
        connection.execute(
            text(
                "INSERT INTO outbox (table_name, row_id, operation, hlc) "
                f"SELECT '{table}', id, 'I', (SELECT hlc FROM sync_state) FROM {table} ORDER BY id"
            )
        )


def _let_go_on(connection: Connection, persons: set[str], orders: set[str]) -> None:
    given = {"orders": dumps(sorted(orders)), "persons": dumps(sorted(persons))}
    found = list(connection.execute(_CAME_AGAIN, given).scalars())
    if not found:
        return
    connection.execute(text("UPDATE sync_state SET applying = 0"))  # these are changes of this desk
    for person in found:
        keys = {"old": person, "new": new_id(), "orders": given["orders"]}
        if connection.execute(_COPY, keys).rowcount:
            connection.execute(_REPOINT, keys)
    connection.execute(text("UPDATE sync_state SET applying = 1"))
