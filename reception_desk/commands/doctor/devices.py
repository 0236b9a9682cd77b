"""Card reader, scanner and printers as the settings name them."""

import time
from collections.abc import Iterator

from reception_desk.commands.doctor.finding import Finding, Level
from reception_desk.config import PrinterSettings, Settings
from reception_desk.devices.card_reader import open_reader
from reception_desk.devices.scanner import open_scanner
from reception_desk.errors import DeskError
from reception_desk.records.card import ReaderState
from reception_desk.records.printing import PrinterCondition
from reception_desk.ui.printers import open_desk_printer, system_queue_names

READER_SECONDS = 4.0
_SCANNER_WORDS = {"camera": "高拍仪", "folder": "图像文件夹"}


def examine(settings: Settings) -> Iterator[Finding]:
    """Yield what each device answers now."""
    yield _reader(settings)
    yield _scanner(settings)
    yield _printer("回执打印机", settings.receipt_printer)
    yield _printer("文书打印机", settings.form_printer)
    yield _system_queues()


def _reader(settings: Settings) -> Finding:
    try:
        reader = open_reader(settings.card_reader)
    except DeskError as error:
        return Finding("读卡器", Level.BROKEN, error.message, error.advice)
    deadline = time.monotonic() + READER_SECONDS
    event = None
    try:
        while event is None and time.monotonic() < deadline:
            event = reader.poll(time.monotonic())
    finally:
        reader.close()
    if event is None or event.state is ReaderState.NO_READER:
        return Finding("读卡器", Level.NOTE, ReaderState.NO_READER.sentence)
    level = Level.BROKEN if event.state.is_failure else Level.WELL
    return Finding("读卡器", level, event.sentence)


def _scanner(settings: Settings) -> Finding:
    if settings.scanner.kind == "none":
        return Finding("扫描仪", Level.NOTE, "没有设置扫描仪。")
    word = _SCANNER_WORDS.get(settings.scanner.kind, "扫描仪")
    try:
        scanner = open_scanner(settings.scanner)
        try:
            found = scanner.list_devices()
        finally:
            scanner.close()
    except DeskError as error:
        return Finding(word, Level.BROKEN, error.message, error.advice)
    if not found:
        return Finding(word, Level.BROKEN, f"没有找到{word}。", "请检查电源和连线。")
    names = "、".join(f"{each.vendor} {each.model}（{each.name}）".strip() for each in found)
    return Finding(word, Level.WELL, names)


def _printer(name: str, settings: PrinterSettings) -> Finding:
    try:
        printer = open_desk_printer(settings)
        try:
            health = printer.check()
        finally:
            printer.close()
    except DeskError as error:
        return Finding(name, Level.BROKEN, error.message, error.advice)
    if health.condition is PrinterCondition.NOT_CONFIGURED:
        return Finding(name, Level.NOTE, health.sentence)
    level = Level.WELL if health.condition.can_print else Level.BROKEN
    return Finding(name, level, " ".join(filter(None, (health.model, health.sentence))))


def _system_queues() -> Finding:
    names = system_queue_names()
    return Finding("系统打印队列", Level.NOTE, "、".join(names) or "系统中没有打印队列。")
