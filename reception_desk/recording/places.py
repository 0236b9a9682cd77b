"""Which source a person means by an address: an URL, a file, a camera or a microphone by name."""

from pathlib import Path

from reception_desk.errors import InvalidInputError
from reception_desk.records.recording import PICTURE_TITLE, Source, SourceKind

SIDES = ("接访人", "信访人")
ROOM_SOUND = "现场声音"
CAMERA_SOUND = "camera"
"""Written instead of a microphone: the sound that comes with the picture."""
DRAWN = "drawn:"
DEVICE_FOLDER = "/dev/"


def sources_of(
    video: str | None, sounds: list[str], *, as_live: bool = False
) -> tuple[Source, ...]:
    """Return the sources of a picture and of sounds, each `ADDRESS` or `TITLE=ADDRESS`.

    `as_live` plays files at their own pace. Raises `InvalidInputError`.
    """
    named = [_named(text, number) for number, text in enumerate(sounds)]
    own = next((title for title, address in named if address == CAMERA_SOUND), "")
    found = []
    if video:
        kind = _kind(video, SourceKind.CAMERA, as_live=as_live)
        address = video.removeprefix(DRAWN)
        found.append(Source(kind, address, picture=PICTURE_TITLE, sound=own))
    elif own:
        raise InvalidInputError("没有画面来源，不能用它的声音。", advice="请写明话筒或声音文件。")
    for title, address in named:
        if address != CAMERA_SOUND:
            kind = _kind(address, SourceKind.MICROPHONE, as_live=as_live)
            found.append(Source(kind, address.removeprefix(DRAWN), sound=title))
    return tuple(found)


def _named(text: str, number: int) -> tuple[str, str]:
    title, sign, address = text.partition("=")
    if sign and title and "/" not in title and ":" not in title:
        return title, address
    if text == CAMERA_SOUND:
        return ROOM_SOUND, text
    return (SIDES[number] if number < len(SIDES) else f"{ROOM_SOUND}{number + 1}"), text


def _kind(address: str, device: SourceKind, *, as_live: bool) -> SourceKind:
    if address.startswith(("rtsp://", "rtsps://")):
        return SourceKind.RTSP
    if address.startswith(DRAWN):
        return SourceKind.DRAWN
    if address.startswith(DEVICE_FOLDER):
        return device
    if Path(address).is_file():
        return SourceKind.PACED_FILE if as_live else SourceKind.FILE
    if Path(address).suffix.lower() in {".mp4", ".mkv", ".wav", ".avi", ".mov", ".m4a", ".ts"}:
        raise InvalidInputError(f"没有文件“{address}”。", advice="请检查路径。")
    return device
