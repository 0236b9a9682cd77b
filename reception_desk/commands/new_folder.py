"""The folder a command writes into: a new one, so that nothing is written over."""

from pathlib import Path

from reception_desk.errors import InvalidInputError


def make_folder(folder: Path) -> None:
    """Make the folder with those above it; raises `InvalidInputError` where something is in it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        is_empty = next(folder.iterdir(), None) is None
    except OSError as error:
        raise InvalidInputError(f"不能写入文件夹“{folder}”：{error.strerror}。") from error
    if not is_empty:
        raise InvalidInputError(
            f"文件夹“{folder}”里已有文件。", advice="请另选一个新文件夹，以免覆盖。"
        )
