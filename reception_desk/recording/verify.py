#!/usr/bin/env python3
"""Verify a recording: `python verify.py [DIR] [--root SHA256]`. Needs nothing but Python.

A copy of this file lies in every sealed recording. It reads `manifest.jsonl`, in which each line
names the hash of the line before, the segments that the lines list, and `seal.json`, which says
how many lines there are and lists every other file. The root is the hash of the last line; it is
printed on the minutes that both sides sign. Compare it with the paper: whoever rewrote the whole
folder cannot rewrite the paper.

Exit status: 0 whole, 1 altered or damaged, 2 cannot be read, 3 not sealed (yet).
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

MANIFEST = "manifest.jsonl"
SEAL = "seal.json"
SEGMENTS = "segments"
SEAL_FORMAT = "reception-desk-seal/1"
FIRST = "0" * 64
CHUNK = 1 << 20
Told = Callable[[int, int], object]
"""Hears how many segments are read, of how many; what it raises ends the reading."""
WHOLE, ALTERED, UNREADABLE, UNSEALED = 0, 1, 2, 3


class Verdict:
    """What was found: `problems` are sentences; `root` is what the paper must show."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.altered: list[int] = []
        """Which segments, counted from 1 in their order, are not as written."""
        self.is_sealed = False
        self.root = ""
        self.root_sm3 = ""
        self.segments = 0
        self.seconds = 0.0
        self.gaps = 0

    @property
    def status(self) -> int:
        """Return the exit status."""
        if self.problems:
            return ALTERED
        return WHOLE if self.is_sealed else UNSEALED


def has_sm3() -> bool:
    """Say whether this Python's OpenSSL knows SM3 (GB/T 32905-2016)."""
    try:
        hashlib.new("sm3")
    except ValueError:
        return False
    return True


def digests(data: bytes) -> dict[str, str]:
    """Return SHA-256 and, where it is known, SM3."""
    found = {"sha256": hashlib.sha256(data).hexdigest()}
    if has_sm3():
        found["sm3"] = hashlib.new("sm3", data).hexdigest()
    return found


def file_digests(path: Path) -> dict[str, str]:
    """Return SHA-256 and, where it is known, SM3 of a file of any size."""
    sums = {"sha256": hashlib.sha256()}
    if has_sm3():
        sums["sm3"] = hashlib.new("sm3")
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            for each in sums.values():
                each.update(chunk)
    return {name: each.hexdigest() for name, each in sums.items()}


def canonical(values: dict[str, Any]) -> bytes:
    """Return the one way in which these values are written; any other is an alteration."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def seal_check(values: dict[str, Any]) -> str:
    """Return the hash that `seal.json` carries of its own other values."""
    return hashlib.sha256(
        canonical({name: value for name, value in values.items() if name != "check"})
    ).hexdigest()


def verify(folder: Path, root: str = "", told: Told = lambda _done, _total: None) -> Verdict:
    """Read everything in `folder` and say what is not as it was written; raises `OSError`."""
    verdict = Verdict()
    lines = _read_lines(folder / MANIFEST, verdict)
    _check_segments(folder, lines, verdict, told)
    if (folder / SEAL).exists():
        verdict.is_sealed = True
        _check_seal(folder, lines, verdict)
    if root and root.lower() not in {verdict.root, verdict.root_sm3}:
        verdict.problems.append("校验值与给出的（纸上的）不一致。")
    return verdict


def _read_lines(path: Path, verdict: Verdict) -> list[dict[str, Any]]:
    """Return the lines of the manifest, checked against each other."""
    lines: list[dict[str, Any]] = []
    before: dict[str, str] = {"sha256": FIRST, "sm3": FIRST}
    data = path.read_bytes()
    if data and not data.endswith(b"\n"):
        verdict.problems.append("清单的最后一行不完整。")
    for number, line in enumerate(data.split(b"\n")[:-1]):
        values = _values(line)
        if values is None or canonical(values) != line:
            verdict.problems.append(f"清单第 {number + 1} 行被改动。")
            return lines
        named = values.get("before")
        if not isinstance(named, dict) or values.get("n") != number:
            verdict.problems.append(f"清单第 {number + 1} 行的序号不对。")
            return lines
        if any(named.get(name) != value for name, value in before.items() if name in named):
            verdict.problems.append(f"清单第 {number + 1} 行与上一行不相接。")
            return lines
        lines.append(values)
        before = digests(line)
    verdict.root, verdict.root_sm3 = before["sha256"], before.get("sm3", "")
    verdict.gaps = sum(line.get("kind") == "gap" for line in lines)
    if not lines:
        verdict.problems.append("清单是空的。")
    return lines


def _values(line: bytes) -> Any:
    """Return the object that a line holds, or None."""
    try:
        values = json.loads(line)
    except ValueError:
        return None
    return values if isinstance(values, dict) else None


def _check_segments(
    folder: Path, lines: list[dict[str, Any]], verdict: Verdict, told: Told
) -> None:
    listed = [line for line in lines if line.get("kind") == "segment"]
    for number, line in enumerate(listed, start=1):
        before = len(verdict.problems)
        _check_file(folder / SEGMENTS / str(line["file"]), line, verdict)
        if len(verdict.problems) > before:
            verdict.altered.append(number)
        told(number, len(listed))
        verdict.seconds += (line["to_ms"] - line["from_ms"]) / 1000
    verdict.segments = len(listed)
    known = {str(line["file"]) for line in listed}
    is_closed = any(line.get("kind") == "closed" for line in lines)
    present = folder / SEGMENTS
    for path in sorted(present.iterdir()) if present.is_dir() else []:
        if path.name not in known and is_closed:
            verdict.problems.append(f"{path.name} 不在清单里。")


def _check_file(path: Path, wanted: dict[str, Any], verdict: Verdict) -> None:
    if not path.is_file():
        verdict.problems.append(f"缺少 {path.name}。")
        return
    size = path.stat().st_size
    if size != wanted["bytes"]:
        verdict.problems.append(f"{path.name} 的长度不对（{size}，应为 {wanted['bytes']}）。")
        return
    found = file_digests(path)
    if any(wanted.get(name) != value for name, value in found.items() if name in wanted):
        verdict.problems.append(f"{path.name} 的内容被改动。")


def _check_seal(folder: Path, lines: list[dict[str, Any]], verdict: Verdict) -> None:
    data = (folder / SEAL).read_bytes()
    seal = _values(data)
    if seal is None or canonical(seal) != data or seal.get("check") != seal_check(seal):
        verdict.problems.append("封存文件 seal.json 被改动。")
        return
    said = (seal.get("format"), seal.get("lines"), seal.get("segments"))
    if said != (SEAL_FORMAT, len(lines), verdict.segments):
        verdict.problems.append("清单的行数或片段数与封存时不同。")
    found = {"sha256": verdict.root, "sm3": verdict.root_sm3}
    if any(value and seal["root"].get(name, value) != value for name, value in found.items()):
        verdict.problems.append("清单的校验值与封存时不同。")
    for wanted in seal["files"]:
        _check_file(folder / wanted["name"], wanted, verdict)
    known = {wanted["name"] for wanted in seal["files"]} | {MANIFEST, SEAL, SEGMENTS}
    for path in sorted(folder.iterdir()):
        if path.name not in known and path.name != "__pycache__":
            verdict.problems.append(f"{path.name} 不在封存的文件里。")


def sentences(verdict: Verdict) -> list[str]:
    """Return what a person reads, the verdict first."""
    told = {
        WHOLE: "完整，没有改动。",
        ALTERED: "有改动或损坏：",
        UNSEALED: "已写入的部分完整；录制还没有封存。",
    }[verdict.status]
    lines = [told, *verdict.problems]
    if not verdict.problems:
        lines.append(
            f"片段 {verdict.segments} 个，共 {verdict.seconds:.1f} 秒，中断 {verdict.gaps} 处。"
        )
        lines.append(f"校验值（SHA-256）：{verdict.root}")
        if verdict.root_sm3:
            lines.append(f"校验值（SM3）：{verdict.root_sm3}")
        if verdict.is_sealed:
            lines.append("请与双方签名的笔录上印的校验值对照。")
    if not has_sm3():
        lines.append("本机的 Python 不认识 SM3，只核对了 SHA-256。")
    return lines


def _say(text: str) -> None:
    """Write UTF-8, whatever the console of the machine is set to."""
    sys.stdout.buffer.write(f"{text}\n".encode())
    sys.stdout.flush()


def main() -> int:
    """Verify the folder named, else the one this file lies in."""
    parser = argparse.ArgumentParser(description="核对录音录像是否完整、有无改动。")
    here = Path(__file__).resolve().parent
    parser.add_argument("folder", nargs="?", type=Path, default=here, metavar="DIR")
    parser.add_argument("--root", default="", metavar="HEX", help="笔录上印的校验值")
    arguments = parser.parse_args()
    try:
        verdict = verify(arguments.folder, arguments.root)
    except (OSError, KeyError, TypeError) as error:
        _say(f"无法核对：{error}")
        return UNREADABLE
    _say("\n".join(sentences(verdict)))
    return verdict.status


if __name__ == "__main__":
    sys.exit(main())
