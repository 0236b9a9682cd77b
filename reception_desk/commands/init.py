"""`desk init`: the first start without a screen, and a new administrator when one is lost."""

import argparse
import getpass
import sys
from typing import TextIO

from reception_desk import config
from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.models import Database
from reception_desk.models.database_key import KeySource, obtain
from reception_desk.records.actor import Actor
from reception_desk.records.papers import Office
from reception_desk.rules.units import BUREAU_CODE, load_units
from reception_desk.services.account_changes import add_administrator
from reception_desk.services.hall import open_hall
from reception_desk.services.office import OfficeInput


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments; the password is never one of them."""
    parser.add_argument("--unit", default=BUREAU_CODE, metavar="CODE", help="单位编码，默认信访局")
    parser.add_argument(
        "--new-administrator",
        action="store_true",
        help="已设置的机器上增加一个系统管理账号，给出一次性密码（唯一的管理员忘记密码时）",
    )
    parser.add_argument("--list-units", action="store_true", help="列出单位编码后结束")
    parser.add_argument("--desk-code", default="1", metavar="CODE", help="窗口编码，写进临时编号")
    parser.add_argument("--window", default="1", metavar="NAME", help="窗口号，印在文书上")
    parser.add_argument("--login", default="admin", metavar="NAME", help="系统管理员的账号")
    parser.add_argument("--name", default="系统管理员", metavar="NAME", help="系统管理员的姓名")
    parser.add_argument("--hall", default="", metavar="NAME", help="大厅名称")
    parser.add_argument("--address", default="", metavar="TEXT", help="大厅地址")
    parser.add_argument("--phone", default="", metavar="NUMBER", help="大厅电话")
    parser.add_argument("--website", default="", metavar="URL", help="网址")
    parser.add_argument("--supervision-phone", default="", metavar="NUMBER", help="监督电话")
    parser.add_argument(
        "--password-stdin", action="store_true", help="从标准输入读密码（第一行），不提示"
    )


def run(arguments: argparse.Namespace, out: TextIO | None = None, err: TextIO | None = None) -> int:
    """Set this machine up; return 0, or 2 with one sentence on `err` when that is refused."""
    out, err = out or sys.stdout, err or sys.stderr
    if arguments.list_units:
        for unit in load_units():
            print(f"{unit.code}\t{unit.name}", file=out)
        return 0
    try:
        if arguments.new_administrator:
            return _add_administrator(arguments, out or sys.stdout)
        actor, source = _set_up(arguments)
    except DeskError as error:
        print(error, file=err)
        return 2
    desk = actor.desk
    print(f"已设置：{desk.unit_name} {desk.window}号窗口（编码 {desk.code}）。", file=out)
    print(f"请用账号“{actor.login}”登录，为接访员建立账号。", file=out)
    if source is not None and source.warning:
        print(source.warning, file=err)
    return 0


def _set_up(arguments: argparse.Namespace) -> tuple[Actor, KeySource | None]:
    office = OfficeInput(
        unit_code=arguments.unit,
        desk_code=arguments.desk_code,
        window=arguments.window,
        administrator_login=arguments.login,
        administrator_name=arguments.name,
        administrator_password=_password(from_stdin=arguments.password_stdin),
    )
    hall = Office(
        hall=arguments.hall,
        address=arguments.address,
        phone=arguments.phone,
        website=arguments.website,
        supervision_phone=arguments.supervision_phone,
    )
    settings = config.load(arguments.home)
    key = obtain(settings.home) if settings.encrypted else None
    database = Database(settings.database_path, key)
    try:
        return open_hall(database, office, hall), key.source if key else None
    finally:
        database.close()


def _add_administrator(arguments: argparse.Namespace, out: TextIO) -> int:
    """Whoever can read the key owns the data anyway: nothing is asked, the audit keeps it."""
    settings = config.load(arguments.home)
    if not settings.database_path.exists():
        raise DeskError("这里还没有设置过接访台。", advice="请先运行 desk init。")
    passphrase = ""
    if (settings.home / "desk.salt").exists():
        passphrase = getpass.getpass("启动口令：")
    key = obtain(settings.home, passphrase=passphrase) if settings.encrypted else None
    database = Database(settings.database_path, key)
    try:
        login, password = add_administrator(database, login=arguments.login, name=arguments.name)
    finally:
        database.close()
    print(f"已增加系统管理账号“{login}”，一次性密码：{password}", file=out)
    print("首次登录时须设置自己的密码。此次增加已记入审计。", file=out)
    return 0


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("管理员密码：")
    if password != getpass.getpass("再输入一次："):
        raise InvalidInputError("两次输入的密码不一样。", advice="请重新运行。")
    return password
