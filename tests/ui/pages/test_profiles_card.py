"""设置—设备—扫描方案: what a device can do is asked of it; profiles are kept under its name."""

import pytest
from pytestqt.qtbot import QtBot

from reception_desk.config import ScannerSettings
from reception_desk.devices.scanner.simulated_escl import SimulatedEsclScanner
from reception_desk.records.pages import PageStep
from reception_desk.records.scan_profiles import ScanProfile
from reception_desk.records.scanning import PaperSource
from reception_desk.services import scan_profiles
from reception_desk.ui.pages.settings.profiles_card import ProfilesCard
from reception_desk.ui.tasks import Tasks
from tests.offices import SampleOffice
from tests.ui.desks import workplace
from tests.ui.stage import show


class Card:
    """The card for a device that can be changed."""

    def __init__(self, qtbot: QtBot, desk: SampleOffice, tasks: Tasks) -> None:
        self.qtbot, self.tasks = qtbot, tasks
        self.settings = ScannerSettings(kind="simulated")
        work = workplace(desk, tasks, actor=desk.administrator)
        self.card = ProfilesCard(work, lambda: self.settings)
        show(qtbot, self.card, width=760, height=520)

    def ask(self) -> None:
        self.card.ask_button.click()
        self.qtbot.waitUntil(lambda: self.tasks.pending == 0, timeout=20_000)


@pytest.fixture
def made(qtbot: QtBot, desk: SampleOffice, tasks: Tasks) -> Card:
    return Card(qtbot, desk, tasks)


def offered(box) -> list[str]:
    return [box.itemText(place) for place in range(box.count())]


def test_before_the_device_was_asked_nothing_is_offered(made: Card):
    assert not made.card.which.isVisible()
    assert not made.card.save_button.isVisible()


def test_only_what_the_device_can_do_is_offered(made: Card):
    with SimulatedEsclScanner() as device:
        made.settings = ScannerSettings(kind="escl", device=device.url)
        made.ask()
        assert offered(made.card.source) == ["平板", "送纸器", "双面送纸"]
        assert offered(made.card.which) == ["普通材料", "整叠单面", "整叠双面"]
    made.settings = ScannerSettings(kind="simulated")
    made.ask()
    assert offered(made.card.source) == ["平板"]


def test_profiles_are_added_edited_removed_and_kept(made: Card, desk: SampleOffice):
    made.ask()
    made.card.add_button.click()
    made.card.save_button.click()
    assert "要有名称" in made.card.bar.text
    made.card.name.setText("照片")
    made.card.dpi.setCurrentIndex(made.card.dpi.findData("600"))
    made.card.steps[PageStep.COLOUR].setChecked(False)
    made.card.save_button.click()
    assert "2 个方案已保存" in made.card.bar.text
    kept = scan_profiles.profiles_of(desk.database, made.settings)
    assert kept[1] == ScanProfile("照片", dpi=600, left_out=frozenset({PageStep.COLOUR}))

    made.card.remove_button.click()
    made.card.save_button.click()
    assert [each.name for each in scan_profiles.profiles_of(desk.database, made.settings)] == [
        "普通材料"
    ]
    made.card.remove_button.click()
    assert "至少要有一个" in made.card.bar.text


def test_going_to_another_profile_keeps_what_was_typed(made: Card):
    made.ask()
    made.card.add_button.click()
    made.card.name.setText("照片")

    made.card.which.setCurrentIndex(0)
    made.card.which.activated.emit(0)

    assert made.card.name.text() == "普通材料"
    assert offered(made.card.which) == ["普通材料", "照片"]


def test_a_vanished_option_is_told(made: Card, desk: SampleOffice):
    gone = ScanProfile("双面", PaperSource.DUPLEX)
    scan_profiles.keep_profiles(desk.database, desk.administrator, made.settings, [gone])

    made.ask()

    assert "“双面”：这台设备没有双面送纸，改用平板。" in made.card.bar.text


def test_a_device_that_does_not_answer_is_told(made: Card):
    made.settings = ScannerSettings(kind="none")

    made.ask()

    assert "找不到扫描仪" in made.card.bar.text
    assert made.card.ask_button.isEnabled()
    assert not made.card.save_button.isVisible()


def test_a_folder_leaves_nothing_but_the_treatment_to_choose(made: Card, tmp_path):
    made.settings = ScannerSettings(kind="folder", folder=str(tmp_path))

    made.ask()

    assert "只能选扫描后怎样处理" in made.card.bar.text
    assert not made.card.source.isVisible()
    assert not made.card.dpi.isVisible()
    assert made.card.steps[PageStep.BLANK].isVisible()
