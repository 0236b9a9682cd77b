"""设置—设备: what records a video session is tried, told, and kept."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from reception_desk import config
from reception_desk.app import Desk
from reception_desk.recording.simulated_camera import SimulatedCamera
from reception_desk.ui.pages.settings.devices_section import DevicesSection
from reception_desk.ui.pages.settings.recorder_card import RecorderCard
from tests.offices import SampleOffice
from tests.ui.accessibility import nameless_controls
from tests.ui.shell import opened


@pytest.fixture
def shown(qtbot: QtBot, desk: SampleOffice) -> Iterator[tuple[Desk, DevicesSection]]:
    with opened(qtbot, desk, desk.administrator) as window:
        section = window.window.settings_page().open_section("devices")
        assert isinstance(section, DevicesSection)
        yield window, section


def tried(qtbot: QtBot, card: RecorderCard) -> str:
    card.try_button.click()
    qtbot.waitUntil(lambda: card.try_button.text() == "试看", timeout=30_000)
    return card.bar.text


def test_a_camera_is_seen_and_heard_and_kept(
    qtbot: QtBot, desk: SampleOffice, shown: tuple[Desk, DevicesSection]
):
    _, section = shown
    card = section.recorder
    assert not card.try_button.isEnabled()
    with SimulatedCamera() as camera:
        card.video.setText(camera.url)
        card.petitioner.setText("camera")
        words = tried(qtbot, card)
    assert "有画面" in words
    assert "信访人" in words
    assert card.picture.isVisible()
    assert not list(desk.database.path.parent.glob("recordings/*"))

    section.save()
    kept = config.load(desk.database.path.parent).recorder
    assert (kept.video, kept.petitioner_sound) == (camera.url, "camera")


def test_what_does_not_open_is_named_with_what_to_do(
    qtbot: QtBot, shown: tuple[Desk, DevicesSection]
):
    card = shown[1].recorder
    card.video.setText("rtsp://127.0.0.1:9/none")
    card.receiver.setText("drawn:sine=frequency=440")
    words = tried(qtbot, card)

    assert "画面没有打开" in words
    assert "接访人有声音" in words
    assert "检查地址" in words
    assert not card.picture.isVisible()


def test_what_names_no_place_is_refused(qtbot: QtBot, shown: tuple[Desk, DevicesSection]):
    card = shown[1].recorder
    card.receiver.setText("camera")

    assert "没有画面来源" in tried(qtbot, card)


def test_every_field_has_a_name(shown: tuple[Desk, DevicesSection]):
    assert nameless_controls(shown[1].recorder) == []
