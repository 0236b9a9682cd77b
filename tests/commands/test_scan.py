"""`desk scan` as a person and a script use it, on SANE's test device and a network scanner."""

import ctypes
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from reception_desk.cli import main
from reception_desk.commands.scan_batch import EXIT_CODES
from reception_desk.config import PACKAGE, ScannerSettings, Settings, save
from reception_desk.devices.scanner.simulated_escl import SimulatedEsclScanner
from reception_desk.devices.scanner.simulated_escl_device import Fault
from reception_desk.imaging.decode import decode_frame
from reception_desk.records.scanning import ScanOutcome
from tests.scans import typed_letter
from tests.telephone_pictures import heic


@pytest.fixture(autouse=True)
def sane_with_its_test_device(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SANE with the test backend alone; it looks for no device of this machine."""
    folder = tmp_path / "sane"
    folder.mkdir()
    (folder / "dll.conf").write_text("test\n", encoding="ascii")
    (folder / "test.conf").write_text("number_of_devices 2\n", encoding="ascii")
    monkeypatch.setenv("SANE_CONFIG_DIR", str(folder))


@pytest.fixture
def libsane() -> None:
    """Skip without libsane on a person's machine; on the build server it must be there."""
    try:
        ctypes.CDLL("libsane.so.1")
    except OSError:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip("libsane.so.1 is not installed (Debian package libsane1)")


@pytest.fixture
def network() -> Iterator[SimulatedEsclScanner]:
    with SimulatedEsclScanner() as device:
        yield device


def report_of(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "scan.json").read_text(encoding="utf-8"))


def scan(device: str, out: Path, *options: str) -> int:
    return main(["scan", device, "--out", str(out), "--dpi", "75", *options])


def test_the_devices_are_listed_with_the_one_of_the_settings(
    libsane: None,
    network: SimulatedEsclScanner,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
):
    save(Settings(home=tmp_path, scanner=ScannerSettings(kind="escl", device=network.url)))

    assert main(["--home", str(tmp_path), "scan"]) == 0

    names = [line.split("\t")[0] for line in capsys.readouterr().out.splitlines()]
    assert names == ["test:0", "test:1", network.url]


def test_a_list_for_programs_names_what_they_need(
    libsane: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(["--home", str(tmp_path), "scan", "--json"]) == 0

    assert json.loads(capsys.readouterr().out)[0]["name"] == "test:0"


def test_without_a_folder_the_device_says_what_can_be_chosen(
    network: SimulatedEsclScanner, capsys: pytest.CaptureFixture[str]
):
    assert main(["scan", network.url]) == 0

    told = capsys.readouterr().out
    assert "duplex（双面送纸）" in told
    assert "lineart（黑白）" in told
    assert "75、100、150" in told


def test_the_feeder_of_sane_is_emptied_into_a_folder(
    libsane: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    out = tmp_path / "out"

    assert scan("test:0", out) == 0

    pages = report_of(out)["pages"]
    assert [page["file"] for page in pages] == [f"{number:04d}.jpg" for number in range(1, 11)]
    assert {page["paper_source"] for page in pages} == {"feeder"}
    for page in pages:
        shape = decode_frame((out / page["file"]).read_bytes()).pixels.shape
        assert shape[1::-1] == (page["width"], page["height"])
    assert "0010.jpg" in capsys.readouterr().out


def test_a_glass_gives_one_page_and_more_when_asked(network: SimulatedEsclScanner, tmp_path: Path):
    assert scan(network.url, tmp_path / "one") == 0
    assert scan(network.url, tmp_path / "three", "--pages", "3", "--colour", "grey") == 0

    assert len(report_of(tmp_path / "one")["pages"]) == 1
    assert [page["file"] for page in report_of(tmp_path / "three")["pages"]] == [
        "0001.png", "0002.png", "0003.png",
    ]  # fmt: skip


def test_a_camera_gives_each_sheet_that_is_laid_down(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert scan("camera-test", tmp_path / "out", "--pages", "2") == 0
    assert main(["scan", "camera-test"]) == 0

    pages = report_of(tmp_path / "out")["pages"]
    assert [(page["file"], page["dpi"]) for page in pages] == [("0001.jpg", 0), ("0002.jpg", 0)]
    assert f"{pages[0]['width']}×{pages[0]['height']}" in capsys.readouterr().out


def test_both_sides_of_a_stack(network: SimulatedEsclScanner, tmp_path: Path):
    network.sheets = 2

    assert scan(network.url, tmp_path / "out", "--source", "duplex", "--pages", "all") == 0

    assert len(report_of(tmp_path / "out")["pages"]) == 4


def test_fewer_sheets_than_asked_for_are_told(
    network: SimulatedEsclScanner, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    network.sheets = 2

    status = scan(network.url, tmp_path / "out", "--source", "feeder", "--pages", "5")

    assert status == EXIT_CODES[ScanOutcome.NO_DOCUMENTS]
    assert len(report_of(tmp_path / "out")["pages"]) == 2
    assert "没有可扫描的纸张" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (Fault.COVER_OPEN, ScanOutcome.COVER_OPEN),
        (Fault.FORBIDDEN, ScanOutcome.ACCESS_DENIED),
        (Fault.REFUSED, ScanOutcome.UNKNOWN),
        (Fault.CUT, ScanOutcome.IO_ERROR),
    ],
)
def test_each_fault_is_a_sentence_and_a_code(
    network: SimulatedEsclScanner,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    fault: Fault,
    outcome: ScanOutcome,
):
    network.fault = fault

    status = scan(network.url, tmp_path / "out")

    problem = outcome.problem()
    assert problem
    assert status == EXIT_CODES[outcome]
    assert problem.message in capsys.readouterr().err
    assert report_of(tmp_path / "out")["troubles"][0]["outcome"] == outcome.value


def test_a_page_that_breaks_off_is_kept_and_said_to_be_partial(
    network: SimulatedEsclScanner, tmp_path: Path
):
    network.fault = Fault.CUT

    scan(network.url, tmp_path / "out")

    (page,) = report_of(tmp_path / "out")["pages"]
    assert page["is_partial"]
    assert (tmp_path / "out" / page["file"]).stat().st_size


def test_every_fault_has_a_code_of_its_own():
    assert set(EXIT_CODES) == set(ScanOutcome) - {ScanOutcome.OK}
    assert len(set(EXIT_CODES.values())) == len(EXIT_CODES)
    assert not {0, 1, 2} & set(EXIT_CODES.values())


def test_an_unknown_device_is_told(
    libsane: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert scan("no:such", tmp_path / "out") == EXIT_CODES[ScanOutcome.NO_SUCH_DEVICE]
    assert "找不到扫描仪" in capsys.readouterr().err


def test_a_folder_gives_its_files_and_names_the_broken_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    folder = tmp_path / "in"
    folder.mkdir()
    for age, name in enumerate(("a.png", "c.png")):
        Image.new("L", (30, 40), 90 + age).save(folder / name)
        os.utime(folder / name, (1000 + 2 * age, 1000 + 2 * age))
    (folder / "b.png").write_bytes(b"no picture")
    os.utime(folder / "b.png", (1001, 1001))

    status = scan(str(folder), tmp_path / "out")

    assert status == EXIT_CODES[ScanOutcome.UNSUPPORTED_FILE]
    assert [page["source"] for page in report_of(tmp_path / "out")["pages"]] == ["a.png", "c.png"]
    assert "不能作为图像读取" in capsys.readouterr().err


def test_what_is_kept_bit_for_bit_is_written_under_its_own_name(tmp_path: Path):
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    telephone = heic(Image.new("RGB", (64, 48), "white"))
    for age, (name, data) in enumerate({"a.heic": telephone, "b.pdf": typed_letter()}.items()):
        (folder / name).write_bytes(data)
        os.utime(folder / name, (1000 + age, 1000 + age))

    assert scan(str(folder), out) == 0

    assert [page["file"] for page in report_of(out)["pages"]] == ["0001.heic", "0002.pdf"]
    assert (out / "0001.heic").read_bytes() == telephone
    assert decode_frame((out / "0002.pdf").read_bytes()).dpi == 300


@pytest.mark.parametrize("pages", ["0", "-1", "x", "²"])
def test_a_number_of_pages_that_is_none_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], pages: str
):
    assert main(["scan", "simulated", "--out", str(tmp_path / "out"), f"--pages={pages}"]) == 2
    assert "页数" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_nothing_is_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "0001.jpg").write_bytes(b"yesterday")

    assert scan("simulated", tmp_path) == 2
    assert "已有文件" in capsys.readouterr().err
    assert (tmp_path / "0001.jpg").read_bytes() == b"yesterday"


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_disk_that_takes_no_more_is_told_with_what_is_safe(tmp_path: Path):
    desk = f"'{sys.executable}' -m reception_desk scan simulated --out '{tmp_path}/out'"

    ended = subprocess.run(
        ["bash", "-c", f"ulimit -f 8; exec {desk}"],
        capture_output=True,
        text=True,
        cwd=PACKAGE.parent,
        check=False,
    )

    assert ended.returncode == 2
    assert "此前的 0 页已存好" in ended.stderr
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_keeps_the_pages_already_read(libsane: None, tmp_path: Path):
    out = tmp_path / "out"
    arguments = ["scan", "test:0", "--out", str(out), "--dpi", "600", "--source", "feeder"]
    desk = subprocess.Popen(
        [sys.executable, "-m", "reception_desk", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=PACKAGE.parent,
    )
    with desk:
        assert desk.stdout
        assert desk.stdout.readline().startswith("0001.jpg")
        desk.send_signal(signal.SIGINT)
        _out, told = desk.communicate()

    pages = report_of(out)["pages"]
    assert desk.returncode == EXIT_CODES[ScanOutcome.CANCELLED]
    assert "扫描已取消" in told
    assert sorted(path.name for path in out.glob("*.jpg")) == [page["file"] for page in pages]
    for page in pages:
        assert decode_frame((out / page["file"]).read_bytes()).pixels.shape[0] == page["height"]
