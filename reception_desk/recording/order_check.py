"""An order is looked at before anything is opened; passwords never reach a file that is kept."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from reception_desk import __version__
from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.records.recording import RecordingMode, RecordingOrder, SourceKind

FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
"""No room on the disk, in one file, or for this user (Windows knows no quota by this name)."""


def check(order: RecordingOrder) -> None:
    """Refuse an order without consent, without sources, or with more than was agreed to."""
    if not order.session or not order.consent:
        raise InvalidInputError(
            "没有同意录制的记录，不能开始录制。", advice="请先告知信访人并记录其答复。"
        )
    if not Path(order.folder).is_absolute():
        raise InvalidInputError("录制文件夹的路径不完整。", advice="请写完整的路径。")
    if not any(source.picture or source.sound for source in order.sources):
        raise InvalidInputError("没有选择录制的摄像机或话筒。", advice="请先选择录制设备。")
    if order.mode is RecordingMode.SOUND_ONLY and any(each.picture for each in order.sources):
        raise InvalidInputError(
            "信访人只同意录音，不能录制画面。", advice="请去掉画面后再开始，或只记笔录。"
        )
    titles = [title for each in order.sources for title in (each.picture, each.sound) if title]
    if len(set(titles)) != len(titles):
        raise InvalidInputError("两路录制用了同一个名称。", advice="请给每一路起不同的名称。")


def described(order: RecordingOrder) -> dict[str, Any]:
    """Return what the manifest says of an order: addresses without names and passwords."""
    return {
        "session": order.session,
        "consent": order.consent,
        "mode": order.mode.value,
        "program": __version__,
        "limits": asdict(order.limits),
        "sources": [
            {
                "kind": source.kind.value,
                "address": _address(source.kind, source.address),
                "picture": source.picture,
                "sound": source.sound,
            }
            for source in order.sources
        ],
    }


def check_room(free_bytes: int, order: RecordingOrder) -> None:
    """Refuse to begin on a disk that is full already."""
    if free_bytes < order.limits.reserve_bytes:
        raise DeskError(
            f"磁盘空间不足：只剩 {free_bytes // 1_000_000} MB。",
            saved="没有开始录制。",
            advice="请清出空间，或另选一个文件夹。",
        )


@contextmanager
def telling_of_disk(folder: Path) -> Iterator[None]:
    """Make the folder, and turn what the disk refuses into a sentence."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        yield
    except OSError as error:
        raise disk_error(folder, error) from error


def disk_error(folder: Path, error: OSError) -> DeskError:
    """Return the sentence for a disk that takes nothing."""
    is_full = error.errno in FULL
    return DeskError(
        f"录制文件夹 {folder} {'空间已满' if is_full else '不能写入'}。",
        saved="已写入的内容没有丢失。",
        advice="请清出空间或另选一个文件夹。",
    )


def is_over() -> DeskError:
    """Return the sentence for a recording that has ended already."""
    return DeskError("录制已经结束。", saved="已录制的内容已封存。")


def _address(kind: SourceKind, address: str) -> str:
    """Return an address fit for a file that is handed out: the host of an URL, the file's name."""
    if kind is SourceKind.RTSP:
        parts = urlsplit(address)
        return f"rtsp://{parts.hostname}:{parts.port or 554}"
    if kind in {SourceKind.FILE, SourceKind.PACED_FILE}:
        return Path(address).name
    return address
