"""`desk centre publish`, `subscribe` and the status of a city's or province's centre."""

import argparse
import getpass
import sys
from collections.abc import Callable
from typing import TextIO

from reception_desk.errors import InvalidInputError
from reception_desk.records.centre_levels import SourceStanding, UpperStatus
from reception_desk.rules.levels import Level
from reception_desk.sync import publication, subscription, upper_level


def add_arguments(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the subcommands."""
    offer = actions.add_parser("publish", help="向上级中心公布本中心（按列、按范围筛选）")
    offer.add_argument("--county", default="", metavar="CODE", help="本县六位代码，首次必填")
    offer.add_argument("--host", default="", metavar="HOST", help="上级连接本中心时用的地址")
    offer.add_argument("--renew", action="store_true", help="给上级的登录名换新口令")
    read = actions.add_parser("subscribe", help="在上级中心订阅一个下级中心；口令从标准输入读")
    read.add_argument("name", metavar="NAME", help="下级中心的名称，例如县代码")
    read.add_argument("--from", dest="source", default="", metavar="DSN", help="下级给出的连接串")
    read.add_argument("--counties", default="", metavar="CODE,CODE", help="默认就是名称")
    read.add_argument("--again", action="store_true", help="清空后重新复制：下级恢复或重建过")
    read.add_argument("--refresh", action="store_true", help="只接收下级新公布的表")


def add_level(init: argparse.ArgumentParser) -> None:
    """Let `init` make an upper centre too."""
    init.add_argument("--level", type=Level, choices=list(Level), default=Level.COUNTY)
    init.add_argument("--counties", default="", metavar="CODE,CODE", help="下辖各县的六位代码")


def init_upper(arguments: argparse.Namespace, dsn: str, out: TextIO) -> None:
    """Make a city's or province's centre, or add counties to it."""
    level: Level = arguments.level
    upper_level.init(dsn, level, _codes(arguments.counties))
    print(
        f"{level.label}中心已是最新。下一步：在下级运行 desk centre publish，"
        "在本中心运行 desk centre subscribe。",
        file=out,
    )


def upper_status(dsn: str) -> UpperStatus | None:
    """Return the status of an upper centre; None when this is a county's."""
    is_county = upper_level.read_level(dsn) is Level.COUNTY
    return None if is_county else subscription.upper_status(dsn)


def status_as_text(found: UpperStatus) -> str:
    """Return one line per centre below and per table."""
    lines = [f"{Level(found.level).label}中心，表结构版本 {found.schema_version}"]
    lines += [_source_as_text(source) for source in found.sources]
    lines += [f"{table}：{rows} 行" for table, rows in found.rows.items()]
    return "\n".join(lines)


def subscribers_as_text(dsn: str) -> list[str]:
    """Return one line per centre above; the log that waits for it stands on this disk."""
    return [
        f"上级 {reader.name}：{'在读' if reader.is_connected else '未连接'}，"
        f"为它保留日志 {reader.held / 1e6:.1f} MB"
        for reader in subscription.subscribers(dsn)
    ]


def _publish(arguments: argparse.Namespace, dsn: str, out: TextIO) -> None:
    told = publication.publish(dsn, arguments.county, host=arguments.host, renew=arguments.renew)
    print(f"已公布（{told.publication}）。上级的连接串：{told.dsn}", file=out)
    if told.secret:
        print(
            f"口令（只显示这一次）：{told.secret}\n请只交给上级中心的管理员，"
            "并在 pg_hba.conf 中只允许从上级的地址登录。",
            file=out,
        )


def _subscribe(arguments: argparse.Namespace, dsn: str, out: TextIO) -> None:
    if arguments.refresh:
        subscription.refresh(dsn, arguments.name)
        print(f"{arguments.name} 新公布的表已开始接收。", file=out)
        return
    if not arguments.source:
        raise InvalidInputError("请用 --from 给出下级中心的连接串。")
    secret = getpass.getpass("口令：") if sys.stdin.isatty() else sys.stdin.readline().strip()
    subscription.subscribe(
        dsn,
        arguments.name,
        subscription.with_secret(arguments.source, secret),
        _codes(arguments.counties or arguments.name),
        again=arguments.again,
    )
    print(f"已订阅 {arguments.name}，正在复制现有的行。进度见 desk centre status。", file=out)


def _source_as_text(source: SourceStanding) -> str:
    counties = ",".join(source.counties)
    state = (
        f"在读，{source.silent or 0:.0f} 秒前有消息，待写入 {source.behind or 0} 字节"
        if source.is_connected
        else "未连接"
    )
    copying = f"，还有 {source.copying} 个表在首次复制" if source.copying else ""
    newest = f"{source.newest:%Y-%m-%d %H:%M:%S}" if source.newest else "无"
    errors = f"，出错 {source.errors} 次（见服务器日志）" if source.errors else ""
    return f"下级 {source.name}（{counties}）：{state}{copying}，最新来访 {newest}{errors}"


def _codes(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


ACTIONS: dict[str, Callable[[argparse.Namespace, str, TextIO], None]] = {
    "publish": _publish,
    "subscribe": _subscribe,
}
