"""A microphone is opened by the system's own sound settings, through the real library."""

import os
import sys
from pathlib import Path

import numpy as np
import pytest

from reception_desk.recording import devices
from reception_desk.recording.devices import find_alsa_settings
from reception_desk.recording.feed import Feed
from reception_desk.recording.opening import open_source
from reception_desk.records.recording import RecordingLimits, Source, SourceKind
from tests.recordings import QUICK

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="ALSA is Linux's")

SETTINGS = """
pcm.desk {{
    type file
    slave.pcm {{ type null }}
    file "/dev/null"
    infile "{voice}"
    format "raw"
}}
ctl.desk {{ type hw card 0 }}
"""


@pytest.fixture
def microphone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Source:
    """A sound card of the library's own that hears a file."""
    (np.sin(np.arange(48_000) / 20) * 9000).astype("<i2").tofile(tmp_path / "voice.raw")
    settings = tmp_path / "asound.conf"
    settings.write_text(SETTINGS.format(voice=tmp_path / "voice.raw"), encoding="utf-8")
    monkeypatch.setenv(devices.ALSA_VARIABLE, str(settings))
    return Source(SourceKind.MICROPHONE, "desk", sound="信访人")


def test_a_microphone_is_heard(microphone: Source):
    loudest = 0
    with open_source(microphone, QUICK) as container:
        for number, packet in enumerate(container.demux(audio=0)):
            loudest = max([loudest, *(int(np.abs(f.to_ndarray()).max()) for f in packet.decode())])
            if number > 100:
                break

    assert loudest > 1000


def test_a_microphone_becomes_a_track_of_aac(microphone: Source):
    feed = Feed(0, microphone, RecordingLimits(), lambda: 0.0)
    try:
        (key,) = feed.shapes
        assert feed.shapes[key].described == {"codec": "aac", "rate": 48_000, "channels": 1}
    finally:
        feed.close()


def test_the_system_s_settings_are_found_unless_others_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    settings = tmp_path / "alsa.conf"
    monkeypatch.setattr(devices, "ALSA_SETTINGS", settings)
    monkeypatch.setenv(devices.ALSA_VARIABLE, "put back at the end")
    monkeypatch.delenv(devices.ALSA_VARIABLE)
    find_alsa_settings()
    assert devices.ALSA_VARIABLE not in os.environ
    settings.write_text("")
    find_alsa_settings()
    assert os.environ[devices.ALSA_VARIABLE] == str(settings)
    monkeypatch.setenv(devices.ALSA_VARIABLE, "other")
    find_alsa_settings()

    assert os.environ[devices.ALSA_VARIABLE] == "other"
