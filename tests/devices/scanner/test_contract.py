"""What every scanner promises, held by each of them."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from reception_desk.config import ScannerSettings
from reception_desk.devices.scanner import ScanError, Scanner
from reception_desk.devices.scanner.folder import FolderPatience, FolderScanner
from reception_desk.devices.scanner.null import NullScanner
from reception_desk.devices.scanner.simulated import (
    SANE_STATUSES,
    SaneTestScanner,
    SimulatedScanner,
)
from reception_desk.devices.scanner.simulated_camera import CameraTestScanner
from reception_desk.devices.scanner.simulated_escl import EsclTestScanner
from reception_desk.imaging.decode import decode_frame
from reception_desk.imaging.encode import encode_png
from reception_desk.records.scanning import ColourMode, ScanOptions, ScanOutcome

QUICK = ScanOptions(dpi=75, colour_mode=ColourMode.GREY)


def folder_scanner(folder: Path) -> FolderScanner:
    for number in range(2):
        page = encode_png(np.full((30, 20), 60 * number, np.uint8), 75)
        (folder / f"{number}.png").write_bytes(page.data)
    settings = ScannerSettings(kind="folder", folder=str(folder))
    return FolderScanner(settings, patience=FolderPatience(settle=0.0))


def escl_scanner() -> EsclTestScanner:
    scanner = EsclTestScanner()
    scanner.device.sheets = 3
    return scanner


@pytest.fixture(params=["simulated", "folder", "sane", "escl", "camera"])
def scanner(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Scanner]:
    makers: dict[str, Callable[[], Scanner]] = {
        "simulated": SimulatedScanner,
        "folder": lambda: folder_scanner(tmp_path),
        "sane": lambda: request.getfixturevalue("sane"),
        "escl": escl_scanner,
        "camera": CameraTestScanner,
    }
    scanner = makers[request.param]()
    yield scanner
    scanner.close()


FaultyScanner = SimulatedScanner | SaneTestScanner | EsclTestScanner


@pytest.fixture(params=["simulated", "sane", "escl"])
def faulty_scanner(request: pytest.FixtureRequest) -> FaultyScanner:
    if request.param == "simulated":
        return SimulatedScanner()
    return request.getfixturevalue(request.param)


def test_a_device_is_listed_by_name(scanner: Scanner):
    devices = scanner.list_devices()

    assert devices
    assert all(device.name for device in devices)


def test_a_page_decodes_to_the_size_it_states(scanner: Scanner):
    page = scanner.scan_page(QUICK, lambda _share: None, threading.Event())

    frame = decode_frame(page.image)
    assert frame.pixels.shape[:2] == (page.height_px, page.width_px)
    assert (page.outcome, page.is_partial) == (ScanOutcome.OK, False)
    is_photograph = isinstance(scanner, CameraTestScanner)
    assert page.dpi == frame.dpi == (0 if is_photograph else 75)
    assert page.media_type == ("image/jpeg" if is_photograph else "image/png")
    assert page.source


def test_progress_rises_to_one(scanner: Scanner):
    shares: list[float] = []

    scanner.scan_page(QUICK, shares.append, threading.Event())

    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert shares.count(1) == 1


def test_a_cancelled_call_brings_nothing_and_the_next_one_a_page(scanner: Scanner):
    cancelled = threading.Event()
    cancelled.set()

    with pytest.raises(ScanError) as caught:
        scanner.scan_page(QUICK, lambda _share: None, cancelled)

    assert caught.value.outcome is ScanOutcome.CANCELLED
    cancelled.clear()
    assert not scanner.scan_page(QUICK, lambda _share: None, cancelled).is_partial


def test_a_device_can_do_what_it_says(scanner: Scanner):
    found = scanner.abilities()

    for source in found.sources:
        options = ScanOptions(dpi=75, colour_mode=found.modes[0], paper_source=source)
        page = scanner.scan_page(options, lambda _share: None, threading.Event())
        assert page.paper_source is source


def test_closing_twice_is_harmless(scanner: Scanner):
    scanner.close()
    scanner.close()


@pytest.mark.parametrize("fault", list(SANE_STATUSES))
def test_each_fault_has_its_outcome_and_the_next_scan_recovers(
    faulty_scanner: FaultyScanner, fault: ScanOutcome
):
    faulty_scanner.fault = fault
    try:
        outcome = faulty_scanner.scan_page(QUICK, lambda _share: None, threading.Event()).outcome
    except ScanError as error:
        outcome = error.outcome

    assert outcome is fault
    faulty_scanner.fault = None
    page = faulty_scanner.scan_page(QUICK, lambda _share: None, threading.Event())
    assert page.outcome is ScanOutcome.OK


def test_the_null_scanner_says_there_is_none():
    scanner = NullScanner()

    assert scanner.list_devices() == []
    with pytest.raises(ScanError) as caught:
        scanner.scan_page(QUICK, lambda _share: None, threading.Event())
    assert caught.value.outcome is ScanOutcome.NO_SUCH_DEVICE
    with pytest.raises(ScanError):
        scanner.abilities()
    scanner.close()


@pytest.mark.parametrize("outcome", [each for each in ScanOutcome if each is not ScanOutcome.OK])
def test_every_outcome_says_what_happened_what_is_kept_and_what_to_do(outcome: ScanOutcome):
    error = ScanError(outcome)
    kept = outcome.problem(has_part=True)

    assert error.message.endswith("。")
    assert error.advice.endswith("。")
    assert "没有保存" in error.saved
    assert kept
    assert "不完整页" in kept.saved


def test_a_good_scan_is_no_problem():
    assert ScanOutcome.OK.problem() is None
    with pytest.raises(ValueError, match="no error"):
        ScanError(ScanOutcome.OK)
