"""`desk doctor`: checks devices, fonts, disk, clock, database and centre, and says what to do."""

import argparse
import json
import sys
from collections.abc import Iterator

from reception_desk import config
from reception_desk.commands.doctor import devices, machine, papers, records
from reception_desk.commands.doctor.finding import Finding, Level


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare `--json`."""
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def run(arguments: argparse.Namespace) -> int:
    """Check everything and print one line each; 0 when nothing is broken, 1 otherwise."""
    settings = config.load(arguments.home)
    findings = list(_examine(settings))
    if arguments.json:
        sys.stdout.write(json.dumps([each.as_dict() for each in findings], ensure_ascii=False))
        sys.stdout.write("\n")
    else:
        for finding in findings:
            sys.stdout.write(f"{finding.line()}\n")
    return 1 if any(finding.level is Level.BROKEN for finding in findings) else 0


def _examine(settings: config.Settings) -> Iterator[Finding]:
    yield from machine.examine(settings)
    yield from papers.examine(settings)
    yield from records.examine(settings)
    yield from devices.examine(settings)
