import pytest

from reception_desk.devices.scanner.escl_status import read_status
from reception_desk.records.scanning import PaperSource, ScanOutcome


def status(content: str) -> bytes:
    return f"<scan:ScannerStatus>{content}</scan:ScannerStatus>".encode()


def feeder(state: str) -> str:
    return f"<pwg:State>Idle</pwg:State><scan:AdfState>{state}</scan:AdfState>"


@pytest.mark.parametrize(
    ("content", "source", "trouble"),
    [
        (feeder("ScannerAdfLoaded"), PaperSource.FEEDER, None),
        (feeder("ScannerAdfProcessing"), PaperSource.FEEDER, None),
        (feeder("ScannerAdfEmpty"), PaperSource.FEEDER, ScanOutcome.NO_DOCUMENTS),
        (feeder("ScannerAdfEmpty"), PaperSource.FLATBED, None),
        (feeder("ScannerAdfJam"), PaperSource.FLATBED, ScanOutcome.JAMMED),
        (feeder("ScannerAdfMultipickDetected"), PaperSource.FEEDER, ScanOutcome.JAMMED),
        (feeder("ScannerAdfDoorOpen"), PaperSource.FEEDER, ScanOutcome.COVER_OPEN),
        (feeder("InventedByTheVendor"), PaperSource.FEEDER, None),
        (
            "<pwg:StateReasons><pwg:StateReason>CoverOpen</pwg:StateReason></pwg:StateReasons>",
            PaperSource.FLATBED,
            ScanOutcome.COVER_OPEN,
        ),
        ("", PaperSource.FEEDER, None),
    ],
)
def test_what_a_person_has_to_put_right_is_named(
    content: str, source: PaperSource, trouble: ScanOutcome | None
):
    assert read_status(status(content)).trouble(source) is trouble


@pytest.mark.parametrize(
    ("state", "is_busy"), [("Idle", False), ("Processing", True), ("Testing", True), ("", False)]
)
def test_a_device_at_work_is_busy(state: str, is_busy: bool):
    assert read_status(status(f"<pwg:State>{state}</pwg:State>")).is_busy is is_busy


def test_a_job_is_known_by_the_end_of_its_address():
    jobs = "".join(
        f"<scan:JobInfo><pwg:JobUri>http://host/eSCL/ScanJobs/{name}</pwg:JobUri>"
        f"<pwg:JobState>{state}</pwg:JobState></scan:JobInfo>"
        for name, state in (("7", "Canceled"), ("8", "Completed"))
    )

    read = read_status(status(f"<scan:Jobs>{jobs}</scan:Jobs>"))

    assert read.was_cancelled("/eSCL/ScanJobs/7")
    assert not read.was_cancelled("/eSCL/ScanJobs/8")
    assert not read.was_cancelled("/eSCL/ScanJobs/9")
