"""An address says which kind of source it is."""

from pathlib import Path

import pytest

from reception_desk.errors import InvalidInputError
from reception_desk.recording.places import sources_of
from reception_desk.records.recording import Source, SourceKind


def test_an_address_says_what_it_is(film: Path):
    found = [
        sources_of(place, [])[0].kind
        for place in ("rtsp://10.0.0.5/1", "/dev/video0", "HD Webcam", str(film), "drawn:testsrc2")
    ]

    assert found == [
        SourceKind.RTSP,
        SourceKind.CAMERA,
        SourceKind.CAMERA,
        SourceKind.FILE,
        SourceKind.DRAWN,
    ]
    assert sources_of(str(film), [], as_live=True)[0].kind is SourceKind.PACED_FILE


def test_microphones_have_sides_unless_they_are_named():
    found = sources_of("rtsp://10.0.0.5/1", ["camera", "翻译=hw:2", "hw:1"])

    assert found == (
        Source(SourceKind.RTSP, "rtsp://10.0.0.5/1", picture="画面", sound="现场声音"),
        Source(SourceKind.MICROPHONE, "hw:2", sound="翻译"),
        Source(SourceKind.MICROPHONE, "hw:1", sound="现场声音3"),
    )
    assert [each.sound for each in sources_of(None, ["hw:1", "hw:2"])] == ["接访人", "信访人"]


@pytest.mark.parametrize(
    ("video", "sounds"), [(None, ["camera"]), ("missing.mp4", []), (None, ["missing.wav"])]
)
def test_what_is_not_there_is_told(video: str | None, sounds: list[str]):
    with pytest.raises(InvalidInputError):
        sources_of(video, sounds)
