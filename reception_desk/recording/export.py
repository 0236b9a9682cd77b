"""The folder that is handed out: segments and manifest as they are, the film, the log, the seal.

The root stays the one of the recording, which the minutes show: what is added here is sealed too,
but nothing of the recording changes.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from reception_desk.errors import DeskError
from reception_desk.recording import verify
from reception_desk.recording.joining import Chapter, FilmPart, join
from reception_desk.recording.manifest import read_manifest
from reception_desk.recording.seal import sync_folder, write_seal
from reception_desk.recording.verify import MANIFEST, SEGMENTS
from reception_desk.records.recording import GapReason

MINUTES = "minutes.pdf"
READ_ME = "说明.txt"
SHOWN_MS = 6000
TITLE_LENGTH = 40
READ_ME_TEXT = """视频接访录音录像

recording*.mkv    完整的录像，可直接播放；章节和字幕来自现场记录
recording*.srt    字幕（现场记录）
minutes.pdf       笔录
segments/         录制时写入的原始片段，不要改动
manifest.jsonl    片段、中断和校验值的清单，不要改动
seal.json         封存记录
verify.py         核对程序，只需要 Python：  python verify.py

校验值（SHA-256）：{root}
请与双方签名的笔录上印的校验值对照；一致且核对程序说“完整”，即没有改动。
"""

Progress = Callable[[int, int], None]
"""Hears how many steps are done, of how many."""


@dataclass(frozen=True, slots=True)
class LogNote:
    """One note of the session's log: when (UTC, aware) and the words."""

    at: datetime
    words: str


class _Steps:
    """Counts the files done, of a segment each twice, and tells of them."""

    def __init__(self, total: int, told: Progress) -> None:
        self._done, self._total, self._told = 0, total, told

    def step(self) -> None:
        """Count one more."""
        self._done += 1
        self._told(self._done, self._total)


def export(
    folder: Path,
    target: Path,
    notes: Iterable[LogNote] = (),
    minutes: bytes | None = None,
    progress: Progress = lambda _done, _total: None,
) -> str:
    """Write the folder that is handed out and return the root.

    `folder` is a closed recording, `target` new. `progress` hears how many steps of how many are
    done; what it raises ends the export. Raises `DeskError` where the recording or its copy is not
    whole, or the disk does not take it. Nothing half is left in any case.
    """
    verdict = verify.verify(folder)
    if verdict.status != verify.WHOLE:
        raise DeskError(
            "录制不完整或还没有封存，不能导出。",
            saved="原来的文件没有改动。",
            advice="请用 desk verify 查看是哪一处。",
        )
    try:
        target.mkdir(mode=0o700, parents=True)
        try:
            steps = _Steps(2 * verdict.segments, progress)
            _fill(folder, target, sorted(notes, key=lambda note: note.at), minutes, steps)
        except BaseException:
            shutil.rmtree(target)
            raise
    except OSError as error:
        raise DeskError(
            f"没有导出到 {target}：{error.strerror}。",
            saved="原来的录制没有改动。",
            advice="请检查磁盘空间，或另选一个新文件夹。",
        ) from error
    if verify.verify(target, verdict.root).status != verify.WHOLE:
        raise DeskError(
            f"导出到 {target} 的内容与原来的不一致。",
            saved="原来的录制没有改动。",
            advice="请换一个磁盘再导出。",
        )
    return verdict.root


def _fill(
    folder: Path, target: Path, notes: Sequence[LogNote], minutes: bytes | None, steps: _Steps
) -> None:
    lines = read_manifest(folder)
    (target / SEGMENTS).mkdir()
    for line in lines:
        if line["kind"] == "segment":
            _copy(folder / SEGMENTS / line["file"], target / SEGMENTS / line["file"])
            steps.step()
    _copy(folder / MANIFEST, target / MANIFEST)
    began = datetime.fromisoformat(lines[0]["at"])
    timed = [(_ms_since(began, note.at), note.words) for note in notes]
    end_ms = max((line["to_ms"] for line in lines if line["kind"] == "segment"), default=0)
    for part in join(folder, lines, target, chapters(timed, lines, end_ms), steps.step):
        if text := subtitles(timed, part):
            part.path.with_suffix(".srt").write_text(text, encoding="utf-8")
    if minutes is not None:
        (target / MINUTES).write_bytes(minutes)
    root = verify.verify(folder).root
    (target / READ_ME).write_text(READ_ME_TEXT.format(root=root), encoding="utf-8")
    for path in target.iterdir():
        _flush(path)
    write_seal(target)
    sync_folder(target)


def chapters(
    notes: Sequence[tuple[int, str]], lines: Sequence[dict[str, Any]], end_ms: int
) -> list[Chapter]:
    """Return a chapter for each note and each gap, up to the next one."""
    gaps = [
        (line["from_ms"], f"【{GapReason(line['reason']).label}】{line['words']}")
        for line in lines
        if line["kind"] == "gap"
    ]
    over = [(line["to_ms"], "继续") for line in lines if line["kind"] == "gap_end"]
    named = [(at, words[:TITLE_LENGTH]) for at, words in notes]
    starts = sorted([(0, "开始"), *named, *gaps, *over], key=lambda start: start[0])
    bounds = [*starts, (end_ms, "")]
    return [
        Chapter(start, until, title)
        for (start, title), (until, _) in pairwise(bounds)
        if until > start
    ]


def subtitles(notes: Sequence[tuple[int, str]], part: FilmPart) -> str:
    """Return the notes as SubRip, each shown for some seconds or until the next."""
    within = [note for note in notes if part.from_ms <= note[0] < part.to_ms]
    blocks = []
    for number, (at, words) in enumerate(within, start=1):
        after = within[number][0] if number < len(within) else part.to_ms
        until = max(at + 1, min(at + SHOWN_MS, after))
        span = f"{_stamp(at - part.from_ms)} --> {_stamp(until - part.from_ms)}"
        blocks.append(f"{number}\n{span}\n{words}\n")
    return "\n".join(blocks)


def _stamp(at_ms: int) -> str:
    seconds, rest = divmod(at_ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02},{rest:03}"


def _ms_since(began: datetime, at: datetime) -> int:
    return max(0, round((at - began) / timedelta(milliseconds=1)))


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    _flush(target)


def _flush(path: Path) -> None:
    """Have a file on the disk, which may be a stick that is pulled out next."""
    if path.is_file():
        descriptor = os.open(path, os.O_RDWR)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
