"""Sound as the hall hears it, and what the loudspeaker of this machine can answer."""

from dataclasses import dataclass
from enum import StrEnum

SOUND_RATE = 48_000
"""Samples a second of one channel, 16 bit signed: what every sound card takes."""
_SAMPLE_BYTES = 2


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples at `SOUND_RATE`, 16 bit signed, one channel, in the order of this machine."""

    samples: bytes

    @property
    def seconds(self) -> float:
        """How long it is heard."""
        return len(self.samples) / _SAMPLE_BYTES / SOUND_RATE


class SpeakerCondition(StrEnum):
    """Whether anything can be heard; `sentence` is for people, with what follows from it."""

    READY = "ready"
    NO_DEVICE = "no_device"
    NO_COMPONENT = "no_component"
    OFF = "off"

    @property
    def sentence(self) -> str:
        return _SENTENCES[self]


_SENTENCES = {
    SpeakerCondition.READY: "可以播放叫号声音。",
    SpeakerCondition.NO_DEVICE: "本机没有声音输出设备，叫号只在大厅屏上闪动。",
    SpeakerCondition.NO_COMPONENT: "本机缺少播放声音的组件，叫号只在大厅屏上闪动。",
    SpeakerCondition.OFF: "没有打开叫号声音，叫号只在大厅屏上闪动。",
}


class MicrophoneCondition(StrEnum):
    """Whether anything can be recorded; `sentence` is for people, with what to do."""

    READY = "ready"
    NO_DEVICE = "no_device"
    NO_COMPONENT = "no_component"

    @property
    def sentence(self) -> str:
        return {
            "ready": "话筒可以使用。",
            "no_device": "本机没有话筒，请接上话筒后再录。",
            "no_component": "本机缺少录音的组件，请用其他录音软件录成 WAV 文件。",
        }[self.value]


class VoiceKind(StrEnum):
    """By what a call was said, from the best to the plainest; the chime comes before each."""

    CLIPS = "clips"
    SPEECH = "speech"
    CHIME = "chime"

    @property
    def label(self) -> str:
        """Chinese name."""
        return {"clips": "本单位录音", "speech": "合成语音", "chime": "提示音"}[self.value]
