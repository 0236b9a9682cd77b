import subprocess
import sys

import pytest

from reception_desk.config import PACKAGE, ScannerSettings
from reception_desk.devices.scanner import open_scanner
from reception_desk.errors import DeskError


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("sane", "SaneScanner"),
        ("escl", "EsclScanner"),
        ("folder", "FolderScanner"),
        ("camera", "CameraScanner"),
        ("simulated", "SimulatedScanner"),
        ("sane-test", "SaneTestScanner"),
        ("escl-test", "EsclTestScanner"),
        ("camera-test", "CameraTestScanner"),
        ("none", "NullScanner"),
    ],
)
def test_the_settings_choose_the_scanner(kind: str, name: str):
    scanner = open_scanner(ScannerSettings(kind=kind, device="192.0.2.7"))

    assert type(scanner).__name__ == name
    scanner.close()


def test_an_unknown_kind_is_told_with_its_remedy():
    with pytest.raises(DeskError, match="twain") as caught:
        open_scanner(ScannerSettings(kind="twain"))
    assert caught.value.advice


def test_opening_a_scanner_loads_no_heavy_module():
    program = """
import sys
from reception_desk.config import ScannerSettings
from reception_desk.devices.scanner import open_scanner
for kind in ("sane", "escl", "folder", "camera", "simulated", "none"):
    open_scanner(ScannerSettings(kind=kind, device="192.0.2.7")).close()
print(sorted({"numpy", "cv2", "PIL"} & set(sys.modules)))
"""
    output = subprocess.check_output([sys.executable, "-c", program], cwd=PACKAGE.parent, text=True)

    assert output.strip() == "[]"
