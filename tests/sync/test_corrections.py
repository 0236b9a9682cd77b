"""A correction at one window is the other's record too, field by field."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import select

from reception_desk.models.document import Document
from reception_desk.models.matter import Step
from reception_desk.records.actor import Actor
from reception_desk.records.visit import PersonInput, PersonRole, VisitRecord
from reception_desk.rules.corrections import Change, Subject
from reception_desk.rules.permissions import Role
from reception_desk.rules.units import BUREAU_CODE, BUREAU_STREAM, SHARED_STREAM
from reception_desk.services import accounts, corrections, office
from reception_desk.services.closing_list import closing_list
from reception_desk.services.corrections import correct_visit, take_back
from reception_desk.services.files import FileStore
from reception_desk.services.papers import DocumentKind, issue_paper
from reception_desk.services.registration import register_visit
from reception_desk.services.visits import load_visit
from tests.offices import MORNING, PASSWORD, person, visit
from tests.postgres import CentreDatabase
from tests.sync.desks import Desk


@dataclass
class Window:
    """A desk with somebody at it."""

    desk: Desk
    actor: Actor

    def correct(self, record: VisitRecord, *changes: Change) -> corrections.Corrected:
        return correct_visit(
            self.desk.database, self.actor, record.visit_id, changes, reason="听写有误"
        )

    def read(self, record: VisitRecord) -> VisitRecord:
        return load_visit(self.desk.database, self.actor, record.visit_id, reason="核对")


@pytest.fixture
def windows(new_desk: Callable[..., Desk]) -> tuple[Window, Window]:
    """Two windows of one bureau; the second knows everything from the centre."""
    a, b = (new_desk(name, SHARED_STREAM, BUREAU_STREAM) for name in "AB")
    administrator, second = (
        office.set_up_office(
            desk.database, office.OfficeInput(BUREAU_CODE, code, code, code, "管理员", PASSWORD)
        )
        for desk, code in ((a, "1"), (b, "2"))
    )
    accounts.create_account(
        a.database, administrator, login="zhou", name="周敏", password=PASSWORD,
        roles={Role.RECEPTIONIST},
    )  # fmt: skip
    clerk = accounts.sign_in(a.database, "zhou", PASSWORD)
    a.sync()
    b.sync()
    return Window(a, clerk), Window(b, replace(clerk, desk=second.desk))


def registered(
    windows: tuple[Window, Window], *persons: PersonInput, **values: object
) -> VisitRecord:
    a, b = windows
    record = register_visit(a.desk.database, a.actor, visit(*persons, **values))
    a.desk.sync()
    b.desk.sync()
    return record


def claim(before: str, after: str) -> Change:
    return Change(Subject.VISIT, "claim", before, after)


def test_a_completed_visit_leaves_the_other_windows_closing_list(windows):
    a, b = windows
    record = registered(
        windows, person(), claim="", to_complete=True, matter_class="3", category="040200",
        place_code="420921100", privacy_notice="2026-1",
    )  # fmt: skip
    assert record.visit_id in closing_list(b.desk.database, b.actor, MORNING)

    a.correct(record, claim("", "请求修路"))
    a.desk.sync()
    b.desk.sync()

    assert a.desk.rows() == b.desk.rows()
    assert closing_list(b.desk.database, b.actor, MORNING) == {}
    assert b.read(record) == a.read(record)


def test_corrections_of_different_fields_both_survive(windows, centre: CentreDatabase):
    a, b = windows
    record = registered(windows, person())
    main = record.persons[0].person_id

    a.correct(record, claim(record.claim, "请求修路"))
    b.correct(
        record,
        Change(Subject.PERSON, "phone", "13800000000", "13900000000", main),
        Change(Subject.PERSON, "", None, person("乙", role=PersonRole.COMPANION)),
        Change(Subject.VISIT, "is_unclear", False, True),
    )
    for window in (a, b, a):
        window.desk.sync()

    found = a.read(record)
    assert found == b.read(record)
    assert found.claim == "请求修路"
    assert found.persons[0].phone == "13900000000"
    assert [each.name for each in found.persons] == ["张伟", "乙"]
    assert found.is_unclear
    assert centre.query("SELECT count(*) FROM sync.conflict") == [(0,)]
    with a.desk.database.read() as session:
        events = session.scalars(select(Step.event).order_by(Step.occurred_at)).all()
    assert len(events) == 3


def test_a_paper_issued_at_the_other_window_is_marked_there(windows, tmp_path):
    a, b = windows
    record = registered(windows, person())
    issue_paper(
        b.desk.database, FileStore(tmp_path / "b"), b.actor, record.visit_id,
        DocumentKind.RECEIPT, paper="A5",
    )  # fmt: skip
    b.desk.sync()
    a.desk.sync()

    done = a.correct(record, claim(record.claim, "请求修路"))
    a.desk.sync()
    b.desk.sync()
    with b.desk.database.read() as session:
        assert session.scalars(select(Document.is_stale)).all() == [True]

    take_back(a.desk.database, a.actor, done, reason="撤销")
    a.desk.sync()
    b.desk.sync()
    with b.desk.database.read() as session:
        assert session.scalars(select(Document.is_stale)).all() == [False]


def test_a_visit_joined_here_is_a_repeat_there(windows):
    a, b = windows
    first = registered(windows, person())
    later = registered(windows, person(), arrived_at=MORNING.replace(hour=5))

    b.correct(later, Change(Subject.MATTER, "matter_id", later.matter_id, first.matter_id))
    b.desk.sync()
    a.desk.sync()

    assert a.desk.rows() == b.desk.rows()
    assert a.read(later).is_repeat
    assert a.read(later).matter_id == first.matter_id
