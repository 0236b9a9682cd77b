"""What a printer can answer: closed states, the job as sent and the job as it stands."""

from dataclasses import dataclass
from enum import StrEnum

UNSUITABLE_ADVICE = "请改用能直接打印 PDF 的打印机，或改用系统打印队列。"


class PrintState(StrEnum):
    """Where one print job stands; `sentence` is the wording for people."""

    QUEUED = "queued"
    SENT = "sent"
    PRINTING = "printing"
    PRINTED = "printed"
    OUT_OF_PAPER = "out_of_paper"
    COVER_OPEN = "cover_open"
    JAMMED = "jammed"
    OUT_OF_TONER = "out_of_toner"
    STOPPED = "stopped"
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"
    UNCONFIRMED = "unconfirmed"
    HANDED_OVER = "handed_over"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def sentence(self) -> str:
        return _JOB_SENTENCES[self]

    @property
    def is_final(self) -> bool:
        """Whether asking the printer again cannot change the answer."""
        return self in _FINAL

    @property
    def is_unproven(self) -> bool:
        """Whether the job has left here and nobody will ever say what became of it."""
        return self in _UNPROVEN

    @property
    def needs_person(self) -> bool:
        """Whether somebody has to walk to the printer."""
        return self in _NEEDS_PERSON


_JOB_SENTENCES = {
    PrintState.QUEUED: "排队中",
    PrintState.SENT: "已送出",
    PrintState.PRINTING: "正在打印",
    PrintState.PRINTED: "已打印",
    PrintState.OUT_OF_PAPER: "缺纸，请加纸",
    PrintState.COVER_OPEN: "机盖打开，请合上",
    PrintState.JAMMED: "卡纸，请取出卡住的纸",
    PrintState.OUT_OF_TONER: "缺墨粉，请更换",
    PrintState.STOPPED: "打印机已暂停或停下，请查看打印机",
    PrintState.UNREACHABLE: "打印机无法连接，请检查电源和网线",
    PrintState.UNKNOWN: "打印机没有说明状态",
    PrintState.UNCONFIRMED: "已送出，打印机不能证实是否打出，请查看纸张",
    PrintState.HANDED_OVER: "已交给系统打印队列，是否打出请看纸张",
    PrintState.CANCELLED: "已取消",
    PrintState.FAILED: "打印失败，请重新打印",
}
_UNPROVEN = frozenset({PrintState.UNCONFIRMED, PrintState.HANDED_OVER})
_FINAL = _UNPROVEN | {PrintState.PRINTED, PrintState.CANCELLED, PrintState.FAILED}
_NEEDS_PERSON = frozenset(
    {
        PrintState.OUT_OF_PAPER,
        PrintState.COVER_OPEN,
        PrintState.JAMMED,
        PrintState.OUT_OF_TONER,
        PrintState.STOPPED,
        PrintState.UNREACHABLE,
        PrintState.UNCONFIRMED,
        PrintState.FAILED,
    }
)


class PrinterCondition(StrEnum):
    """How the printer itself stands, without a job; the obstacles are `PrintState`s too."""

    READY = "ready"
    BUSY = "busy"
    PAPER_LOW = "paper_low"
    OUT_OF_PAPER = "out_of_paper"
    COVER_OPEN = "cover_open"
    JAMMED = "jammed"
    OUT_OF_TONER = "out_of_toner"
    STOPPED = "stopped"
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"
    UNSUITABLE = "unsuitable"
    QUEUE_OPEN = "queue_open"
    NO_QUEUE = "no_queue"
    NOT_CONFIGURED = "not_configured"

    @property
    def sentence(self) -> str:
        own = _CONDITION_SENTENCES.get(self)
        return own if own is not None else PrintState(self.value).sentence

    @property
    def can_print(self) -> bool:
        return self in _USABLE

    @property
    def obstacle(self) -> PrintState | None:
        """The state a job takes while the printer stands like this, or None if it can print."""
        return None if self in _CONDITION_SENTENCES else PrintState(self.value)


_CONDITION_SENTENCES = {
    PrinterCondition.READY: "打印机就绪",
    PrinterCondition.BUSY: "打印机正在打印",
    PrinterCondition.PAPER_LOW: "纸快用完了",
    PrinterCondition.UNSUITABLE: f"打印机不能直接打印 PDF，{UNSUITABLE_ADVICE}",
    PrinterCondition.QUEUE_OPEN: "系统打印队列可用，缺纸、卡纸请看打印机",
    PrinterCondition.NO_QUEUE: "没有这个打印队列，请在“设置”中重新选择打印机",
    PrinterCondition.NOT_CONFIGURED: "没有设置打印机",
}
_USABLE = frozenset(
    {
        PrinterCondition.READY,
        PrinterCondition.BUSY,
        PrinterCondition.PAPER_LOW,
        PrinterCondition.QUEUE_OPEN,
    }
)


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A job a printer has taken; `id` is the printer's own number, `printer` its address."""

    id: str
    printer: str
    title: str
    copies: int


@dataclass(frozen=True, slots=True)
class JobStatus:
    """One answer about one job; `reasons` are the printer's own keywords, unchanged.

    `pages_done` counts pages put out so far and is None when the printer does not say.
    `note` is the printer's own sentence: a CUPS queue says only there, in Chinese, that the
    printer behind it is away.
    """

    state: PrintState
    job_id: str = ""
    reasons: tuple[str, ...] = ()
    pages_done: int | None = None
    note: str = ""

    @property
    def sentence(self) -> str:
        if self.state in _QUOTED:
            return _quoting(self.state.sentence, self.reasons)
        if self.note and not self.state.is_final:
            return _quoting(self.state.sentence, (self.note,))
        return self.state.sentence


@dataclass(frozen=True, slots=True)
class PrinterHealth:
    """How a printer stands; `model` is its own name, `queued` the jobs waiting in it."""

    condition: PrinterCondition
    reasons: tuple[str, ...] = ()
    model: str = ""
    queued: int = 0

    @property
    def sentence(self) -> str:
        if self.condition is PrinterCondition.UNKNOWN:
            return _quoting(self.condition.sentence, self.reasons)
        return self.condition.sentence


_QUOTED = frozenset({PrintState.UNKNOWN, PrintState.FAILED, PrintState.STOPPED})


def _quoting(sentence: str, reasons: tuple[str, ...]) -> str:
    return f"{sentence}（{'，'.join(reasons)}）" if reasons else sentence
