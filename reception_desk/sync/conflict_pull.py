"""Conflicts of a stream as they come to the desk: both values, who, when, from where."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert

from reception_desk.models.conflict import SyncConflict
from reception_desk.models.database import whole_milliseconds
from reception_desk.sync.centre_text import from_centre

CONFLICT_QUERY = (
    "SELECT id::text, of_stream, table_name, row_id::text, column_name, saw, held, sent, "
    "held_desk, sent_desk, held_by::text, sent_by::text, held_hlc, sent_hlc, of_pos "
    "FROM sync.pull_sync_conflict(%s, %s, %s, %s, %s)"
)
_PLAIN = ("id", "stream", "table_name", "row_id", "column_name")
_VALUES = ("saw", "held", "sent")


def apply_conflicts(connection: Connection, page: list[tuple[Any, ...]]) -> int:
    """Keep a page of the centre's records; one that is known is the same record.

    Their clocks are those of rows that come by themselves: 0.
    """
    rows = [_row(cells) for cells in page]
    connection.execute(insert(SyncConflict).on_conflict_do_nothing(), rows)
    return 0


def _row(cells: tuple[Any, ...]) -> dict[str, Any]:
    *plain, saw, held, sent, held_desk, sent_desk, held_by, sent_by, held_hlc, sent_hlc, _ = cells
    values = dict(zip(_VALUES, map(_json, (saw, held, sent)), strict=True))
    return dict(zip(_PLAIN, plain, strict=True)) | values | {
        "held_desk": held_desk,
        "sent_desk": sent_desk,
        "held_by": held_by,
        "sent_by": sent_by,
        "held_at": _moment(held_hlc),
        "sent_at": _moment(sent_hlc),
    }  # fmt: skip


def _json(value: Any) -> str:
    return json.dumps(from_centre(value) if isinstance(value, str) else value, ensure_ascii=False)


def _moment(hlc: int) -> datetime:
    """Return when a change was made, by the centre's clock."""
    return whole_milliseconds(datetime.fromtimestamp((hlc >> 16) / 1000, UTC))
