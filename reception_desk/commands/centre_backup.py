"""`desk centre backup`, `restore`, `test-restore`, `raise-generation`."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from reception_desk.sync import backup, restore
from reception_desk.sync.embedded_postgres import running_postgres


def add_arguments(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the subcommands."""
    save = actions.add_parser("backup", help="备份中心：转储和清单，窗口照常使用")
    save.add_argument("--out", type=Path, required=True, metavar="DIR", help="放备份的文件夹")
    save.add_argument("--physical", action="store_true", help="另外复制并核对整个服务器的数据")
    back = actions.add_parser("restore", help="把备份恢复到一个空数据库")
    back.add_argument("file", type=Path, metavar="FILE", help="备份文件（.dump）")
    back.add_argument("--into", required=True, metavar="DSN", help="空数据库的管理员连接串")
    trial = actions.add_parser("test-restore", help="试恢复：恢复到临时数据库，核对后删除")
    trial.add_argument("file", type=Path, metavar="FILE", help="备份文件（.dump）")
    trial.add_argument(
        "--embedded", action="store_true", help="在本机临时启动的 PostgreSQL 中试，不用中心的服务器"
    )
    actions.add_parser("raise-generation", help="放回整个服务器的复制后：让各窗口补传并重读")


def _backup(arguments: argparse.Namespace, dsn: str, out: TextIO) -> None:
    dump = backup.backup(dsn, arguments.out, physical=arguments.physical)
    manifest = backup.read_manifest(dump)
    print(
        f"备份完成：{dump}，{manifest.size / 1e6:.1f} MB，{len(manifest.tables)} 个表，"
        f"{manifest.rows} 行。\n备份含有信访人信息，请存放在加密的磁盘上。"
        f"\n请用 desk centre test-restore {dump} 试恢复。",
        file=out,
    )


def _restore(arguments: argparse.Namespace, _: str, out: TextIO) -> None:
    report = restore.restore(arguments.file, arguments.into)
    print(
        f"已恢复并核对：{report.manifest.rows} 行，备份于 {report.manifest.made_at}。"
        "\n各窗口下次连接时会自动补传备份之后的改动。"
        "\n请接着运行 desk centre migrate；有上级订阅的，再运行 desk centre publish。",
        file=out,
    )
    if report.locked_out:
        names = "、".join(report.locked_out)
        print(f"备份中没有这些窗口的口令，请用 add-desk --renew 重新登记：{names}。", file=out)


def _test_restore(arguments: argparse.Namespace, dsn: str, out: TextIO) -> None:
    if arguments.embedded:
        with running_postgres() as server:
            manifest = restore.prove(arguments.file, server.dsn())
    else:
        manifest = restore.prove(arguments.file, dsn)
    print(
        f"试恢复成功：{len(manifest.tables)} 个表、{manifest.rows} 行与清单一致，"
        "临时数据库已删除。",
        file=out,
    )


def _raise_generation(_: argparse.Namespace, dsn: str, out: TextIO) -> None:
    restore.raise_generation(dsn)
    print("各窗口下次连接时会自动补传中心缺少的改动，并全部重读。", file=out)


ACTIONS: dict[str, Callable[[argparse.Namespace, str, TextIO], None]] = {
    "backup": _backup,
    "restore": _restore,
    "test-restore": _test_restore,
    "raise-generation": _raise_generation,
}
