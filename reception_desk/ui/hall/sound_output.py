"""The loudspeaker of this machine by QtMultimedia; without a sound card every call is only seen.

QtMultimedia wants a sound library of the system, so it is loaded in a lane with the first sound.
"""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QObject,
    QTimer,
)

from reception_desk.records.sound import SOUND_RATE, Sound, SpeakerCondition

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudio, QAudioFormat, QAudioSink

log = logging.getLogger(__name__)

_GRACE_MS = 3000
"""A device that never says it has played all is not waited for longer than this."""


def load_multimedia() -> bool:
    """Load what plays sound; takes a while. Say whether it could be."""
    try:
        import PySide6.QtMultimedia  # noqa: F401  # pyright: ignore[reportUnusedImport]
    except ImportError as error:
        log.info("no sound: %s", error)
        return False
    return True


def output_condition(*, is_loaded: bool) -> SpeakerCondition:
    """Return whether this machine has an output that takes our sound; for the screen's thread."""
    if not is_loaded:
        return SpeakerCondition.NO_COMPONENT
    from PySide6.QtMultimedia import QMediaDevices

    device = QMediaDevices.defaultAudioOutput()
    if device.isNull() or not device.isFormatSupported(_format()):
        return SpeakerCondition.NO_DEVICE
    return SpeakerCondition.READY


class SoundOutput(QObject):
    """A `Speaker`. The default output is asked anew for each sound: it may be plugged in later."""

    def __init__(self, *, is_loaded: bool) -> None:
        super().__init__()
        self._is_loaded = is_loaded
        self._sink: QAudioSink | None = None
        self._source: QBuffer | None = None
        self._on_end: Callable[[], None] | None = None
        self._limit = QTimer(self, singleShot=True)
        self._limit.timeout.connect(self.stop)

    def condition(self) -> SpeakerCondition:
        return output_condition(is_loaded=self._is_loaded)

    def play(self, sound: Sound, on_end: Callable[[], None]) -> None:
        self.stop()
        if self.condition() is not SpeakerCondition.READY:
            on_end()
            return
        from PySide6.QtMultimedia import QAudioSink, QMediaDevices

        self._on_end = on_end
        self._source = QBuffer(self)
        self._source.setData(QByteArray(sound.samples))
        self._source.open(QIODevice.OpenModeFlag.ReadOnly)
        self._sink = QAudioSink(QMediaDevices.defaultAudioOutput(), _format(), self)
        self._sink.stateChanged.connect(self._hear_state)
        self._limit.start(round(sound.seconds * 1000) + _GRACE_MS)
        self._sink.start(self._source)

    def stop(self) -> None:
        self._limit.stop()
        sink, source, on_end = self._sink, self._source, self._on_end
        self._sink = self._source = self._on_end = None
        if sink is not None and source is not None:
            sink.stateChanged.disconnect(self._hear_state)
            sink.reset()
            for part in (sink, source):
                part.deleteLater()
        if on_end is not None:
            on_end()

    def close(self) -> None:
        self.stop()

    def _hear_state(self, state: "QAudio.State") -> None:
        from PySide6.QtMultimedia import QAudio

        if state in (QAudio.State.IdleState, QAudio.State.StoppedState):
            # Not within the sink's own signal: it is taken apart behind it.
            QTimer.singleShot(0, self, self._end_if_over)

    def _end_if_over(self) -> None:
        from PySide6.QtMultimedia import QAudio

        if self._sink is not None and self._sink.state() is not QAudio.State.ActiveState:
            self.stop()


def _format() -> "QAudioFormat":
    from PySide6.QtMultimedia import QAudioFormat

    made = QAudioFormat()
    made.setSampleRate(SOUND_RATE)
    made.setChannelCount(1)
    made.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    return made
