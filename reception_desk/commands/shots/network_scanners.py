"""A network scanner in 设置—设备, tried by the administrator."""

from reception_desk.devices.scanner.simulated_escl import SimulatedEsclScanner
from reception_desk.ui.pages.settings import SettingsPage
from reception_desk.ui.pages.settings.devices_section import DevicesSection
from reception_desk.ui.rehearsal import Rehearsal


def draw_network_scanner(settings: SettingsPage, rehearsal: Rehearsal) -> None:
    """Draw the page to try, with what the device could not do as asked."""
    section = settings.open_section("devices")
    if not isinstance(section, DevicesSection):
        return
    card = section.scanner
    with SimulatedEsclScanner() as device:
        card.kind.setCurrentIndex(card.kind.findData("escl"))
        card.address.setText(device.url)
        card.dpi.setCurrentIndex(card.dpi.findData("400"))
        card.try_out()
        rehearsal.wait(card.picture.isVisible, "试扫一页")
        section.profiles.ask()
        rehearsal.wait(section.profiles.which.isVisible, "扫描方案")
    section.bring_into_view(card.bar)
    rehearsal.take_picture(settings.window(), "settings-network-scanner")
    section.bring_into_view(section.profiles.save_button)
    rehearsal.take_picture(settings.window(), "settings-scan-profiles")
