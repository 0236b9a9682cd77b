"""`desk scan [DEVICE]`: list the scanners, ask one what it can do, or scan its pages to files."""

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

from reception_desk import config
from reception_desk.commands.new_folder import make_folder
from reception_desk.commands.scan_batch import EXIT_CODES, Batch
from reception_desk.config import ScannerSettings
from reception_desk.devices.scanner import Scanner, open_scanner
from reception_desk.devices.scanner.address import settings_of
from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.records.scanning import (
    ColourMode,
    PaperSource,
    ScannerAbilities,
    ScannerInfo,
    ScanOptions,
    ScanOutcome,
)

_ALL = "all"
_EXIT_CODES = "，".join(f"{code} {outcome.value}" for outcome, code in EXIT_CODES.items())


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument(
        "device",
        nargs="?",
        metavar="DEVICE",
        help="SANE 名称、网络扫描仪地址、camera:名称、文件或文件夹；不写则列出设备",
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="新文件夹；不写则说明设备的能力")
    parser.add_argument(
        "--pages", metavar="N", help="页数，或 all；默认平板一页，送纸器和文件夹取完为止"
    )
    parser.add_argument("--dpi", type=int, default=300, help="分辨率，默认 300")
    parser.add_argument(
        "--colour", choices=[mode.value for mode in ColourMode], default=ColourMode.COLOUR.value
    )
    parser.add_argument(
        "--source", choices=[place.value for place in PaperSource], default=PaperSource.AUTO.value
    )
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.epilog = f"退出码：0 正常，2 不能开始，{_EXIT_CODES}。"


def run(arguments: argparse.Namespace) -> int:
    """List, ask or scan; the exit code says how it ended."""
    if arguments.device is None:
        return _list(config.load(arguments.home).scanner, as_json=arguments.json)
    wanted = _page_count(arguments.pages)
    scanner = open_scanner(settings_of(arguments.device))
    try:
        if arguments.out is None:
            _tell_abilities(scanner.abilities(), as_json=arguments.json)
            return 0
        return _scan(scanner, arguments, wanted)
    except KeyboardInterrupt:
        return EXIT_CODES[ScanOutcome.CANCELLED]
    finally:
        scanner.close()


def _scan(scanner: Scanner, arguments: argparse.Namespace, wanted: int | None) -> int:
    options = ScanOptions(
        dpi=arguments.dpi,
        colour_mode=ColourMode(arguments.colour),
        paper_source=PaperSource(arguments.source),
    )
    make_folder(arguments.out)
    batch = Batch(arguments.out, is_quiet=arguments.json)
    with _interruptible() as cancelled:
        batch.scan(scanner, options, wanted, cancelled)
    if arguments.json:
        sys.stdout.write(f"{batch.report_text()}\n")
    return batch.exit_code


@contextmanager
def _interruptible() -> Iterator[Event]:
    """Let the first Ctrl+C end the scan with its pages kept, and the second one end at once."""
    cancelled = Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        cancelled.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    earlier = signal.signal(signal.SIGINT, stop)
    try:
        yield cancelled
    finally:
        signal.signal(signal.SIGINT, earlier)


def _page_count(text: str | None) -> int | None:
    """Return the number of pages asked for: None as the device has it, 0 for all."""
    if text is None:
        return None
    if text == _ALL:
        return 0
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise InvalidInputError(f"页数“{text}”不对。", advice="请写一个数字，或 all。")
    return int(text)


def _list(kept: ScannerSettings, *, as_json: bool) -> int:
    """List what answers: SANE, cameras, and the scanner of the settings."""
    found: list[ScannerInfo] = []
    for settings in _places(kept):
        try:
            scanner = open_scanner(settings)
            try:
                found += scanner.list_devices()
            finally:
                scanner.close()
        except DeskError as error:
            sys.stderr.write(f"{error}\n")
    if as_json:
        sys.stdout.write(f"{json.dumps([asdict(each) for each in found], ensure_ascii=False)}\n")
    else:
        for each in found:
            sys.stdout.write(f"{each.name}\t{each.vendor} {each.model}\t{each.kind}\n")
        if not found:
            sys.stderr.write("没有找到扫描仪，请检查电源和连线。\n")
    return 0 if found else EXIT_CODES[ScanOutcome.NO_SUCH_DEVICE]


def _places(kept: ScannerSettings) -> Iterator[ScannerSettings]:
    yield ScannerSettings(kind="sane")
    yield ScannerSettings(kind="camera")
    if kept.kind not in {"sane", "camera", "none"}:
        yield kept


def _tell_abilities(found: ScannerAbilities, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(f"{json.dumps(asdict(found), ensure_ascii=False)}\n")
        return
    for name, value in _ability_lines(found):
        sys.stdout.write(f"{name}：{value or '没有说明'}\n")


def _ability_lines(found: ScannerAbilities) -> Iterator[tuple[str, str]]:
    """Yield what can be chosen, in the words of the options."""
    yield "--source", "、".join(f"{place.value}（{place.label}）" for place in found.sources)
    yield "--colour", "、".join(f"{mode.value}（{mode.label}）" for mode in found.modes)
    if found.picture_sizes:
        yield "画面", "、".join(f"{width}×{height}" for width, height in found.picture_sizes)
        return
    named = "、".join(map(str, found.resolutions))
    yield "--dpi", f"{found.limits[0]} 至 {found.limits[1]}" if found.limits else named
