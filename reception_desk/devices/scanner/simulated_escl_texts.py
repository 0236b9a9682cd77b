"""What the simulated network scanner says of itself, as the devices of the field spell it."""

from reception_desk.devices.scanner.escl_xml import JPEG, MODE_NAMES, PNG

RESOLUTIONS = (75, 100, 150, 200, 300, 600)
SIZES = {
    "PlatenInputCaps": (2550, 3508),
    "AdfSimplexInputCaps": (2550, 4200),
    "AdfDuplexInputCaps": (2550, 4200),
}
"""In 1/300 inch: a glass for A4 and a feeder for legal sheets."""

NOT_ESCL = {
    "web_page": "<html><head><title>Router</title></head><body>Sign in</body></html>",
    "broken_xml": "<?xml version='1.0'?><scan:ScannerCapabilities><scan:Platen>",
    "entities": (
        "<?xml version='1.0'?><!DOCTYPE lolz [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]>"
        "<ScannerCapabilities><MakeAndModel>&b;</MakeAndModel></ScannerCapabilities>"
    ),
}
"""Answers in place of the capabilities, by the name of the fault."""

_NAMESPACES = (
    'xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm" '
    'xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03"'
)


def capabilities_text() -> str:
    """Return ScannerCapabilities."""
    return _document(
        "ScannerCapabilities",
        _pwg("MakeAndModel", "接访台 模拟网络扫描仪"),
        _pwg("SerialNumber", "0001"),
        _scan("UUID", "00000000-0000-1000-8000-000000000001"),
        _scan("Platen", _source("PlatenInputCaps")),
        _scan(
            "Adf",
            _source("AdfSimplexInputCaps"),
            _source("AdfDuplexInputCaps"),
            _scan("FeederCapacity", 50),
            _scan(
                "AdfOptions",
                _scan("AdfOption", "DetectPaperLoaded"),
                _scan("AdfOption", "Duplex"),
            ),
        ),
    )


def status_text(state: str, feeder_state: str, job: str, job_state: str) -> str:
    """Return ScannerStatus; no `job` says that none is open."""
    info = _scan(
        "JobInfo",
        _pwg("JobUri", f"/eSCL/ScanJobs/{job}"),
        _pwg("JobUuid", job),
        _scan("Age", 0),
        _pwg("JobState", job_state),
    )
    return _document(
        "ScannerStatus",
        _pwg("State", state),
        _scan("AdfState", feeder_state),
        _scan("Jobs", info) if job else "",
    )


def _source(name: str) -> str:
    width, height = SIZES[name]
    return _scan(
        name,
        _scan("MinWidth", 16),
        _scan("MaxWidth", width),
        _scan("MinHeight", 16),
        _scan("MaxHeight", height),
        _scan("MaxScanRegions", 1),
        _scan("SettingProfiles", _scan("SettingProfile", _modes(), _formats(), _resolutions())),
        _scan("SupportedIntents", _scan("Intent", "Document")),
        _scan("MaxOpticalXResolution", RESOLUTIONS[-1]),
        _scan("MaxOpticalYResolution", RESOLUTIONS[-1]),
    )


def _modes() -> str:
    return _scan("ColorModes", *(_scan("ColorMode", name) for name in MODE_NAMES.values()))


def _formats() -> str:
    kinds = (JPEG, PNG)
    old = (_pwg("DocumentFormat", kind) for kind in kinds)
    return _scan("DocumentFormats", *old, *(_scan("DocumentFormatExt", kind) for kind in kinds))


def _resolutions() -> str:
    each = (
        _scan("DiscreteResolution", _scan("XResolution", dpi), _scan("YResolution", dpi))
        for dpi in RESOLUTIONS
    )
    return _scan("SupportedResolutions", _scan("DiscreteResolutions", *each))


def _document(root: str, *parts: str) -> str:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    content = "".join((_pwg("Version", "2.63"), *parts))
    return f"{head}<scan:{root} {_NAMESPACES}>{content}</scan:{root}>\n"


def _scan(name: str, *parts: str | int) -> str:
    return f"<scan:{name}>{''.join(map(str, parts))}</scan:{name}>"


def _pwg(name: str, text: str) -> str:
    return f"<pwg:{name}>{text}</pwg:{name}>"
