"""The audit chain shows every gap and every altered entry."""

import pytest
from sqlalchemy import select, text

from reception_desk.errors import NotPermittedError
from reception_desk.models.audit import AuditEntry
from reception_desk.rules.permissions import Role
from reception_desk.services import audit
from reception_desk.services.registration import register_visit
from reception_desk.services.visits import load_visit
from tests.offices import SampleOffice, person, visit


@pytest.fixture
def used_desk(desk: SampleOffice) -> SampleOffice:
    for _ in range(3):
        record = register_visit(desk.database, desk.clerk, visit(person()))
        load_visit(desk.database, desk.clerk, record.visit_id, reason="查询进展")
    return desk


def test_an_untouched_chain_has_no_breaks(used_desk: SampleOffice):
    auditor = used_desk.account(Role.AUDITOR)

    assert audit.verify(used_desk.database, auditor) == ()


def test_a_look_names_who_when_what_and_why(used_desk: SampleOffice):
    with used_desk.database.read() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "view_visit")).first()

    assert entry is not None
    assert entry.created_by == used_desk.clerk.account_id
    assert entry.reason == "查询进展"
    assert entry.subject_table == "visit"


@pytest.mark.parametrize(
    ("tampering", "sentence"),
    [
        ("UPDATE audit_entry SET reason = '登记' WHERE position = 4", "被改动"),
        ("DELETE FROM audit_entry WHERE position = 4", "缺失"),
        ("UPDATE audit_entry SET position = 99 WHERE position = 4", "缺失"),
    ],
)
def test_tampering_around_the_triggers_is_found(
    used_desk: SampleOffice, tampering: str, sentence: str
):
    auditor = used_desk.account(Role.AUDITOR)
    with used_desk.database.apply() as connection:
        connection.execute(text(tampering))

    breaks = audit.verify(used_desk.database, auditor)

    assert breaks
    assert sentence in breaks[0].sentence


def test_only_auditors_read_the_chain(used_desk: SampleOffice):
    with pytest.raises(NotPermittedError):
        audit.verify(used_desk.database, used_desk.clerk)


def test_no_personal_data_stands_in_the_entries(used_desk: SampleOffice):
    with used_desk.database.read() as session:
        for entry in session.scalars(select(AuditEntry)):
            written = " ".join(filter(None, (entry.detail, entry.reason)))
            assert "张伟" not in written
            assert "13800000000" not in written
