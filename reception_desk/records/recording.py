"""A recording of picture and sound: what was ordered, and how it stands."""

from dataclasses import dataclass, field
from enum import StrEnum

PICTURE_TITLE = "画面"


class RecordingMode(StrEnum):
    """What the petitioner agreed to; there is no third kind."""

    PICTURE_AND_SOUND = "picture_and_sound"
    SOUND_ONLY = "sound_only"

    @property
    def label(self) -> str:
        """Return the words on the screen."""
        return {"picture_and_sound": "录音录像", "sound_only": "只录音"}[self.value]


class SourceKind(StrEnum):
    """`camera` is a UVC camera or HDMI grabber; `drawn` a filter graph of FFmpeg, to try things.

    `paced_file` plays a file as a camera would, `file` as fast as it can be written.
    """

    RTSP = "rtsp"
    CAMERA = "camera"
    MICROPHONE = "microphone"
    FILE = "file"
    PACED_FILE = "paced_file"
    DRAWN = "drawn"

    @property
    def is_live(self) -> bool:
        """Say whether what is not taken at once is lost."""
        return self is not SourceKind.FILE


@dataclass(frozen=True, slots=True)
class Source:
    """Where picture, sound or both come from.

    `picture` and `sound` are the titles of the tracks to take (画面, 接访人, 信访人); empty takes
    none. `address` is an URL, a device's name or a path; it may hold a camera's password.
    """

    kind: SourceKind
    address: str
    picture: str = ""
    sound: str = ""
    is_looped: bool = False


@dataclass(frozen=True, slots=True)
class RecordingLimits:
    """When a segment ends, what must stay free, and when something is told."""

    segment_seconds: float = 60.0
    reserve_bytes: int = 256 * 1024 * 1024
    """The recording stops by itself before less than this is free."""
    low_minutes: float = 30.0
    silence_seconds: float = 20.0
    still_seconds: float = 20.0
    black_seconds: float = 5.0
    open_seconds: float = 10.0
    """How long a source may take to begin."""
    stall_seconds: float = 2.0
    """A source that gives nothing is lost after this, at the latest after twice as long."""


@dataclass(frozen=True, slots=True)
class RecordingOrder:
    """What a person started: nothing is written without one.

    `session` is the key of the session, `consent` the reference of the recorded consent, `folder`
    an absolute path that is empty or not there. `seconds` ends the recording by itself; 0 does not.
    """

    session: str
    consent: str
    mode: RecordingMode
    folder: str
    sources: tuple[Source, ...]
    seconds: float = 0.0
    limits: RecordingLimits = field(default_factory=RecordingLimits)


class RecordingState(StrEnum):
    """How a recording stands; `interrupted` waits for a person after the recorder had died."""

    IDLE = "idle"
    STARTING = "starting"
    RECORDING = "recording"
    PAUSED = "paused"
    INTERRUPTED = "interrupted"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """Return the word on the screen."""
        return {
            "idle": "未录制",
            "starting": "正在启动",
            "recording": "正在录制",
            "paused": "已暂停",
            "interrupted": "录制中断",
            "closed": "录制结束",
        }[self.value]


RUNNING = frozenset({RecordingState.STARTING, RecordingState.RECORDING})
"""Picture or sound is being taken."""


class EndReason(StrEnum):
    """Why a recording ended."""

    STOPPED = "stopped"
    FINISHED = "finished"
    DISK_FULL = "disk_full"
    DISK_FAILED = "disk_failed"
    RECORDER_DIED = "recorder_died"

    @property
    def label(self) -> str:
        """Return the words on the screen and in the minutes."""
        return {
            "stopped": "人工结束",
            "finished": "到时结束",
            "disk_full": "磁盘将满，自动结束",
            "disk_failed": "磁盘不能写入，自动结束",
            "recorder_died": "录制程序中断，已恢复",
        }[self.value]


class GapReason(StrEnum):
    """Why a stretch of the time has no picture or sound."""

    PAUSED = "paused"
    NOT_OPENED = "not_opened"
    SOURCE_LOST = "source_lost"
    SOURCE_STALLED = "source_stalled"
    SOURCE_CHANGED = "source_changed"
    RECORDER_DIED = "recorder_died"

    @property
    def label(self) -> str:
        """Return the words on the screen and in the minutes."""
        return {
            "paused": "暂停",
            "not_opened": "没有连上",
            "source_lost": "信号中断",
            "source_stalled": "信号停顿",
            "source_changed": "画面规格改变",
            "recorder_died": "录制程序中断",
        }[self.value]


class AlarmKind(StrEnum):
    """What a person in the room has to know while it is recorded."""

    SILENCE = "silence"
    STILL = "still"
    BLACK = "black"
    DROPPED = "dropped"
    CLOCK_JUMP = "clock_jump"
    NO_SIGNAL = "no_signal"
    NOT_WRITTEN = "not_written"
    DISK_LOW = "disk_low"
    MONITOR_DIED = "monitor_died"

    @property
    def label(self) -> str:
        """Return the sentence on the screen."""
        return {
            "silence": "长时间没有声音，请检查话筒",
            "still": "画面长时间不动，请检查摄像机",
            "black": "画面全黑，请检查摄像机",
            "dropped": "画面丢帧较多",
            "clock_jump": "摄像机的时间跳变，已按本机时间校正",
            "no_signal": "没有信号，正在重新连接",
            "not_written": "写入磁盘的内容与收到的不一致",
            "disk_low": "磁盘空间不多",
            "monitor_died": "录制检查程序中断，已重新启动",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing that is wrong now; `track` is the title of its track, empty for the whole."""

    kind: AlarmKind
    track: str = ""
    since_ms: int = 0


@dataclass(frozen=True, slots=True)
class TrackStanding:
    """One track as it is on the disk; `level_db` is its sound (dB below full scale), else None."""

    title: str
    is_open: bool
    level_db: float | None = None


@dataclass(frozen=True, slots=True)
class RecordingStatus:
    """What the recorder answers; times in ms of the recording, which begins at 0."""

    state: RecordingState
    session: str = ""
    folder: str = ""
    elapsed_ms: int = 0
    written_ms: int = 0
    segments: int = 0
    free_minutes: float | None = None
    tracks: tuple[TrackStanding, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    end_reason: EndReason | None = None
    root: str = ""
    pause_reason: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment of the recording: `at` is UTC (ISO 8601), `segment` its number, 0 for none."""

    at: str
    elapsed_ms: int
    segment: int
    offset_ms: int
