"""`desk record`: record picture and sound into a sealed folder, without a screen."""

import argparse
import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from threading import Event
from types import FrameType

from reception_desk.commands.new_folder import make_folder
from reception_desk.errors import InvalidInputError
from reception_desk.recording import order_check, recovery
from reception_desk.recording.devices import list_devices
from reception_desk.recording.places import CAMERA_SOUND, sources_of
from reception_desk.recording.recording import Recording
from reception_desk.records.recording import (
    EndReason,
    RecordingLimits,
    RecordingMode,
    RecordingOrder,
    RecordingState,
    RecordingStatus,
    SourceKind,
)

TRIAL = "试录"
POLL_SECONDS = 0.2
SPOILT = 1
"""Exit code when nothing was recorded, or the disk ended it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("--video", metavar="PLACE", help="画面：rtsp:// 地址、摄像机名称或文件")
    parser.add_argument(
        "--audio", action="append", default=[], metavar="PLACE",
        help=f"声音：话筒名称或文件，可写“名称=位置”，可重复；{CAMERA_SOUND} 为画面自带的声音",
    )  # fmt: skip
    goal = parser.add_mutually_exclusive_group(required=True)
    goal.add_argument("--out", type=Path, metavar="DIR", help="新文件夹")
    goal.add_argument("--list", action="store_true", help="列出本机的摄像机和话筒")
    goal.add_argument("--recover", type=Path, metavar="DIR", help="把一次被中断的录制整理并封存")
    parser.add_argument("--seconds", type=float, default=0.0, help="录多少秒；不写则 Ctrl+C 结束")
    parser.add_argument("--segment", type=float, default=60.0, help="每个片段的秒数，默认 60")
    parser.add_argument(
        "--consent", default=TRIAL, metavar="REF", help="信访人同意录制的记录编号；不写为无人的试录"
    )
    parser.add_argument("--as-live", action="store_true", help="文件按原速播放，而不是尽快写入")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.epilog = f"退出码：0 正常，{SPOILT} 没有录成或磁盘将满，2 不能开始。"


def run(arguments: argparse.Namespace) -> int:
    """Record until the time is over, the files end or Ctrl+C; then seal. Or seal what broke off."""
    if arguments.list:
        return _list(as_json=arguments.json)
    if arguments.recover:
        return _recover(arguments.recover, as_json=arguments.json)
    sources = sources_of(arguments.video, arguments.audio, as_live=arguments.as_live)
    if arguments.seconds < 0 or arguments.segment <= 0:
        raise InvalidInputError("秒数不对。", advice="请写一个正数。")
    make_folder(arguments.out)
    order = RecordingOrder(
        session=TRIAL,
        consent=arguments.consent,
        mode=RecordingMode.PICTURE_AND_SOUND if arguments.video else RecordingMode.SOUND_ONLY,
        folder=str(arguments.out.resolve()),
        sources=sources,
        seconds=arguments.seconds,
        limits=RecordingLimits(segment_seconds=arguments.segment),
    )
    with _interruptible() as is_stopped:
        recording = Recording(order)
        told: set[str] = set()
        while not recording.wait(POLL_SECONDS):
            if is_stopped.is_set():
                recording.close()
            if not arguments.json:
                _tell_news(recording.status(), told)
    status = recording.status()
    _tell_end(status, as_json=arguments.json)
    is_well = status.end_reason in {EndReason.STOPPED, EndReason.FINISHED}
    return 0 if is_well and status.written_ms else SPOILT


def _list(*, as_json: bool) -> int:
    """List what can be recorded from, besides network cameras and files."""
    found = list_devices()
    if as_json:
        sys.stdout.write(f"{json.dumps([asdict(each) for each in found], ensure_ascii=False)}\n")
        return 0
    words = {SourceKind.CAMERA: "摄像机", SourceKind.MICROPHONE: "话筒"}
    for each in found:
        sys.stdout.write(f"{words[each.kind]}\t{each.name}\t{each.words}\n")
    if not found:
        sys.stderr.write("没有找到摄像机和话筒；网络摄像机请直接写 rtsp:// 地址。\n")
    return 0


def _recover(folder: Path, *, as_json: bool) -> int:
    """List and seal what a recorder left that was killed."""
    try:
        if not recovery.is_unfinished(folder):
            raise InvalidInputError(f"“{folder}”里没有未结束的录制。", advice="请检查路径。")
        recovery.recover(folder)
        root = recovery.close_recovered(folder)
    except OSError as error:
        raise order_check.disk_error(folder, error) from error
    _tell_end(recovery.standing(folder, RecordingState.CLOSED, root), as_json=as_json)
    return 0


def _tell_news(status: RecordingStatus, told: set[str]) -> None:
    """Say once that it records, and each thing that is wrong."""
    lines = [f"{alarm.track} {alarm.kind.label}".strip() for alarm in status.alarms]
    if status.state is RecordingState.RECORDING:
        lines.insert(0, "正在录制，按 Ctrl+C 结束。")
    for line in lines:
        if line not in told:
            told.add(line)
            sys.stderr.write(f"{line}\n")


def _tell_end(status: RecordingStatus, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(f"{json.dumps(asdict(status), ensure_ascii=False)}\n")
        return
    reason = status.end_reason.label if status.end_reason else ""
    sys.stdout.write(
        f"{reason}。片段 {status.segments} 个，共 {status.written_ms / 1000:.1f} 秒，"
        f"在 {status.folder}。\n校验值（SHA-256）：{status.root}\n"
    )


@contextmanager
def _interruptible() -> Iterator[Event]:
    """Let Ctrl+C end the recording properly, and a second one the program."""
    is_stopped = Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        is_stopped.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    earlier = signal.signal(signal.SIGINT, stop)
    try:
        yield is_stopped
    finally:
        signal.signal(signal.SIGINT, earlier)
