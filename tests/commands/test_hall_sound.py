"""Without a sound server a call is counted until it is handed to a loudspeaker."""

from pathlib import Path

import pytest

from reception_desk.commands.bench.hall_sound import listening
from reception_desk.devices.speaker import shaping
from reception_desk.records.sound import SOUND_RATE


def test_a_sound_is_heard_from_its_first_sample_that_is_not_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PATH", str(tmp_path))
    quiet = shaping.silence(0.5)
    sound = shaping.to_sound(shaping.joined([quiet, shaping.chime()]))
    ended: list[bool] = []
    with listening() as ear:
        assert ear.name == "handed to a loudspeaker"
        assert ear.heard_at is None
        ear.speaker.play(shaping.to_sound(shaping.chime()), lambda: ended.append(True))
        at_once = ear.heard_at
        assert at_once is not None
        assert not ear.is_silent
        ear.speaker.stop()
        assert (ear.is_silent, ended) == (True, [True])
        ear.forget()
        assert ear.heard_at is None
        ear.speaker.play(sound, lambda: None)
        later = ear.heard_at
        assert later is not None
        assert later - at_once >= len(quiet) / SOUND_RATE
        ear.speaker.stop()
