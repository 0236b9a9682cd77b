"""The administrator's side of refused changes: look at them, and close what is dealt with."""

from reception_desk.errors import CentreError
from reception_desk.records.sync import DeadEntry
from reception_desk.sync.administrator import administrator, scalar
from reception_desk.sync.centre import require_centre


def dead_entries(admin_dsn: str, *, with_closed: bool = False) -> list[DeadEntry]:
    """Return the changes put aside, oldest first; closed ones only when asked for."""
    with administrator(admin_dsn) as connection:
        require_centre(connection)
        rows = connection.execute(
            """
            SELECT d.name, x.seq, x.table_name, x.row_id, x.refusal, x.parked_at,
                   x.closed_at, x.closed_by
              FROM sync.dead AS x JOIN sync.desk AS d ON d.id = x.desk
             WHERE %s OR x.closed_at IS NULL
             ORDER BY x.parked_at, x.seq""",
            (with_closed,),
        ).fetchall()
    return [DeadEntry(*row) for row in rows]


def close_entry(admin_dsn: str, desk: str, seq: int) -> None:
    """Mark a change as dealt with by the administrator; it stays on record.

    Raises `CentreError` when the desk has no open entry of that number.
    """
    with administrator(admin_dsn) as connection:
        require_centre(connection)
        closed = scalar(
            connection,
            """
            UPDATE sync.dead AS x SET closed_at = clock_timestamp(), closed_by = session_user
              FROM sync.desk AS d
             WHERE d.id = x.desk AND d.name = %s AND x.seq = %s AND x.closed_at IS NULL
            RETURNING x.seq""",
            desk,
            seq,
        )
    if closed is None:
        raise CentreError(
            f"窗口“{desk}”没有编号为 {seq} 的搁置项。", advice="请用 desk centre dead 查看。"
        )
