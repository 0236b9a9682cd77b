"""依法删除: two people, nothing left in the file, everything else as it was."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from reception_desk.errors import (
    DeskError,
    InvalidInputError,
    NotPermittedError,
    SignInRefusedError,
)
from reception_desk.models import Base
from reception_desk.models.audit import AuditEntry
from reception_desk.models.search_keys import title_words
from reception_desk.records.actor import Actor
from reception_desk.records.erasure import ErasureState
from reception_desk.records.video_sessions import ParticipantInput, ParticipantRole, SessionSide
from reception_desk.rules.erasure import EraseBasis
from reception_desk.rules.permissions import STAFF_ROLES, Action, Role
from reception_desk.services import audit, drafts, erasure
from reception_desk.services.registration import ACCUSATION, register_visit
from reception_desk.services.search import search
from reception_desk.services.session_calendar import sessions_of_matter
from reception_desk.services.session_participants import add_participant
from reception_desk.services.video_sessions import session_now
from reception_desk.services.visits import load_visit
from tests.erasures import TRACES, TracedVisit, pages_with, register_traced, tables_with
from tests.offices import MORNING, PASSWORD, SampleOffice, person, visit
from tests.services.test_recordings import held, register

REASON = "2026年11月20日删除申请书"


@pytest.fixture
def section(desk: SampleOffice) -> Actor:
    return desk.account(Role.SECTION)


@pytest.fixture
def leader(desk: SampleOffice) -> Actor:
    return desk.account(Role.BUREAU_LEADER)


@pytest.fixture
def traced(desk: SampleOffice) -> TracedVisit:
    return register_traced(desk)


def ask(desk: SampleOffice, actor: Actor, visit_id: str, reason: str = REASON) -> str:
    return erasure.request_erasure(desk.database, actor, visit_id, EraseBasis.PERIOD_ENDED, reason)


def confirm(desk: SampleOffice, actor: Actor, order_id: str, password: str = PASSWORD) -> int:
    return erasure.confirm(desk.database, desk.files, actor, order_id, password)


def erase(desk: SampleOffice, section: Actor, leader: Actor, visit_id: str) -> int:
    """Ask, confirm, and let an idle moment pass."""
    count = confirm(desk, leader, ask(desk, section, visit_id))
    desk.database.tidy()
    return count


def counts(desk: SampleOffice) -> dict[str, int]:
    with desk.database.read() as session:
        return {
            name: session.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()
            for name in Base.metadata.tables
        }


def test_nothing_is_left_of_an_erased_visit(
    desk: SampleOffice, section: Actor, leader: Actor, traced: TracedVisit
):
    desk.database.tidy()
    assert tables_with(desk.database, *TRACES) >= {"person", "visit", "correction", "draft"}
    assert pages_with(desk.database.path, *TRACES) >= set(TRACES)
    assert "matter_words_content" in tables_with(desk.database, *TRACES)
    titles = [title_words(word) for word in TRACES]

    erased = erase(desk, section, leader, traced.record.visit_id)

    assert erased > 12
    assert tables_with(desk.database, *TRACES) == set()
    assert pages_with(desk.database.path, *TRACES, TRACES[5][:3], *titles) == set()
    assert [sha for sha in traced.files if desk.files.has(sha)] == []
    assert search(desk.database, desk.clerk, "欧阳").persons == ()
    with desk.database.read() as session:
        assert session.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        assert session.execute(text("PRAGMA foreign_key_check")).all() == []
        session.execute(text("INSERT INTO visit_text (visit_text) VALUES ('integrity-check')"))


def test_a_file_is_as_it_was_before_the_visit_came(
    desk: SampleOffice, section: Actor, leader: Actor
):
    before = counts(desk)
    traced = register_traced(desk)

    erase(desk, section, leader, traced.record.visit_id)

    grown = {name: count for name, count in counts(desk).items() if count != before[name]}
    assert set(grown) == {
        "audit_entry", "erase_decision", "erase_order", "erased_row", "number_request", "outbox",
    }  # fmt: skip


def test_the_audit_says_who_when_and_why_and_nothing_of_the_visit(
    desk: SampleOffice, section: Actor, leader: Actor, traced: TracedVisit
):
    erase(desk, section, leader, traced.record.visit_id)

    with desk.database.read() as session:
        entries = session.query(AuditEntry).filter(AuditEntry.action.like("%erasure")).all()
    assert [(e.action, e.created_by, e.subject_id) for e in entries] == [
        ("request_erasure", section.account_id, traced.record.visit_id),
        ("confirm_erasure", leader.account_id, traced.record.visit_id),
    ]
    assert entries[1].reason == f"《个人信息保护法》第四十七条第一款第（二）项：{REASON}"
    assert audit.verify(desk.database, desk.account(Role.AUDITOR)) == ()
    (order,) = erasure.orders(desk.database, leader)
    assert (order.state, order.number) == (ErasureState.CONFIRMED, "")


def test_a_person_of_two_visits_stays_with_the_other(
    desk: SampleOffice, section: Actor, leader: Actor, traced: TracedVisit
):
    known = replace(person(TRACES[1]), person_id=traced.record.persons[0].person_id)
    other = register_visit(desk.database, desk.clerk, visit(known, claim="另一件事"))

    erase(desk, section, leader, traced.record.visit_id)

    kept = load_visit(desk.database, desk.clerk, other.visit_id, reason="核对")
    assert kept.persons[0].name == TRACES[1]
    assert tables_with(desk.database, *TRACES[5:]) == set()


def test_a_matter_of_two_visits_stays_and_is_called_after_the_other(
    desk: SampleOffice, section: Actor, leader: Actor, traced: TracedVisit
):
    again = visit(
        person("李四"),
        claim="催问办理情况",
        arrived_at=MORNING + timedelta(days=1),
        matter_id=traced.record.matter_id,
    )
    other = register_visit(desk.database, desk.clerk, again)
    assert other.is_repeat

    erase(desk, section, leader, traced.record.visit_id)

    kept = load_visit(desk.database, desk.clerk, other.visit_id, reason="核对")
    assert (kept.matter_id, kept.is_repeat) == (traced.record.matter_id, False)
    with desk.database.read() as session:
        title = session.execute(text("SELECT title FROM matter")).scalars().all()
    assert title == ["催问办理情况"]
    assert tables_with(desk.database, *TRACES) == set()
    assert pages_with(desk.database.path, *TRACES) == set()


def test_a_registration_under_way_of_the_same_person_goes_on(
    desk: SampleOffice, section: Actor, leader: Actor, traced: TracedVisit
):
    content = {
        "persons": [{"person_id": traced.record.persons[0].person_id}],
        "claim": "另一件事",
        "matter_id": traced.record.matter_id,
        "matter_title": TRACES[5],
    }
    drafts.save_draft(desk.database, desk.clerk, drafts.DraftRecord("d2", 2, content))

    erase(desk, section, leader, traced.record.visit_id)

    (kept,) = drafts.open_drafts(desk.database, desk.clerk)
    assert kept.content == content | {"matter_id": "", "matter_title": ""}


def test_of_many_visits_only_the_words_of_the_others_are_left(
    desk: SampleOffice, section: Actor, leader: Actor
):
    """Pages were split, merged and freed before and after; none may keep an old copy."""
    for number in range(120):
        register_visit(desk.database, desk.clerk, visit(person(f"访民{number}"), claim="修路" * 90))
    traced = register_traced(desk)
    for number in range(120):
        register_visit(desk.database, desk.clerk, visit(person(f"乡民{number}"), claim="修桥" * 90))
    desk.database.tidy()

    erase(desk, section, leader, traced.record.visit_id)

    assert pages_with(desk.database.path, *TRACES, "访民7", "乡民7") == {"访民7", "乡民7"}
    assert tables_with(desk.database, *TRACES) == set()


def test_words_that_wait_for_the_index_go_too(desk: SampleOffice, section: Actor, leader: Actor):
    """Erased before the idle moment in which full text is made."""
    traced = register_traced(desk)
    erase(desk, section, leader, traced.record.visit_id)
    assert tables_with(desk.database, *TRACES) == set()


def test_asking_removes_nothing_and_a_second_order_is_refused(
    desk: SampleOffice, section: Actor, leader: Actor, traced: TracedVisit
):
    ask(desk, section, traced.record.visit_id)

    with pytest.raises(InvalidInputError, match="正在等待"):
        ask(desk, section, traced.record.visit_id)
    (order,) = erasure.orders(desk.database, leader)
    assert (order.state, order.is_own) == (ErasureState.WAITING, False)
    assert order.number == traced.record.shown_number
    assert load_visit(desk.database, desk.clerk, traced.record.visit_id, reason="核对")


def test_one_person_cannot_do_both(desk: SampleOffice, traced: TracedVisit):
    both = desk.account(Role.SECTION, Role.BUREAU_LEADER)
    order_id = ask(desk, both, traced.record.visit_id)

    with pytest.raises(NotPermittedError, match="不能由自己批准"):
        confirm(desk, both, order_id)
    with pytest.raises(NotPermittedError, match="不能由自己批准"):
        erasure.decline(desk.database, both, order_id)
    assert load_visit(desk.database, desk.clerk, traced.record.visit_id, reason="核对")


@pytest.mark.parametrize(
    "role", [role for role in STAFF_ROLES if role not in Action.REQUEST_ERASURE.roles]
)
def test_who_may_not_ask(desk: SampleOffice, traced: TracedVisit, role: Role):
    with pytest.raises(NotPermittedError):
        ask(desk, desk.account(role), traced.record.visit_id)


@pytest.mark.parametrize("role", [role for role in STAFF_ROLES if role is not Role.BUREAU_LEADER])
def test_who_may_not_confirm(desk: SampleOffice, section: Actor, traced: TracedVisit, role: Role):
    order_id = ask(desk, section, traced.record.visit_id)
    with pytest.raises(NotPermittedError):
        confirm(desk, desk.account(role), order_id)


def test_a_wrong_password_erases_nothing(
    desk: SampleOffice, section: Actor, leader: Actor, traced: TracedVisit
):
    order_id = ask(desk, section, traced.record.visit_id)
    with pytest.raises(SignInRefusedError):
        confirm(desk, leader, order_id, "不是这个口令")
    assert erasure.orders(desk.database, leader)[0].state is ErasureState.WAITING


def test_a_declined_order_erases_nothing_and_is_done(
    desk: SampleOffice, section: Actor, leader: Actor, traced: TracedVisit
):
    order_id = ask(desk, section, traced.record.visit_id)
    erasure.decline(desk.database, leader, order_id)

    (order,) = erasure.orders(desk.database, section)
    assert (order.state, order.decided_by, order.is_own) == (
        ErasureState.DECLINED, leader.name, True,
    )  # fmt: skip
    with pytest.raises(DeskError, match="没有找到待批准"):
        confirm(desk, leader, order_id)
    ask(desk, section, traced.record.visit_id)


@pytest.mark.parametrize("word", ["", "  ", f"应{TRACES[1]}申请", f"电话{TRACES[2]}"])
def test_a_reason_names_a_paper_and_no_person(
    desk: SampleOffice, section: Actor, traced: TracedVisit, word: str
):
    with pytest.raises(InvalidInputError):
        ask(desk, section, traced.record.visit_id, word)


def test_an_accusation_is_asked_for_and_confirmed_by_its_own_people_only(
    desk: SampleOffice, section: Actor, leader: Actor
):
    told = register_visit(desk.database, desk.clerk, visit(person("甲乙"), matter_class=ACCUSATION))
    with pytest.raises(DeskError, match="没有找到"):
        ask(desk, section, told.visit_id)
    order_id = ask(desk, desk.account(Role.ACCUSATION_CLERK), told.visit_id)

    assert erasure.orders(desk.database, leader) == ()
    with pytest.raises(DeskError, match="没有找到"):
        confirm(desk, leader, order_id)
    entitled = desk.account(Role.BUREAU_LEADER, Role.ACCUSATION_CLERK)
    assert confirm(desk, entitled, order_id) > 5


def test_a_recording_goes_before_the_rows_that_say_where_it_lies(
    desk: SampleOffice, section: Actor, leader: Actor
):
    sample = held(desk)
    register(sample)
    order_id = ask(desk, section, sample.visit_id)
    with pytest.raises(DeskError, match="没有销毁：20261127-S001"):
        confirm(desk, leader, order_id)
    assert load_visit(desk.database, desk.clerk, sample.visit_id, reason="核对")


def test_words_of_a_session_go_with_the_person_who_said_them(
    desk: SampleOffice, section: Actor, leader: Actor, traced: TracedVisit
):
    """Somebody of another visit took part in the session of a matter that stays."""
    again = visit(person("李四"), claim="催问", matter_id=traced.record.matter_id)
    other = register_visit(desk.database, desk.clerk, again)
    (line,) = sessions_of_matter(desk.database, desk.clerk, str(traced.record.matter_id))
    who = ParticipantInput(
        SessionSide.NEAR, ParticipantRole.PETITIONER, person_id=other.persons[0].person_id
    )
    add_participant(desk.database, desk.clerk, line.session_id, who)

    erase(desk, section, leader, other.visit_id)

    now = session_now(desk.database, desk.clerk, line.session_id)
    assert "李四" not in {one.name for one in now.case.participants}
    with desk.database.read() as session:
        assert session.execute(text("PRAGMA foreign_key_check")).all() == []
