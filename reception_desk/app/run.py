"""Opening the desk on a screen: application, log file, signals."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from reception_desk import config
from reception_desk.app.dressing import dressed_application
from reception_desk.app.program import Program
from reception_desk.app.signals import quit_on_signals
from reception_desk.config import Settings
from reception_desk.errors import DeskError

LOG_BYTES, LOGS_KEPT = 2_000_000, 5


def run(home: Path | None, *, simulate: bool) -> int:
    """Open the desk and stay until its window is closed; return the exit status.

    Raises `DeskError` when the settings file cannot be read.
    """
    settings = config.load(home)
    _log_to_file(settings)
    app = dressed_application()
    program = Program(app, settings, simulate=simulate)
    quit_on_signals(app)
    program.start()
    try:
        return app.exec()
    finally:
        program.close()


def _log_to_file(settings: Settings) -> None:
    """Keep the log beside the data, in five files of two megabytes."""
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            settings.log_path, maxBytes=LOG_BYTES, backupCount=LOGS_KEPT, encoding="utf-8"
        )
    except OSError as error:
        raise DeskError(
            f"数据文件夹 {settings.home} 无法写入。", advice="请检查磁盘和文件夹权限。"
        ) from error
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.setLevel(logging.INFO)
    root = logging.getLogger()
    for other in root.handlers:  # the terminal stays as quiet as it was
        other.setLevel(max(other.level, root.level))
    root.addHandler(handler)
    root.setLevel(logging.INFO)
