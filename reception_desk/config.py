"""Settings of one desk: frozen values and the single loader (TOML file + environment)."""

import json
import os
import tempfile
import tomllib
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from reception_desk.errors import DeskError

PACKAGE = Path(__file__).resolve().parent
RESOURCES = PACKAGE.parent / "resources"
HALL_ZONE = "Asia/Shanghai"


def resource(*parts: str) -> Path:
    """Return the path of a shipped resource, for example `resource("fonts", "x.ttf")`."""
    return RESOURCES.joinpath(*parts)


@dataclass(frozen=True)
class CardReaderSettings:
    """`kind` is serial, hid, simulated or none; `port` a device file or COM name."""

    kind: str = "none"
    port: str = ""


@dataclass(frozen=True)
class ScannerSettings:
    """`kind` is sane, escl, folder, camera or none.

    `device` is the scanner's or camera's name, never its index; with escl its address:
    `192.168.1.20`, `scanner.hall:8080` or `https://192.168.1.20/eSCL`. `reads_text`: the pages
    are read by the text models, which take some 1 GB of memory while they work.
    """

    kind: str = "none"
    device: str = ""
    folder: str = ""
    dpi: int = 300
    reads_text: bool = True


@dataclass(frozen=True)
class PrinterSettings:
    """One queue per kind of paper.

    `url` is `ipp://host:port/path` for any IPP printer or CUPS queue, `escpos://host:9100`,
    `escpos-usb://VVVV:PPPP` (Linux), `escpos-serial:/dev/ttyS0?baud=19200` or
    `escpos-serial:COM3`, `escpos-file:/dev/usb/lp0`, `system:NAME` for a print queue of the
    operating system, or empty for none. `paper` is `A4` or `A5` for IPP and CUPS, `slip80` or
    `slip58` for ESC/POS, and any of them for a queue of Windows. `tray` is an IPP
    `media-source` such as `tray-2`; empty lets the printer choose.
    """

    url: str = ""
    paper: str = "A4"
    tray: str = ""
    is_two_sided: bool = False


@dataclass(frozen=True)
class RecorderSettings:
    """What records a video session, each place as `desk record` takes it; empty for none.

    `video` is an `rtsp://` address, a camera's name or a file, `drawn:` a picture to try things.
    `receiver_sound` and `petitioner_sound` are microphones, or `camera` for the sound that comes
    with the picture. Recordings go into `folder`, empty for `recordings` in the data folder.
    """

    video: str = ""
    receiver_sound: str = ""
    petitioner_sound: str = ""
    folder: str = ""

    @property
    def is_set_up(self) -> bool:
        """Whether any camera or microphone is named."""
        return bool(self.video or self.receiver_sound or self.petitioner_sound)


@dataclass(frozen=True)
class BoardSettings:
    """The board of the hall; `screen_name` is that of the screen it fills, empty for none.

    `voice` is how a call is said: clips (the recordings in the folder `voice`, else speech, else
    the chime), speech, chime, or none; `says_yao` says the figure 1 as 幺.
    """

    screen_name: str = ""
    voice: str = "clips"
    says_yao: bool = False


@dataclass(frozen=True)
class PetitionerSettings:
    """The petitioner's own screen at this window, by its name; empty for none."""

    screen_name: str = ""


@dataclass(frozen=True)
class KioskSettings:
    """The touch screen for visitors, by its name; empty for the first screen of its machine."""

    screen_name: str = ""


@dataclass(frozen=True)
class CentreSettings:
    """Connection string of the central PostgreSQL without password; empty means stand-alone.

    `is_pooled` is set behind pgbouncer in transaction mode: nothing is prepared in a session
    there, and no notice arrives. `ca` is the file of the office's certificate authority, against
    which the centre proves itself; empty means those the system trusts.
    """

    dsn: str = ""
    is_pooled: bool = False
    ca: str = ""


@dataclass(frozen=True)
class FontSettings:
    """TrueType files an office puts before the shipped ones, by the role of a text; empty: none."""

    title: str = ""
    body: str = ""
    emphasis: str = ""
    subheading: str = ""
    folio: str = ""
    plain: str = ""
    numbers: str = ""


@dataclass(frozen=True)
class Settings:
    """Everything a desk needs to know about itself; read once at start."""

    home: Path
    card_reader: CardReaderSettings = field(default_factory=CardReaderSettings)
    scanner: ScannerSettings = field(default_factory=ScannerSettings)
    form_printer: PrinterSettings = field(default_factory=PrinterSettings)
    receipt_printer: PrinterSettings = field(
        default_factory=lambda: PrinterSettings(paper="slip80")
    )
    recorder: RecorderSettings = field(default_factory=RecorderSettings)
    board: BoardSettings = field(default_factory=BoardSettings)
    petitioner: PetitionerSettings = field(default_factory=PetitionerSettings)
    kiosk: KioskSettings = field(default_factory=KioskSettings)
    centre: CentreSettings = field(default_factory=CentreSettings)
    fonts: FontSettings = field(default_factory=FontSettings)
    zone: str = HALL_ZONE
    holiday_roll: str = "civil_code"
    hearing_lead: int = 7
    """Days before a hearing by which its notice is served; the county's own rules say how many."""
    long_open_days: int = 90
    """Days past its last lawful day after which a matter stands in the ledger of 积案."""
    evaluation_days: int = 30
    """Days after a notice or reply in which it may be evaluated, by the rule in force."""
    encrypted: bool = True
    lock_after_seconds: int = 300

    @property
    def database_path(self) -> Path:
        return self.home / "desk.db"

    @property
    def files_path(self) -> Path:
        """Content-addressed files (scans, papers): `files/ab/cdef…`."""
        return self.home / "files"

    @property
    def recordings_path(self) -> Path:
        """Recordings of video sessions, a folder for each."""
        return Path(self.recorder.folder) if self.recorder.folder else self.home / "recordings"

    @property
    def wording_path(self) -> Path:
        """The office's own templates of papers, `documents/acceptance_notice.toml` and so on."""
        return self.home / "documents"

    @property
    def voice_path(self) -> Path:
        """The office's recordings of the words of a call, `请.wav` and so on."""
        return self.home / "voice"

    @property
    def recorder_path(self) -> Path:
        """Where the recorder says that it runs; `recording.client` finds it by this folder."""
        return self.home / "recorder"

    @property
    def log_path(self) -> Path:
        return self.home / "desk.log"


def default_home() -> Path:
    """Return the data folder: `$RECEPTION_DESK_HOME` or the system's place for user data."""
    if home := os.environ.get("RECEPTION_DESK_HOME"):
        return Path(home)
    from platformdirs import user_data_path

    return user_data_path("reception-desk", appauthor=False)


def load(home: Path | None = None) -> Settings:
    """Read `home/settings.toml` (absent means defaults).

    Raises `DeskError` with the file and the key when a setting is unknown or of a wrong type.
    """
    folder = home or default_home()
    path = folder / "settings.toml"
    if not path.exists():
        return Settings(home=folder)
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DeskError(
            f"设置文件 {path} 无法读取：{error}。", advice="请改正该文件，或移走后重新启动。"
        ) from error
    return from_values(folder, values, source=str(path))


def save(settings: Settings) -> None:
    """Write `home/settings.toml`, whole or not at all; comments in an older file are not kept.

    Raises `DeskError` when the folder cannot be written.
    """
    path = settings.home / "settings.toml"
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        _write_whole(path, _as_toml(settings))
    except OSError as error:
        raise DeskError(
            f"设置没有保存：{path} 无法写入。",
            saved="原来的设置没有改动。",
            advice="请检查磁盘空间和文件夹权限。",
        ) from error


def _write_whole(path: Path, content: str) -> None:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".settings-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _as_toml(settings: Settings) -> str:
    values = {name: value for name, value in asdict(settings).items() if name != "home"}
    plain = {name: value for name, value in values.items() if not isinstance(value, dict)}
    sections = {name: value for name, value in values.items() if isinstance(value, dict)}
    lines = [f"{name} = {_toml_value(value)}" for name, value in plain.items()]
    for name, section in sections.items():
        lines += ["", f"[{name}]"]
        lines += [f"{key} = {_toml_value(value)}" for key, value in section.items()]
    return "\n".join(lines) + "\n"


def _toml_value(value: str | int | bool) -> str:  # noqa: FBT001 - a value, not a switch
    """Return a value as TOML; a JSON string is a TOML basic string."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def from_values(home: Path, values: dict[str, Any], *, source: str) -> Settings:
    """Build settings from plain values; `source` names them in errors."""
    sections: dict[str, type] = {
        "card_reader": CardReaderSettings,
        "scanner": ScannerSettings,
        "form_printer": PrinterSettings,
        "receipt_printer": PrinterSettings,
        "recorder": RecorderSettings,
        "board": BoardSettings,
        "petitioner": PetitionerSettings,
        "kiosk": KioskSettings,
        "centre": CentreSettings,
        "fonts": FontSettings,
    }
    chosen: dict[str, Any] = {}
    for key, value in values.items():
        kind = sections.get(key)
        chosen[key] = _build(kind, value, f"{source} [{key}]") if kind else value
    return _build(Settings, {"home": home, **chosen}, source)


def _build(kind: type, values: dict[str, Any], source: str) -> Any:
    known = kind.__dataclass_fields__
    for key, value in values.items():
        if key not in known:
            raise DeskError(
                f"{source} 中的“{key}”不是可用的设置项。", advice="请删除或改正这一项。"
            )
        expected = known[key].type
        if expected in (str, int, bool) and type(value) is not expected:
            raise DeskError(f"{source} 中的“{key}”类型不对。", advice="请参照说明文档改正。")
    return kind(**values)
