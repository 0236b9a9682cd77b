"""Rows from all over the large file."""

import random
from typing import Any


def picked(
    driver: Any, table: str, columns: str, count: int, chance: random.Random
) -> list[tuple[Any, ...]]:
    """Return columns of `count` rows, the same ones for the same chance."""
    (last,) = driver.execute(f"SELECT max(rowid) FROM {table}").fetchone()
    statement = f"SELECT {columns} FROM {table} WHERE rowid = ?"
    rows = chance.sample(range(1, last + 1), count)
    return [driver.execute(statement, (row,)).fetchone() for row in rows]
