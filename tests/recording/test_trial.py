"""The places of a recording are tried: one picture, how loud it is, what gives nothing."""

import threading

import pytest

from reception_desk.errors import DeviceError, InvalidInputError
from reception_desk.recording.simulated_camera import SimulatedCamera
from reception_desk.recording.trial import try_places
from reception_desk.records.recording import RecordingLimits

QUICK = RecordingLimits(open_seconds=2.0, stall_seconds=1.0)


def test_a_network_camera_shows_a_picture_and_is_heard():
    with SimulatedCamera() as camera:
        tried = try_places(camera.url, ["现场声音=camera"], threading.Event())

    assert tried.picture.startswith(b"\xff\xd8")
    assert list(tried.levels) == ["现场声音"]
    assert tried.missing == ()


def test_a_camera_that_is_shut_is_named_and_a_drawn_sound_is_heard_all_the_same():
    with SimulatedCamera() as camera:
        camera.is_shut.set()
        sounds = ["接访人=drawn:sine=frequency=440", "信访人=drawn:anullsrc"]
        tried = try_places(camera.url, sounds, threading.Event(), QUICK)

    assert tried.picture == b""
    assert tried.missing == ("画面",)
    assert tried.levels["接访人"] > -30 > tried.levels["信访人"]


def test_what_names_no_place_is_refused_with_a_sentence():
    with pytest.raises(InvalidInputError, match="没有画面来源"):
        try_places("", ["camera"], threading.Event())


def test_a_trial_is_stopped():
    stop = threading.Event()
    stop.set()
    with pytest.raises(DeviceError, match="停止"):
        try_places("drawn:testsrc", [], stop)
