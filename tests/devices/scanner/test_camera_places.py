"""Which cameras are plugged in, as Linux shows them."""

from pathlib import Path

import pytest

from reception_desk.devices.scanner.camera_places import camera_named, cameras


@pytest.fixture
def system(tmp_path: Path) -> Path:
    """A camera with two eyes of one name; each has a second node that gives no pictures."""
    links = tmp_path / "dev/v4l/by-id"
    links.mkdir(parents=True)
    for number in (0, 1, 2, 10):
        entry = tmp_path / f"sys/class/video4linux/video{number}"
        entry.mkdir(parents=True)
        (entry / "index").write_text("1\n" if number == 1 else "0\n")
        (entry / "name").write_text("Doc Cam 1300\n")
        (tmp_path / f"dev/video{number}").touch()
    (links / "usb-Maker_DocCam_0001-video-index0").symlink_to("../../video0")
    return tmp_path


def test_each_eye_is_listed_by_the_name_that_lasts(system: Path):
    found = cameras(system)

    assert [Path(each.name).name for each in found] == [
        "usb-Maker_DocCam_0001-video-index0", "video2", "video10",
    ]  # fmt: skip
    assert {each.model for each in found} == {"Doc Cam 1300"}


def test_a_machine_without_cameras_lists_none(tmp_path: Path):
    assert cameras(tmp_path) == []


def test_a_camera_is_known_by_its_name_and_by_its_model(system: Path):
    found = cameras(system)

    assert camera_named(found, "") == found[0]
    assert camera_named(found, found[1].name) == found[1]
    assert camera_named(found, "Doc Cam 1300") == found[0]
    assert camera_named(found, "Other") is None
    assert camera_named([], "") is None
