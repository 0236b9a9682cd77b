"""What `desk board` and `desk kiosk` have in common: a screen, or a picture of what it shows."""

import argparse
import getpass
import os
import sys
from pathlib import Path

from reception_desk import config
from reception_desk.errors import DeskError, InvalidInputError


def add_screen_arguments(parser: argparse.ArgumentParser, size: str, default: str) -> None:
    """Declare the screen (`default` says which one is taken), and the picture with its size."""
    parser.add_argument(
        "--screen",
        dest="screen_name",
        default="",
        metavar="NAME",
        help=f"屏幕的名称，默认用{default}",
    )
    parser.add_argument("--list-screens", action="store_true", help="列出屏幕的名称后结束")
    parser.add_argument("--picture", type=Path, metavar="X.png", help="画成图片后结束，不需要屏幕")
    parser.add_argument("--size", default=size, metavar="WxH", help=f"图片大小，默认 {size}")


def picture_size(words: str) -> tuple[int, int]:
    """Read `1920x1080`; raises `InvalidInputError`."""
    width, _, height = words.partition("x")
    if not (width.isdigit() and height.isdigit() and 0 < int(width) <= 7680 >= int(height) > 0):
        raise InvalidInputError(f"图片大小“{words}”看不懂。", advice="例如 1920x1080。")
    return int(width), int(height)


def need_display() -> None:
    """Raise `DeskError` where no window can be shown."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in names):
        raise DeskError("没有找到显示器。", advice="用 --picture X.png 可以画成图片。")


def list_screens() -> str:
    """Return the screens of this machine, a line each."""
    from reception_desk.app.dressing import dressed_application
    from reception_desk.ui.named_screens import screens_here

    app = dressed_application()
    lines = "".join(f"{words}\n" for _, words in screens_here())
    app.quit()
    return lines


def passphrase(home: Path | None) -> str:
    """Ask for the passphrase where the key of the file lies under one.

    Raises `DeskError` where there is no desk, before anything heavy is loaded.
    """
    settings = config.load(home)
    if not settings.database_path.exists():
        raise DeskError("这里还没有接访台的数据。", advice="请先在本机完成初始设置。")
    return getpass.getpass("启动口令：") if (settings.home / "desk.salt").exists() else ""
