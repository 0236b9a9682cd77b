"""`desk bench`: how fast the desk is, each figure beside its floor of the same run.

A slow figure is no error: the exit status is 0 unless something failed to run. Nothing is sent
anywhere; the large sample file is kept in the work folder, so that a second run starts at once.
"""

import argparse
import json
import os
import platform
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from reception_desk import __version__
from reception_desk.commands.bench.figure import HEADING, Figure, line, say
from reception_desk.commands.bench.plan import Plan
from reception_desk.errors import DeskError, InvalidInputError

FAMILIES = (
    "start",
    "memory",
    "commit",
    "documents",
    "scanning",
    "search",
    "table",
    "matters",
    "leader_cockpit",
    "recording",
    "hall",
    "leader_days",
    "sync",
    "files",
    "centre",
)
CAMPAIGNS = ("faults", "hall_day", "peers", "scanning_peers", "paper_peers")
"""Longer than a measurement, or in need of other programs: run only when named."""
QUICK_PERSONS = 500
QUICK_FAULTS = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    names = "、".join((*FAMILIES, *CAMPAIGNS))
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"只测：{names}")
    parser.add_argument("--out", type=Path, metavar="FILE.json", help="把结果写入文件")
    parser.add_argument("--rows", type=int, default=1_000_000, metavar="PERSONS", help="信访人数")
    parser.add_argument("--rounds", type=int, default=100, metavar="N", help="faults：多少次故障")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="faults：哪一组故障")
    parser.add_argument("--work", type=Path, default=Path("out/bench"), help="样本文件的文件夹")
    parser.add_argument("--quick", action="store_true", help="只试运行，数字没有意义")


def run(arguments: argparse.Namespace) -> int:
    """Measure, print one line per figure, write the JSON; 1 when a family could not be measured."""
    names = arguments.names or list(FAMILIES)
    known = (*FAMILIES, *CAMPAIGNS)
    if unknown := [name for name in names if name not in known]:
        raise InvalidInputError(
            f"没有名为“{unknown[0]}”的测量项目。", advice=f"可用的有：{'、'.join(known)}。"
        )
    # Off-screen draws the same pixels everywhere and needs no display.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    persons = min(arguments.rows, QUICK_PERSONS) if arguments.quick else arguments.rows
    rounds = min(arguments.rounds, QUICK_FAULTS) if arguments.quick else arguments.rounds
    plan = Plan(arguments.work.resolve(), persons, arguments.quick, rounds, arguments.seed)
    plan.work.mkdir(parents=True, exist_ok=True)
    figures: dict[str, list[Figure]] = {}
    failures: dict[str, str] = {}
    say(line(HEADING))
    for name in names:
        figures[name] = []
        try:
            for figure in import_module(f"{__name__}.{name}").measure(plan):
                figures[name].append(figure)
                say(line(figure.cells()))
        except DeskError as error:
            failures[name] = str(error)
            say(f"{name}：没有测成。{error}")
    if arguments.out:
        _write(arguments.out, report(plan, figures, failures))
    return 1 if failures else 0


def report(
    plan: Plan, figures: dict[str, list[Figure]], failures: dict[str, str]
) -> dict[str, Any]:
    """Return everything measured as plain values, with what the machine is."""
    return {
        "program": __version__,
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "system": platform.platform(),
            "python": platform.python_version(),
            "cpus": os.cpu_count(),
            "load": [round(load, 2) for load in os.getloadavg()] if os.name != "nt" else [],
        },
        "persons": plan.persons,
        "quick": plan.is_quick,
        "figures": {
            name: [figure.as_json() for figure in found] for name, found in figures.items()
        },
        "failures": failures,
    }


def _write(path: Path, values: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(values, ensure_ascii=False, indent=2)
    path.write_text(f"{text}\n", encoding="utf-8")
