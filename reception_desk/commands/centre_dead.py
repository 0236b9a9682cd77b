"""`desk centre dead`: what the centre could not hold, for the administrator."""

import argparse
import json
from dataclasses import asdict
from typing import TextIO

from reception_desk.errors import InvalidInputError
from reception_desk.records.sync import DeadEntry
from reception_desk.rules.conflicts import table_noun
from reception_desk.sync import dead


def declare(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.add_argument("--all", action="store_true", help="连同已处理的一起列出")
    command.add_argument("--close", default="", metavar="NAME:N", help="把一项标为已处理")
    command.add_argument("--json", action="store_true", help="输出 JSON")


def run(arguments: argparse.Namespace, dsn: str, out: TextIO) -> None:
    """List them, or close one; the entry itself stays on record."""
    if arguments.close:
        desk, _, number = arguments.close.rpartition(":")
        if not desk or not number.isdigit():
            raise InvalidInputError("请写成 窗口名称:编号，例如 W1:12。")
        dead.close_entry(dsn, desk, int(number))
        print(f"窗口“{desk}”的第 {number} 项已标为处理过。", file=out)
        return
    entries = dead.dead_entries(dsn, with_closed=arguments.all)
    if arguments.json:
        print(json.dumps([asdict(e) for e in entries], ensure_ascii=False, default=str), file=out)
    else:
        print("\n".join(map(_as_text, entries)) or "没有搁置的内容。", file=out)


def _as_text(entry: DeadEntry) -> str:
    state = f"，已由 {entry.closed_by} 处理" if entry.closed_at else ""
    return (
        f"{entry.desk}:{entry.seq} {table_noun(entry.table)} {entry.row_id} "
        f"{entry.parked_at:%Y-%m-%d %H:%M}{state}\n    {entry.technical}"
    )
