"""Profiles are kept per device by who may edit settings; bad ones are refused or passed over."""

import pytest

from reception_desk.config import ScannerSettings
from reception_desk.errors import InvalidInputError, NotPermittedError
from reception_desk.records.pages import PageStep
from reception_desk.records.scan_profiles import PaperSize, ScanProfile
from reception_desk.records.scanning import ColourMode, PaperSource
from reception_desk.services import scan_profiles, settings
from tests.offices import SampleOffice

ONE = ScannerSettings(kind="escl", device="192.0.2.7")
OTHER = ScannerSettings(kind="sane", device="test:0")
PROFILES = (
    ScanProfile("普通材料"),
    ScanProfile(
        "黑白双面",
        PaperSource.DUPLEX,
        200,
        ColourMode.LINEART,
        PaperSize.A4,
        frozenset({PageStep.BLANK, PageStep.COLOUR}),
    ),
)


def test_each_device_has_its_own(desk: SampleOffice):
    scan_profiles.keep_profiles(desk.database, desk.administrator, ONE, PROFILES)

    assert scan_profiles.profiles_of(desk.database, ONE) == PROFILES
    assert scan_profiles.profiles_of(desk.database, OTHER) == ()


def test_the_last_choice_is_remembered_per_device(desk: SampleOffice):
    scan_profiles.remember_choice(desk.database, ONE, "黑白双面")

    assert scan_profiles.last_chosen(desk.database, ONE) == "黑白双面"
    assert scan_profiles.last_chosen(desk.database, OTHER) == ""


@pytest.mark.parametrize(
    ("names", "words"),
    [([" "], "要有名称"), (["甲" * 13], "最多 12 个字"), (["甲", "甲 "], "不能相同")],
)
def test_bad_names_are_refused_and_nothing_is_kept(
    desk: SampleOffice, names: list[str], words: str
):
    with pytest.raises(InvalidInputError, match=words):
        scan_profiles.keep_profiles(
            desk.database, desk.administrator, ONE, [ScanProfile(name) for name in names]
        )
    assert scan_profiles.profiles_of(desk.database, ONE) == ()


def test_no_more_than_nine(desk: SampleOffice):
    many = [ScanProfile(str(number)) for number in range(10)]
    with pytest.raises(InvalidInputError, match="最多 9 个"):
        scan_profiles.keep_profiles(desk.database, desk.administrator, ONE, many)


def test_one_that_a_later_release_wrote_is_passed_over(desk: SampleOffice):
    scan_profiles.keep_profiles(desk.database, desk.administrator, ONE, PROFILES)
    name = f"scan_profiles {scan_profiles.device_name(ONE)}"
    text = settings.get(desk.database, name)
    settings.put(desk.database, name, text.replace("lineart", "infrared"))

    assert scan_profiles.profiles_of(desk.database, ONE) == PROFILES[:1]


def test_a_clerk_does_not_edit_them(desk: SampleOffice):
    with pytest.raises(NotPermittedError):
        scan_profiles.keep_profiles(desk.database, desk.clerk, ONE, PROFILES)
