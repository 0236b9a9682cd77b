"""`desk centre add-desk | grant | revoke`: which desks come in and what they see; `join` at one."""

import argparse
import getpass
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from reception_desk import config
from reception_desk.errors import InvalidInputError
from reception_desk.records.sync import Enrolment
from reception_desk.rules.streams import streams_of
from reception_desk.sync import enrolment, joining


def add_arguments(actions: Any) -> None:
    """Declare the subcommands."""
    add = actions.add_parser("add-desk", help="登记一个窗口，给出一次性登记码")
    add.add_argument("name", metavar="NAME", help="窗口名称：字母、数字、- 和 _")
    _add_streams(add)
    add.add_argument("--host", default="", metavar="HOST", help="窗口连接中心时用的地址")
    add.add_argument("--hours", type=int, default=enrolment.CODE_HOURS, help="登记码的有效小时数")
    add.add_argument("--renew", action="store_true", help="重新登记：旧口令作废，接受新的数据文件")
    add.add_argument("--json", action="store_true", help="输出 JSON")
    grant = actions.add_parser("grant", help="改变一个窗口的可见范围")
    grant.add_argument("name", metavar="NAME")
    _add_streams(grant)
    revoke = actions.add_parser("revoke", help="立即停用一个窗口")
    revoke.add_argument("name", metavar="NAME")
    revoke.add_argument("--lost", metavar="NAME", help="报失：它一上线就销毁密钥（再写一遍名称）")
    join = actions.add_parser("join", help="在窗口电脑上用登记码登记到中心")
    join.add_argument("code", nargs="?", default="", metavar="CODE", help="登记码；不写则提示输入")
    join.add_argument(
        "--passphrase", action="store_true", help="同时设启动口令（密钥在文件里时需要）"
    )
    join.add_argument("--ca", default="", metavar="FILE", help="本单位证书机构的证书文件")


def _add_streams(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--unit", default="", metavar="CODE", help="窗口所属单位的编码，如 XFJ")
    parser.add_argument("--restricted", action="store_true", help="并可见检举控告")
    parser.add_argument("--streams", default="", metavar="N,N", help="或者直接写可见范围的编号")


def _add_desk(arguments: argparse.Namespace, dsn: str, out: TextIO) -> None:
    hours = arguments.hours
    if arguments.renew:
        told = enrolment.renew_desk(dsn, arguments.name, host=arguments.host, hours=hours)
    else:
        streams = _streams(arguments)
        told = enrolment.add_desk(dsn, arguments.name, streams, host=arguments.host, hours=hours)
    print(_told_as_json(told) if arguments.json else _told_as_text(told), file=out)


def _grant(arguments: argparse.Namespace, dsn: str, out: TextIO) -> None:
    streams = _streams(arguments)
    enrolment.grant(dsn, arguments.name, streams)
    shown = "、".join(str(stream) for stream in streams)
    print(f"窗口“{arguments.name}”现在可见范围 {shown}；收回的内容会从它的电脑上移走。", file=out)


def _revoke(arguments: argparse.Namespace, dsn: str, out: TextIO) -> None:
    if arguments.lost not in {None, arguments.name}:
        raise InvalidInputError(
            "两次写的窗口名称不一样，没有停用。", advice="报失会销毁那台电脑上的密钥，请核对名称。"
        )
    enrolment.revoke(dsn, arguments.name, is_lost=bool(arguments.lost))
    print(f"窗口“{arguments.name}”已停用，它的连接已断开。", file=out)
    if arguments.lost:
        print("它再次上线时将销毁本机密钥，没有上传的内容随之失去。", file=out)


def _join(arguments: argparse.Namespace, _: str, out: TextIO) -> None:
    settings = config.load(Path(arguments.home) if getattr(arguments, "home", None) else None)
    code = arguments.code or _asked("登记码：")
    passphrase = _asked("新的启动口令：") if arguments.passphrase else ""
    ca = Path(arguments.ca) if arguments.ca else None
    name = joining.join(settings, code, ca=ca, passphrase=passphrase)
    print(f"本机已登记到中心，窗口名称“{name}”。重新打开接访台后开始同步。", file=out)


def _asked(question: str) -> str:
    return getpass.getpass(question) if sys.stdin.isatty() else sys.stdin.readline().strip()


def _streams(arguments: argparse.Namespace) -> tuple[int, ...]:
    if arguments.unit:
        return streams_of(arguments.unit, is_restricted=arguments.restricted)
    try:
        return tuple(int(part) for part in arguments.streams.split(",") if part.strip())
    except ValueError as error:
        raise InvalidInputError("可见范围要写成用逗号分开的数字，例如 1,10。") from error


def _told_as_json(told: Enrolment) -> str:
    return json.dumps(asdict(told), ensure_ascii=False, indent=2, default=str)


def _told_as_text(told: Enrolment) -> str:
    until = told.code_until.astimezone()
    return (
        f"窗口“{told.name}”已登记，登录名 {told.login}。\n"
        f"登记码（只显示这一次，{until:%m-%d %H:%M} 前有效，只能用一次）：\n\n  {told.code}\n\n"
        "在窗口电脑上：设置—中心，粘贴登记码；或者运行 desk centre join。"
    )


ACTIONS: dict[str, Callable[[argparse.Namespace, str, TextIO], None]] = {
    "add-desk": _add_desk,
    "grant": _grant,
    "revoke": _revoke,
    "join": _join,
}
