"""The real parts of the demonstration, each skipped with a clear line where it is missing."""

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from reception_desk.config import CardReaderSettings, PrinterSettings, ScannerSettings
from reception_desk.devices.card_reader.simulated import SimulatedReader
from reception_desk.devices.printer.ippeve import LoopbackIppPrinter
from reception_desk.devices.printer.simulated import SimulatedThermalPrinter
from reception_desk.errors import DeskError
from reception_desk.sync.embedded_postgres import EmbeddedPostgres, running_postgres

if TYPE_CHECKING:
    from reception_desk.devices.card_reader.simulated import Simulator

T = TypeVar("T")


@dataclass
class Parts:
    """What this machine has; `skipped` holds a sentence for each part it lacks."""

    thermal: SimulatedThermalPrinter
    reader: "Simulator"
    reader_settings: CardReaderSettings
    postgres: EmbeddedPostgres | None = None
    ipp: LoopbackIppPrinter | None = None
    scanner_settings: ScannerSettings = field(default_factory=ScannerSettings)
    skipped: list[str] = field(default_factory=list)

    @property
    def form_printer(self) -> PrinterSettings:
        return PrinterSettings(url=self.ipp.url if self.ipp else "", paper="A4")

    @property
    def receipt_printer(self) -> PrinterSettings:
        return PrinterSettings(url=self.thermal.url, paper="slip80")


def start_parts(stack: ExitStack, say: Callable[[str], None]) -> Parts:
    """Start every part; `stack` stops them."""
    reader = SimulatedReader()
    stack.callback(reader.close)
    parts = Parts(
        thermal=stack.enter_context(SimulatedThermalPrinter()),
        reader=reader,
        reader_settings=CardReaderSettings(kind="serial", port=str(reader.path)),
    )
    say(f"读卡器：模拟设备，伪终端 {reader.path.name}")
    say("热敏打印机：模拟设备，ESC/POS 网络端口")
    parts.postgres = _tried(stack, "PostgreSQL", running_postgres, parts, say)
    parts.ipp = _tried(stack, "IPP 打印机 ippeveprinter", LoopbackIppPrinter, parts, say)
    if shutil.which("scanimage"):
        parts.scanner_settings = ScannerSettings(kind="sane-test", dpi=100)
        say("扫描仪：SANE test 设备")
    else:
        parts.scanner_settings = ScannerSettings(kind="simulated")
        _skip(parts, "本机没有 SANE，扫描改用程序画出的纸张。", say)
    return parts


def _tried(
    stack: ExitStack,
    name: str,
    start: Callable[[], AbstractContextManager[T]],
    parts: Parts,
    say: Callable[[str], None],
) -> T | None:
    try:
        part = stack.enter_context(start())
    except DeskError as error:
        _skip(parts, f"跳过{name}：{error}", say)
        return None
    say(f"{name}：已启动")
    return part


def _skip(parts: Parts, sentence: str, say: Callable[[str], None]) -> None:
    parts.skipped.append(sentence)
    say(sentence)
