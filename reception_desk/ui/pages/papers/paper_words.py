"""How a paper stands, in the words and marks of the list."""

from zoneinfo import ZoneInfo

from reception_desk.records.document import DocumentRecord
from reception_desk.records.printing import PrintState
from reception_desk.ui.lamps import PAPER_NAMES
from reception_desk.ui.tables.columns import Column
from reception_desk.ui.tokens import Colour

NOT_PRINTED = "未打印"
STALE = "登记已修改"
_SHORT = {
    PrintState.QUEUED: ("排队中", Colour.MUTED, "clock"),
    PrintState.SENT: ("已送出", Colour.ACCENT, "printer"),
    PrintState.PRINTING: ("正在打印", Colour.ACCENT, "printer"),
    PrintState.PRINTED: ("已打印", Colour.OK, "done"),
    PrintState.OUT_OF_PAPER: ("缺纸", Colour.ERROR, "error"),
    PrintState.COVER_OPEN: ("机盖打开", Colour.ERROR, "error"),
    PrintState.JAMMED: ("卡纸", Colour.ERROR, "error"),
    PrintState.OUT_OF_TONER: ("缺墨粉", Colour.ERROR, "error"),
    PrintState.STOPPED: ("打印机停下", Colour.ERROR, "error"),
    PrintState.UNREACHABLE: ("打印机未连接", Colour.ERROR, "error"),
    PrintState.UNKNOWN: ("状态不明", Colour.WARN, "warning"),
    PrintState.UNCONFIRMED: ("请看是否出纸", Colour.WARN, "warning"),
    PrintState.HANDED_OVER: ("已交系统队列", Colour.ACCENT, "printer"),
    PrintState.CANCELLED: ("已取消", Colour.MUTED, "skip"),
    PrintState.FAILED: ("打印失败", Colour.ERROR, "error"),
}
_MARKS = {words: (colour, icon) for words, colour, icon in _SHORT.values()}
COLUMNS = (
    Column("time", "制作时间", 7),
    Column("title", "文书", 8),
    Column(
        "state",
        "打印状态",
        8,
        marks=_MARKS | {NOT_PRINTED: (Colour.MUTED, "file"), STALE: (Colour.WARN, "warning")},
    ),
    Column("number", "编号", 10, keeps_end=True),
    Column("paper", "用纸", 6),
    Column("copies", "打印次数", 7),
    Column("printer", "打印机", 12, is_hidden=True),
)


def state_of(document: DocumentRecord) -> str:
    """Return the state in one word."""
    if document.state is None:
        return STALE if document.is_stale else NOT_PRINTED
    return _SHORT[PrintState(document.state)][0]


def copies_of(document: DocumentRecord) -> str:
    """Return how often it came out; what was printed again is counted as 补打."""
    parts = (
        (document.printed_copies, f"{document.printed_copies} 次"),
        (document.unproven_copies, f"未证实 {document.unproven_copies} 次"),
        (document.reprints, f"补打 {document.reprints}"),
    )
    return " · ".join(words for count, words in parts if count)


def sentence_of(document: DocumentRecord) -> str:
    """Return what the printer says of the paper, with its own reason."""
    if document.state is None:
        return "还没有打印过。"
    reason = f"（打印机：{document.printer_reason}）" if document.printer_reason else ""
    return PrintState(document.state).sentence + reason


def cells(document: DocumentRecord, zone: ZoneInfo) -> tuple[object, ...]:
    """Return a row of the list."""
    return (
        f"{document.created_at.astimezone(zone):%m-%d %H:%M}",
        document.title,
        state_of(document),
        document.number or "",
        PAPER_NAMES.get(document.paper, document.paper),
        copies_of(document),
        document.printer or "",
    )


def verb_of(document: DocumentRecord) -> str:
    """Return what printing it now would be: the first time, or 补打."""
    return "补打" if document.prints else "打印"
