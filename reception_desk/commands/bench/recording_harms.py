"""What can be done to a sealed recording: one bit, a file, a line, an end."""

from collections.abc import Callable
from pathlib import Path
from random import Random

from reception_desk.recording.manifest import Manifest
from reception_desk.recording.seal import write_seal
from reception_desk.recording.verify import MANIFEST, SEAL, SEGMENTS, file_digests

Harm = Callable[[Path, Random], None]


def sealed_folder(folder: Path, sizes: tuple[int, ...] = (700, 900, 800)) -> Path:
    """Return a sealed recording whose segments are bytes of no meaning, quick to make."""
    (folder / SEGMENTS).mkdir(parents=True)
    manifest = Manifest(folder)
    manifest.append("opened", session="session-1")
    for number, size in enumerate(sizes, start=1):
        path = folder / SEGMENTS / f"{number:04}.mkv"
        path.write_bytes(bytes((number * 37 + place * 11) % 256 for place in range(size)))
        span = {"zero_ms": 0, "from_ms": 1000 * number, "to_ms": 1000 * number + 1000}
        sums = file_digests(path)
        manifest.append(
            "segment", file=path.name, number=number, bytes=size, tracks=[], **span, **sums
        )
    manifest.append("closed", reason="stopped", segments=len(sizes))
    manifest.close()
    write_seal(folder)
    return folder


def files_of(folder: Path) -> list[Path]:
    """Return every file in the folder and below it."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def flip_bit(folder: Path, chance: Random) -> None:
    """Turn one bit of any file."""
    path = chance.choice(files_of(folder))
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def remove_file(folder: Path, chance: Random) -> None:
    """Take a file away; without its seal a recording only says that it is not sealed."""
    chance.choice([path for path in files_of(folder) if path.name != SEAL]).unlink()


def remove_segment_with_a_line(folder: Path, chance: Random) -> None:
    """Take a segment away, and a line of the manifest."""
    chance.choice(files_of(folder / SEGMENTS)).unlink()
    lines = _lines(folder)
    del lines[chance.randrange(len(lines))]
    (folder / MANIFEST).write_bytes(b"".join(lines))


def swap_segments(folder: Path, chance: Random) -> None:
    """Give two segments each other's content."""
    one, other = chance.sample(files_of(folder / SEGMENTS), 2)
    data = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(data)


def swap_lines(folder: Path, chance: Random) -> None:
    """Give two lines of the manifest each other's place."""
    lines = _lines(folder)
    one, other = chance.sample(range(len(lines)), 2)
    lines[one], lines[other] = lines[other], lines[one]
    (folder / MANIFEST).write_bytes(b"".join(lines))


def truncate_file(folder: Path, chance: Random) -> None:
    """Cut the end off any file."""
    path = chance.choice(files_of(folder))
    data = path.read_bytes()
    path.write_bytes(data[: chance.randrange(len(data))])


def truncate_manifest_at_a_line(folder: Path, chance: Random) -> None:
    """Cut whole lines off the manifest: what is left is a valid chain."""
    lines = _lines(folder)
    (folder / MANIFEST).write_bytes(b"".join(lines[: chance.randrange(1, len(lines))]))


def add_file(folder: Path, chance: Random) -> None:
    """Lay another file beside the others."""
    place = chance.choice([folder, folder / SEGMENTS])
    (place / "9999.mkv").write_bytes(b"another")


def _lines(folder: Path) -> list[bytes]:
    return (folder / MANIFEST).read_bytes().splitlines(keepends=True)


HARMS: tuple[Harm, ...] = (
    flip_bit,
    remove_file,
    remove_segment_with_a_line,
    swap_segments,
    swap_lines,
    truncate_file,
    truncate_manifest_at_a_line,
    add_file,
)
