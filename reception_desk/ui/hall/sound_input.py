"""The microphone of this machine by QtMultimedia; it is open only between start and stop."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QIODevice, QObject

from reception_desk.records.sound import MicrophoneCondition
from reception_desk.ui.hall.sound_output import sound_format

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioSource


class SoundInput(QObject):
    """A `Microphone`. The default input is asked anew for each word: it may be plugged in later."""

    def __init__(self, *, is_loaded: bool) -> None:
        super().__init__()
        self._is_loaded = is_loaded
        self._source: QAudioSource | None = None
        self._heard: QIODevice | None = None
        self._on_samples: Callable[[bytes], None] | None = None

    def condition(self) -> MicrophoneCondition:
        if not self._is_loaded:
            return MicrophoneCondition.NO_COMPONENT
        from PySide6.QtMultimedia import QMediaDevices

        device = QMediaDevices.defaultAudioInput()
        if device.isNull() or not device.isFormatSupported(sound_format()):
            return MicrophoneCondition.NO_DEVICE
        return MicrophoneCondition.READY

    def start(self, on_samples: Callable[[bytes], None]) -> None:
        self.stop()
        if self.condition() is not MicrophoneCondition.READY:
            return
        from PySide6.QtMultimedia import QAudioSource, QMediaDevices

        self._on_samples = on_samples
        self._source = QAudioSource(QMediaDevices.defaultAudioInput(), sound_format(), self)
        self._heard = self._source.start()
        self._heard.readyRead.connect(self._read)

    def stop(self) -> None:
        source, heard = self._source, self._heard
        if source is not None and heard is not None:
            self._read()
            heard.readyRead.disconnect(self._read)
            source.reset()
            source.deleteLater()
        self._source = self._heard = self._on_samples = None

    def close(self) -> None:
        self.stop()

    def _read(self) -> None:
        if self._heard is not None and self._on_samples is not None:
            self._on_samples(bytes(self._heard.readAll().data()))
