"""Why an IPP printer did not take a job, as errors with a sentence for the person."""

from enum import IntEnum
from http import HTTPStatus

from reception_desk.devices.printer.ipp_codec import GroupTag, Message
from reception_desk.errors import DeviceError
from reception_desk.records.printing import UNSUITABLE_ADVICE

KEPT = "文书已保存。"


class Status(IntEnum):
    """Answers with a meaning of their own (RFC 8011 §4.1.6); below `FIRST_ERROR` all is well."""

    FIRST_ERROR = 0x0100
    FORBIDDEN = 0x0401
    NOT_AUTHENTICATED = 0x0402
    NOT_AUTHORISED = 0x0403
    NOT_FOUND = 0x0406
    FORMAT_NOT_SUPPORTED = 0x040A
    OPTIONS_NOT_SUPPORTED = 0x040B
    NOT_ACCEPTING_JOBS = 0x0506
    BUSY = 0x0507


_NOT_ALLOWED = ("打印机不允许本机打印。", "请联系管理员开放权限。")
_LOGIN = ("打印机要求登录。", "请联系管理员开放本机打印。")
_SENTENCES: dict[int, tuple[str, str]] = {
    Status.FORBIDDEN: _NOT_ALLOWED,
    Status.NOT_AUTHENTICATED: _LOGIN,
    Status.NOT_AUTHORISED: _NOT_ALLOWED,
    Status.NOT_FOUND: ("没有这个打印队列。", "请在“设置”中重新选择打印机。"),
    Status.FORMAT_NOT_SUPPORTED: ("打印机不能直接打印 PDF。", UNSUITABLE_ADVICE),
    Status.OPTIONS_NOT_SUPPORTED: (
        "打印机没有所要的纸张、纸盒、双面或份数。",
        "请在“设置”中核对打印机的纸张和纸盒。",
    ),
    Status.NOT_ACCEPTING_JOBS: ("打印机现在不接收任务。", "请查看打印机后重新打印。"),
}
_HTTP_SENTENCES: dict[int, tuple[str, str]] = {
    HTTPStatus.UNAUTHORIZED: _LOGIN,
    HTTPStatus.FORBIDDEN: _NOT_ALLOWED,
    HTTPStatus.UPGRADE_REQUIRED: ("打印机只接受加密连接。", "请联系管理员允许本机直接打印。"),
}
_NOT_A_PRINTER = ("这个地址上的设备不像打印机。", "请在“设置”中核对打印机地址。")


class PrinterBusyError(DeviceError):
    """The printer takes no second job before the first is done; asking later helps."""

    def __init__(self) -> None:
        super().__init__("打印机正在打印别的文书。", saved=KEPT, advice="请等它打完后重新打印。")


def refusal(answer: Message) -> DeviceError:
    """Return the error for an IPP answer that is not a success."""
    if answer.code == Status.BUSY:
        return PrinterBusyError()
    words = "，".join(status_words(answer))
    otherwise = (f"打印机没有接受任务（{words}）。", "请查看打印机后重新打印。")
    return _error(_SENTENCES.get(answer.code, otherwise))


def http_refusal(status: int) -> DeviceError:
    """Return the error for an HTTP answer that carries no IPP message."""
    return _error(_HTTP_SENTENCES.get(status, _NOT_A_PRINTER))


def not_a_printer() -> DeviceError:
    """Return the error for an answer that is not IPP."""
    return _error(_NOT_A_PRINTER)


def status_words(answer: Message) -> tuple[str, ...]:
    """Return the printer's own words about its status, or the bare code."""
    said = answer.values(GroupTag.OPERATION, "status-message")
    return tuple(str(word) for word in said) or (f"0x{answer.code:04x}",)


def _error(sentence: tuple[str, str]) -> DeviceError:
    return DeviceError(sentence[0], saved=KEPT, advice=sentence[1])
