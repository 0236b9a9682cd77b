"""The board of the hall: within the desk's program, or a program of its own."""

import logging
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from reception_desk import config
from reception_desk.app.dressing import dressed_application
from reception_desk.app.signals import quit_on_signals
from reception_desk.config import BoardSettings, Settings
from reception_desk.errors import AlreadyOpenError, DeskError
from reception_desk.models import Database, OnlookingDatabase
from reception_desk.models.database_key import obtain
from reception_desk.services.hall_board import board_now
from reception_desk.services.office import this_desk
from reception_desk.ui.changes import Changes
from reception_desk.ui.hall.board_view import BoardView
from reception_desk.ui.hall.hall_screen import HallScreen
from reception_desk.ui.named_screens import screens_here

if TYPE_CHECKING:  # a board that only reads loads nothing of it
    from reception_desk.ui.centre_watch import CentreWatch

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BoardOrder:
    """`screen_name` "" is that of the settings; `syncs` keeps the file with the centre.

    A board that syncs holds the file: no desk opens on that home meanwhile.
    """

    screen_name: str = ""
    syncs: bool = False
    passphrase: str = ""


def open_beside_desk(settings: Settings, database: Database) -> HallScreen | None:
    """Return the running board of the desk's own program; None where it has none to show."""
    if not settings.board.screen_name:
        return None
    try:
        board = HallScreen(database, this_desk(database), settings.board)
    except AlreadyOpenError:
        log.info("the board is shown by another program")
        return None
    board.begin()
    return board


def run_board(home: Path | None, order: BoardOrder) -> int:
    """Show the board until it is closed; return the exit status.

    Raises `DeskError` where there is no such screen, no desk, or a board already.
    """
    settings = config.load(home)
    app = dressed_application()
    with ExitStack() as stack:
        chosen = settings.board
        if order.screen_name:
            chosen = replace(chosen, screen_name=order.screen_name)
        check_screen(chosen.screen_name)
        database = _database(settings, order)
        stack.callback(database.close)
        board = _board(database, chosen)
        stack.callback(board.close)
        if order.syncs:
            centre = keep_with_centre(settings, database, Changes())
            # Queued: the watch that speaks is closed with the program.
            centre.lost.connect(app.quit, Qt.ConnectionType.QueuedConnection)
            stack.callback(centre.deleteLater)
            stack.callback(centre.close)
        board.window.closed.connect(app.quit)
        quit_on_signals(app)
        board.begin()
        log.info("the board is open")
        return app.exec()


def draw_board(home: Path | None, path: Path, passphrase: str) -> None:
    """Draw the board as it is now into a picture as large as the screen in use."""
    settings = config.load(home)
    app = dressed_application()
    database = _database(settings, BoardOrder(passphrase=passphrase))
    try:
        desk = this_desk(database)
        view = BoardView(desk.zone)
        view.resize(app.primaryScreen().size())
        view.show_now(board_now(database, desk))
        is_written = view.grab().save(str(path), "PNG")
        view.deleteLater()
    finally:
        database.close()
    if not is_written:
        raise DeskError(f"图片“{path}”没有写成。", advice="请检查文件夹。")


def check_screen(name: str) -> None:
    known = dict(screens_here())
    if not name:
        raise DeskError(
            "没有指明大厅屏用哪个屏幕。",
            advice=f"请用 --screen 写明：{'；'.join(known.values())}。",
        )
    if name not in known:
        log.warning("the screen %s is not there yet", name)


def _database(settings: Settings, order: BoardOrder) -> Database:
    key = obtain(settings.home, passphrase=order.passphrase) if settings.encrypted else None
    kind = Database if order.syncs else OnlookingDatabase
    return kind(settings.database_path, key)


def _board(database: Database, chosen: BoardSettings) -> HallScreen:
    try:
        return HallScreen(database, this_desk(database), chosen)
    except AlreadyOpenError as error:
        raise DeskError("大厅屏已在本机打开。", advice="同一份数据只开一块大厅屏。") from error


def keep_with_centre(settings: Settings, database: Database, changes: Changes) -> "CentreWatch":
    """Keep the file of a board or a kiosk with the centre; raises `DeskError` where it has none."""
    from reception_desk.services.files import FileStore
    from reception_desk.sync.file_fetch import CentreFiles
    from reception_desk.sync.link import configured
    from reception_desk.ui.centre_watch import CentreWatch

    link = configured(settings)
    if link is None:
        raise DeskError("本机没有加入中心，不必加 --sync。", advice="去掉 --sync 再运行。")
    files = FileStore(settings.files_path, CentreFiles(database, link))
    return CentreWatch(database, link, files, changes)
