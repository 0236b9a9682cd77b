"""Exports: who may, who agrees, what stands in the file and in the audit, and all or nothing."""

import csv
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import select

from reception_desk.errors import (
    DeskError,
    InvalidInputError,
    NotPermittedError,
    SignInRefusedError,
)
from reception_desk.models.audit import AuditEntry
from reception_desk.records.actor import Actor
from reception_desk.records.export import TABLE_KINDS, ExportKind, ExportTable
from reception_desk.rules.permissions import STAFF_ROLES, Action, Role
from reception_desk.services import exports
from reception_desk.services.exports import ExportOrder, export_table
from tests.offices import PASSWORD, SampleOffice

ROWS = [("T-1-20261123-001", "张*", 3), ("T-1-20261123-002", None, 12)]


def table(rows=ROWS, **values: object) -> ExportTable:
    given = ExportTable("来访台账", ("编号", "姓名", "人数"), rows, len(ROWS))
    return replace(given, **values)  # pyright: ignore[reportArgumentType]


def quietly(_done: int, _total: int) -> None:
    """Nobody watches."""


def order(target: Path, kind: ExportKind = ExportKind.CSV, **values: object) -> ExportOrder:
    return replace(ExportOrder(target, kind, "季度核对"), **values)  # pyright: ignore[reportArgumentType]


@pytest.fixture
def leader(desk: SampleOffice) -> Actor:
    return desk.account(Role.BUREAU_LEADER)


def lines(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def entries(desk: SampleOffice) -> list[AuditEntry]:
    with desk.database.read() as session:
        return list(
            session.scalars(
                select(AuditEntry)
                .where(AuditEntry.action.in_(["export", "approve_export"]))
                .order_by(AuditEntry.position)
            )
        )


def test_a_leader_exports_alone_and_the_file_says_whose_copy_it_is(
    desk: SampleOffice, leader: Actor, tmp_path: Path
):
    target = tmp_path / "out" / "register.csv"
    target.parent.mkdir()
    assert export_table(desk.database, leader, table(), order(target), quietly) == 2

    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    (notice,), titles, *rows = lines(target)
    for part in ("内部资料", "来访台账", "孝昌县信访局 1号窗口", leader.login, "理由：季度核对"):
        assert part in notice
    assert titles == ["编号", "姓名", "人数"]
    assert rows == [["T-1-20261123-001", "张*", "3"], ["T-1-20261123-002", "", "12"]]
    (entry,) = entries(desk)
    assert entry.created_by == leader.account_id
    assert entry.reason == "季度核对"
    assert entry.subject_id is not None
    assert entry.subject_id in notice
    assert "编号、姓名、人数" in (entry.detail or "")
    assert [path.name for path in target.parent.iterdir()] == ["register.csv"]
    assert target.stat().st_mode & 0o077 == 0


def test_a_section_needs_a_leader_who_agrees_in_person(
    desk: SampleOffice, leader: Actor, tmp_path: Path
):
    section = desk.account(Role.SECTION)
    target = tmp_path / "register.csv"
    with pytest.raises(NotPermittedError, match="需要批准"):
        export_table(desk.database, section, table(), order(target), quietly)
    with pytest.raises(SignInRefusedError):
        exports.approve(desk.database, section, leader.login, "不是这个密码")
    with pytest.raises(NotPermittedError, match="批准导出"):
        exports.approve(desk.database, section, "zhou", PASSWORD)
    assert not target.exists()

    approval = exports.approve(desk.database, section, leader.login, PASSWORD)
    export_table(desk.database, section, table(), order(target, approval=approval), quietly)

    agreed, done = entries(desk)
    assert (agreed.action, agreed.created_by) == ("approve_export", leader.account_id)
    assert (done.action, done.created_by) == ("export", section.account_id)
    assert agreed.subject_id == done.subject_id
    assert f"（{leader.login}）" in lines(target)[0][0]


def test_nobody_agrees_to_their_own_export_or_without_the_right(
    desk: SampleOffice, leader: Actor, tmp_path: Path
):
    with pytest.raises(NotPermittedError, match="自己"):
        exports.approve(desk.database, leader, leader.login, PASSWORD)
    forged = exports.Approval(desk.account(Role.SECTION))
    with pytest.raises(NotPermittedError):
        export_table(
            desk.database,
            desk.account(Role.SECTION),
            table(),
            order(tmp_path / "x.csv", approval=forged),
            quietly,
        )


@pytest.mark.parametrize("role", sorted(set(STAFF_ROLES) - {Role.SECTION, Role.BUREAU_LEADER}))
def test_the_others_do_not_export_tables(desk: SampleOffice, role: Role, tmp_path: Path):
    with pytest.raises(NotPermittedError, match="导出数据"):
        export_table(desk.database, desk.account(role), table(), order(tmp_path / "x.csv"), quietly)
    assert entries(desk) == []


def test_a_reason_is_asked_for(desk: SampleOffice, leader: Actor, tmp_path: Path):
    with pytest.raises(InvalidInputError, match="理由"):
        export_table(
            desk.database, leader, table(), order(tmp_path / "x.csv", reason="  "), quietly
        )


@pytest.mark.parametrize("kind", TABLE_KINDS)
def test_stopped_half_way_nothing_is_left_and_the_old_file_stays(
    desk: SampleOffice, leader: Actor, tmp_path: Path, kind: ExportKind
):
    target = tmp_path / "out" / f"register.{kind.value}"
    target.parent.mkdir()
    target.write_text("the file of yesterday", encoding="utf-8")

    def stop(done: int, _total: int) -> None:
        if done >= 2000:
            raise DeskError("已取消。")

    many = table(row for _ in range(5000) for row in ROWS[:1])
    with pytest.raises(DeskError, match="已取消"):
        export_table(desk.database, leader, many, order(target, kind), stop)

    assert [path.name for path in target.parent.iterdir()] == [target.name]
    assert target.read_text(encoding="utf-8") == "the file of yesterday"
    assert entries(desk) == []


def test_progress_counts_the_rows(desk: SampleOffice, leader: Actor, tmp_path: Path):
    told: list[tuple[int, int]] = []
    many = table((ROWS[0] for _ in range(2500)), total=2500)
    export_table(
        desk.database,
        leader,
        many,
        order(tmp_path / "x.csv"),
        lambda done, total: told.append((done, total)),
    )
    assert told == [(0, 2500), (1000, 2500), (2000, 2500), (2500, 2500)]


def test_a_place_that_cannot_be_written_is_said(desk: SampleOffice, leader: Actor, tmp_path: Path):
    with pytest.raises(DeskError, match="不能写入") as told:
        export_table(desk.database, leader, table(), order(tmp_path / "nowhere" / "x.csv"), quietly)
    assert "没有留下" in told.value.saved
    assert entries(desk) == []


def test_the_workbook_holds_notice_titles_and_rows(
    desk: SampleOffice, leader: Actor, tmp_path: Path
):
    target = tmp_path / "register.xlsx"
    export_table(desk.database, leader, table(), order(target, ExportKind.XLSX), quietly)

    notice, titles, *rows = sheet_cells(target)
    assert "内部资料" in notice[0]
    assert titles == ["编号", "姓名", "人数"]
    assert rows == [["T-1-20261123-001", "张*", "3"], ["T-1-20261123-002", "12"]]


def sheet_cells(path: Path, sheet: int = 1) -> list[list[str]]:
    """Return the cells with something in them, row by row, read without our writer."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(path) as book:
        tree = ET.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))  # noqa: S314 - our own
    return [
        [
            "".join(
                part.text or "" for part in cell.iter() if part.tag in (f"{space}t", f"{space}v")
            )
            for cell in row
            if len(cell)
        ]
        for row in tree.iter(f"{space}row")
    ]


def test_the_auditor_exports_the_audit_without_leave_of_those_it_watches(
    desk: SampleOffice, tmp_path: Path
):
    auditor = desk.account(Role.AUDITOR)
    assert not exports.needs_approval(auditor, Action.EXPORT_AUDIT)
    given = order(tmp_path / "audit.csv", action=Action.EXPORT_AUDIT)
    assert export_table(desk.database, auditor, table(name="审计记录"), given, quietly) == 2
    with pytest.raises(NotPermittedError):
        export_table(desk.database, desk.account(Role.SECTION), table(), given, quietly)
