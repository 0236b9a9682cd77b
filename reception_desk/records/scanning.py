"""One page from a scanner: what was asked, what came, and how it ended."""

from dataclasses import dataclass
from enum import StrEnum


class ColourMode(StrEnum):
    """`lineart` is one bit a pixel; a device without it delivers grey."""

    COLOUR = "colour"
    GREY = "grey"
    LINEART = "lineart"

    @property
    def label(self) -> str:
        """Return the word on the screen."""
        return {"colour": "彩色", "grey": "灰度", "lineart": "黑白"}[self.value]


class PaperSource(StrEnum):
    """Where the sheet lies; a device with one place only ignores it.

    `duplex` is the feeder with both sides of each sheet. `auto` is the feeder while paper lies in
    it, else the glass.
    """

    FLATBED = "flatbed"
    FEEDER = "feeder"
    DUPLEX = "duplex"
    AUTO = "auto"

    @property
    def is_feeder(self) -> bool:
        """Say whether sheets are pulled in one after the other."""
        return self in {PaperSource.FEEDER, PaperSource.DUPLEX}

    @property
    def label(self) -> str:
        """Return the word on the screen."""
        return {"flatbed": "平板", "feeder": "送纸器", "duplex": "双面送纸", "auto": "自动"}[
            self.value
        ]


SCANNER_WORD = "扫描仪"


@dataclass(frozen=True, slots=True)
class ScanProblem:
    """Sentences for the person: what happened, what is kept, what to do."""

    message: str
    saved: str
    advice: str


class ScanOutcome(StrEnum):
    """How one scan ended; answers a driver invents are `unknown`."""

    OK = "ok"
    CANCELLED = "cancelled"
    NO_DOCUMENTS = "no_documents"
    JAMMED = "jammed"
    COVER_OPEN = "cover_open"
    DEVICE_BUSY = "device_busy"
    NO_SUCH_DEVICE = "no_such_device"
    NO_DRIVER = "no_driver"
    IO_ERROR = "io_error"
    ACCESS_DENIED = "access_denied"
    OUT_OF_MEMORY = "out_of_memory"
    WORKER_DIED = "worker_died"
    TIMED_OUT = "timed_out"
    UNSUPPORTED_FILE = "unsupported_file"
    UNKNOWN = "unknown"

    def problem(self, *, has_part: bool = False, device: str = SCANNER_WORD) -> ScanProblem | None:
        """Return the sentences of this outcome, or None when the scan went well.

        `has_part` says that the lines read so far became a partial page; `device` is what the
        clerk calls the thing.
        """
        if self is ScanOutcome.OK:
            return None
        message, advice = (each.format(device=device) for each in _SENTENCES[self])
        kept = "已读到的部分存为不完整页，" if has_part else "本页没有保存，"
        return ScanProblem(message, f"{kept}此前扫描的页不受影响。", advice)


_SENTENCES = {
    ScanOutcome.CANCELLED: ("扫描已取消。", "需要时请重新扫描这一页。"),
    ScanOutcome.NO_DOCUMENTS: ("没有可扫描的纸张或图像。", "请放好纸张后再扫描。"),
    ScanOutcome.JAMMED: ("{device}卡纸。", "请打开盖板取出纸张，抚平后重新扫描这一页。"),
    ScanOutcome.COVER_OPEN: ("{device}盖板没有合上。", "请合上盖板后重新扫描。"),
    ScanOutcome.DEVICE_BUSY: (
        "{device}正在使用中。",
        "请等当前扫描结束，或关闭其他占用{device}的程序后再试。",
    ),
    ScanOutcome.NO_SUCH_DEVICE: (
        "找不到{device}。",
        "请检查电源和连接线，并在设置中核对{device}的名称。",
    ),
    ScanOutcome.NO_DRIVER: (
        "本机没有安装扫描仪驱动（SANE）。",
        "请联系管理员安装驱动；也可以先从文件导入图像。",
    ),
    ScanOutcome.IO_ERROR: ("与{device}的通信中断。", "请检查连接线，关机再开机后重新扫描这一页。"),
    ScanOutcome.ACCESS_DENIED: (
        "没有权限使用这台{device}或这个文件。",
        "请联系管理员为当前用户开通权限。",
    ),
    ScanOutcome.OUT_OF_MEMORY: ("页面太大，内存放不下。", "请降低分辨率或缩小扫描范围后重新扫描。"),
    ScanOutcome.WORKER_DIED: ("扫描驱动意外退出。", "请重新扫描这一页，驱动会自动重新启动。"),
    ScanOutcome.TIMED_OUT: (
        "{device}长时间没有响应，已停止等待。",
        "请检查{device}是否亮起故障灯，必要时关机再开机后重试。",
    ),
    ScanOutcome.UNSUPPORTED_FILE: (
        "这个文件不能作为图像读取。",
        "请改用 PNG、JPEG、TIFF、BMP、HEIC 图像或 PDF，文件损坏时请重新扫描原件。",
    ),
    ScanOutcome.UNKNOWN: (
        "扫描没有成功，{device}没有说明原因。",
        "请重试；多次失败时请联系管理员查看日志。",
    ),
}


PAGE_FILES = (
    ".png", ".jpg", ".jpeg", ".jfif", ".tif", ".tiff", ".bmp",
    ".heic", ".heif", ".hif", ".avif", ".pdf",
)  # fmt: skip
"""What files of pages are called, in folders and in dialogs; what they are, their bytes say."""


@dataclass(frozen=True, slots=True)
class ScannerInfo:
    """One device as its driver lists it; `name` is the driver's own identifier."""

    name: str
    vendor: str
    model: str
    kind: str


@dataclass(frozen=True, slots=True)
class ScannerAbilities:
    """What a device says it can do; what it does not speak of is empty.

    Either `resolutions` names the dpi there are, or `limits` says the least and the most.
    `picture_sizes` are width and height in pixels of a camera, the largest first.
    """

    sources: tuple[PaperSource, ...] = ()
    modes: tuple[ColourMode, ...] = ()
    resolutions: tuple[int, ...] = ()
    limits: tuple[int, int] | None = None
    picture_sizes: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ScanArea:
    """A rectangle on the glass in mm from its top left corner."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class ScanOptions:
    """What to ask of the device; it takes its nearest possible value. No area: all it can reach."""

    dpi: int = 300
    colour_mode: ColourMode = ColourMode.COLOUR
    area: ScanArea | None = None
    paper_source: PaperSource = PaperSource.FLATBED


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """An encoded, upright page image.

    `dpi` is 0 when a file does not say; `source` is the device's name or the file's name.
    A partial page keeps the lines read before `outcome` ended the scan. `changes` are sentences
    about what the device could not do as asked, or why the page should be taken again.
    `paper_source` is where the sheet lay, None when nobody knows.
    """

    image: bytes
    media_type: str
    width_px: int
    height_px: int
    dpi: int
    is_partial: bool
    source: str
    outcome: ScanOutcome = ScanOutcome.OK
    changes: tuple[str, ...] = ()
    paper_source: PaperSource | None = None
