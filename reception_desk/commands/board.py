"""`desk board`: the board of the hall in a program of its own, or as a picture.

It reads the file of this home and writes nothing, so the desk may be open beside it. On a machine
that has nothing but a board, and has joined the centre, `--sync` keeps the file with the centre.
"""

import argparse
import getpass
import os
import sys
from pathlib import Path

from reception_desk import config
from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.ui.offscreen import use_offscreen

_SIZE = "1920x1080"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the screen, `--sync`, and the picture with its size."""
    parser.add_argument(
        "--screen",
        dest="screen_name",
        default="",
        metavar="NAME",
        help="屏幕的名称，默认用设置里的",
    )
    parser.add_argument("--list-screens", action="store_true", help="列出屏幕的名称后结束")
    parser.add_argument(
        "--sync", action="store_true", help="只作大厅屏的电脑：自己与中心同步（其间不能开接访台）"
    )
    parser.add_argument("--picture", type=Path, metavar="X.png", help="画成图片后结束，不需要屏幕")
    parser.add_argument("--size", default=_SIZE, metavar="WxH", help=f"图片大小，默认 {_SIZE}")


def run(arguments: argparse.Namespace) -> int:
    """Show the board until it is closed, or write its picture."""
    if arguments.picture is not None:
        use_offscreen(*picture_size(arguments.size))
        from reception_desk.app.hall import draw_board

        draw_board(arguments.home, arguments.picture, passphrase(arguments.home))
        sys.stdout.write(f"图片：{arguments.picture.resolve()}\n")
        return 0
    need_display()
    from reception_desk.app.hall import BoardOrder, list_screens, run_board

    if arguments.list_screens:
        sys.stdout.write(list_screens())
        return 0
    order = BoardOrder(arguments.screen_name, arguments.sync, passphrase(arguments.home))
    return run_board(arguments.home, order)


def picture_size(words: str) -> tuple[int, int]:
    """Read `1920x1080`; raises `InvalidInputError`."""
    width, _, height = words.partition("x")
    if not (width.isdigit() and height.isdigit() and 0 < int(width) <= 7680 >= int(height) > 0):
        raise InvalidInputError(f"图片大小“{words}”看不懂。", advice=f"例如 {_SIZE}。")
    return int(width), int(height)


def need_display() -> None:
    """Raise `DeskError` where no window can be shown."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in names):
        raise DeskError("没有找到显示器。", advice="用 --picture X.png 可以画成图片。")


def passphrase(home: Path | None) -> str:
    """Ask for the passphrase where the key of the file lies under one."""
    if (config.load(home).home / "desk.salt").exists():
        return getpass.getpass("启动口令：")
    return ""
