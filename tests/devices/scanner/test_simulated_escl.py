"""The simulated network scanner, read by a client that is not ours: SANE's airscan."""

import os
from collections.abc import Iterator
from dataclasses import replace
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


def test_sane_takes_both_sides_of_each_sheet_through_one_job(
    sane_client: SaneScanner, device: SimulatedEsclScanner
):
    """A driver put to rest between two pages would lose every second side."""
    device.sheets = 2
    both = replace(FEEDER, paper_source=PaperSource.DUPLEX)

    pages = [scan(sane_client, both) for _side in range(4)]

    assert [page.outcome for page in pages] == [ScanOutcome.OK] * 4
    assert {page.paper_source for page in pages} == {PaperSource.DUPLEX}
    assert [job.is_duplex for job in device.asked] == [True]
    with pytest.raises(ScanError) as caught:
        scan(sane_client, both)
    assert caught.value.outcome is ScanOutcome.NO_DOCUMENTS
    assert device.sheets == 0


def test_sane_says_what_the_device_can_do(sane_client: SaneScanner):
    found = sane_client.abilities()

    assert found.sources == (PaperSource.FLATBED, PaperSource.FEEDER, PaperSource.DUPLEX)
    assert {ColourMode.COLOUR, ColourMode.GREY} <= set(found.modes)
    assert {100, 300, 600} <= set(found.resolutions)


def test_sane_takes_the_feeder_by_itself_and_the_glass_when_it_is_empty(
    sane_client: SaneScanner, device: SimulatedEsclScanner
):
    device.sheets = 1
    by_itself = replace(FEEDER, paper_source=PaperSource.AUTO)

    first = scan(sane_client, by_itself)
    with pytest.raises(ScanError) as end_of_stack:
        scan(sane_client, by_itself)
    second = scan(sane_client, by_itself)

    assert first.paper_source is PaperSource.FEEDER
    assert end_of_stack.value.outcome is ScanOutcome.NO_DOCUMENTS
    assert (second.paper_source, second.changes) == (PaperSource.FLATBED, ())


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
