import pytest

from reception_desk.devices.scanner.escl_address import read_address
from reception_desk.errors import DeskError


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("192.168.1.20", "http://192.168.1.20/eSCL"),
        ("scanner.hall:8080", "http://scanner.hall:8080/eSCL"),
        ("http://192.168.1.20/", "http://192.168.1.20/eSCL"),
        ("https://192.168.1.20", "https://192.168.1.20/eSCL"),
        ("https://192.168.1.20:443/eSCL/", "https://192.168.1.20/eSCL"),
        ("http://[2001:db8::7]:80/rs", "http://[2001:db8::7]/rs"),
    ],
)
def test_hosts_and_urls_are_understood(text: str, address: str):
    assert str(read_address(text)) == address


@pytest.mark.parametrize(
    "text",
    [
        " ",
        "ftp://192.168.1.20",
        "http://",
        "192.168.1.20:port",
        "192.168.1.20:99999",
        "http://[2001:db8::7",
        "http://clerk:secret@192.168.1.20",
        "http://192.168.1.20/eSCL?job=1",
        "http://a b",
        "http://192.168.1.20/\r\nX-Other: 1",
    ],
)
def test_what_is_no_address_is_told_with_an_example(text: str):
    with pytest.raises(DeskError) as caught:
        read_address(text)

    assert "192.168.1.20" in caught.value.advice


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("http://192.168.1.20/eSCL/ScanJobs/7", "/eSCL/ScanJobs/7"),
        ("https://localhost:9/eSCL/ScanJobs/7/", "/eSCL/ScanJobs/7"),
        ("/eSCL/ScanJobs/7", "/eSCL/ScanJobs/7"),
        ("ScanJobs/7", "/eSCL/ScanJobs/7"),
        ("", ""),
        ("http://[2001/eSCL/ScanJobs/7", ""),
        ("http://192.0.2.1/a b", ""),
    ],
)
def test_a_job_is_looked_for_at_the_address_of_the_settings(location: str, path: str):
    assert read_address("192.168.1.20").job_path(location) == path
