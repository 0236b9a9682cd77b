"""The simulated network scanner, read by a client that is not ours: SANE's airscan."""

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from reception_desk.config import ScannerSettings
from reception_desk.devices.scanner.drawn_paper import drawn_paper
from reception_desk.devices.scanner.protocol import ScanError
from reception_desk.devices.scanner.sane import SaneScanner
from reception_desk.devices.scanner.simulated_escl import SimulatedEsclScanner
from reception_desk.devices.scanner.simulated_escl_device import Fault
from reception_desk.imaging.decode import decode_frame
from reception_desk.records.scanning import (
    ColourMode,
    PaperSource,
    ScanArea,
    ScannedPage,
    ScanOptions,
    ScanOutcome,
)

AREA = ScanArea(0, 0, 203.2, 254)
GLASS = ScanOptions(dpi=100, area=AREA)
FEEDER = ScanOptions(dpi=100, area=AREA, paper_source=PaperSource.FEEDER)
DISCOVERY_OFF = '[devices]\n"Hall" = {}, eSCL\n[options]\ndiscovery = disable\n'


@pytest.fixture
def device() -> Iterator[SimulatedEsclScanner]:
    with SimulatedEsclScanner() as device:
        yield device


@pytest.fixture
def sane_client(
    libsane: None, device: SimulatedEsclScanner, tmp_path: Path
) -> Iterator[SaneScanner]:
    """SANE with that backend alone, which is told the address and looks for no other device.

    Skips without it on a person's machine; on the build server it must be there.
    """
    if not has_backend("airscan") and os.environ.get("CI") != "true":
        pytest.skip("SANE's backend airscan is not installed (Debian package sane-airscan)")
    (tmp_path / "dll.conf").write_text("airscan\n", encoding="ascii")
    (tmp_path / "airscan.conf").write_text(DISCOVERY_OFF.format(device.url), encoding="ascii")
    settings = ScannerSettings(kind="sane", device="airscan:e0:Hall")
    scanner = SaneScanner(settings, environment={"SANE_CONFIG_DIR": str(tmp_path)})
    yield scanner
    scanner.close()


def has_backend(name: str) -> bool:
    places = [Path(place) for place in os.environ.get("LD_LIBRARY_PATH", "").split(":") if place]
    places += Path("/usr").glob("lib*/**/sane")
    return any((place / f"libsane-{name}.so.1").exists() for place in places)


def scan(scanner: SaneScanner, options: ScanOptions) -> ScannedPage:
    return scanner.scan_page(options, lambda _share: None, Event())


@pytest.mark.parametrize("mode", [ColourMode.COLOUR, ColourMode.GREY])
def test_sane_reads_the_paper_that_lies_on_the_glass(
    sane_client: SaneScanner, device: SimulatedEsclScanner, mode: ColourMode
):
    page = scan(sane_client, ScanOptions(dpi=100, area=AREA, colour_mode=mode))

    assert page.outcome is ScanOutcome.OK
    assert (page.width_px, page.height_px) == (800, 1000)
    paper = drawn_paper(GLASS, 1)
    expected = np.asarray(paper if mode is ColourMode.COLOUR else paper.convert("L"), np.int16)
    assert np.abs(decode_frame(page.image).pixels - expected).mean() < 3
    assert device.asked[0].source == "Platen"


def test_sane_takes_a_sheet_from_the_feeder_and_leaves_no_job(
    sane_client: SaneScanner, device: SimulatedEsclScanner
):
    device.sheets = 2

    assert scan(sane_client, FEEDER).outcome is ScanOutcome.OK
    assert device.asked[0].source == "Feeder"
    sane_client.close()
    assert not device.open_job


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (Fault.JAM, ScanOutcome.JAMMED),
        (Fault.COVER_OPEN, ScanOutcome.COVER_OPEN),
        (None, ScanOutcome.NO_DOCUMENTS),
    ],
)
def test_sane_understands_what_ails_the_feeder(
    sane_client: SaneScanner,
    device: SimulatedEsclScanner,
    fault: Fault | None,
    outcome: ScanOutcome,
):
    device.sheets = 1 if fault else 0
    device.fault = fault

    with pytest.raises(ScanError) as caught:
        scan(sane_client, FEEDER)

    assert caught.value.outcome is outcome
