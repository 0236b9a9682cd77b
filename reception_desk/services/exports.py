"""导出: a table leaves the program as a file (domain.md §8: watermarked, approved, audited).

The file is written beside its place and moved there whole; stopped or failed, nothing is left.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from reception_desk.errors import DeskError, InvalidInputError, NotPermittedError
from reception_desk.models import Database
from reception_desk.models.database import now
from reception_desk.records.actor import Actor
from reception_desk.records.export import ExportKind, ExportTable
from reception_desk.records.identifiers import new_id
from reception_desk.rules.permissions import Action, Role, may
from reception_desk.services import audit
from reception_desk.services.accounts import identify
from reception_desk.services.permissions import require
from reception_desk.services.table_files import write_csv, write_xlsx

SayProgress = Callable[[int, int], None]
"""Called with rows done and all rows; what it raises stops the export."""
_ROWS_BETWEEN_WORDS = 1000
_BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Approval:
    """A colleague with 批准导出 who gave their own password for this export."""

    approver: Actor


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """Where, as what and why; `action` is what the actor must hold."""

    target: Path
    kind: ExportKind
    reason: str
    approval: Approval | None = None
    action: Action = Action.EXPORT_DATA


def needs_approval(actor: Actor, action: Action) -> bool:
    """Say whether a second person must agree.

    Not for who may approve exports, and not for the audit: those it watches must not be able to
    keep it in.
    """
    return action is Action.EXPORT_DATA and not _may_approve(actor)


def approve(database: Database, actor: Actor, login: str, password: str) -> Approval:
    """Let a colleague agree on the spot with their own login and password.

    Raises `SignInRefusedError` for a wrong pair and `NotPermittedError` for who may not approve.
    """
    approver = identify(database, login, password)
    _check_approver(actor, approver)
    return Approval(approver)


def export_table(
    database: Database, actor: Actor, table: ExportTable, order: ExportOrder, say: SayProgress
) -> int:
    """Write the table and return its rows; who, when and why stands above and in the audit.

    Raises `NotPermittedError` without the right or the approval, `InvalidInputError` without a
    reason, and `DeskError` when the place cannot be written.
    """
    check_order(actor, order)
    export_id = new_id()
    words = notice(actor, table.name, order, export_id, table.remark)
    counted = _Counted(table, say)
    write = write_xlsx if order.kind is ExportKind.XLSX else write_csv

    def fill(made: Path) -> str:
        write(made, words, table.titles, counted)
        columns = "、".join(table.titles)
        return f"{table.name} {order.kind.value}（{columns}）{counted.done}行"

    put_in_place(database, actor, order, export_id, fill)
    return counted.done


def check_order(actor: Actor, order: ExportOrder) -> None:
    """Raise `NotPermittedError` without right or approval, `InvalidInputError` without a reason."""
    require(actor, order.action)
    if needs_approval(actor, order.action):
        if order.approval is None:
            raise NotPermittedError("导出需要批准。", advice="请有“批准导出”权限的人员当场批准。")
        _check_approver(actor, order.approval.approver)
    if not order.reason.strip():
        raise InvalidInputError("请填写导出的理由。")


def put_in_place(
    database: Database,
    actor: Actor,
    order: ExportOrder,
    export_id: str,
    fill: Callable[[Path], str],
) -> None:
    """Let `fill` write a file beside its place, audit what it says it wrote, and move it there.

    Raises `DeskError` when the place cannot be written; what `fill` raises leaves nothing behind.
    """
    try:
        with tempfile.TemporaryDirectory(dir=order.target.parent, prefix=".export-") as folder:
            made = Path(folder, f"made.{order.kind.value}")
            what = fill(made)
            keep_record(database, actor, order, export_id, f"{what} {_to_disk(made)}")
            made.replace(order.target)
    except OSError as error:
        raise DeskError(
            f"没有导出：不能写入“{order.target.parent}”。",
            saved="没有留下未完成的文件。",
            advice="请换一个文件夹，或检查磁盘空间。",
        ) from error


class _Counted:
    """The rows, counted as they go by."""

    def __init__(self, table: ExportTable, say: SayProgress) -> None:
        self._table = table
        self._say = say
        self.done = 0

    def __iter__(self) -> Iterator[Sequence[Any]]:
        for row in self._table.rows:
            if self.done % _ROWS_BETWEEN_WORDS == 0:
                self._say(self.done, self._table.total)
            yield row
            self.done += 1
        self._say(self.done, self._table.total)


def notice(actor: Actor, name: str, order: ExportOrder, export_id: str, remark: str = "") -> str:
    """Return the line above a table or below a page that says whose copy this is."""
    moment: datetime = now().astimezone(ZoneInfo(actor.desk.zone))
    parts = [
        "内部资料 不得外传",
        name,
        f"{actor.desk.unit_name} {actor.desk.window}号窗口",
        f"导出人 {actor.name}（{actor.login}）",
        f"{moment:%Y-%m-%d %H:%M}",
        f"理由：{order.reason.strip()}",
    ]
    if order.approval is not None:
        approver = order.approval.approver
        parts.append(f"批准人 {approver.name}（{approver.login}）")
    if remark:
        parts.append(remark)
    return " · ".join([*parts, f"编号 {export_id}"])


def keep_record(
    database: Database, actor: Actor, order: ExportOrder, export_id: str, detail: str
) -> None:
    """Audit before the file appears: an entry without a file is harmless, the reverse is not."""
    entry = {"table": "export", "row_id": export_id, "reason": order.reason.strip()}
    with database.write() as session:
        if order.approval is not None:
            audit.record(session, order.approval.approver, "approve_export", **entry)
        audit.record(session, actor, "export", **entry, detail=detail)


def _to_disk(path: Path) -> str:
    """Let only this user read the file, see it on the disk, and return its SHA-256."""
    path.chmod(0o600)
    digest = hashlib.sha256()
    with path.open("r+b") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
        os.fsync(file.fileno())
    return digest.hexdigest()


def _check_approver(actor: Actor, approver: Actor) -> None:
    require(approver, Action.APPROVE_EXPORT)
    if approver.account_id == actor.account_id:
        raise NotPermittedError("自己的导出不能由自己批准。", advice="请另一位有权限的人员批准。")


def _may_approve(actor: Actor) -> bool:
    return may([Role(role) for role in actor.roles], Action.APPROVE_EXPORT)
