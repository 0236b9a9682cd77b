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
    from PySide6.QtMultimedia import QAudioFormat, QAudioSink

log = logging.getLogger(__name__)

_PLAYING = frozenset({"ActiveState", "SuspendedState"})
_BEAT_MS = 40
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
    if device.isNull() or not device.isFormatSupported(sound_format()):
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
        self._beat = QTimer(self, interval=_BEAT_MS)
        self._beat.timeout.connect(self._look)
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
        self._sink = QAudioSink(QMediaDevices.defaultAudioOutput(), sound_format(), self)
        self._limit.start(round(sound.seconds * 1000) + _GRACE_MS)
        self._sink.start(self._source)
        self._beat.start()

    def stop(self) -> None:
        self._limit.stop()
        self._beat.stop()
        sink, source, on_end = self._sink, self._source, self._on_end
        self._sink = self._source = self._on_end = None
        if sink is not None and source is not None:
            sink.reset()
            for part in (sink, source):
                part.deleteLater()
        if on_end is not None:
            on_end()

    def close(self) -> None:
        self.stop()

    def _look(self) -> None:
        """The sink is asked: Qt 6.11 has a second type of its states, which no signal brings over
        and which equals none of the first; the names are the same in all releases.
        """
        if self._sink is not None and self._sink.state().name not in _PLAYING:
            self.stop()


def sound_format() -> "QAudioFormat":
    """Return the one format in which we play and record."""
    from PySide6.QtMultimedia import QAudioFormat

    made = QAudioFormat()
    made.setSampleRate(SOUND_RATE)
    made.setChannelCount(1)
    made.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    return made
