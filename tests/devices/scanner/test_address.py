"""What one word on the command line means."""

from pathlib import Path

import pytest

from reception_desk.devices.scanner.address import settings_of


@pytest.mark.parametrize(
    ("word", "kind", "device"),
    [
        ("https://192.0.2.7/eSCL", "escl", "https://192.0.2.7/eSCL"),
        ("192.0.2.7", "escl", "192.0.2.7"),
        ("2001:db8::7", "escl", "2001:db8::7"),
        ("escl:scanner.hall:8080", "escl", "scanner.hall:8080"),
        ("airscan:e0:Canon MF640", "sane", "airscan:e0:Canon MF640"),
        ("Canon MF640", "sane", "Canon MF640"),
        ("test:0", "sane", "test:0"),
        ("simulated", "simulated", ""),
        ("camera:", "camera", ""),
        ("camera:Doc Cam 1300", "camera", "Doc Cam 1300"),
        ("/dev/video0", "camera", "/dev/video0"),
    ],
)
def test_a_word_names_its_scanner(word: str, kind: str, device: str):
    found = settings_of(word)

    assert (found.kind, found.device) == (kind, device)


def test_a_folder_and_a_file_that_are_there_are_places_for_images(tmp_path: Path):
    (tmp_path / "a.png").write_bytes(b"")

    assert settings_of(str(tmp_path)).folder == str(tmp_path)
    assert settings_of(str(tmp_path / "a.png")).kind == "folder"
