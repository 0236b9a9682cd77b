"""Names and values as drivers of the field spell them."""

import pytest

from reception_desk.devices.scanner.sane import lasting_name, matching_device
from reception_desk.devices.scanner.sane_library import Option, ValueType
from reception_desk.devices.scanner.sane_options import (
    abilities_of,
    apply_options,
    nearest,
    plain_choice,
)
from reception_desk.records.scanning import (
    ColourMode,
    PaperSource,
    ScannerAbilities,
    ScannerInfo,
    ScanOptions,
)
from tests.devices.scanner.drivers import Driver, number_option, text_option


@pytest.mark.parametrize(
    ("choices", "mode", "chosen"),
    [
        (("Lineart", "Gray", "Color"), ColourMode.COLOUR, "Color"),
        (("Color Lineart", "Color Halftone", "Color"), ColourMode.COLOUR, "Color"),
        (("Black & White", "Gray[Error Diffusion]", "True Gray"), ColourMode.GREY, "True Gray"),
        (("Black & White", "True Gray", "24bit Color"), ColourMode.LINEART, "Black & White"),
        (("24bit Color[Fast]", "24bit Color"), ColourMode.COLOUR, "24bit Color[Fast]"),
        (("48 bits color", "Color"), ColourMode.COLOUR, "Color"),
        (("Binary", "Grayscale", "Colour"), ColourMode.GREY, "Grayscale"),
        (("Gray", "Color"), ColourMode.LINEART, None),
        ((), ColourMode.GREY, None),
    ],
)
def test_the_plain_mode_is_chosen(choices: tuple[str, ...], mode: ColourMode, chosen: str | None):
    assert plain_choice(choices, mode) == chosen


@pytest.mark.parametrize(
    ("texts", "depths", "wanted", "values", "change"),
    [
        (("Gray", "Color"), (1, 8, 16), ColourMode.LINEART, {"mode": "Gray", "depth": 1}, ""),
        (("Gray", "Color"), (8, 16), ColourMode.LINEART, {"mode": "Gray"}, "不能扫黑白"),
        (("Lineart", "Gray"), (8,), ColourMode.COLOUR, {"mode": "Gray", "depth": 8}, "不能扫彩色"),
        (("Lineart", "Color"), (8,), ColourMode.GREY, {"mode": "Color", "depth": 8}, "不能扫灰度"),
    ],
)
def test_a_mode_the_device_lacks_becomes_the_nearest_and_is_told(
    texts: tuple[str, ...],
    depths: tuple[float, ...],
    wanted: ColourMode,
    values: dict[str, str | float],
    change: str,
):
    driver = Driver(text_option("mode", *texts), number_option("depth", *depths))

    fitting = apply_options(driver, ScanOptions(colour_mode=wanted), {})

    assert driver.values == values
    assert change in "".join(fitting.changes)
    assert bool(change) == bool(fitting.changes)


def test_what_a_driver_can_do_is_read_from_its_options():
    driver = Driver(
        text_option("source", "Flatbed", "ADF Front", "ADF Duplex"),
        text_option("mode", "Lineart", "Gray", "Color"),
        number_option("resolution", 75, 300, 600),
    )

    assert abilities_of(driver) == ScannerAbilities(
        sources=(PaperSource.FLATBED, PaperSource.FEEDER, PaperSource.DUPLEX),
        modes=tuple(ColourMode),
        resolutions=(75, 300, 600),
    )


@pytest.mark.parametrize(
    ("numbers", "limits", "wanted", "chosen"),
    [
        ((75, 150, 300, 600), None, 300, 300),
        ((75, 150, 600), None, 300, 150),
        ((), (50, 1200), 300, 300),
        ((), (50, 200), 300, 200),
        ((), (50, 200), 10, 50),
        ((), None, 300, 300),
    ],
)
def test_the_nearest_allowed_number_is_chosen(
    numbers: tuple[float, ...], limits: tuple[float, float] | None, wanted: float, chosen: float
):
    option = Option(1, "resolution", ValueType.INT, 0, 4, numbers=numbers, limits=limits)

    assert nearest(option, wanted) == chosen


def device(name: str, vendor: str = "Canon", model: str = "MF640") -> ScannerInfo:
    return ScannerInfo(name, vendor, model, "flatbed scanner")


@pytest.mark.parametrize(
    ("kept", "listed"),
    [
        ("airscan:e0:Canon MF640", "airscan:e3:Canon MF640"),
        ("airscan:w1:Canon MF640", "airscan:e0:Canon MF640"),
        ("genesys:libusb:001:004", "genesys:libusb:002:017"),
        ("brother4:bus4;dev1", "brother4:bus2;dev9"),
        ("imagescan:esci:usb:/sys/devices/pci0000:00/1-1:1.0", "imagescan:esci:usb:/sys/devices/2"),
        ("Canon MF640", "airscan:e0:Canon MF640 Series"),
    ],
)
def test_a_device_is_known_again_when_its_numbers_moved(kept: str, listed: str):
    other = device("test:0", "Noname", "frontend-tester")

    found = matching_device([other, device(listed)], kept)

    assert found
    assert found.name == listed


def test_the_exact_name_goes_before_its_likes():
    devices = [device("airscan:e0:Hall"), device("airscan:e1:Hall")]

    assert matching_device(devices, "airscan:e1:Hall") == devices[1]


def test_no_other_device_is_taken_for_a_missing_one():
    assert matching_device([device("test:0")], "test:1") is None
    assert matching_device([], "") is None


def test_names_without_moving_numbers_stay():
    assert lasting_name("test:0") == "test:0"
    assert lasting_name("epson2:net:192.0.2.7") == "epson2:net:192.0.2.7"
