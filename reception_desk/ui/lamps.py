"""What each lamp of the status bar knows: readings in, one report with words and advice out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from reception_desk.errors import DeskError
from reception_desk.records.card import ReaderEvent, ReaderState
from reception_desk.records.printing import JobStatus, PrinterCondition, PrinterHealth, PrintState
from reception_desk.records.recording import RecordingState, RecordingStatus
from reception_desk.records.scanning import ScannerInfo
from reception_desk.records.sound import SpeakerCondition
from reception_desk.records.sync import FilesWaiting, LinkState, LinkStatus, ReadingProgress
from reception_desk.services.centre_contact import CentreContact
from reception_desk.ui.widgets.lamp import LampKind, LampState

LAMPS = (
    LampKind("database", "数据库", "database"),
    LampKind("centre", "中心", "centre"),
    LampKind("card_reader", "读卡器", "card-reader"),
    LampKind("scanner", "扫描仪", "scanner"),
    LampKind("printer", "打印机", "printer"),
    LampKind("recorder", "录像", "recorder"),
    LampKind("disk", "磁盘", "disk"),
    LampKind("clock", "时钟", "clock"),
)
HALL_LAMP = LampKind("hall", "大厅屏", "queue")
"""Stands beside the others where this program shows the board of the hall."""
LOW_BYTES, SPARE_BYTES = 300 * 1024**2, 2 * 1024**3
"""Below the first the next registrations may not be saved; below the second it is time to act."""
CLOCK_WARN, CLOCK_WRONG = timedelta(seconds=30), timedelta(minutes=5)
_MEGABYTE = 1024**2


@dataclass(frozen=True, slots=True)
class LampReport:
    """`word` stands beside the lamp; `sentence`, `facts` and `advice` are for who asks."""

    state: LampState
    word: str
    sentence: str
    advice: str = ""
    facts: tuple[tuple[str, str], ...] = ()


NOT_KNOWN = LampReport(LampState.OFF, "未检查", "还没有检查过。")


def trouble_report(error: DeskError) -> LampReport:
    """Return a device that could not be opened as the settings name it."""
    return LampReport(LampState.ERROR, "设置有误", error.message, error.advice)


def database_report(path: Path, error: DeskError | None, key_warning: str) -> LampReport:
    """Say whether the local file answers and how its key is kept."""
    facts = (("文件", str(path)), ("大小", _size(path.stat().st_size if path.exists() else 0)))
    if error is not None:
        return LampReport(LampState.ERROR, "故障", error.message, error.advice, facts)
    sentence = "登记内容保存在本机，断网时照常办理。"
    return LampReport(LampState.OK, "正常", sentence, key_warning, facts)


def centre_report(
    status: LinkStatus | None,
    contact: CentreContact,
    *,
    zone: ZoneInfo,
    moment: datetime,
) -> LampReport:
    """Say since when the desk is connected or alone, and what waits to be sent."""
    if status is None:
        return LampReport(
            LampState.OFF,
            "单机",
            "本机单独工作，没有连接中心。",
            "需要连接时请由管理员在设置中登记。",
        )
    received = contact.received_at
    facts = (
        ("状态自", short_time(status.since, zone, moment)),
        ("最近收到", short_time(received, zone, moment) if received else "还没有"),
        ("待上传", f"{contact.waiting + status.held} 条"),
        *_file_facts(status.files),
        *((("其中等中心升级", f"{status.held} 条"),) if status.held else ()),
        *((("中心未收", f"{contact.refused} 条"),) if contact.refused else ()),
        *((("待处理冲突", f"{contact.conflicts} 处"),) if contact.conflicts else ()),
    )
    state, word, advice = _centre_words(status, moment)
    if status.reading is not None:
        reading = status.reading
        state, word = LampState.BUSY, f"接收 {reading.done * 100 // reading.total}%"
        advice = "照常登记即可；中途断开或关机，下次从断处接着收。"
    if status.held:
        advice = "中心的版本比本机旧，有内容要等它升级后自动上传，请告诉管理员。" + advice
    if status.files.stuck:
        advice = "有文件传不到中心，原因见“设置 · 中心”，请告诉管理员。" + advice
    if status.held or status.files.stuck or contact.refused or contact.conflicts:
        state = max(state, LampState.WARN, key=_gravity)
    if contact.conflicts:
        advice = "有内容两个窗口都改了，请在同步页决定以哪个为准。" + advice
    if contact.refused:
        advice = "有内容中心不能接收，请告诉管理员；本机仍保留。" + advice
    return LampReport(state, word, status.sentence, advice, facts)


def reading_words(reading: ReadingProgress) -> str:
    """Return how far the first reading is, with an estimate."""
    left = reading.seconds_left
    rest = f"约还需 {max(left, 1)} 秒" if left < 60 else f"约还需 {round(left / 60)} 分钟"
    return f"{reading.done:,} / {reading.total:,} 条，{rest}"


def _file_facts(files: FilesWaiting) -> tuple[tuple[str, str], ...]:
    facts: list[tuple[str, str]] = []
    if files.count:
        facts.append(("待传文件", file_count(files)))
    if files.stuck:
        facts.append(("传不上去的文件", f"{files.stuck} 个"))
    return tuple(facts)


def file_count(files: FilesWaiting) -> str:
    """Return how many files wait, and their bytes."""
    return f"{files.count} 个，{_size(files.size)}"


def _centre_words(status: LinkStatus, moment: datetime) -> tuple[LampState, str, str]:
    minutes = int((moment - status.since).total_seconds() // 60)
    match status.state:
        case LinkState.ONLINE:
            return LampState.OK, "已连接", ""
        case LinkState.CONNECTING:
            return LampState.BUSY, "连接中", ""
        case LinkState.OFFLINE:
            since = f"{minutes // 60} 小时" if minutes >= 60 else f"{minutes} 分"
            return LampState.WARN, f"离线 {since}", "照常登记即可，连上后自动补传。"
        case LinkState.REFUSED:
            return LampState.ERROR, "被拒绝", "请联系管理员；本机照常登记。"
        case LinkState.LOST:
            return LampState.ERROR, "已报失", "请联系管理员。"
        case LinkState.STOPPED:
            return LampState.OFF, "已停止", "请重新登录。"


def card_reader_report(event: ReaderEvent) -> LampReport:
    """Say what the reader is doing."""
    known = {
        ReaderState.NO_READER: (LampState.OFF, "未设置"),
        ReaderState.DISCONNECTED: (LampState.ERROR, "未连接"),
        ReaderState.NO_CARD: (LampState.OK, "就绪"),
        ReaderState.CARD_FOUND: (LampState.BUSY, "读取中"),
        ReaderState.READING: (LampState.BUSY, "读取中"),
        ReaderState.CARD_READ: (LampState.OK, "已读取"),
        ReaderState.READER_FAULT: (LampState.ERROR, "故障"),
        ReaderState.NO_ANSWER: (LampState.ERROR, "无回应"),
    }
    state, word = known.get(event.state, (LampState.WARN, "未读出"))
    return LampReport(state, word, event.sentence)


def scanner_report(kind: str, devices: Sequence[ScannerInfo] | DeskError) -> LampReport:
    """Say which scanners answer; `kind` is the one of the settings."""
    if kind == "none":
        return LampReport(LampState.OFF, "未设置", "本窗口没有设置扫描仪。", "材料可以从文件导入。")
    if isinstance(devices, DeskError):
        return LampReport(LampState.ERROR, "故障", devices.message, devices.advice)
    facts = tuple((device.kind or "设备", _scanner_name(device)) for device in devices)
    if not devices and kind != "folder":
        return LampReport(
            LampState.ERROR, "未连接", "没有找到扫描仪。", "请检查电源和连接线，再按“重新检查”。"
        )
    return LampReport(LampState.OK, "就绪", "可以扫描。", facts=facts)


def _scanner_name(device: ScannerInfo) -> str:
    return f"{device.vendor} {device.model}".strip() or device.name


_PRINTER_WORDS = {
    PrinterCondition.READY: (LampState.OK, "就绪"),
    PrinterCondition.BUSY: (LampState.BUSY, "正在打印"),
    PrinterCondition.PAPER_LOW: (LampState.WARN, "纸快用完"),
    PrinterCondition.OUT_OF_PAPER: (LampState.ERROR, "缺纸"),
    PrinterCondition.COVER_OPEN: (LampState.ERROR, "机盖打开"),
    PrinterCondition.JAMMED: (LampState.ERROR, "卡纸"),
    PrinterCondition.OUT_OF_TONER: (LampState.ERROR, "缺墨粉"),
    PrinterCondition.STOPPED: (LampState.ERROR, "已停下"),
    PrinterCondition.UNREACHABLE: (LampState.ERROR, "未连接"),
    PrinterCondition.UNKNOWN: (LampState.WARN, "状态不明"),
    PrinterCondition.UNSUITABLE: (LampState.ERROR, "不适用"),
    PrinterCondition.QUEUE_OPEN: (LampState.OK, "队列可用"),
    PrinterCondition.NO_QUEUE: (LampState.ERROR, "队列不在"),
    PrinterCondition.NOT_CONFIGURED: (LampState.OFF, "未设置"),
}
PAPER_NAMES = {"A4": "A4 纸", "A5": "A5 纸", "slip80": "80 毫米小票", "slip58": "58 毫米小票"}


def printer_report(healths: Sequence[tuple[str, PrinterHealth]]) -> LampReport:
    """Say how the printers stand, by the worst of them; `healths` pairs a paper with one."""
    if not healths:
        return LampReport(
            LampState.OFF, "未设置", "本窗口没有设置打印机。", "文书照样保存，可在别处打印。"
        )
    worst = max((health for _, health in healths), key=lambda health: _gravity(_word(health)[0]))
    state, word = _word(worst)
    facts = tuple(
        (PAPER_NAMES.get(paper, paper), " · ".join(filter(None, (health.sentence, health.model))))
        for paper, health in healths
        if paper
    )
    advice = "" if worst.condition.can_print else "排除后会自动继续，不必重新登记。"
    return LampReport(state, word, worst.sentence, advice, facts)


def with_font_troubles(report: LampReport, troubles: Sequence[DeskError]) -> LampReport:
    """Return the printer's report with what is wrong with the office's fonts; worse comes first."""
    if not troubles or _gravity(report.state) > _gravity(LampState.WARN):
        return report
    first = troubles[0]
    facts = (*report.facts, *(("文书字体", trouble.message) for trouble in troubles))
    sentence = f"{first.message}{first.saved}"
    return LampReport(LampState.WARN, "字体有误", sentence, first.advice, facts)


def printing_report(status: JobStatus) -> LampReport | None:
    """Return what a job on its way tells of its printer; None when it tells nothing."""
    if status.state is PrintState.PRINTING:
        return LampReport(LampState.BUSY, "正在打印", status.sentence)
    if status.state.needs_person and status.state.value in set(PrinterCondition):
        return printer_report([("", PrinterHealth(PrinterCondition(status.state.value)))])
    return None


def _word(health: PrinterHealth) -> tuple[LampState, str]:
    return _PRINTER_WORDS[health.condition]


def recorder_report(status: RecordingStatus, *, is_set_up: bool) -> LampReport:
    """Say whether anything is recorded; what is wrong with it comes first."""
    match status.state:
        case RecordingState.STARTING | RecordingState.RECORDING if status.alarms:
            words = status.alarms[0].kind.label
            return LampReport(LampState.WARN, "请检查", f"正在录制：{words}。")
        case RecordingState.STARTING | RecordingState.RECORDING:
            return LampReport(LampState.BUSY, "正在录制", "正在录制视频接访。")
        case RecordingState.PAUSED:
            return LampReport(LampState.WARN, "已暂停", f"录制暂停：{status.pause_reason}。")
        case RecordingState.INTERRUPTED:
            advice = "请到视频接访打开那一场，接着录或者结束录制。"
            return LampReport(LampState.ERROR, "中断", "录制程序中断过。", advice)
        case _ if not is_set_up:
            return LampReport(
                LampState.OFF,
                "未设置",
                "本窗口没有设置录制用的摄像机和话筒。",
                "视频接访照常进行，只记笔录。",
            )
        case _:
            return LampReport(LampState.OK, "未录制", "现在没有录制；须征得在场各人同意才能开始。")


def hall_report(
    screen_name: str, condition: SpeakerCondition, *, is_placed: bool, is_silent: bool
) -> LampReport:
    """Say whether the hall sees the board and hears the calls; what nobody sees comes first."""
    facts = (("屏幕", screen_name), ("声音", condition.sentence))
    if not is_placed:
        sentence = f"没有找到屏幕“{screen_name}”，大厅屏已隐去。"
        advice = "请检查大厅屏的电源和连接线，接上后自动显示。"
        return LampReport(LampState.ERROR, "屏幕断开", sentence, advice, facts)
    if is_silent or condition is SpeakerCondition.READY:
        return LampReport(LampState.OK, "正常", "大厅屏正在显示。", facts=facts)
    advice = "请检查音箱、声卡和系统的声音设置。"
    return LampReport(LampState.WARN, "没有声音", condition.sentence, advice, facts)


def disk_report(free_bytes: int, total_bytes: int, home: Path) -> LampReport:
    """Say how much room is left where the data are kept."""
    facts = (
        ("可用", f"{_size(free_bytes)}，共 {_size(total_bytes)}"),
        ("数据文件夹", str(home)),
    )
    if free_bytes < LOW_BYTES:
        advice = "请立刻清理磁盘，否则新的登记和扫描可能保存不了。"
        return LampReport(LampState.ERROR, "将满", "磁盘快满了。", advice, facts)
    if free_bytes < SPARE_BYTES:
        return LampReport(
            LampState.WARN, "不足", "磁盘空间不多了。", "请在今天下班前清理磁盘。", facts
        )
    return LampReport(LampState.OK, "正常", "磁盘空间充足。", facts=facts)


def clock_report(moment: datetime, contact: CentreContact | None, zone: ZoneInfo) -> LampReport:
    """Compare this machine's clock with the centre's; `contact` is None for a desk alone."""
    local = moment.astimezone(zone)
    word = f"{local:%H:%M}"
    facts = [("本机时间", f"{local:%Y-%m-%d %H:%M:%S}"), ("时区", str(zone))]
    if contact is None or contact.received_at is None:
        return LampReport(
            LampState.OK,
            word,
            "还没有与中心对过时间。",
            "登记时间取自本机时钟，请留意是否准确。",
            tuple(facts),
        )
    skew = timedelta(milliseconds=contact.skew_ms)
    facts.append(("与中心相差", f"{abs(skew).total_seconds():.0f} 秒"))
    if abs(skew) < CLOCK_WARN:
        return LampReport(LampState.OK, word, "与中心的时间一致。", facts=tuple(facts))
    direction = "慢" if skew > timedelta() else "快"
    state = LampState.ERROR if abs(skew) >= CLOCK_WRONG else LampState.WARN
    return LampReport(
        state,
        f"{word} {direction}了",
        f"本机时钟比中心{direction}。",
        "请管理员校准本机时间；登记时间会印在文书上。",
        tuple(facts),
    )


def short_time(moment: datetime, zone: ZoneInfo, today: datetime) -> str:
    """Return the time of day for today, the date before it otherwise."""
    local = moment.astimezone(zone)
    if local.date() == today.astimezone(zone).date():
        return f"{local:%H:%M}"
    return f"{local:%Y-%m-%d %H:%M}"


def _gravity(state: LampState) -> int:
    order = (LampState.OFF, LampState.OK, LampState.BUSY, LampState.WARN, LampState.ERROR)
    return order.index(state)


def _size(count: int) -> str:
    if count >= 1024**3:
        return f"{count / 1024**3:.1f} GB"
    return f"{count / _MEGABYTE:.1f} MB"
