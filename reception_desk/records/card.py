"""What an identity card says, and what the card reader is doing."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class CardKind(StrEnum):
    """The kinds of card that carry a text record of the identity card family."""

    CITIZEN = "citizen"
    HMT_RESIDENCE = "hmt_residence"
    FOREIGN_RESIDENCE = "foreign_residence"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The card's name as printed on it."""
        return _KIND_LABELS[self]


_KIND_LABELS = {
    CardKind.CITIZEN: "居民身份证",
    CardKind.HMT_RESIDENCE: "港澳台居民居住证",
    CardKind.FOREIGN_RESIDENCE: "外国人永久居留身份证",
    CardKind.UNKNOWN: "未知证件",
}


@dataclass(frozen=True, slots=True)
class CardData:
    """The text of one card, as codes; photo and fingerprint are never part of it.

    `sex` is a GB/T 2261.1 code, `nation` a GB/T 3304 code, `nationality` ISO 3166 alpha-3.
    A field that could not be read for certain is None and `notes` says so in Chinese.
    Personal fields stay out of `repr`, so that no log can show them.
    """

    kind: CardKind
    name: str | None = field(default=None, repr=False)
    english_name: str | None = field(default=None, repr=False)
    sex: str | None = field(default=None, repr=False)
    nation: str | None = field(default=None, repr=False)
    birth_date: date | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)
    number: str | None = field(default=None, repr=False)
    issuer: str | None = field(default=None, repr=False)
    valid_from: date | None = field(default=None, repr=False)
    valid_until: date | None = field(default=None, repr=False)
    is_long_term: bool = field(default=False, repr=False)
    pass_number: str | None = field(default=None, repr=False)
    issue_count: int | None = field(default=None, repr=False)
    nationality: str | None = field(default=None, repr=False)
    notes: tuple[str, ...] = ()


class ReaderState(StrEnum):
    """Everything the card reader can be doing or have failed at."""

    NO_READER = "no_reader"
    DISCONNECTED = "disconnected"
    NO_CARD = "no_card"
    CARD_FOUND = "card_found"
    READING = "reading"
    CARD_READ = "card_read"
    UNKNOWN_CARD = "unknown_card"
    SELECT_FAILED = "select_failed"
    READ_FAILED = "read_failed"
    CARD_REFUSED = "card_refused"
    NOT_AN_ID_CARD = "not_an_id_card"
    GARBLED = "garbled"
    NO_ANSWER = "no_answer"
    READER_FAULT = "reader_fault"

    @property
    def sentence(self) -> str:
        """What the clerk is told: what happened and what to do."""
        return _STATE_SENTENCES[self]

    @property
    def is_waiting_for_lift(self) -> bool:
        """Whether this card is done with, read or not; the next one may be put on at once."""
        return self in _WAITING_FOR_LIFT

    @property
    def is_failure(self) -> bool:
        """Whether the clerk has to do something other than put or take a card."""
        return self in _FAILURES


_STATE_SENTENCES = {
    ReaderState.NO_READER: "本窗口没有设置读卡器，请手工录入。",
    ReaderState.DISCONNECTED: "读卡器未连接，请检查连线和端口设置；可以手工录入。",
    ReaderState.NO_CARD: "读卡器就绪，请放上证件。",
    ReaderState.CARD_FOUND: "发现证件，请不要移动。",
    ReaderState.READING: "正在读取，请不要移动证件。",
    ReaderState.CARD_READ: "证件已读取，请取走证件。",
    ReaderState.UNKNOWN_CARD: "这种证件的内容无法识别，请取走证件并手工录入。",
    ReaderState.SELECT_FAILED: "没有选中证件，请把证件拿起再放平一次。",
    ReaderState.READ_FAILED: "证件没有读完，请把证件拿起再放平一次。",
    ReaderState.CARD_REFUSED: "证件与读卡器相互验证没有通过，请换一台读卡器或手工录入。",
    ReaderState.NOT_AN_ID_CARD: "放上的不是居民身份证一类的证件，请取走并手工录入。",
    ReaderState.GARBLED: "读卡器的回应无法辨认，请检查连线；可以手工录入。",
    ReaderState.NO_ANSWER: "读卡器没有回应，请重新插拔读卡器；可以手工录入。",
    ReaderState.READER_FAULT: "读卡器自身有故障，请联系维护人员；可以手工录入。",
}

_WAITING_FOR_LIFT = frozenset(
    {
        ReaderState.CARD_READ,
        ReaderState.UNKNOWN_CARD,
        ReaderState.SELECT_FAILED,
        ReaderState.READ_FAILED,
        ReaderState.CARD_REFUSED,
        ReaderState.NOT_AN_ID_CARD,
    }
)

_FAILURES = frozenset(ReaderState) - {
    ReaderState.NO_READER,
    ReaderState.NO_CARD,
    ReaderState.CARD_FOUND,
    ReaderState.READING,
    ReaderState.CARD_READ,
}


@dataclass(frozen=True, slots=True)
class ReaderEvent:
    """The reader has come into `state`; `card` is there only when a card was read.

    `detail` is the reader's own reason in Chinese, or empty; it never names a person.
    """

    state: ReaderState
    card: CardData | None = None
    detail: str = ""

    @property
    def sentence(self) -> str:
        """The sentence for the clerk, with the reader's own reason in brackets."""
        return f"{self.state.sentence}（{self.detail}）" if self.detail else self.state.sentence
