"""The faces GB/T 9704 asks for, where the machine has them: 小标宋, 仿宋, 黑体, 楷体.

Windows and the government's Linux desktops bring 仿宋, 黑体 and 楷体; 小标宋 an office has bought.
They stand behind the files that the settings name and before the shipped faces.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from reception_desk.documents.fonts import FontPaths, Role, chain
from reception_desk.errors import DocumentError

FOLDERS = (
    Path(os.environ.get("WINDIR", "C:/Windows"), "Fonts"),
    Path(os.environ.get("LOCALAPPDATA", "C:/"), "Microsoft", "Windows", "Fonts"),
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local" / "share" / "fonts",
    Path.home() / ".fonts",
)
# File names in lower case, without their suffix, the better first.
NAMES = {
    Role.TITLE: ("方正小标宋简体", "方正小标宋_gbk", "fzxbsjw", "fzxbsk", "小标宋"),
    Role.BODY: ("simfang", "仿宋_gb2312", "fangsong_gb2312", "方正仿宋_gbk", "fzfsk", "fangsong"),
    Role.EMPHASIS: ("simhei", "黑体", "方正黑体_gbk", "fzhtk"),
    Role.SUBHEADING: ("simkai", "楷体_gb2312", "kaiti_gb2312", "方正楷体_gbk", "fzktk", "kaiti"),
}


def with_installed(paths: FontPaths, folders: tuple[Path, ...] = FOLDERS) -> FontPaths:
    """Return `paths` with the machine's own faces for the roles an office leaves open.

    A file that cannot be embedded (PostScript outlines, damaged) is passed over.
    """
    for role, path in _found(folders).items():
        if getattr(paths, role.value) is None and _is_usable(role, path):
            paths = replace(paths, **{role.value: path})
    return paths


@cache
def _found(folders: tuple[Path, ...]) -> dict[Role, Path]:
    files = {path.stem.lower(): path for path in _files(folders)}
    found: dict[Role, Path] = {}
    for role, names in NAMES.items():
        here = [files[name] for name in names if name in files]
        if here:
            found[role] = here[0]
    return found


def _files(folders: tuple[Path, ...]) -> Iterator[Path]:
    for folder in folders:
        for root, _, names in os.walk(folder):
            yield from (Path(root, name) for name in names if name.lower().endswith(".ttf"))


@cache
def _is_usable(role: Role, path: Path) -> bool:
    try:
        chain(role, FontPaths(**{role.value: path}))
    except DocumentError:
        return False
    return True
