"""Card reader, scanner and printers as the settings name them."""

import time
from collections.abc import Iterator

from reception_desk.commands.doctor.finding import Finding, Level
from reception_desk.config import PrinterSettings, Settings
from reception_desk.devices.card_reader import open_reader
from reception_desk.devices.scanner import open_scanner
from reception_desk.devices.speaker.calling_voice import SILENT, best_voice
from reception_desk.devices.speaker.clips import ClipVoice
from reception_desk.devices.speaker.speech import has_speech
from reception_desk.errors import DeskError
from reception_desk.records.card import ReaderState
from reception_desk.records.printing import PrinterCondition
from reception_desk.records.sound import SpeakerCondition, VoiceKind
from reception_desk.rules.announcements import CLIP_WORDS
from reception_desk.ui.hall.sound_check import condition_of_machine
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
    if settings.board.screen_name:
        yield from _calls(settings)


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


def _calls(settings: Settings) -> Iterator[Finding]:
    """Yield what the hall would hear of a call: the output of this machine, and the voice."""
    best = best_voice(settings.board.voice)
    if settings.board.voice not in {SILENT, *VoiceKind}:
        yield Finding(
            "叫号声音",
            Level.BROKEN,
            f"设置文件中的声音“{settings.board.voice}”看不懂，只响提示音。",
            f"可写 {'、'.join((*VoiceKind, SILENT))}。",
        )
    if best is None:
        yield Finding("叫号声音", Level.NOTE, SpeakerCondition.OFF.sentence)
        return
    condition = condition_of_machine()
    level = Level.WELL if condition is SpeakerCondition.READY else Level.NOTE
    yield Finding("叫号声音", level, condition.sentence)
    missing = ClipVoice(settings.voice_path).missing(CLIP_WORDS)
    if best is VoiceKind.CLIPS and missing:
        instead = "合成语音" if has_speech() else "提示音"
        yield Finding(
            "叫号录音", Level.NOTE, f"缺 {len(missing)} 个词，整句改用{instead}。",
            f"录音放在 {settings.voice_path}：{'、'.join(missing)}。",
        )  # fmt: skip


def _system_queues() -> Finding:
    names = system_queue_names()
    return Finding("系统打印队列", Level.NOTE, "、".join(names) or "系统中没有打印队列。")
