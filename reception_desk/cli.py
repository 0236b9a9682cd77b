"""The commands; each is imported when it is chosen, so that start-up stays fast."""

import argparse
import logging
import os
import select
import sys
from importlib import import_module
from pathlib import Path
from typing import TextIO

from reception_desk import __version__
from reception_desk.errors import DeskError

COMMANDS = {
    "init": "初始设置：建立单位、窗口和系统管理员（不需要屏幕）",
    "demo": "演示：用真实部件走完一天的主要工作，写出文书、图片和 summary.json",
    "shots": "把每个画面在各种尺寸和主题下画成图片",
    "bench": "测量速度，写出比值",
    "centre": "中心数据库：建立、登记窗口、备份和恢复",
    "scan": "扫描：列出设备，或从任一设备、文件、文件夹扫描到图像文件（不需要屏幕）",
    "pages": "扫描页：裁边、转正、去阴影、找空白页和重复页、读码，写出图像和判断结果",
    "record": "录音录像：从摄像机、话筒或文件录入一个封存的文件夹（不需要屏幕）",
    "verify": "核对一次录制是否完整、有无改动（不需要屏幕）",
    "board": "大厅屏：在指定的屏幕上显示叫号、等候和通知，也可画成图片",
    "kiosk": "自助机：触摸屏上取号、凭查询码查进度、评价，无人登录",
    "workflow": "信访事项办理流程：状态图和流转表（docs/workflow.md 由此生成）",
    "paper": "文书：列出全部文书，给出示例数据，由数据制作 PDF/A（不需要屏幕）",
    "clock": "计算任一期限：名义日、法定日、内部日及推导",
    "route": "法定途径助手：由回答得出类别、途径、机关、期限、依据和文书",
    "doctor": "检查设备、字体、磁盘、时钟、数据库和中心，并说明怎么办",
}


BROKEN_PIPE = 141
"""What a shell gives for a program that SIGPIPE ended (128 + 13)."""


def main(argv: list[str]) -> int:
    """Run one command (the desk itself without any) and return the exit status.

    Who stops reading (`desk init --list-units | head`) has seen enough: that ends it quietly.
    """
    try:
        try:
            return _run(argv)
        finally:
            if sys.stdout:  # a program without a console has none
                sys.stdout.flush()
    except BrokenPipeError:
        if not _is_unheard(sys.stdout):
            raise
        # What is still held back would be tried once more at the end of Python.
        with Path(os.devnull).open("wb") as nothing:
            os.dup2(nothing.fileno(), sys.stdout.fileno())
        return BROKEN_PIPE


def _run(argv: list[str]) -> int:
    arguments = _parser(argv).parse_args(argv)
    _log_to_stderr(verbose=arguments.verbose)
    try:
        if arguments.command is None:
            from reception_desk.app import run

            return run(arguments.home, simulate=arguments.simulate)
        return import_module(f"reception_desk.commands.{arguments.command}").run(arguments)
    except DeskError as error:
        sys.stderr.write(f"{error}\n")
        return 2


def console() -> None:
    """Entry point of the installed command."""
    sys.exit(main(sys.argv[1:]))


def _is_unheard(stream: TextIO) -> bool:
    """Say whether nobody reads the other end of the pipe that `stream` writes to."""
    if sys.platform == "win32":
        return True  # a pipe cannot be asked there
    watch = select.poll()
    watch.register(stream.fileno(), 0)
    return any(found & select.POLLERR for _, found in watch.poll(0))


def _parser(argv: list[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="desk", description="接访台：县信访接待大厅的接待工作台。不带命令时打开窗口。"
    )
    parser.add_argument("--version", action="version", version=f"reception-desk {__version__}")
    parser.add_argument("--home", type=Path, help="数据文件夹（默认为本用户的数据文件夹）")
    parser.add_argument("--simulate", action="store_true", help="用模拟的读卡器、扫描仪和打印机")
    parser.add_argument("--verbose", action="store_true", help="在终端显示详细日志")
    subparsers = parser.add_subparsers(metavar="命令", dest="command")
    for name, help_text in COMMANDS.items():
        subparser = subparsers.add_parser(name, help=help_text, description=help_text)
        if name in argv:
            import_module(f"reception_desk.commands.{name}").add_arguments(subparser)
    return parser


def _log_to_stderr(*, verbose: bool) -> None:
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
