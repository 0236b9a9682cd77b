"""`desk board`: the board of the hall in a program of its own, or as a picture.

It reads the file of this home and writes nothing, so the desk may be open beside it. On a machine
that has nothing but a board, and has joined the centre, `--sync` keeps the file with the centre.
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

_SIZE = "1920x1080"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the screen, the picture with its size, and `--sync`."""
    add_screen_arguments(parser, _SIZE, "设置里的")
    parser.add_argument(
        "--sync", action="store_true", help="只作大厅屏的电脑：自己与中心同步（其间不能开接访台）"
    )


def run(arguments: argparse.Namespace) -> int:
    """Show the board until it is closed, or write its picture."""
    if arguments.picture is not None:
        use_offscreen(*picture_size(arguments.size))
        word = passphrase(arguments.home)
        from reception_desk.app.hall import draw_board

        draw_board(arguments.home, arguments.picture, word)
        sys.stdout.write(f"图片：{arguments.picture.resolve()}\n")
        return 0
    need_display()
    if arguments.list_screens:
        sys.stdout.write(list_screens())
        return 0
    word = passphrase(arguments.home)
    from reception_desk.app.hall import BoardOrder, run_board

    return run_board(arguments.home, BoardOrder(arguments.screen_name, arguments.sync, word))
