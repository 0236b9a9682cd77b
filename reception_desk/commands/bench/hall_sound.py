"""From the call of a number at a window to the first sound of its call, wherever it is said.

The way is the board's own: the call is on file, the board's watch sees it, the queue of the hall
takes it, a lane makes the sound, QtMultimedia plays it. It is counted from the press until a
sample that is not silent has come out of the sound server: a PulseAudio of the bench's own with a
sink that no card stands behind, whose monitor is read by another process in pieces of 5 ms. What
a card and its wire add is not in it; what the reading process adds is. The first sound is that
of the chime, which belongs to each call and which the hall never cuts; the words follow it after
1.45 s. The bench sits through neither: what was heard is stopped, chime and words alike, and the
next call waits until the sink is silent.

Where there is no PulseAudio to start, it is counted until the sound is handed to the loudspeaker,
and the figure says so.
"""

import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Protocol

from reception_desk.commands.bench.hall_calls import CallingHall, watched_board
from reception_desk.devices.speaker import Speaker, shaping
from reception_desk.devices.speaker.calling_voice import CallingVoice
from reception_desk.devices.speaker.clip_taking import keep_clip
from reception_desk.devices.speaker.simulated import SimulatedSpeaker
from reception_desk.errors import DeskError
from reception_desk.records.sound import SOUND_RATE, Sound, SpeakerCondition, VoiceKind
from reception_desk.rules.announcements import CLIP_WORDS
from reception_desk.ui.rehearsal import Rehearsal

_SECONDS = 10.0
_LOOK_MS = 5
_PIECE_MS = 5
_SILENT_SECONDS = 0.06
_SPACING_SECONDS = 0.02
"""The hall's own pause between two calls would be most of the time that is measured."""
_WINDOW_SIGNS = ("甲", "乙")
_SINK = "hall"


class Ear(Protocol):
    """Hears what is played; `name` says where it listens."""

    @property
    def name(self) -> str: ...

    @property
    def speaker(self) -> Speaker:
        """What it listens to."""
        ...

    @property
    def heard_at(self) -> float | None:
        """When the first sound came since `forget`, by the clock of `time.perf_counter`."""
        ...

    @property
    def is_silent(self) -> bool:
        """Whether nothing is heard now."""
        ...

    def forget(self) -> None:
        """Listen anew."""
        ...


@contextmanager
def listening() -> Iterator[Ear]:
    """Listen to a sound server of our own, or to what is handed to a loudspeaker without one."""
    if not (shutil.which("pulseaudio") and shutil.which("parec")):
        yield _Hand()
        return
    with tempfile.TemporaryDirectory(prefix="sound-") as name, ExitStack() as stack:
        surroundings = _server(Path(name), stack)
        before = os.environ.get("PULSE_SERVER")
        os.environ["PULSE_SERVER"] = surroundings["PULSE_SERVER"]
        stack.callback(_restore, "PULSE_SERVER", before)
        yield _Monitor(surroundings, stack)


def heard(
    hall: CallingHall, rehearsal: Rehearsal, ear: Ear, voice: VoiceKind, rounds: int
) -> list[float]:
    """Call so often; return the milliseconds until each was heard by that voice.

    The first call is not counted: it loads what makes sound, and waits for the other desk.
    """
    from reception_desk.ui.hall.hall_voice import HallVoice

    recordings = hall.shower.database.path.with_name("voice")
    if voice is VoiceKind.CLIPS:
        _record(recordings)
    with watched_board(hall.shower, rehearsal) as (view, watch, tasks):
        said: list[VoiceKind] = []
        saying = HallVoice(
            CallingVoice(recordings, voice), ear.speaker, tasks, spacing_seconds=_SPACING_SECONDS
        )
        saying.said.connect(lambda _what, kind: said.append(kind))
        if view.before is not None:
            saying.hear(view.before)
        watch.changed.connect(lambda now: saying.hear(now.board))
        taken = []
        for number in range(rounds + 1):
            taken.append(_one_call(hall.call, rehearsal, ear))
            rehearsal.wait(lambda: len(said) > number, "叫号的话")  # noqa: B023 - asked at once
            ear.speaker.stop()
        saying.close()
        saying.deleteLater()
    if set(said) != {voice}:
        raise DeskError(f"叫号没有用要测的声音：{', '.join(sorted(set(said)))}。")
    return taken[1:]


def _one_call(call: Callable[[], object], rehearsal: Rehearsal, ear: Ear) -> float:
    rehearsal.wait(lambda: ear.is_silent, "叫号声音停下")
    ear.forget()
    started = time.perf_counter()
    caller = threading.Thread(target=call)
    caller.start()
    while (heard_at := ear.heard_at) is None:
        rehearsal.settle(_LOOK_MS)
        if time.perf_counter() - started > _SECONDS:
            raise DeskError("叫号没有出声。")
    caller.join()
    ear.speaker.stop()
    return (heard_at - started) * 1000


def _record(folder: Path) -> None:
    """Keep a tone in place of each word, as an office keeps its recordings."""
    import numpy as np

    moments = np.arange(round(0.35 * SOUND_RATE)) / SOUND_RATE
    for place, word in enumerate((*CLIP_WORDS, *_WINDOW_SIGNS)):
        tone = 0.3 * np.sin(2 * np.pi * (220 + 20 * place) * moments)
        keep_clip(folder, word, shaping.levelled(tone.astype(np.float32)))


class _Monitor:
    """Reads what comes out of the sink, in a thread."""

    name = "monitor of a null sink"

    def __init__(self, surroundings: dict[str, str], stack: ExitStack) -> None:
        from reception_desk.ui.hall.sound_output import SoundOutput, load_multimedia

        self._heard_at: float | None = None
        self._last_heard = 0.0
        self._is_open = threading.Event()
        recorder = subprocess.Popen(
            ["parec", "-d", f"{_SINK}.monitor", "--raw", "--format=s16le", f"--rate={SOUND_RATE}",
             "--channels=1", f"--latency-msec={_PIECE_MS}", f"--process-time-msec={_PIECE_MS}"],
            env=surroundings, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert recorder.stdout is not None  # noqa: S101 - it is a pipe
        reader = threading.Thread(target=self._listen, args=(recorder.stdout,), daemon=True)
        reader.start()
        for end in (recorder.wait, recorder.stdout.close, reader.join, recorder.terminate):
            stack.callback(end)
        if not self._is_open.wait(_SECONDS):
            raise DeskError("听不到声音服务。")
        self._output = SoundOutput(is_loaded=load_multimedia())
        stack.callback(self._output.deleteLater)
        stack.callback(self._output.close)
        if self._output.condition() is not SpeakerCondition.READY:
            raise DeskError(self._output.condition().sentence)

    @property
    def speaker(self) -> Speaker:
        return self._output

    @property
    def heard_at(self) -> float | None:
        return self._heard_at

    @property
    def is_silent(self) -> bool:
        return time.perf_counter() - self._last_heard > _SILENT_SECONDS

    def forget(self) -> None:
        self._heard_at = None

    def _listen(self, stream: IO[bytes]) -> None:
        while piece := os.read(stream.fileno(), 1 << 16):
            self._is_open.set()
            if any(piece):
                self._last_heard = time.perf_counter()
                self._heard_at = self._heard_at or self._last_heard


class _Hand(SimulatedSpeaker):
    """Notes when a sound was handed over that is not silent from its beginning."""

    name = "handed to a loudspeaker"

    def __init__(self) -> None:
        super().__init__(is_held=True)
        self.heard_at: float | None = None

    @property
    def speaker(self) -> Speaker:
        return self

    @property
    def is_silent(self) -> bool:
        return not self.is_playing

    def forget(self) -> None:
        self.heard_at = None
        self.heard.clear()

    def play(self, sound: Sound, on_end: Callable[[], None]) -> None:
        first = next(place for place, sample in enumerate(sound.samples) if sample) // 2
        self.heard_at = time.perf_counter() + first / SOUND_RATE
        super().play(sound, on_end)


def _server(folder: Path, stack: ExitStack) -> dict[str, str]:
    """Start a sound server that nobody else finds; return the surroundings of its clients."""
    socket = folder / "native"
    own = {name: str(folder) for name in ("HOME", "XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH")}
    surroundings = {**os.environ, **own, "PULSE_SERVER": f"unix:{socket}"}
    sink = f"module-null-sink sink_name={_SINK} rate={SOUND_RATE} channels=1 format=s16le"
    door = f"module-native-protocol-unix socket={socket} auth-anonymous=1 auth-cookie-enabled=0"
    process = subprocess.Popen(
        ["pulseaudio", "-n", "-F", os.devnull, "--daemonize=no", "--use-pid-file=no",
         "--exit-idle-time=-1", "--disable-shm=yes", "-L", sink, "-L", door],
        env=surroundings, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    stack.callback(process.wait)
    stack.callback(process.terminate)
    latest = time.monotonic() + _SECONDS
    while not socket.exists():
        if process.poll() is not None or time.monotonic() > latest:
            raise DeskError("声音服务没有启动。")
        time.sleep(0.01)
    return surroundings


def _restore(name: str, before: str | None) -> None:
    if before is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = before
