"""`desk centre …`: make and look after the central database; `join` runs at the desk."""

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TextIO

from reception_desk.commands import centre_backup, centre_dead, centre_desks, centre_levels
from reception_desk.errors import DeskError
from reception_desk.records.centre_levels import UpperStatus
from reception_desk.records.sync import CentreStatus, DeskStanding
from reception_desk.rules.levels import Level
from reception_desk.sync import bucket, bucket_erasure, centre
from reception_desk.sync.blobs import BucketAccess

ADMIN_DSN = "RECEPTION_DESK_ADMIN_DSN"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the subcommands."""
    parser.add_argument(
        "--admin-dsn",
        default="",
        metavar="DSN",
        help=f"管理员的连接串（也可用环境变量 {ADMIN_DSN} 或 libpq 的 PGHOST 等）",
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    centre_levels.add_level(actions.add_parser("init", help="在空数据库中建立中心"))
    actions.add_parser("migrate", help="升级中心的表和函数")
    centre_desks.add_arguments(actions)
    status = actions.add_parser("status", help="窗口、行数、进度")
    status.add_argument("--json", action="store_true", help="输出 JSON")
    actions.add_parser("numbers", help="中心恢复后不再等待未上线的窗口，开始发放编号")
    place = actions.add_parser("bucket", help="各窗口的文件存放在哪里：S3 存储桶或中心数据库")
    choice = place.add_mutually_exclusive_group(required=True)
    choice.add_argument("--url", metavar="URL", help="存储桶服务的地址；密钥按提示输入")
    choice.add_argument("--database", action="store_true", help="以后的新文件存回中心数据库")
    place.add_argument("--bucket", default="reception-desk", metavar="NAME", help="桶的名称")
    place.add_argument("--region", default="us-east-1", metavar="REGION", help="桶的地区")
    actions.add_parser("erase-files", help="把依法删除的文件从存储桶中清除；管理员的密钥按提示输入")
    centre_dead.declare(actions.add_parser("dead", help="中心存不下而搁置的改动"))
    centre_backup.add_arguments(actions)
    centre_levels.add_arguments(actions)


def run(arguments: argparse.Namespace, out: TextIO | None = None, err: TextIO | None = None) -> int:
    """Do one of them; return 0, or 2 with a sentence on `err` when it is refused."""
    answers = out or sys.stdout
    actions: dict[str, Callable[[argparse.Namespace, str, TextIO], None]] = {
        "init": _init,
        "migrate": _migrate,
        "status": _status,
        "numbers": _numbers,
        "bucket": _bucket,
        "erase-files": _erase_files,
        "dead": centre_dead.run,
        **centre_desks.ACTIONS,
        **centre_backup.ACTIONS,
        **centre_levels.ACTIONS,
    }
    dsn = arguments.admin_dsn or os.environ.get(ADMIN_DSN, "")
    try:
        actions[arguments.action](arguments, dsn, answers)
    except DeskError as error:
        print(error, file=err or sys.stderr)
        return 2
    return 0


def _init(arguments: argparse.Namespace, dsn: str, out: TextIO) -> None:
    if arguments.level is not Level.COUNTY:
        centre_levels.init_upper(arguments, dsn, out)
        return
    centre.init(dsn)
    print("中心已建立。下一步：desk centre add-desk 登记窗口。", file=out)


def _migrate(_: argparse.Namespace, dsn: str, out: TextIO) -> None:
    ran = centre.migrate(dsn)
    print(f"中心已是最新。本次运行的迁移：{'、'.join(ran) or '无'}。", file=out)


def _status(arguments: argparse.Namespace, dsn: str, out: TextIO) -> None:
    above = centre_levels.upper_status(dsn)
    found = above or centre.status(dsn)
    if arguments.json:
        print(json.dumps(asdict(found), ensure_ascii=False, indent=2, default=str), file=out)
    elif isinstance(found, UpperStatus):
        print(centre_levels.status_as_text(found), file=out)
    else:
        print(_status_as_text(found), *centre_levels.subscribers_as_text(dsn), sep="\n", file=out)


def _numbers(_: argparse.Namespace, dsn: str, out: TextIO) -> None:
    given = centre.give_numbers(dsn)
    print(f"已发放等待中的编号 {given} 个，此后随到随发。", file=out)


def _bucket(arguments: argparse.Namespace, dsn: str, out: TextIO) -> None:
    if arguments.database:
        bucket.use_database(dsn)
        print("新文件存放在中心数据库；已在存储桶里的文件照样可读。", file=out)
        return
    access = BucketAccess(
        arguments.url, arguments.bucket, arguments.region, _asked("访问密钥"), _asked("秘密密钥")
    )
    bucket.use_bucket(dsn, access)
    print(f"新文件存放在存储桶“{access.bucket}”，已试存一个对象并读回。", file=out)


def _erase_files(_: argparse.Namespace, dsn: str, out: TextIO) -> None:
    done = bucket_erasure.erase_listed(dsn, _asked("管理员的访问密钥"), _asked("管理员的秘密密钥"))
    again = f"另有 {done.left} 个刚刚依法删除，请一分钟后再运行一次。" if done.left else ""
    print(f"已从存储桶清除文件 {done.removed} 个。{again}", file=out)


def _asked(what: str) -> str:
    """Return a secret typed at the terminal, or the next line of the input."""
    if sys.stdin.isatty():
        return getpass.getpass(f"{what}：")
    return sys.stdin.readline().strip()


def _status_as_text(found: CentreStatus) -> str:
    lines = [f"表结构版本 {found.schema_version}（本程序 {found.program_version}）"]
    lines += [f"与本程序不同的列：{line}" for line in found.differences]
    if found.numbers_wait_for:
        lines.append(
            f"暂不发放编号，等这些窗口补传：{'、'.join(found.numbers_wait_for)}。"
            "若它们不会再上线，请运行 desk centre numbers"
        )
    if found.erased_files:
        lines.append(
            f"存储桶里还有依法删除的文件 {found.erased_files} 个，请运行 desk centre erase-files"
        )
    lines += [f"范围 {stream}：位置 {pos}" for stream, pos in found.positions.items()]
    lines += [f"{table}：{rows} 行" for table, rows in found.rows.items()]
    for desk in found.desks:
        state = _state_of(desk)
        seen = f"{desk.seen_at:%Y-%m-%d %H:%M:%S}" if desk.seen_at else "从未连接"
        lines.append(
            f"窗口 {desk.name}（{desk.login}，范围 {_in_ranges(desk.streams)}）：{state}，"
            f"最近 {seen}，已传 {desk.last_seq} 项，冲突 {desk.conflicts}，搁置 {desk.dead}"
        )
    return "\n".join(lines)


def _in_ranges(streams: Sequence[int]) -> str:
    """Write 1, 2, 3 and 10 as 1–3、10: a bureau's desk sees the streams of some ninety units."""
    runs: list[tuple[int, int]] = []
    for stream in sorted(streams):
        if runs and stream == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], stream)
        else:
            runs.append((stream, stream))
    return "、".join(f"{first}–{last}" if last > first else str(first) for first, last in runs)


def _state_of(desk: DeskStanding) -> str:
    if desk.wipe_asked_at:
        return "已报失，本机密钥已销毁" if desk.wiped_at else "已报失，尚未上线"
    if desk.revoked_at:
        return "已停用"
    if not desk.joined_at:
        return "未用登记码登记"
    return "在线" if desk.connections else "不在线"
