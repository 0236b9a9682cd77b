"""The simulated and the null loudspeaker under the contract."""

from collections.abc import Callable

import pytest

from reception_desk.devices.speaker import Speaker
from reception_desk.devices.speaker.null import NullSpeaker
from reception_desk.devices.speaker.simulated import SimulatedSpeaker
from reception_desk.records.sound import SOUND_RATE, Sound, SpeakerCondition
from tests.devices.speaker.contract import TICK, SpeakerContract, Wait


class TestWithoutASoundCard(SpeakerContract):
    @pytest.fixture(params=["simulated", "held", "null", "no_device"])
    def speaker(self, request: pytest.FixtureRequest) -> Speaker:
        made: dict[str, Callable[[], Speaker]] = {
            "simulated": SimulatedSpeaker,
            "held": lambda: SimulatedSpeaker(is_held=True),
            "null": NullSpeaker,
            "no_device": lambda: NullSpeaker(SpeakerCondition.NO_DEVICE),
        }
        return made[request.param]()

    @pytest.fixture
    def wait(self, speaker: Speaker) -> Wait:
        def until(is_done: Callable[[], bool]) -> None:
            if isinstance(speaker, SimulatedSpeaker):
                speaker.finish()
            assert is_done()

        return until


def test_the_simulated_one_keeps_every_sample_in_order():
    speaker, other = SimulatedSpeaker(), Sound(b"\1\0\2\0")
    for sound in (TICK, other, TICK):
        speaker.play(sound, lambda: None)
    assert speaker.heard == [TICK, other, TICK]


def test_the_null_one_says_why():
    for why in SpeakerCondition:
        assert NullSpeaker(why).condition() is why


def test_a_sound_knows_its_length():
    assert Sound(b"\0\0" * SOUND_RATE).seconds == 1.0
