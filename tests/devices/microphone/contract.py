"""What every microphone keeps to; the ends are in `test_contract.py` and in `tests/ui/hall`."""

from reception_desk.devices.microphone import Microphone
from reception_desk.records.sound import MicrophoneCondition


class MicrophoneContract:
    """To be derived with the fixture `microphone`."""

    def test_it_says_whether_anything_can_be_recorded(self, microphone: Microphone):
        assert microphone.condition() in set(MicrophoneCondition)
        assert microphone.condition().sentence.endswith("。")

    def test_stopping_and_closing_twice_is_harmless(self, microphone: Microphone):
        heard: list[bytes] = []
        microphone.stop()
        microphone.start(heard.append)
        microphone.stop()
        microphone.stop()
        microphone.close()
        microphone.close()
        assert len(b"".join(heard)) % 2 == 0, "whole samples"

    def test_it_begins_anew_while_it_listens(self, microphone: Microphone):
        first: list[bytes] = []
        microphone.start(first.append)
        microphone.start(lambda _: None)
        microphone.close()
