"""The whole SANE path: parent, pipe, worker process, libsane, its test device."""

import contextlib
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from reception_desk.config import PACKAGE, ScannerSettings
from reception_desk.devices.scanner.protocol import ScanError
from reception_desk.devices.scanner.sane import Patience, SaneScanner
from reception_desk.devices.scanner.simulated import SaneTestScanner
from reception_desk.imaging.decode import decode_frame
from reception_desk.records.scanning import (
    ColourMode,
    PaperSource,
    ScanArea,
    ScannedPage,
    ScanOptions,
    ScanOutcome,
)

GREY = ScanOptions(dpi=300, colour_mode=ColourMode.GREY)
FEEDER = ScanOptions(dpi=20, paper_source=PaperSource.FEEDER)
SMALL = ScanOptions(dpi=50, colour_mode=ColourMode.GREY)
MODULE = "reception_desk.devices.scanner.sane_worker"


def scan(scanner: SaneScanner, options: ScanOptions = SMALL) -> ScannedPage:
    return scanner.scan_page(options, lambda _share: None, threading.Event())


def outcome_of(scanner: SaneScanner, options: ScanOptions = SMALL) -> ScanOutcome:
    with pytest.raises(ScanError) as caught:
        scan(scanner, options)
    return caught.value.outcome


def scan_outcome(scanner: SaneScanner) -> ScanOutcome:
    try:
        return scan(scanner).outcome
    except ScanError as error:
        return error.outcome


def test_the_test_devices_are_listed(sane: SaneTestScanner):
    assert [device.name for device in sane.list_devices()] == ["test:0", "test:1"]


def test_the_worker_starts_with_the_first_call_and_is_used_again(sane: SaneTestScanner):
    assert sane.worker_pid is None
    sane.list_devices()
    first = sane.worker_pid

    scan(sane)

    assert first
    assert sane.worker_pid == first


def test_a_scan_that_ended_early_is_followed_by_a_new_worker(sane: SaneTestScanner):
    """The cancelled driver may hang in its locks; its process must not serve again."""
    sane.fault = ScanOutcome.JAMMED
    outcome_of(sane)
    first = sane.worker_pid
    sane.fault = None

    assert scan(sane).outcome is ScanOutcome.OK
    assert sane.worker_pid != first


@pytest.mark.parametrize(
    ("mode", "dimensions", "kind", "media_type"),
    [
        (ColourMode.COLOUR, 3, np.uint8, "image/jpeg"),
        (ColourMode.GREY, 2, np.uint8, "image/png"),
        (ColourMode.LINEART, 2, np.bool_, "image/png"),
    ],
)
def test_each_colour_mode_arrives_as_asked(
    sane: SaneTestScanner, mode: ColourMode, dimensions: int, kind: type, media_type: str
):
    page = scan(sane, ScanOptions(dpi=100, colour_mode=mode))

    pixels = decode_frame(page.image).pixels
    assert (pixels.ndim, pixels.dtype, page.media_type) == (dimensions, kind, media_type)


@pytest.mark.parametrize("mode", list(ColourMode))
@pytest.mark.parametrize(("picture", "level"), [("Solid black", 0), ("Solid white", 1)])
def test_black_is_black_and_white_is_white(
    sane: SaneTestScanner, mode: ColourMode, picture: str, level: int
):
    sane.driver_options["test-picture"] = picture

    pixels = decode_frame(scan(sane, ScanOptions(dpi=50, colour_mode=mode)).image).pixels

    assert (pixels == (level if mode is ColourMode.LINEART else 255 * level)).all()


def test_the_area_is_measured_in_millimetres(sane: SaneTestScanner):
    page = scan(sane, ScanOptions(dpi=254, area=ScanArea(left=10, top=20, width=50, height=30)))

    assert (page.width_px, page.height_px, page.dpi) == (500, 300, 254)


def test_no_area_means_the_whole_glass_also_after_a_small_one(sane: SaneTestScanner):
    scan(sane, ScanOptions(dpi=50, area=ScanArea(50, 50, 20, 20)))

    page = scan(sane, ScanOptions(dpi=127))

    assert (page.width_px, page.height_px) == (1000, 1000)


def test_a_resolution_out_of_reach_becomes_the_nearest_one(sane: SaneTestScanner):
    page = scan(sane, ScanOptions(dpi=9600, area=ScanArea(0, 0, 10, 10)))

    assert page.dpi == 1200


def test_a_hand_scanner_of_unknown_length_gives_a_whole_page(sane: SaneTestScanner):
    sane.driver_options["hand-scanner"] = 1
    shares: list[float] = []

    page = sane.scan_page(SMALL, shares.append, threading.Event())

    assert not page.is_partial
    assert page.height_px > 100
    assert shares[-1] == 1


def test_progress_is_told_while_the_page_is_read(slow_sane: SaneTestScanner):
    slow_sane.driver_options["read-delay-duration"] = 20_000
    shares: list[float] = []

    slow_sane.scan_page(SMALL, shares.append, threading.Event())

    assert len(shares) > 3
    assert shares == sorted(shares)


def test_cancel_keeps_the_lines_already_read(slow_sane: SaneTestScanner):
    cancelled = threading.Event()

    page = slow_sane.scan_page(GREY, lambda _share: cancelled.set(), cancelled)

    assert page.is_partial
    assert page.outcome is ScanOutcome.CANCELLED
    assert 0 < page.height_px < 2362
    assert decode_frame(page.image).pixels.shape == (page.height_px, page.width_px)
    slow_sane.driver_options["read-delay"] = 0
    assert scan(slow_sane, GREY).height_px == 2362


def test_an_end_before_the_last_line_is_told_as_a_lost_connection(sane: SaneTestScanner):
    sane.driver_options["read-return-value"] = "SANE_STATUS_EOF"

    assert outcome_of(sane) is ScanOutcome.IO_ERROR


def test_a_three_pass_scanner_is_refused_and_not_misread(sane: SaneTestScanner):
    sane.driver_options |= {"mode": "Color", "three-pass": 1}

    assert outcome_of(sane, ScanOptions(dpi=50)) is ScanOutcome.UNKNOWN


def test_a_sheet_is_taken_from_the_feeder(sane: SaneTestScanner):
    page = scan(sane, ScanOptions(dpi=20, paper_source=PaperSource.FEEDER))

    assert page.outcome is ScanOutcome.OK


def debugged(patience: Patience | None = None) -> SaneTestScanner:
    """A test device whose driver writes each call of the library to stderr."""
    scanner = SaneTestScanner(patience=patience)
    scanner.environment["SANE_DEBUG_TEST"] = "2"
    return scanner


def test_the_feeder_is_opened_once_for_all_its_sheets(
    libsane: None, capfd: pytest.CaptureFixture[str]
):
    scanner = debugged()

    scanner.list_devices()
    pages = [scan(scanner, FEEDER) for _sheet in range(5)]
    assert len(scanner.list_devices()) == 2, "the lamp asks at any time"
    pages += [scan(scanner, FEEDER) for _sheet in range(5)]
    outcome = outcome_of(scanner, FEEDER)
    scanner.close()

    assert {page.paper_source for page in pages} == {PaperSource.FEEDER}
    assert outcome is ScanOutcome.NO_DOCUMENTS
    assert capfd.readouterr().err.count("sane_open: opening device") == 1


@contextlib.contextmanager
def errors_in(path: Path) -> Iterator[None]:
    """Let what is written to stderr stand in a file: `capfd` empties its own while it reads it,
    and a line that is written just then is lost."""
    kept = os.dup(2)
    with path.open("ab") as file:
        os.dup2(file.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def test_a_feeder_nobody_asks_for_is_put_to_rest(libsane: None, tmp_path: Path):
    told = tmp_path / "stderr"
    with errors_in(told):
        scanner = debugged(Patience(hold=0.05))
        scan(scanner, FEEDER)
        while "sane_close" not in told.read_text(encoding="utf-8"):
            pass
        assert scan(scanner, FEEDER).outcome is ScanOutcome.OK
        scanner.close()


def test_other_options_and_other_questions_end_a_stack(sane: SaneTestScanner):
    scan(sane, FEEDER)

    assert scan(sane, SMALL).paper_source is PaperSource.FLATBED
    scan(sane, FEEDER)
    assert sane.abilities().limits == (1, 1200)
    assert scan(sane, SMALL).outcome is ScanOutcome.OK


def test_the_feeder_is_taken_by_itself_and_its_end_is_told(sane: SaneTestScanner):
    by_itself = ScanOptions(dpi=20, paper_source=PaperSource.AUTO)

    pages = [scan(sane, by_itself) for _sheet in range(10)]

    assert {page.paper_source for page in pages} == {PaperSource.FEEDER}
    assert outcome_of(sane, by_itself) is ScanOutcome.NO_DOCUMENTS


def test_what_the_device_can_do_is_asked(sane: SaneTestScanner):
    found = sane.abilities()

    assert found.sources == (PaperSource.FLATBED, PaperSource.FEEDER)
    assert found.modes == tuple(ColourMode)


def test_what_the_device_lacks_is_told_with_the_page(sane: SaneTestScanner):
    page = scan(sane, ScanOptions(dpi=20, paper_source=PaperSource.DUPLEX))

    assert page.changes == ("扫描仪没有双面送纸，已改用送纸器。",)


def test_a_page_beyond_what_can_be_decoded_is_refused(sane: SaneTestScanner):
    huge = ScanOptions(dpi=1200, colour_mode=ColourMode.LINEART)

    assert outcome_of(sane, huge) is ScanOutcome.OUT_OF_MEMORY
    assert scan(sane).outcome is ScanOutcome.OK


def test_a_killed_worker_leaves_its_lines_and_the_next_scan_works(slow_sane: SaneTestScanner):
    def kill(share: float) -> None:
        if slow_sane.worker_pid:
            os.kill(slow_sane.worker_pid, signal.SIGKILL)

    page = slow_sane.scan_page(GREY, kill, threading.Event())

    assert page.outcome is ScanOutcome.WORKER_DIED
    assert page.is_partial
    assert 0 < page.height_px < 2362
    slow_sane.driver_options["read-delay"] = 0
    assert scan(slow_sane).outcome is ScanOutcome.OK


def test_a_worker_killed_between_two_scans_is_replaced(sane: SaneTestScanner):
    scan(sane)
    killed = sane.worker_pid
    assert killed
    os.kill(killed, signal.SIGKILL)

    outcomes = [scan_outcome(sane), scan_outcome(sane)]

    # The parent may see the broken pipe only when it speaks to the dead worker.
    assert outcomes[0] in {ScanOutcome.OK, ScanOutcome.WORKER_DIED}
    assert outcomes[1] is ScanOutcome.OK
    assert sane.worker_pid != killed


def test_a_hanging_driver_is_given_up_and_the_next_scan_works(libsane: None):
    scanner = SaneTestScanner(patience=Patience(stall=0.5))
    scanner.driver_options |= {"read-delay": 1, "read-delay-duration": 200_000}

    def stop(share: float) -> None:
        if scanner.worker_pid:
            os.kill(scanner.worker_pid, signal.SIGSTOP)

    page = scanner.scan_page(GREY, stop, threading.Event())

    assert page.outcome is ScanOutcome.TIMED_OUT
    scanner.driver_options["read-delay"] = 0
    assert scan(scanner).outcome is ScanOutcome.OK
    scanner.close()


def test_a_hanging_list_is_given_up_and_the_next_one_works(libsane: None):
    scanner = SaneTestScanner(patience=Patience(listing=0.5))
    scan(scanner)
    assert scanner.worker_pid
    os.kill(scanner.worker_pid, signal.SIGSTOP)

    with pytest.raises(ScanError) as caught:
        scanner.list_devices()

    assert caught.value.outcome is ScanOutcome.TIMED_OUT
    scan(scanner)
    assert scanner.worker_pid
    scanner.close()


def test_a_driver_deaf_to_cancel_is_given_up(libsane: None):
    scanner = SaneTestScanner(patience=Patience(cancel=0.2))
    scanner.driver_options |= {"read-delay": 1, "read-delay-duration": 200_000}
    cancelled = threading.Event()

    def stop_and_cancel(share: float) -> None:
        if scanner.worker_pid:
            os.kill(scanner.worker_pid, signal.SIGSTOP)
        cancelled.set()

    page = scanner.scan_page(GREY, stop_and_cancel, cancelled)

    assert page.outcome is ScanOutcome.CANCELLED
    scanner.close()


def test_a_second_call_at_the_same_time_is_told_the_scanner_is_busy(slow_sane: SaneTestScanner):
    cancelled = threading.Event()
    seen: list[ScanOutcome] = []

    def ask_again(share: float) -> None:
        seen.append(outcome_of(slow_sane))
        cancelled.set()

    slow_sane.scan_page(GREY, ask_again, cancelled)

    assert seen[0] is ScanOutcome.DEVICE_BUSY


def test_a_listener_that_fails_leaves_no_scan_running(slow_sane: SaneTestScanner):
    def fail(share: float) -> None:
        raise LookupError("a bug in the page")

    with pytest.raises(LookupError):
        slow_sane.scan_page(GREY, fail, threading.Event())

    assert slow_sane.worker_pid is None
    slow_sane.driver_options["read-delay"] = 0
    assert scan(slow_sane).outcome is ScanOutcome.OK


@pytest.mark.parametrize("name", ["test:7", "nothing:0", "没有这台"])
def test_an_unknown_device_is_said_to_be_missing(libsane: None, name: str):
    scanner = SaneTestScanner(device=name)

    assert outcome_of(scanner) is ScanOutcome.NO_SUCH_DEVICE
    scanner.close()


@pytest.mark.parametrize(("name", "driver"), [("", "test:0"), ("Noname frontend-tester", "test:0")])
def test_a_device_is_found_by_any_of_its_names(libsane: None, name: str, driver: str):
    scanner = SaneTestScanner(device=name)

    assert scan(scanner).source == driver
    scanner.close()


def test_a_desk_without_backends_lists_nothing(libsane: None, tmp_path: Path):
    (tmp_path / "dll.conf").write_text("", encoding="ascii")
    settings = ScannerSettings(kind="sane")
    scanner = SaneScanner(settings, environment={"SANE_CONFIG_DIR": str(tmp_path)})

    assert scanner.list_devices() == []
    assert outcome_of(scanner) is ScanOutcome.NO_SUCH_DEVICE
    scanner.close()


def test_a_machine_without_libsane_is_told_so_each_time(tmp_path: Path):
    (tmp_path / "libsane.so.1").write_bytes(b"no library")
    settings = ScannerSettings(kind="sane")
    scanner = SaneScanner(settings, environment={"LD_LIBRARY_PATH": str(tmp_path)})

    assert [outcome_of(scanner), outcome_of(scanner)] == [ScanOutcome.NO_DRIVER] * 2
    scanner.close()


def test_the_worker_ends_when_its_input_closes():
    ended = subprocess.run(
        [sys.executable, "-m", MODULE], stdin=subprocess.DEVNULL, cwd=PACKAGE.parent, check=False
    )

    assert ended.returncode == 0


def test_the_worker_ends_with_a_desk_that_was_killed_in_a_scan(libsane: None, tmp_path: Path):
    desk = subprocess.Popen(
        [sys.executable, "-c", DESK_IN_A_SCAN],
        stdout=subprocess.PIPE,
        text=True,
        cwd=PACKAGE.parent,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    with desk:
        assert desk.stdout
        worker = os.pidfd_open(int(desk.stdout.readline()))
        desk.kill()

    ready, _writable, _failed = select.select([worker], [], [], 60)
    os.close(worker)

    assert ready


DESK_IN_A_SCAN = """
import threading
from reception_desk.devices.scanner.simulated import SaneTestScanner
from reception_desk.records.scanning import ScanOptions

scanner = SaneTestScanner()
scanner.driver_options |= {"read-delay": 1, "read-delay-duration": 200_000}
scanner.scan_page(
    ScanOptions(), lambda _share: print(scanner.worker_pid, flush=True), threading.Event()
)
"""
