"""Profiles fitted to devices: never more than a device says it can do, and a sentence for each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.records.scan_profiles import ScanProfile
from reception_desk.records.scanning import ColourMode, PaperSource, ScannerAbilities
from reception_desk.rules.scan_profiles import USUAL_DPI, fitted, resolutions, standard

GLASS = ScannerAbilities((PaperSource.FLATBED,), tuple(ColourMode), limits=(50, 600))
WHOLE = ScannerAbilities(
    (PaperSource.FLATBED, PaperSource.FEEDER, PaperSource.DUPLEX),
    (ColourMode.COLOUR, ColourMode.GREY),
    resolutions=(100, 200, 300),
)
PROFILES = st.builds(
    ScanProfile,
    st.just("某"),
    st.sampled_from(PaperSource),
    st.sampled_from((75, *USUAL_DPI, 1200)),
    st.sampled_from(ColourMode),
)
ABILITIES = st.builds(
    ScannerAbilities,
    st.lists(st.sampled_from(PaperSource), unique=True).map(tuple),
    st.lists(st.sampled_from(ColourMode), unique=True).map(tuple),
    st.lists(st.integers(50, 1200), max_size=3).map(tuple),
    st.none() | st.tuples(st.integers(50, 200), st.integers(200, 1200)),
)


@pytest.mark.parametrize(
    ("abilities", "offered"),
    [
        (GLASS, (150, 200, 300, 400, 600)),
        (WHOLE, (200, 300)),
        (ScannerAbilities(), ()),
        (ScannerAbilities(limits=(75, 100)), (100,)),
        (ScannerAbilities(resolutions=(120, 75)), (75, 120)),
    ],
)
def test_only_what_the_device_can_do_is_offered(abilities: ScannerAbilities, offered: tuple):
    assert resolutions(abilities) == offered


def test_a_device_without_profiles_has_those_it_can_do():
    assert [profile.name for profile in standard(GLASS, 300)] == ["普通材料"]
    names = [profile.name for profile in standard(WHOLE, 300)]
    assert names == ["普通材料", "整叠单面", "整叠双面"]


def test_what_went_away_is_replaced_by_the_nearest_and_told():
    profile = ScanProfile("双面", PaperSource.DUPLEX, 1200, ColourMode.LINEART)

    fit = fitted(profile, WHOLE)
    assert fit.profile == ScanProfile("双面", PaperSource.DUPLEX, 300, ColourMode.GREY)
    assert fit.changes == (
        "这台设备不能扫黑白，改用灰度。",
        "这台设备没有 1200 dpi，改用 300 dpi。",
    )
    assert fitted(profile, GLASS).changes[0] == "这台设备没有双面送纸，改用平板。"


@given(PROFILES, ABILITIES)
def test_a_fitted_profile_asks_for_nothing_the_device_lacks(
    profile: ScanProfile, abilities: ScannerAbilities
):
    fit = fitted(profile, abilities)

    assert not abilities.sources or fit.profile.paper_source in abilities.sources
    assert not abilities.modes or fit.profile.colour_mode in abilities.modes
    assert not resolutions(abilities) or fit.profile.dpi in resolutions(abilities)
    assert fitted(fit.profile, abilities) == type(fit)(fit.profile)
    assert bool(fit.changes) == (fit.profile != profile)
