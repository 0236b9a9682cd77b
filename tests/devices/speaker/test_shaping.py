"""Recordings are cut, made equally loud and joined without gaps; the chime needs nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.devices.speaker import shaping
from reception_desk.records.sound import SOUND_RATE
from tests.devices.speaker.recordings import tone


def loudness(samples: "np.ndarray") -> float:
    return float(20 * np.log10(np.sqrt(np.square(samples).mean())))


@pytest.mark.parametrize("rate", [8_000, 22_050, 48_000])
def test_silence_around_a_word_is_cut(rate: int):
    word, quiet = tone(300, 0.5, rate), np.zeros(rate, np.float32)
    noise = np.random.default_rng(5).normal(0, 0.0005, rate * 5 // 2).astype(np.float32)
    found = shaping.trimmed(np.concatenate([quiet, word, quiet]) + noise, rate)
    assert len(found) / rate == pytest.approx(0.5 + 0.06, abs=0.03)
    assert float(np.abs(found).max()) == pytest.approx(0.3, abs=0.01)


def test_a_recording_of_nothing_is_empty():
    assert len(shaping.trimmed(np.zeros(48_000, np.float32))) == 0
    assert len(shaping.trimmed(np.zeros(3, np.float32))) == 0


@given(st.floats(0.001, 1.0))
def test_every_word_is_equally_loud(given_loudness: float):
    found = shaping.levelled(tone(300, 0.3, SOUND_RATE, given_loudness))
    assert loudness(found) == pytest.approx(-18.0, abs=0.2)
    assert float(np.abs(found).max()) <= 0.9


def test_a_click_does_not_make_a_word_loud_beyond_its_peak():
    samples = tone(300, 0.3, SOUND_RATE, 0.01)
    samples[100] = 1.0
    assert float(np.abs(shaping.levelled(samples)).max()) == pytest.approx(0.9, abs=0.001)
    assert shaping.levelled(samples[:0]).size == 0


def test_joined_words_have_no_gap_and_no_click():
    parts = [tone(300, 0.2, SOUND_RATE), tone(400, 0.3, SOUND_RATE)]
    found = shaping.joined(parts)
    assert len(found) == sum(map(len, parts))
    assert float(np.abs(np.diff(found)).max()) < 0.03
    inside = found[1_000:-1_000]
    longest = max(len(run) for run in np.split(inside, np.flatnonzero(np.abs(inside) > 0.01)))
    assert longest / SOUND_RATE < 0.005


def test_the_rate_is_changed_and_the_pitch_is_not():
    found = shaping.at_rate(tone(440, 1.0, 22_050), 22_050)
    assert len(found) == SOUND_RATE
    spectrum = np.abs(np.fft.rfft(found))
    assert int(spectrum.argmax()) == 440
    same = tone(440, 0.1, SOUND_RATE)
    assert shaping.at_rate(same, SOUND_RATE) is same


def test_two_channels_become_one():
    left, right = np.array([3_000, 1_000]), np.array([1_000, 1_000])
    pcm = np.stack([left, right], axis=1).astype("<i2").tobytes()
    assert shaping.from_pcm(pcm, 2) * 32767 == pytest.approx([2_000, 1_000], abs=1)


def test_the_chime_falls_and_is_as_loud_as_a_word():
    found = shaping.chime()
    assert len(found) / SOUND_RATE == pytest.approx(1.2, abs=0.01)
    assert loudness(found) == pytest.approx(-18.0, abs=1.0)
    first, second = found[: round(0.4 * SOUND_RATE)], found[round(0.5 * SOUND_RATE) :]
    pitches = [
        np.abs(np.fft.rfft(part)).argmax() * SOUND_RATE / len(part) for part in (first, second)
    ]
    assert pitches == pytest.approx([659, 523], abs=4)


def test_sound_keeps_to_its_bits():
    assert shaping.to_sound(np.array([2.0, -2.0, 0.0], np.float32)).samples == (
        np.array([32767, -32767, 0], np.int16).tobytes()
    )
