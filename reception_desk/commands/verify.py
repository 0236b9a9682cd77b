"""`desk verify DIR`: say whether a recording is whole, as the verifier in its folder does."""

import argparse
import json
import sys
from pathlib import Path

from reception_desk.errors import InvalidInputError
from reception_desk.recording import verify


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="录制的文件夹")
    parser.add_argument("--root", default="", metavar="HEX", help="笔录上印的校验值")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.epilog = "退出码：0 完整，1 有改动或损坏，2 不能核对，3 还没有封存。"


def run(arguments: argparse.Namespace) -> int:
    """Verify and tell; the exit code says what was found."""
    try:
        verdict = verify.verify(arguments.folder, arguments.root)
    except (OSError, KeyError, TypeError) as error:
        raise InvalidInputError(
            f"“{arguments.folder}”不是录制的文件夹，或无法读取。", advice="请检查路径。"
        ) from error
    if arguments.json:
        values = {**vars(verdict), "status": verdict.status}
        sys.stdout.write(f"{json.dumps(values, ensure_ascii=False)}\n")
    else:
        sys.stdout.write("\n".join(verify.sentences(verdict)) + "\n")
    return verdict.status
