"""The simulated microphone under the contract, and what it hears."""

import pytest

from reception_desk.devices.microphone.simulated import SimulatedMicrophone
from reception_desk.records.sound import MicrophoneCondition, Sound
from tests.devices.microphone.contract import MicrophoneContract

TICK = Sound(b"\1\0" * 480)


class TestSimulated(MicrophoneContract):
    @pytest.fixture(params=list(MicrophoneCondition))
    def microphone(self, request: pytest.FixtureRequest) -> SimulatedMicrophone:
        return SimulatedMicrophone(request.param)


def test_it_hears_only_between_start_and_stop():
    microphone, heard = SimulatedMicrophone(), list[bytes]()
    microphone.hear(TICK)
    microphone.start(heard.append)
    microphone.hear(TICK)
    microphone.stop()
    microphone.hear(TICK)
    assert heard == [TICK.samples]


def test_without_a_device_nothing_is_heard():
    microphone, heard = SimulatedMicrophone(MicrophoneCondition.NO_DEVICE), list[bytes]()
    microphone.start(heard.append)
    microphone.hear(TICK)
    assert not heard
