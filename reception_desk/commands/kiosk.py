"""`desk kiosk`: the touch screen in the hall, for visitors, in a program of its own.

It works on a home of its own, which it holds: where it has joined the centre it keeps the file
with it, and goes on while the centre is away. No key leads out of it; who looks after the machine
ends it by the window manager or a signal.
"""

import argparse
import sys

from reception_desk.commands.screens import (
    add_screen_arguments,
    list_screens,
    need_display,
    passphrase,
    picture_size,
)
from reception_desk.ui.offscreen import use_offscreen

_SIZE = "1080x1920"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the screen, and the picture with its size."""
    add_screen_arguments(parser, _SIZE, "设置里的，没有设置时用第一个屏幕")


def run(arguments: argparse.Namespace) -> int:
    """Show the kiosk until it is ended, or write the picture of its first view."""
    if arguments.picture is not None:
        use_offscreen(*picture_size(arguments.size))
        word = passphrase(arguments.home)
        from reception_desk.app.kiosk import draw_kiosk

        draw_kiosk(arguments.home, arguments.picture, word)
        sys.stdout.write(f"图片：{arguments.picture.resolve()}\n")
        return 0
    need_display()
    if arguments.list_screens:
        sys.stdout.write(list_screens())
        return 0
    word = passphrase(arguments.home)
    from reception_desk.app.kiosk import KioskOrder, run_kiosk

    return run_kiosk(arguments.home, KioskOrder(arguments.screen_name, word))
