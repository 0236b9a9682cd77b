"""Nothing is recorded without consent, more than was agreed to, or with a password on record."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from reception_desk.errors import InvalidInputError
from reception_desk.recording import order_check
from reception_desk.recording.messages import order_of as order_from
from reception_desk.recording.messages import order_values
from reception_desk.recording.recording import Recording
from reception_desk.records.recording import RecordingMode, Source, SourceKind
from tests.recordings import camera_source, order_of

CAMERA = camera_source("rtsp://admin:secret@192.168.1.64:554/picture")


def test_no_consent_no_recording(tmp_path: Path):
    folder = tmp_path / "recording"
    for order in (
        replace(order_of(folder, CAMERA), consent=""),
        replace(order_of(folder, CAMERA), session=""),
        order_of(folder),
        order_of(folder, Source(SourceKind.MICROPHONE, "default")),
        replace(order_of(folder, CAMERA), folder="recording"),
    ):
        with pytest.raises(InvalidInputError):
            Recording(order)

    assert not folder.exists()


def test_who_agreed_to_sound_is_not_filmed(tmp_path: Path):
    order = order_of(tmp_path, CAMERA, mode=RecordingMode.SOUND_ONLY)

    with pytest.raises(InvalidInputError, match="只同意录音"):
        order_check.check(order)
    order_check.check(replace(order, sources=(replace(CAMERA, picture=""),)))


def test_two_tracks_of_one_name_cannot_be_told_apart(tmp_path: Path):
    microphone = Source(SourceKind.MICROPHONE, "default", sound="信访人")

    with pytest.raises(InvalidInputError, match="同一个名称"):
        order_check.check(order_of(tmp_path, CAMERA, microphone))


def test_a_camera_s_password_is_not_put_on_record(tmp_path: Path):
    told = json.dumps(order_check.described(order_of(tmp_path, CAMERA)))

    assert "secret" not in told
    assert "admin" not in told
    assert "rtsp://192.168.1.64:554" in told


def test_an_order_goes_over_the_line_and_back(tmp_path: Path):
    order = order_of(tmp_path, CAMERA, seconds=3.5)

    assert order_from(json.loads(json.dumps(order_values(order)))) == order
    with pytest.raises(InvalidInputError, match="版本不同"):
        order_from({"session": "1"})
