"""A document camera in 设置—设备, tried by the administrator."""

from contextlib import closing

from reception_desk.devices.scanner.simulated_camera import CameraTestScanner
from reception_desk.ui.pages.settings import SettingsPage
from reception_desk.ui.pages.settings.devices_section import DevicesSection
from reception_desk.ui.rehearsal import Rehearsal


def draw_camera(settings: SettingsPage, rehearsal: Rehearsal) -> None:
    """Draw the card while it waits for a sheet, and with the page it took."""
    section = settings.open_section("devices")
    if not isinstance(section, DevicesSection):
        return
    card = section.scanner
    with closing(CameraTestScanner()) as device:
        card.picture.hide()
        card.kind.setCurrentIndex(card.kind.findData("camera"))
        card.device.setEditText(device.list_devices()[0].name)
        card.try_out()
        section.bring_into_view(card.bar)
        rehearsal.take_picture(settings.window(), "settings-camera-waiting")
        rehearsal.wait(card.picture.isVisible, "试拍一页")
    section.bring_into_view(card.bar)
    rehearsal.take_picture(settings.window(), "settings-camera")
