"""Opens a source with FFmpeg; every wait in it ends by itself."""

import sys
from typing import TYPE_CHECKING

from reception_desk.errors import DeviceError
from reception_desk.recording.devices import find_alsa_settings
from reception_desk.records.recording import RecordingLimits, Source, SourceKind

if TYPE_CHECKING:
    from av.container import InputContainer


def open_source(source: Source, limits: RecordingLimits) -> "InputContainer":
    """Return the open source; raises `OSError`, `ValueError`, `FFmpegError`, `DeviceError`."""
    import av
    import av.logging

    av.logging.set_level(None)  # what it says names addresses, and the log is no place for them
    patience = (limits.open_seconds, limits.stall_seconds)
    match source.kind:
        case SourceKind.RTSP:
            micro = str(round(limits.stall_seconds * 1_000_000))
            # Who agreed to sound only is not filmed: the camera is not even asked for pictures.
            media = "+".join(
                name
                for name, title in (("video", source.picture), ("audio", source.sound))
                if title
            )
            options = {
                "rtsp_transport": "tcp",
                "timeout": micro,
                "fpsprobesize": "0",
                "allowed_media_types": media,
            }
            return av.open(source.address, options=options, timeout=patience)
        case SourceKind.CAMERA | SourceKind.MICROPHONE:
            return _open_device(source, patience)
        case SourceKind.DRAWN:
            return av.open(source.address, format="lavfi")
        case SourceKind.FILE | SourceKind.PACED_FILE:
            return av.open(source.address)


def _open_device(source: Source, patience: tuple[float, float]) -> "InputContainer":
    """Open a camera or microphone as FFmpeg names it here; a camera without 720p as it comes."""
    import av
    from av.error import FFmpegError

    is_camera = source.kind is SourceKind.CAMERA
    if sys.platform == "win32":
        name, form = f"{'video' if is_camera else 'audio'}={source.address}", "dshow"
        best = {"video_size": "1280x720"} if is_camera else {"audio_buffer_size": "50"}
    elif sys.platform.startswith("linux"):
        name, form = source.address, "v4l2" if is_camera else "alsa"
        best = {"video_size": "1280x720", "input_format": "mjpeg"} if is_camera else {}
        find_alsa_settings()
    else:
        raise DeviceError(
            "这台电脑的系统不支持直接录制摄像机。", advice="请改用网络摄像机（RTSP）。"
        )
    try:
        return av.open(name, format=form, options=best, timeout=patience)
    except (OSError, ValueError, FFmpegError):
        return av.open(name, format=form, timeout=patience)
