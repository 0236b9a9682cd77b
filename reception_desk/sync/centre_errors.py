"""What PostgreSQL says, as a sentence for the person; the detail goes to the log."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from reception_desk.errors import CentreError

_log = logging.getLogger(__name__)

_SAVED = "本机已保存的内容都在，照常办理。"

# SQLSTATE classes of a change that the centre will never take, however often it is sent:
# 22 data, 23 integrity, 44 refused by sync.refuse(), 54 too large.
_POISON = ("22", "23", "44", "54")

# What sync.require_entry() and sync.join() answer (sql/functions/joining.sql).
_ENTRY = {
    "28DRE": ("中心已停用本窗口。", "请联系管理员；要恢复时凭新的登记码重新登记。"),
    "28DNK": ("中心没有登记过本窗口。", "请向管理员要一个登记码，在“设置—中心”里登记。"),
    "28DJO": ("本窗口还没有用登记码登记。", "请在“设置—中心”里输入登记码。"),
    "28DCO": ("登记码已经用过，或者已经过期。", "请向管理员要一个新的登记码。"),
}

# The centre does not prove itself; libpq's own words, by what they mean.
_UNPROVED = (
    (("does not support SSL",), "中心没有开启加密连接。", "请管理员在中心开启 TLS。"),
    (
        ("does not match host name",),
        "中心的证书不是签给这个地址的：连到的可能不是真正的中心。",
        "请核对中心的地址；地址没有错时请管理员换发证书。",
    ),
    (
        ("certificate verify failed",),  # libpq does not say why
        "中心的证书通不过核对：已经过期，或者不是本单位的证书机构签发的；连到的可能不是真正的中心。",
        "请核对本机日期，向管理员要证书文件，在“设置—中心”里登记时选上。",
    ),
    (
        ("could not read root certificate file", "root certificate file"),
        "核对中心用的证书文件不见了。",
        "请向管理员要证书文件，在“设置—中心”里重新登记。",
    ),
    (
        ("authentication method requirement",),
        "中心要求不安全的口令方式，已断开，没有送出口令。",
        "请管理员在中心改用 scram-sha-256。",
    ),
)

# libpq's own words, never translated in psycopg's wheel.
_STANDBY = ("session is read-only", "server is in hot standby mode")
_CUT = (
    *("closed the connection unexpectedly", "SSL connection has been closed", "unexpected eof"),
    *("could not receive data", "could not send data", "timeout expired"),
)

# What the clerk is told: of our own refusals (sync.refuse) by their words, else by the SQLSTATE.
_OWN_REASONS = (
    ("stream not granted", "这条记录不在本窗口可见的范围内"),
    ("clock beyond", "登记时本机时钟比中心快得太多"),
    ("no insert on", "中心还没有存放这种记录的地方，程序版本可能不同"),
    ("no update on", "这种记录只能新增，不能改动"),
    ("batch too large", "内容太长，超过了中心的上限"),
    ("erasure not confirmed", "依法删除没有第二个人批准"),
    ("erasure of what", "这种记录不在依法删除的范围内"),
    ("field erased", "这一项先前的内容已依法删除，以中心现在的为准"),
)
_REASONS = (
    ("22001", "内容太长，超过了中心的上限"),
    ("22003", "有一个数字太大，中心存不下"),
    ("22007", "有一个日期或时间不成立"),
    ("22008", "有一个日期或时间不成立"),
    ("22021", "含有中心存不下的字符"),
    ("22P05", "含有中心存不下的字符"),
    ("22P02", "有一项内容的写法不合规定"),
    ("23", "与中心已有的内容相抵触"),
    ("54", "内容太长，超过了中心的上限"),
)
_UNKNOWN_REASON = "中心不能保存这项内容"


class CentreAwayError(CentreError):
    """No answer: network, server or time-out. It is tried again."""


class CentreRefusedError(CentreError):
    """The centre answers and refuses this desk; a person must act."""


class FunctionMissingError(CentreRefusedError):
    """The centre is older than this program and lacks what was called."""


class DeskWipeError(CentreRefusedError):
    """The centre was told that this desk is lost: its key is to be destroyed."""


class ChangeRefusedError(CentreError):
    """The centre cannot hold one of the changes sent; the others are not to blame.

    `technical` is PostgreSQL's own line for the administrator. It may repeat what was typed, so
    it goes to the centre with the change and is not kept at the desk.
    """

    technical: str = ""


class RowMissingError(ChangeRefusedError):
    """A change of a row that the centre does not have; the whole row must be sent."""


@contextmanager
def explained() -> Iterator[None]:
    """Turn psycopg's errors into the three kinds above."""
    import psycopg

    try:
        yield
    except psycopg.Error as error:
        _log.info("centre: %s %s", error.sqlstate, type(error).__name__)
        raise _sentence(error) from error


def _sentence(error: Exception) -> CentreError:
    import psycopg

    state: str = getattr(error, "sqlstate", None) or ""
    if state == "P0002":
        return RowMissingError("中心没有这一行。", saved="改动仍保存在本机。")
    if state.startswith(_POISON):
        return _change_refusal(state, _first_line(error))
    if refusal := _refusal(error, state):
        return refusal
    if state.startswith(("42", "0A")):
        kind = FunctionMissingError if state == "42883" else CentreRefusedError
        return kind(
            "中心的数据库与本程序的版本不相合。",
            saved=_SAVED,
            advice="请管理员在中心运行 desk centre migrate。",
        )
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return CentreAwayError(
            "连接不上中心。", saved=_SAVED, advice="网络恢复后会自动补传，不用重新录入。"
        )
    return CentreAwayError(
        f"中心回答了没有预料到的错误（{state}）。", saved=_SAVED, advice="稍后会自动再试。"
    )


def _refusal(error: Exception, state: str) -> CentreRefusedError | None:
    """Return why the centre does not let this desk in, or the desk does not trust the centre."""
    if state == "28DWI":
        return DeskWipeError("管理员已报失本窗口。", advice="请联系管理员。")
    if state in _ENTRY:
        message, advice = _ENTRY[state]
        return CentreRefusedError(message, saved=_SAVED, advice=advice)
    for words, message, advice in _UNPROVED if not state else ():
        if any(part in str(error) for part in words):
            return CentreRefusedError(message, saved=_SAVED, advice=advice)
    if state.startswith("28") or state == "42501" or _is_login_refused(error):
        return CentreRefusedError(
            "中心拒绝了本机的登录：可能已被停用，或者口令不对。",
            saved=_SAVED,
            advice="请联系管理员重新登记本机。",
        )
    return None


def reason_of(technical: str) -> str:
    """Return what a clerk is told of a change put aside, from the line kept with it."""
    known = (reason for sign, reason in _OWN_REASONS if sign in technical)
    return f"{next(known, _UNKNOWN_REASON)}。"


def _change_refusal(state: str, line: str) -> ChangeRefusedError:
    if state.startswith("44"):
        known = [reason for sign, reason in _OWN_REASONS if sign in line]
    else:
        known = [reason for sign, reason in _REASONS if state.startswith(sign)]
    reason = next(iter(known), _UNKNOWN_REASON)
    error = ChangeRefusedError(
        f"{reason}（代码 {state}）。", saved="改动仍保存在本机。", advice="请联系管理员处理。"
    )
    error.technical = line
    return error


def _is_login_refused(error: Exception) -> bool:
    """Say whether the server ended the connection after it had asked for the password.

    libpq gives no SQLSTATE while connecting, and the server's text may be in any language. A line
    that is cut here ends the same way, and a standby that is not promoted yet takes the password
    too; of both libpq speaks in its own words.
    """
    connection = getattr(error, "pgconn", None)
    if any(words in str(error) for words in (*_STANDBY, *_CUT)):
        return False
    return connection is not None and connection.status == 1 and bool(connection.used_password)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:200] if str(error).strip() else ""
