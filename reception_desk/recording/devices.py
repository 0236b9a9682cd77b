"""The cameras and microphones of this machine, by names that a recording can be ordered with."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reception_desk.records.recording import SourceKind

LASTING_NAMES = Path("/dev/v4l/by-id")
ALSA_SETTINGS = Path("/usr/share/alsa/alsa.conf")
ALSA_VARIABLE = "ALSA_CONFIG_PATH"

SILENCE = "null"
"""ALSA's own device that hears nothing."""


@dataclass(frozen=True, slots=True)
class FoundDevice:
    """`name` orders it, `words` are what its maker calls it."""

    kind: SourceKind
    name: str
    words: str


def list_devices() -> list[FoundDevice]:
    """Return what is plugged in; an empty list where the system has no way to ask."""
    if sys.platform == "win32":
        return list(_listed("dshow", {"video": SourceKind.CAMERA, "audio": SourceKind.MICROPHONE}))
    if not sys.platform.startswith("linux"):
        return []
    find_alsa_settings()
    return [
        *_listed("v4l2", {"video": SourceKind.CAMERA}),
        *_listed("alsa", {"audio": SourceKind.MICROPHONE}),
    ]


def find_alsa_settings() -> None:
    """Point the sound library of the wheel to the system's settings.

    It looks for them where it was built, and opens no microphone without.
    """
    if ALSA_VARIABLE not in os.environ and ALSA_SETTINGS.exists():
        os.environ[ALSA_VARIABLE] = str(ALSA_SETTINGS)


def _listed(form: str, kinds: dict[str, SourceKind]) -> Iterator[FoundDevice]:
    import av.device
    from av.error import FFmpegError

    try:
        found = av.device.enumerate_input_devices(form)
    except (OSError, FFmpegError):
        return
    lasting = _lasting_names()
    for device in found:
        if device.name == SILENCE:
            continue
        media = device.media_types or list(kinds)
        for kind in (kinds[each] for each in media if each in kinds):
            name = device.name if form != "dshow" else device.description
            yield FoundDevice(kind, lasting.get(name, name), device.description)


def _lasting_names() -> dict[str, str]:
    """Return the link by id of each video node: numbers move with the order of plugging in."""
    if not LASTING_NAMES.is_dir():
        return {}
    return {
        str(link.resolve()): str(link) for link in sorted(LASTING_NAMES.iterdir(), reverse=True)
    }
