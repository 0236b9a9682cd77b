"""The order to record a session: its sources by the settings, its mode by what was allowed."""

from dataclasses import replace
from datetime import datetime

from reception_desk.config import RecorderSettings, Settings
from reception_desk.errors import InvalidInputError
from reception_desk.recording.places import SIDES, sources_of
from reception_desk.records.recording import RecordingMode, RecordingOrder, Source
from reception_desk.rules.recording_consent import Permitted, newest
from reception_desk.services.live_sessions import LiveFile

_MODES = {
    Permitted.SOUND: RecordingMode.SOUND_ONLY,
    Permitted.PICTURE_AND_SOUND: RecordingMode.PICTURE_AND_SOUND,
}


def order_for(settings: Settings, file: LiveFile, moment: datetime) -> RecordingOrder:
    """Return what is to be recorded now; raises `InvalidInputError` without consent or sources.

    The folder's name holds the session's label and the time (UTC), and nobody's name.
    """
    mode = _MODES.get(file.consent.permitted)
    if mode is None:
        raise InvalidInputError("没有得到同意，不能录制。", saved="没有开始录制。")
    answers = newest(file.consent.answers)
    folder = settings.recordings_path / f"{file.case.label}-{moment:%H%M%S}"
    return RecordingOrder(
        session=file.case.session_id,
        consent=" ".join(answer.answer_id for answer in answers.values()),
        mode=mode,
        folder=str(folder.resolve()),
        sources=_sources(settings.recorder, mode),
    )


def _sources(settings: RecorderSettings, mode: RecordingMode) -> tuple[Source, ...]:
    """Return the sources; for sound only the camera is not even asked for pictures."""
    sounds = [
        f"{title}={place}"
        for title, place in zip(
            SIDES, (settings.receiver_sound, settings.petitioner_sound), strict=True
        )
        if place
    ]
    sources = sources_of(settings.video or None, sounds, as_live=True)
    if mode is RecordingMode.SOUND_ONLY:
        sources = tuple(replace(each, picture="") for each in sources if each.sound)
    if not sources:
        raise InvalidInputError(
            "没有设置能录音的话筒。",
            saved="没有开始录制。",
            advice="请管理员在设置文件的 [recorder] 中写明话筒。",
        )
    return sources
