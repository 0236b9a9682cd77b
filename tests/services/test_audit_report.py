"""The audit in words: every act has one, the chain's verdict stands above."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from reception_desk import services
from reception_desk.errors import NotPermittedError
from reception_desk.models.audit import AuditEntry
from reception_desk.rules.permissions import Role
from reception_desk.services import audit_report
from reception_desk.services.audit_report import ACTION_WORDS, TABLE_WORDS
from tests.offices import SampleOffice


def test_entries_name_who_did_what(desk: SampleOffice):
    auditor = desk.account(Role.AUDITOR)
    rows = list(audit_report.entries(desk.database, auditor))

    assert len(rows) == audit_report.count_entries(desk.database, auditor)
    window, position, _time, who, what, kind, key, *_ = rows[0]
    assert (window, position, kind) == ("信访局1号窗口", 1, "账号")
    assert (who, what, key) == ("管理员（admin）", "新建账号", desk.clerk.account_id)
    assert rows[-1][3:5] == ("测试员（" + auditor.login + "）", "登录")


def test_the_verdict_tells_a_change(desk: SampleOffice):
    auditor = desk.account(Role.AUDITOR)
    assert "完整" in audit_report.verdict(desk.database, auditor)
    with desk.database.apply() as connection:  # around the triggers, as an intruder would
        connection.execute(update(AuditEntry).where(AuditEntry.position == 1).values(action="x"))
    assert "1 处不相连" in audit_report.verdict(desk.database, auditor)


def test_only_the_auditor_reads_it(desk: SampleOffice):
    for role in (Role.ADMINISTRATOR, Role.BUREAU_LEADER):
        with pytest.raises(NotPermittedError):
            list(audit_report.entries(desk.database, desk.account(role)))


def calls_of_audit() -> Iterator[ast.Call]:
    for path in Path(services.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr in {"record", "record_by"} and len(node.args) > 2:
                yield node


def test_every_act_on_record_has_a_word_and_so_has_its_record():
    acts, kinds = set(), set()
    for call in calls_of_audit():
        acts |= {part.value for part in ast.walk(call.args[2]) if isinstance(part, ast.Constant)}
        kinds |= {
            given.value.value
            for given in call.keywords
            if given.arg == "table" and isinstance(given.value, ast.Constant)
        }
    assert acts
    assert kinds
    assert acts - ACTION_WORDS.keys() == set()
    assert kinds - TABLE_WORDS.keys() == set()
