"""The machine: Python and Qt, fonts, disk, time zone, programs the desk can use."""

import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from zoneinfo import ZoneInfo

from reception_desk.commands.doctor.finding import Finding, Level
from reception_desk.config import Settings
from reception_desk.documents.fonts import SHIPPED_FONTS, Role, chain, printable
from reception_desk.documents.office_fonts import font_paths, office_fonts
from reception_desk.errors import DeskError
from reception_desk.sync.embedded_postgres import find_programs

RARE_NAMES = "䶮㛃𫘝"
_GIB = 2**30
_LEAST_FREE, _LITTLE_FREE = 1, 5
_OLDEST_PYTHON_FOR_QT_6_12 = (3, 12)
_PROGRAMS = (
    ("scanimage", "SANE 扫描", "sane-utils"),
    ("ippeveprinter", "演示用 IPP 打印机", "cups-ipp-utils"),
    ("psql", "PostgreSQL 客户端", "postgresql-client"),
)


def examine(settings: Settings) -> Iterator[Finding]:
    """Yield what there is to say about the machine."""
    yield _qt()
    yield _fonts()
    yield from _office_fonts(settings)
    yield _disk(settings)
    yield _zone(settings)
    yield _postgres()
    for program, purpose, package in _PROGRAMS:
        if shutil.which(program):
            yield Finding(purpose, Level.WELL, f"{program} 可用。")
        else:
            yield Finding(purpose, Level.NOTE, f"没有 {program}。", f"需要时安装 {package}。")


def _qt() -> Finding:
    found = version("PySide6")
    python = ".".join(map(str, sys.version_info[:3]))
    number = tuple(int(part) for part in found.split(".")[:2])
    if number >= (6, 12) and sys.version_info < _OLDEST_PYTHON_FOR_QT_6_12:
        return Finding(
            "Qt",
            Level.BROKEN,
            f"PySide6 {found} 在 Python {python} 上会崩溃。",
            "请重新运行 ./desk。",
        )
    return Finding("Qt", Level.WELL, f"PySide6 {found}，Python {python}。")


def _fonts() -> Finding:
    try:
        fonts = chain(Role.BODY)
        for character in printable(RARE_NAMES):
            fonts.glyph(character)
    except (DeskError, OSError) as error:
        return Finding("字体", Level.BROKEN, f"{error}", "请重新安装接访台。")
    return Finding("字体", Level.WELL, f"随附字体可用，含生僻字 {RARE_NAMES}。")


def _office_fonts(settings: Settings) -> Iterator[Finding]:
    wanted = font_paths(settings.fonts)
    if wanted == SHIPPED_FONTS:
        return
    found = office_fonts(wanted)
    for trouble in found.troubles:
        yield Finding("文书字体", Level.BROKEN, f"{trouble.message}{trouble.saved}", trouble.advice)
    if not found.troubles:
        yield Finding("文书字体", Level.WELL, "本单位指定的字体可用。")


def _disk(settings: Settings) -> Finding:
    folder = settings.home
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free / _GIB
    found = f"数据文件夹所在磁盘剩余 {free:.1f} GB。"
    if free < _LEAST_FREE:
        return Finding("磁盘", Level.BROKEN, found, "请立即清理。")
    if free < _LITTLE_FREE:
        return Finding("磁盘", Level.NOTE, found, "请尽快清理。")
    return Finding("磁盘", Level.WELL, found)


def _zone(settings: Settings) -> Finding:
    moment = datetime.now(UTC)
    hall = moment.astimezone(ZoneInfo(settings.zone))
    found = f"大厅时间 {hall:%Y-%m-%d %H:%M}（{settings.zone}）。"
    if moment.astimezone().utcoffset() != hall.utcoffset():
        return Finding("时区", Level.NOTE, found, "本机时区与大厅不同，登记按大厅时间。")
    return Finding("时区", Level.WELL, found)


def _postgres() -> Finding:
    try:
        folder = find_programs()
    except DeskError as error:
        return Finding("PostgreSQL 程序", Level.NOTE, error.message, "演示和测试需要它。")
    return Finding("PostgreSQL 程序", Level.WELL, f"{folder}")
