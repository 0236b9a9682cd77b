"""The whole eSCL path: client, HTTP, server, document, page."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest

from reception_desk.config import ScannerSettings
from reception_desk.devices.scanner.escl import EsclScanner
from reception_desk.devices.scanner.escl_exchange import Patience
from reception_desk.devices.scanner.protocol import ScanError
from reception_desk.devices.scanner.simulated_escl import EsclTestScanner, SimulatedEsclScanner
from reception_desk.devices.scanner.simulated_escl_device import Fault
from reception_desk.errors import DeskError
from reception_desk.imaging.decode import decode_frame
from reception_desk.records.scanning import (
    ColourMode,
    PaperSource,
    ScanArea,
    ScannedPage,
    ScanOptions,
    ScanOutcome,
)
from tests.sync.certificates import Authority

COLOUR = ScanOptions(dpi=75)
FEEDER = ScanOptions(dpi=75, paper_source=PaperSource.FEEDER)
SOON = Patience(message=1.0, stall=0.3, busy=0.0, pause=0.0)


def scan(scanner: EsclScanner, options: ScanOptions = COLOUR) -> ScannedPage:
    return scanner.scan_page(options, lambda _share: None, threading.Event())


def failure_of(scanner: EsclScanner, options: ScanOptions = COLOUR) -> ScanError:
    with pytest.raises(ScanError) as caught:
        scan(scanner, options)
    return caught.value


def scanner_at(address: str, patience: Patience = SOON, **limits: int) -> EsclScanner:
    return EsclScanner(ScannerSettings(kind="escl", device=address), patience=patience, **limits)


def test_a_page_from_the_glass_is_kept_as_the_device_sent_it(escl: EsclTestScanner):
    page = scan(escl)

    assert (page.media_type, page.outcome, page.changes) == ("image/jpeg", ScanOutcome.OK, ())
    assert (page.width_px, page.height_px, page.dpi) == (638, 877, 75)
    assert page.source == escl.device.url
    assert not escl.device.open_job, "a job that is left open keeps the device from the next one"


def test_the_device_is_listed_by_its_model(escl: EsclTestScanner):
    (found,) = escl.list_devices()

    assert (found.name, found.model) == (escl.device.url, "接访台 模拟网络扫描仪")


@pytest.mark.parametrize(
    ("mode", "kind", "media_type"),
    [
        (ColourMode.COLOUR, np.uint8, "image/jpeg"),
        (ColourMode.GREY, np.uint8, "image/png"),
        (ColourMode.LINEART, np.bool_, "image/png"),
    ],
)
def test_each_colour_mode_arrives_as_asked(
    escl: EsclTestScanner, mode: ColourMode, kind: type, media_type: str
):
    page = scan(escl, ScanOptions(dpi=75, colour_mode=mode))

    assert decode_frame(page.image).pixels.dtype == kind
    assert page.media_type == media_type


def test_the_area_is_measured_in_millimetres(escl: EsclTestScanner):
    page = scan(escl, ScanOptions(dpi=300, area=ScanArea(left=10, top=20, width=50.8, height=25.4)))

    assert (page.width_px, page.height_px) == (600, 300)
    assert escl.device.asked[0].box == (118, 236, 600, 300)


def test_a_resolution_the_device_lacks_becomes_the_nearest_and_is_told(escl: EsclTestScanner):
    page = scan(escl, ScanOptions(dpi=240, area=ScanArea(0, 0, 50, 50)))

    assert page.dpi == 200
    assert page.changes == ("扫描仪没有 240 dpi，已改用 200 dpi。",)


def test_a_feeder_gives_its_sheets_one_by_one_in_one_job(escl: EsclTestScanner):
    escl.device.sheets = 3

    pages = [scan(escl, FEEDER) for _sheet in range(3)]

    assert [page.outcome for page in pages] == [ScanOutcome.OK] * 3
    assert len(escl.device.asked) == 1
    assert failure_of(escl, FEEDER).outcome is ScanOutcome.NO_DOCUMENTS
    assert not escl.device.open_job


def test_sheets_laid_in_after_the_last_one_are_a_new_job(escl: EsclTestScanner):
    escl.device.sheets = 1
    scan(escl, FEEDER)
    escl.device.sheets = 2

    assert scan(escl, FEEDER).outcome is ScanOutcome.OK
    assert len(escl.device.asked) == 2


def test_both_sides_of_each_sheet_come_in_one_job(escl: EsclTestScanner):
    escl.device.sheets = 2
    both = ScanOptions(dpi=75, paper_source=PaperSource.DUPLEX)

    pages = [scan(escl, both) for _side in range(4)]

    assert {(page.outcome, page.paper_source) for page in pages} == {
        (ScanOutcome.OK, PaperSource.DUPLEX)
    }
    assert [job.is_duplex for job in escl.device.asked] == [True]
    assert failure_of(escl, both).outcome is ScanOutcome.NO_DOCUMENTS


def test_the_feeder_is_taken_by_itself_and_the_glass_when_it_is_empty(escl: EsclTestScanner):
    by_itself = ScanOptions(dpi=75, paper_source=PaperSource.AUTO)
    escl.device.sheets = 2

    fed = [scan(escl, by_itself) for _sheet in range(2)]
    end_of_stack = failure_of(escl, by_itself)
    flat = scan(escl, by_itself)

    assert [page.paper_source for page in fed] == [PaperSource.FEEDER] * 2
    assert end_of_stack.outcome is ScanOutcome.NO_DOCUMENTS
    assert (flat.paper_source, flat.changes) == (PaperSource.FLATBED, ())


def test_a_jam_is_told_and_not_avoided_by_taking_the_glass(escl: EsclTestScanner):
    escl.device.sheets = 1
    escl.device.fault = Fault.JAM

    failure = failure_of(escl, ScanOptions(dpi=75, paper_source=PaperSource.AUTO))

    assert failure.outcome is ScanOutcome.JAMMED


def test_the_device_says_what_it_can_do(escl: EsclTestScanner):
    found = escl.abilities()

    assert found.sources == (PaperSource.FLATBED, PaperSource.FEEDER, PaperSource.DUPLEX)
    assert found.modes == tuple(ColourMode)
    assert found.resolutions == (75, 100, 150, 200, 300, 600)


def test_other_options_end_the_job_of_the_feeder(escl: EsclTestScanner):
    escl.device.sheets = 5
    scan(escl, FEEDER)

    assert scan(escl).outcome is ScanOutcome.OK
    assert [job.source for job in escl.device.asked] == ["Feeder", "Platen"]


def test_closing_gives_the_feeder_back(escl: EsclTestScanner):
    escl.device.sheets = 5
    scan(escl, FEEDER)

    escl.close()

    assert not escl.device.open_job


def test_a_device_that_is_not_ready_yet_is_asked_again(escl: EsclTestScanner):
    escl.device.fault = Fault.NOT_YET

    assert scan(escl).outcome is ScanOutcome.OK


@pytest.mark.parametrize("fault", [Fault.DRIPPING, Fault.UNSIZED])
def test_a_page_in_pieces_is_whole(escl: EsclTestScanner, fault: Fault):
    escl.device.fault = fault
    shares: list[float] = []

    page = escl.scan_page(ScanOptions(dpi=75), shares.append, threading.Event())

    assert not page.is_partial
    assert shares == sorted(shares)
    assert shares[-1] == 1


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [(Fault.CUT, ScanOutcome.IO_ERROR), (Fault.STALLED, ScanOutcome.TIMED_OUT)],
)
def test_a_page_that_broke_off_keeps_its_lines(
    escl: EsclTestScanner, fault: Fault, outcome: ScanOutcome
):
    escl.device.fault = fault

    page = scan(escl)

    assert (page.outcome, page.is_partial) == (outcome, True)
    assert 100 < page.height_px < 877
    assert decode_frame(page.image).pixels.shape == (page.height_px, 638, 3)
    assert not escl.device.open_job
    escl.device.fault = None
    assert scan(escl).outcome is ScanOutcome.OK


def test_a_broken_off_png_brings_nothing(escl: EsclTestScanner):
    escl.device.fault = Fault.CUT

    error = failure_of(escl, ScanOptions(dpi=75, colour_mode=ColourMode.GREY))

    assert error.outcome is ScanOutcome.IO_ERROR


def test_cancel_keeps_the_lines_already_read_and_ends_the_job(escl: EsclTestScanner):
    escl.device.fault = Fault.STALLED
    cancelled = threading.Event()

    page = escl.scan_page(COLOUR, lambda _share: cancelled.set(), cancelled)

    assert (page.outcome, page.is_partial) == (ScanOutcome.CANCELLED, True)
    assert 0 < page.height_px < 877
    assert not escl.device.open_job


def test_cancel_in_the_feeder_keeps_the_pages_before(escl: EsclTestScanner):
    escl.device.sheets = 3
    first = scan(escl, FEEDER)
    escl.device.fault = Fault.STALLED
    cancelled = threading.Event()

    second = escl.scan_page(FEEDER, lambda _share: cancelled.set(), cancelled)

    assert not first.is_partial
    assert second.outcome is ScanOutcome.CANCELLED
    assert not escl.device.open_job


def test_a_jam_in_the_feeder_is_told_after_the_pages_before(escl: EsclTestScanner):
    escl.device.sheets = 3
    scan(escl, FEEDER)
    escl.device.fault = Fault.JAM

    assert failure_of(escl, FEEDER).outcome is ScanOutcome.JAMMED
    escl.device.fault = None
    assert scan(escl, FEEDER).outcome is ScanOutcome.OK


@pytest.mark.parametrize(
    ("fault", "outcome", "reason"),
    [
        (Fault.NO_IMAGE, ScanOutcome.UNSUPPORTED_FILE, "不是完好的图像"),
        (Fault.NO_LOCATION, ScanOutcome.UNKNOWN, "没有说明任务"),
        (Fault.WEB_PAGE, ScanOutcome.NO_SUCH_DEVICE, "不是 eSCL"),
        (Fault.BROKEN_XML, ScanOutcome.NO_SUCH_DEVICE, "不是 eSCL"),
        (Fault.ENTITIES, ScanOutcome.NO_SUCH_DEVICE, "不是 eSCL"),
    ],
)
def test_answers_that_are_not_to_be_used_are_told(
    escl: EsclTestScanner, fault: Fault, outcome: ScanOutcome, reason: str
):
    escl.device.fault = fault

    error = failure_of(escl)

    assert error.outcome is outcome
    assert reason in error.message


def test_what_is_no_escl_scanner_is_not_listed_as_one(escl: EsclTestScanner):
    escl.device.fault = Fault.WEB_PAGE

    with pytest.raises(ScanError, match="不是 eSCL"):
        escl.list_devices()


def test_a_glass_that_gives_too_few_lines_gives_a_partial_page(escl: EsclTestScanner):
    escl.device.fault = Fault.SHORT

    page = scan(escl)

    assert (page.outcome, page.height_px) == (ScanOutcome.IO_ERROR, 585)


def test_a_short_sheet_from_the_feeder_is_a_whole_page(escl: EsclTestScanner):
    escl.device.sheets = 1
    escl.device.fault = Fault.SHORT

    assert scan(escl, FEEDER).outcome is ScanOutcome.OK


def test_lines_that_only_the_head_of_the_file_promises_are_left_out(escl: EsclTestScanner):
    escl.device.sheets = 1
    escl.device.fault = Fault.TALL_HEAD

    page = scan(escl, FEEDER)

    assert page.outcome is ScanOutcome.OK
    assert 1050 <= page.height_px < 1060
    assert decode_frame(page.image).pixels.shape[0] == page.height_px


def test_a_document_beyond_the_limit_is_not_read(escl: EsclTestScanner):
    small = scanner_at(escl.device.url, limit_bytes=1000)
    escl.device.fault = Fault.UNSIZED

    assert failure_of(small).outcome is ScanOutcome.OUT_OF_MEMORY
    assert not escl.device.open_job


@pytest.fixture
def silent() -> Iterator[str]:
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"127.0.0.1:{listener.getsockname()[1]}"


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_device_that_says_nothing_is_given_up(silent: str, scheme: str):
    scanner = scanner_at(f"{scheme}://{silent}", Patience(connection=0.3, message=0.3))

    assert failure_of(scanner).outcome is ScanOutcome.TIMED_OUT
    with pytest.raises(ScanError) as caught:
        scanner.list_devices()
    assert caught.value.outcome is ScanOutcome.TIMED_OUT


def test_a_device_that_falls_silent_is_given_up(escl: EsclTestScanner):
    scanner = scanner_at(escl.device.url, Patience(message=0.3))
    scanner.list_devices()
    escl.device.fault = Fault.SILENT

    assert failure_of(scanner).outcome is ScanOutcome.TIMED_OUT


def test_nobody_at_the_address_is_a_missing_device():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    scanner = scanner_at(f"127.0.0.1:{port}")

    assert scanner.list_devices() == []
    assert failure_of(scanner).outcome is ScanOutcome.NO_SUCH_DEVICE


@pytest.mark.parametrize("address", ["no-such-host.invalid", "a..b", "x" * 70 + ".invalid"])
def test_a_name_that_leads_nowhere_is_a_missing_device(address: str):
    assert scanner_at(address).list_devices() == []


def test_without_an_address_there_is_no_scanner():
    with pytest.raises(DeskError) as caught:
        scanner_at("")

    assert "192.168.1.20" in caught.value.advice


def test_a_second_call_at_the_same_time_is_told_the_scanner_is_busy(escl: EsclTestScanner):
    seen: list[ScanOutcome] = []

    def ask_again(_share: float) -> None:
        seen.append(failure_of(escl).outcome)

    escl.device.fault = Fault.CUT
    escl.scan_page(COLOUR, ask_again, threading.Event())

    assert set(seen) == {ScanOutcome.DEVICE_BUSY}


def test_a_listener_that_fails_leaves_no_job(escl: EsclTestScanner):
    def fail(_share: float) -> None:
        raise LookupError("a bug in the page")

    with pytest.raises(LookupError):
        escl.scan_page(COLOUR, fail, threading.Event())

    assert not escl.device.open_job
    assert scan(escl).outcome is ScanOutcome.OK


def test_a_device_busy_with_another_is_told_busy(escl: EsclTestScanner):
    escl.device.sheets = 2
    scan(escl, FEEDER)
    other = scanner_at(escl.device.url)

    assert failure_of(other).outcome is ScanOutcome.DEVICE_BUSY


def test_https_with_a_certificate_of_its_own_making_is_taken(tmp_path: Path):
    with ExitStack() as stack:
        device = stack.enter_context(SimulatedEsclScanner(context=own_certificate(tmp_path)))
        scanner = scanner_at(device.url)
        stack.callback(scanner.close)

        page = scan(scanner)

    assert page.source.startswith("https://127.0.0.1:")
    assert page.outcome is ScanOutcome.OK


def own_certificate(folder: Path) -> ssl.SSLContext:
    """Return what old scanners have: run out, for another name, of nobody's authority."""
    certificate, key = Authority("SCANNER0001").vouch("SCANNER0001", days=-1)
    (folder / "both.pem").write_bytes(key + certificate)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    return context
