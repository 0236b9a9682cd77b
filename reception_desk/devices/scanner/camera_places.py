"""The document cameras plugged in, by names that outlast their numbers (Linux, V4L2)."""

from collections.abc import Iterator
from pathlib import Path

from reception_desk.records.scanning import ScannerInfo

KIND = "camera"
SYSTEM = Path("/")


def cameras(system: Path = SYSTEM) -> list[ScannerInfo]:
    """Return the cameras; `system` is the root folder.

    Numbers of `/dev/video` move with the order of plugging in, and the two eyes of one camera
    have equal names: the lasting name is that of the link by id, where the system makes one.
    """
    links = {link.resolve(): link for link in _links(system)}
    found: list[ScannerInfo] = []
    for node, model in _nodes(system):
        name = str(links.get(node.resolve(), node))
        found.append(ScannerInfo(name, "", model, KIND))
    return found


def camera_named(found: list[ScannerInfo], wanted: str) -> ScannerInfo | None:
    """Return the camera meant by a kept name or a model; no name means the first one."""
    if not wanted:
        return next(iter(found), None)
    by_name = (each for each in found if each.name == wanted)
    by_model = (each for each in found if each.model == wanted)
    return next(by_name, None) or next(by_model, None)


def _links(system: Path) -> Iterator[Path]:
    folder = system / "dev/v4l/by-id"
    if folder.is_dir():
        yield from sorted(folder.iterdir())


def _nodes(system: Path) -> Iterator[tuple[Path, str]]:
    """Yield device and model of each camera; nodes beyond the first give data, no pictures."""
    folder = system / "sys/class/video4linux"
    entries = folder.glob("video*") if folder.is_dir() else ()
    for entry in sorted(entries, key=lambda entry: int(entry.name.removeprefix("video"))):
        if _text(entry / "index") in {"", "0"}:
            yield system / "dev" / entry.name, _text(entry / "name")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
