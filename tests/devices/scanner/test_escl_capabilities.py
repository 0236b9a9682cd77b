"""Capabilities as devices of the field spell them."""

import pytest

from reception_desk.devices.scanner.escl_capabilities import read_capabilities
from reception_desk.devices.scanner.escl_xml import EsclSyntaxError
from reception_desk.records.scanning import ColourMode, PaperSource

NAMESPACES = 'xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" xmlns:pwg="pwg"'
SIZE = "<scan:MaxWidth>2550</scan:MaxWidth><scan:MaxHeight>3508</scan:MaxHeight>"
MODES = "<scan:ColorModes><scan:ColorMode>RGB24</scan:ColorMode></scan:ColorModes>"
RANGE = (
    "<scan:ResolutionRange><scan:XResolutionRange><scan:Min>50</scan:Min><scan:Max>610</scan:Max>"
    "<scan:Step>100</scan:Step></scan:XResolutionRange></scan:ResolutionRange>"
)


def discrete(*pairs: tuple[int, int]) -> str:
    return "".join(
        f"<scan:DiscreteResolution><scan:XResolution>{across}</scan:XResolution>"
        f"<scan:YResolution>{down}</scan:YResolution></scan:DiscreteResolution>"
        for across, down in pairs
    )


def profile(content: str, attributes: str = "") -> str:
    return f"<scan:SettingProfile {attributes}>{content}</scan:SettingProfile>"


def platen(content: str) -> str:
    return f"<scan:Platen><scan:PlatenInputCaps>{content}</scan:PlatenInputCaps></scan:Platen>"


def document(content: str) -> bytes:
    text = f"<scan:ScannerCapabilities {NAMESPACES}>{content}</scan:ScannerCapabilities>"
    return text.encode()


def test_resolutions_that_would_distort_a_page_are_left_out():
    whole = platen(SIZE + profile(MODES + discrete((100, 200), (300, 300), (75, 75))))

    found = read_capabilities(document(whole)).sources[PaperSource.FLATBED]

    assert found.resolutions == (75, 300)
    assert found.modes == {ColourMode.COLOUR}
    assert (found.max_width, found.max_height) == (2550, 3508)


@pytest.mark.parametrize(("wanted", "chosen"), [(10, 50), (300, 250), (9600, 610), (160, 150)])
def test_a_range_of_resolutions_is_kept_to_with_its_step(wanted: int, chosen: int):
    found = read_capabilities(document(platen(SIZE + profile(MODES + RANGE))))

    assert found.sources[PaperSource.FLATBED].nearest_dpi(wanted) == chosen


def test_a_profile_may_refer_to_another_by_its_name():
    shared = profile(MODES + discrete((300, 300)), 'name="p1"')
    whole = f"<scan:SettingProfiles>{shared}</scan:SettingProfiles>"

    found = read_capabilities(document(whole + platen(SIZE + profile("", 'ref="p1"'))))

    assert found.sources[PaperSource.FLATBED].resolutions == (300,)


def test_a_feeder_that_names_only_both_sides_can_do_one():
    both = SIZE + profile(MODES + discrete((300, 300)))
    feeder = f"<scan:Adf><scan:AdfDuplexInputCaps>{both}</scan:AdfDuplexInputCaps></scan:Adf>"

    found = read_capabilities(document(feeder)).sources

    assert set(found) == {PaperSource.FEEDER, PaperSource.DUPLEX}


@pytest.mark.parametrize(
    "content",
    [
        "",
        platen(SIZE),
        platen(profile(MODES + discrete((300, 300)))),
        platen(SIZE + profile(MODES + discrete((0, 0), (99999, 99999)))),
        platen(SIZE.replace("2550", "-3") + profile(MODES + discrete((300, 300)))),
        platen(SIZE + profile(discrete((300, 300)))),
    ],
)
def test_what_cannot_be_scanned_from_is_refused(content: str):
    with pytest.raises(EsclSyntaxError, match="no paper source"):
        read_capabilities(document(content))
