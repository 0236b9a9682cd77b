"""Packs the part of a release that syncs, for later centres to be tried with: `python -m …`.

`python -m tests.sync.release_code VERSION` is run once for each release and never again for it.
The pack, not the history, is what the tests use: a clone may be shallow.
"""

import io
import sys
import tarfile
from pathlib import Path

from reception_desk.config import PACKAGE

FOLDER = Path(__file__).parent / "released"
PARTS = (
    "__init__.py",
    "config.py",
    "errors.py",
    "models",
    "records",
    "rules",
    "sync",
)


def main(version: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    with tarfile.open(FOLDER / f"{version}.tar.xz", "w:xz") as pack:
        for part in PARTS:
            found = PACKAGE / part
            for path in sorted(found.rglob("*")) if found.is_dir() else [found]:
                if path.suffix in {".py", ".sql"}:
                    _add(pack, path)


def _add(pack: tarfile.TarFile, path: Path) -> None:
    """Add a file without owner and time, so that the same code makes the same pack."""
    content = path.read_bytes()
    member = tarfile.TarInfo(path.relative_to(PACKAGE.parent).as_posix())
    member.size = len(content)
    pack.addfile(member, io.BytesIO(content))


if __name__ == "__main__":
    main(sys.argv[1])
