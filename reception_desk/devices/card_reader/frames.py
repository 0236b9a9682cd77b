"""Frames between program and reader (GA/T 467): bytes in, frames out, nothing else.

A frame is `AA AA AA 96 69 | length (2, big-endian) | body | check`. The length counts body
and check; the check is the XOR of length and body. A request's body is command and
parameter, a reply's is SW1 SW2 SW3 and data.
"""

from dataclasses import dataclass
from enum import Enum, IntEnum, StrEnum
from functools import reduce
from itertools import islice
from operator import xor

PREAMBLE = bytes.fromhex("AAAAAA9669")
TEXT_LENGTH = 256
STATUS_LENGTH = 3
READ_HEADER_LENGTH = 4
KEPT_BODY = STATUS_LENGTH + READ_HEADER_LENGTH + TEXT_LENGTH
"""A decoder keeps this much of a body: everything but the photo that follows the text."""
SHORTEST_REQUEST = 3
SHORTEST_REPLY = 4
LONGEST = 0x090A
_BODY_AT = len(PREAMBLE) + 2


class Command(Enum):
    """Every request this program can send; reading fingerprints (30 10) is not among them."""

    FIND = b"\x20\x01"
    SELECT = b"\x20\x02"
    READ = b"\x30\x01"

    @property
    def frame(self) -> bytes:
        """The bytes to send."""
        return encode(self.value)


class Status(IntEnum):
    """SW3 of a reply; a value outside the list is `UNLISTED`."""

    UNLISTED = -1
    BAD_CHECKSUM = 0x10
    BAD_LENGTH = 0x11
    BAD_COMMAND = 0x21
    NOT_ALLOWED = 0x23
    UNKNOWN_ERROR = 0x24
    CARD_REJECTS_READER = 0x31
    READER_REJECTS_CARD = 0x32
    VERIFICATION_FAILED = 0x33
    WRONG_CARD = 0x40
    READ_FAILED = 0x41
    RANDOM_FAILED = 0x47
    SELF_TEST_FAILED = 0x60
    NOT_AUTHORISED = 0x66
    NO_CARD = 0x80
    SELECT_FAILED = 0x81
    OK = 0x90
    ITEM_EMPTY = 0x91
    FOUND = 0x9F

    @classmethod
    def of(cls, byte: int) -> "Status":
        """Return the status with this SW3 byte."""
        return _STATUS_OF_BYTE.get(byte, cls.UNLISTED)

    @property
    def sentence(self) -> str:
        """The reader's reason in Chinese, to stand in brackets."""
        return _STATUS_SENTENCES[self]


_STATUS_OF_BYTE = {status.value: status for status in Status if status is not Status.UNLISTED}

_STATUS_SENTENCES = {
    Status.UNLISTED: "读卡器报告了未知状态",
    Status.BAD_CHECKSUM: "读卡器收到的命令校验不符",
    Status.BAD_LENGTH: "读卡器收到的命令长度不符",
    Status.BAD_COMMAND: "读卡器不认识这条命令",
    Status.NOT_ALLOWED: "读卡器不允许这项操作",
    Status.UNKNOWN_ERROR: "读卡器报告了未知错误",
    Status.CARD_REJECTS_READER: "证件不认可读卡器",
    Status.READER_REJECTS_CARD: "读卡器不认可证件",
    Status.VERIFICATION_FAILED: "安全模块验证失败",
    Status.WRONG_CARD: "证件类型不符",
    Status.READ_FAILED: "读证件操作失败",
    Status.RANDOM_FAILED: "取随机数失败",
    Status.SELF_TEST_FAILED: "安全模块自检失败",
    Status.NOT_AUTHORISED: "安全模块未经授权",
    Status.NO_CARD: "没有发现证件",
    Status.SELECT_FAILED: "选取证件失败",
    Status.OK: "操作成功",
    Status.ITEM_EMPTY: "证件中没有此项内容",
    Status.FOUND: "发现证件",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """One whole frame with the right check; its body without the photo is not for logs."""

    body: bytes

    @property
    def status(self) -> Status:
        """SW3 of a reply."""
        return Status.of(self.body[STATUS_LENGTH - 1])

    @property
    def data(self) -> bytes:
        """What follows the status bytes of a reply."""
        return self.body[STATUS_LENGTH:]

    @property
    def text_record(self) -> bytes | None:
        """The card's text in a read reply; None unless the reply has its full length."""
        text_length = int.from_bytes(self.data[:2], "big")
        if text_length != TEXT_LENGTH or len(self.body) != KEPT_BODY:
            return None
        return self.data[READ_HEADER_LENGTH:]

    def __repr__(self) -> str:
        return f"Frame({len(self.body)} bytes)"


class FrameFault(StrEnum):
    """Why there is no frame where one was due."""

    LENGTH = "length"
    CHECKSUM = "checksum"
    SILENCE = "silence"

    @property
    def sentence(self) -> str:
        """The reason in Chinese, to stand in brackets."""
        return _FAULT_SENTENCES[self]


_FAULT_SENTENCES = {
    FrameFault.LENGTH: "回应长度不符",
    FrameFault.CHECKSUM: "回应校验不符",
    FrameFault.SILENCE: "没有等到完整的回应",
}


@dataclass(frozen=True, slots=True)
class BadFrame:
    """Something that is no frame, or nothing, in the place of one."""

    fault: FrameFault


def encode(body: bytes) -> bytes:
    """Return the frame around `body`; `ValueError` if it is empty or too long for a frame."""
    length = len(body) + 1
    if not SHORTEST_REQUEST <= length <= LONGEST:
        message = f"a frame body has 2 to {LONGEST - 1} bytes, not {len(body)}"
        raise ValueError(message)
    counted = length.to_bytes(2, "big") + body
    return PREAMBLE + counted + bytes([reduce(xor, counted)])


class FrameDecoder:
    """Finds frames in a stream that may hold garbage, half frames and damaged ones.

    `shortest` is the least length field to accept. At most `KEPT_BODY` bytes of a body leave
    the decoder, so the photo ends here; used bytes are overwritten before they are let go.
    """

    def __init__(self, shortest: int = SHORTEST_REPLY) -> None:
        self._shortest = shortest
        self._buffer = bytearray()

    def feed(self, chunk: bytes) -> list[Frame | BadFrame]:
        """Take the next bytes of the stream and return what they complete, in order."""
        self._buffer += chunk
        found: list[Frame | BadFrame] = []
        while (message := self._next()) is not None:
            found.append(message)
        return found

    def clear(self) -> None:
        """Forget a half frame."""
        self._drop(len(self._buffer))

    def _next(self) -> Frame | BadFrame | None:
        self._skip_garbage()
        if len(self._buffer) < _BODY_AT:
            return None
        length = int.from_bytes(self._buffer[len(PREAMBLE) : _BODY_AT], "big")
        if not self._shortest <= length <= LONGEST:
            return self._refuse(FrameFault.LENGTH)
        end = _BODY_AT + length
        if len(self._buffer) < end:
            return None
        if reduce(xor, islice(self._buffer, len(PREAMBLE), end)) != 0:
            return self._refuse(FrameFault.CHECKSUM)
        body = bytes(self._buffer[_BODY_AT : min(end - 1, _BODY_AT + KEPT_BODY)])
        self._drop(end)
        return Frame(body)

    def _refuse(self, fault: FrameFault) -> BadFrame:
        """Skip the preamble only: a good frame may stand inside what the length claimed."""
        self._drop(len(PREAMBLE))
        return BadFrame(fault)

    def _skip_garbage(self) -> None:
        start = self._buffer.find(PREAMBLE)
        if start < 0:
            start = len(self._buffer) - self._begun_preamble()
        self._drop(start)

    def _begun_preamble(self) -> int:
        """Return how many bytes at the buffer's end may be the start of a preamble."""
        for size in range(len(PREAMBLE) - 1, 0, -1):
            if self._buffer.endswith(PREAMBLE[:size]):
                return size
        return 0

    def _drop(self, count: int) -> None:
        self._buffer[:count] = bytes(count)
        del self._buffer[:count]
