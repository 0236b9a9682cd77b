"""The sound of a film, where this machine has an output; without one the film is shown silently.

QtMultimedia wants a sound library of the system, and is loaded when the first film is opened.
"""

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QIODevice, QObject

from reception_desk.recording.reel import SOUND_RATE

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioSink

log = logging.getLogger(__name__)

AHEAD_MS = 400
"""So much is handed over before it is heard."""
_BYTES = 2
NO_OUTPUT = "本机没有声音输出设备，只有画面和音量。"


def load_sound() -> bool:
    """Load what plays sound, in a lane since it takes a while; say whether it could be."""
    try:
        import PySide6.QtMultimedia  # noqa: F401  # pyright: ignore[reportUnusedImport]
    except ImportError as error:
        log.info("no sound: %s", error)
        return False
    return True


class FilmSound(QObject):
    """Plays 16 bit samples of one channel, once `open`; `problem` says why nothing is heard."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.problem = ""
        self._sink: QAudioSink | None = None
        self._line: QIODevice | None = None

    @property
    def is_there(self) -> bool:
        """Whether anything can be heard."""
        return self._sink is not None

    def open(self, *, is_loaded: bool) -> None:
        """Take the output of this machine, if it has one and it could be loaded."""
        self._sink = self._opened() if is_loaded else None
        self.problem = "" if self._sink is not None else NO_OUTPUT

    def play(self, samples: bytes) -> None:
        """Hear these behind what was handed over before."""
        if self._sink is None:
            return
        if self._line is None:
            self._line = self._sink.start()
        self._line.write(samples)

    def stop(self) -> None:
        """Be silent at once."""
        if self._sink is not None and self._line is not None:
            self._sink.reset()
            self._line = None

    def _opened(self) -> "QAudioSink | None":
        from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices

        device = QMediaDevices.defaultAudioOutput()
        form = QAudioFormat()
        form.setSampleRate(SOUND_RATE)
        form.setChannelCount(1)
        form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        if device.isNull() or not device.isFormatSupported(form):
            return None
        sink = QAudioSink(device, form, self)
        sink.setBufferSize(SOUND_RATE * _BYTES * 2 * AHEAD_MS // 1000)
        return sink
