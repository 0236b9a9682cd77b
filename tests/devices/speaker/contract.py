"""What every loudspeaker keeps to; the ends are in `test_contract.py` and in `tests/ui/hall`."""

from collections.abc import Callable

from reception_desk.devices.speaker import Speaker
from reception_desk.records.sound import Sound, SpeakerCondition

TICK = Sound(b"\0\0" * 480)
"""A hundredth of a second of silence."""

Wait = Callable[[Callable[[], bool]], None]
"""Lets the loudspeaker come to its end."""


class SpeakerContract:
    """To be derived with the fixtures `speaker` and `wait`."""

    def test_it_says_whether_anything_is_heard(self, speaker: Speaker):
        assert speaker.condition() in set(SpeakerCondition)
        assert speaker.condition().sentence.endswith("。")

    def test_a_sound_ends_once(self, speaker: Speaker, wait: Wait):
        ended: list[str] = []
        speaker.play(TICK, lambda: ended.append("first"))
        wait(lambda: bool(ended))
        speaker.play(TICK, lambda: ended.append("second"))
        wait(lambda: len(ended) == 2)
        speaker.close()
        assert ended == ["first", "second"]

    def test_a_sound_that_is_stopped_has_ended(self, speaker: Speaker):
        ended: list[str] = []
        speaker.play(TICK, lambda: ended.append("it"))
        speaker.stop()
        speaker.stop()
        assert ended == ["it"]

    def test_a_later_sound_takes_the_place_of_the_earlier(self, speaker: Speaker, wait: Wait):
        ended: list[str] = []
        speaker.play(TICK, lambda: ended.append("first"))
        speaker.play(TICK, lambda: ended.append("second"))
        wait(lambda: len(ended) == 2)
        assert ended == ["first", "second"]

    def test_closing_twice_is_harmless(self, speaker: Speaker):
        speaker.close()
        speaker.close()
