"""The desk's own file and the centre."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from reception_desk.commands.doctor.finding import Finding, Level
from reception_desk.config import Settings
from reception_desk.errors import AlreadyOpenError, DeskError
from reception_desk.models import Database
from reception_desk.models.database_key import KeySource, obtain
from reception_desk.services.health import DatabaseHealth, database_health
from reception_desk.services.office import is_set_up
from reception_desk.sync.joining import OPEN_KEY
from reception_desk.sync.link import configured, is_on_this_machine
from reception_desk.sync.session import CentreSession

_CLOCK_TOLERANCE = timedelta(minutes=10)


def examine(settings: Settings) -> Iterator[Finding]:
    """Yield what there is to say about database, clock and centre."""
    yield from _database(settings)
    yield _centre(settings)


def _database(settings: Settings) -> Iterator[Finding]:
    if not settings.database_path.exists():
        yield Finding(
            "数据库", Level.NOTE, "还没有建立。", "首次打开接访台或运行 desk init 时建立。"
        )
        return
    if (settings.home / "desk.salt").exists():
        yield Finding("数据库", Level.NOTE, "设有启动口令，未作检查。")
        return
    try:
        key = obtain(settings.home) if settings.encrypted else None
        database = Database(settings.database_path, key)
    except AlreadyOpenError:
        yield Finding("数据库", Level.NOTE, "接访台正在运行，数据库未作检查。")
        return
    except DeskError as error:
        yield Finding("数据库", Level.BROKEN, error.message, error.advice)
        return
    try:
        health = database_health(database)
        yield _soundness(health, is_ready=is_set_up(database))
        yield _clock(health)
        yield from _refused(health)
    finally:
        database.close()
    if key is None:
        yield Finding("加密", Level.NOTE, "数据库没有加密。", "请在设置文件中打开 encrypted。")
    elif key.source.warning:
        yield _open_key(settings, key.source)
    else:
        yield Finding("加密", Level.WELL, "数据库已加密，密钥在系统密钥环中。")


def _open_key(settings: Settings, source: KeySource) -> Finding:
    """A desk of a centre holds what other desks wrote: there an open key is a fault."""
    dsn = settings.centre.dsn
    if dsn and not is_on_this_machine(dsn):
        advice = "请让管理员在“设置—中心”重新登记本机，同时设启动口令。"
        return Finding("加密", Level.BROKEN, OPEN_KEY, advice)
    return Finding("加密", Level.NOTE, source.warning)


def _soundness(health: DatabaseHealth, *, is_ready: bool) -> Finding:
    if health.integrity != "ok":
        return Finding(
            "数据库", Level.BROKEN, "文件有损坏。", "请停止使用，联系管理员从备份或中心恢复。"
        )
    found = (
        f"完好，SQLite {health.sqlite_version}，结构版本 {health.revision}，"
        f"待同步 {health.waiting} 条。"
    )
    if not is_ready:
        return Finding("数据库", Level.NOTE, found, "还没有完成初始设置。")
    return Finding("数据库", Level.WELL, found)


def _clock(health: DatabaseHealth) -> Finding:
    now = datetime.now(UTC)
    if health.last_change is not None and health.last_change > now + _CLOCK_TOLERANCE:
        return Finding(
            "时钟",
            Level.BROKEN,
            f"电脑时间早于最近一次改动（{health.last_change:%Y-%m-%d %H:%M}）。",
            "请校正电脑时间；已有记录的次序不受影响。",
        )
    if abs(health.skew) > _CLOCK_TOLERANCE:
        minutes = round(abs(health.skew) / timedelta(minutes=1))
        side = "慢" if health.skew > timedelta(0) else "快"
        return Finding(
            "时钟", Level.NOTE, f"电脑时间比中心{side} {minutes} 分钟。", "请校正电脑时间。"
        )
    return Finding("时钟", Level.WELL, "没有倒退。")


def _refused(health: DatabaseHealth) -> Iterator[Finding]:
    if health.refused:
        yield Finding(
            "同步",
            Level.BROKEN,
            f"有 {health.refused} 条改动被中心退回，已保存在本机。",
            "请联系管理员处理。",
        )


def _centre(settings: Settings) -> Finding:
    try:
        link = configured(settings)
        if link is None:
            return Finding("中心", Level.NOTE, "没有设置，本机单独工作。")
        with CentreSession(link):
            return Finding("中心", Level.WELL, "可以连接，登录被接受。")
    except DeskError as error:
        return Finding("中心", Level.BROKEN, error.message, error.advice)
