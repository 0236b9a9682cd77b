"""Desk and centre: rates, bytes, the time from one window to the next, many windows, growth.

Each is a module of its own with one `measure`; all stand on a PostgreSQL that flushes to the disk.
"""

from collections.abc import Iterator
from importlib import import_module

from reception_desk.commands.bench.figure import Figure
from reception_desk.commands.bench.plan import Plan

PARTS = ("rates", "latency", "many_desks", "growth")


def measure(plan: Plan) -> Iterator[Figure]:
    """Yield the figures of every part, in order."""
    for part in PARTS:
        yield from import_module(f"{__name__}.{part}").measure(plan)
