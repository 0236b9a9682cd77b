"""检举控告: each service shows it to the role made for it, and to nobody else (条例 Art. 30(3))."""

import ast
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from reception_desk import services
from reception_desk.errors import DeskError, NotPermittedError
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentKind, DocumentRecord
from reception_desk.records.scanning import ScannedPage
from reception_desk.records.visit import VisitRecord
from reception_desk.rules.permissions import Role
from reception_desk.rules.units import RESTRICTED_STREAM
from reception_desk.services import (
    matters,
    papers,
    persons,
    printing,
    register,
    scans,
    search,
    visits,
)
from reception_desk.services.registration import ACCUSATION, register_visit
from tests.offices import MAN, MORNING, WOMAN, SampleOffice, person, register_ids, visit

CASE_ROLES = (Role.RECEPTIONIST, Role.SECTION, Role.BUREAU_LEADER, Role.COUNTY_LEADER, Role.UNIT)
PAGE = ScannedPage(
    image=b"\xff\xd8 a page",
    media_type="image/jpeg",
    width_px=10,
    height_px=10,
    dpi=300,
    is_partial=False,
    source="flatbed",
)


@dataclass(frozen=True)
class Hall:
    """One ordinary visit, and an accusation that `desk.clerk` took down today."""

    desk: SampleOffice
    plain: VisitRecord
    accusation: VisitRecord
    accusation_clerk: Actor

    def both(self) -> Actor:
        return self.desk.account(Role.SECTION, Role.ACCUSATION_CLERK)

    def others(self) -> list[Actor]:
        return [self.desk.account(role) for role in CASE_ROLES]


@pytest.fixture
def hall(desk: SampleOffice) -> Hall:
    plain = register_visit(desk.database, desk.clerk, visit(person("张伟"), arrived_at=MORNING))
    accusation = register_visit(
        desk.database,
        desk.clerk,
        visit(
            person("王芳", document_number=WOMAN, phone="13900000000"),
            arrived_at=MORNING + timedelta(minutes=5),
            matter_class=ACCUSATION,
            claim="反映村干部收受他人钱款。",
        ),
    )
    return Hall(desk, plain, accusation, desk.account(Role.ACCUSATION_CLERK))


def test_the_lists_and_the_count_of_the_day(hall: Hall):
    database = hall.desk.database
    for actor in (*hall.others(), hall.desk.clerk):
        assert register_ids(database, actor) == [hall.plain.visit_id]
        rows = visits.visits_of_day(database, actor, MORNING)
        assert [row.visit_id for row in rows] == [hall.plain.visit_id]
        assert visits.count_of_day(database, actor, MORNING).visits == 1
        every = register.register_order(database, hall.both()).rows
        found = register.register_lines(database, actor, every)
        assert [line.visit_id for line in found.values()] == [hall.plain.visit_id]

    assert register_ids(database, hall.accusation_clerk) == [hall.accusation.visit_id]
    assert visits.count_of_day(database, hall.accusation_clerk, MORNING).visits == 1


def test_who_holds_both_roles_sees_both(hall: Hall):
    assert register_ids(hall.desk.database, hall.both()) == [
        hall.accusation.visit_id,
        hall.plain.visit_id,
    ]


def test_one_visit_is_not_there_for_the_others(hall: Hall):
    database, visit_id = hall.desk.database, hall.accusation.visit_id
    for actor in hall.others():
        with pytest.raises(DeskError, match="没有找到"):
            visits.load_visit(database, actor, visit_id, reason="看看")
    with pytest.raises(DeskError, match="没有找到"):
        visits.load_visit(database, hall.accusation_clerk, hall.plain.visit_id, reason="看看")

    found = visits.load_visit(database, hall.accusation_clerk, visit_id, reason="办理")
    assert found.claim == "反映村干部收受他人钱款。"


def test_neither_role_opens_nothing(hall: Hall):
    for role in (Role.GUIDE, Role.AUDITOR, Role.ADMINISTRATOR):
        with pytest.raises(NotPermittedError):
            register_ids(hall.desk.database, hall.desk.account(role))


@pytest.mark.parametrize("typed", ["王芳", "wangfang", "wf", WOMAN, "13900000000", "收受他人钱款"])
def test_search_by_name_number_and_words(hall: Hall, typed: str):
    for role in (Role.RECEPTIONIST, Role.SECTION):
        found = search.search(hall.desk.database, hall.desk.account(role), typed)
        assert (found.persons, found.visits) == ((), ())
    both = hall.desk.account(Role.SECTION, Role.ACCUSATION_CLERK)
    found = search.search(hall.desk.database, both, typed)
    assert found.persons or found.visits


def test_search_by_the_visits_number(hall: Hall):
    number = hall.accusation.provisional_number
    found = search.search(hall.desk.database, hall.desk.account(Role.SECTION), number)
    assert found.visits == ()


def test_a_card_laid_down(hall: Hall):
    database, clerk = hall.desk.database, hall.desk.clerk
    assert search.find_by_document(database, clerk, WOMAN) == ()
    assert len(search.find_by_document(database, clerk, MAN)) == 1


def known_person_accuses(hall: Hall) -> VisitRecord:
    """The man of the ordinary visit comes again, with an accusation about the same matter."""
    known = replace(person("张伟"), person_id=hall.plain.persons[0].person_id)
    return register_visit(
        hall.desk.database,
        hall.desk.clerk,
        visit(
            known,
            arrived_at=MORNING + timedelta(minutes=9),
            matter_class=ACCUSATION,
            matter_id=hall.plain.matter_id,
        ),
    )


def test_the_visits_of_a_person(hall: Hall):
    known_person_accuses(hall)
    database, actor = hall.desk.database, hall.desk.clerk
    found = register.register_order_of(
        database, actor, hall.plain.persons[0].person_id, reason="关联"
    ).rows
    assert [register.id_of_line(database, row) for row in found] == [hall.plain.visit_id]


def test_the_matters_of_a_person(hall: Hall):
    known_person_accuses(hall)
    database, person_id = hall.desk.database, hall.plain.persons[0].person_id
    (hint,) = matters.matters_of(database, hall.desk.clerk, person_id, reason="关联")
    assert (hint.visits, hint.last_number) == (1, hall.plain.provisional_number)

    accuser = hall.accusation.persons[0].person_id
    assert matters.matters_of(database, hall.desk.clerk, accuser, reason="关联") == ()
    assert len(matters.matters_of(database, hall.accusation_clerk, accuser, reason="办理")) == 1


def test_a_persons_record(hall: Hall):
    database = hall.desk.database
    accuser = hall.accusation.persons[0].person_id
    for actor in hall.others():
        with pytest.raises(DeskError):
            persons.load_person(database, actor, accuser, reason="看看")
    assert persons.load_person(database, hall.accusation_clerk, accuser, reason="联系").phone

    known = hall.plain.persons[0].person_id
    with pytest.raises(DeskError, match="没有找到"):
        persons.load_person(database, hall.accusation_clerk, known, reason="看看")
    known_person_accuses(hall)
    assert persons.load_person(database, hall.accusation_clerk, known, reason="联系").phone


def receipt(hall: Hall, actor: Actor, visit_id: str) -> DocumentRecord:
    desk = hall.desk
    return papers.issue_paper(
        desk.database, desk.files, actor, visit_id, DocumentKind.RECEIPT, paper="A5"
    )


def test_papers_follow_the_visit_and_leave_the_list(hall: Hall):
    database, visit_id = hall.desk.database, hall.accusation.visit_id
    made = receipt(hall, hall.desk.clerk, visit_id)

    with database.read() as session:
        streams = session.execute(text("SELECT stream FROM document")).scalars().all()
    assert streams == [RESTRICTED_STREAM]
    assert printing.recent_documents(database, hall.desk.clerk) == ()
    assert printing.recent_documents(database, hall.accusation_clerk) == (made,)
    assert printing.documents_of_visit(database, hall.accusation_clerk, visit_id) == (made,)
    for actor in hall.others():
        with pytest.raises(DeskError, match="没有找到"):
            printing.documents_of_visit(database, actor, visit_id)
    with pytest.raises(DeskError, match="没有找到"):
        receipt(hall, hall.desk.account(Role.SECTION), visit_id)


def test_a_paper_does_not_name_an_accusation_as_the_visit_before(hall: Hall):
    known_person_accuses(hall)
    again = register_visit(
        hall.desk.database,
        hall.desk.clerk,
        visit(
            replace(person("张伟"), person_id=hall.plain.persons[0].person_id),
            arrived_at=MORNING + timedelta(hours=1),
            matter_id=hall.plain.matter_id,
        ),
    )
    with hall.desk.database.read() as session:
        assert papers._previous_number(session, hall.desk.clerk, again) == (
            hall.plain.provisional_number
        )


def test_scans_follow_the_visit(hall: Hall):
    desk, visit_id = hall.desk, hall.accusation.visit_id
    scans.attach_page(desk.database, desk.files, desk.clerk, visit_id, PAGE, title="材料")

    with desk.database.read() as session:
        found = session.execute(
            text("SELECT stream FROM scanned_page UNION ALL SELECT stream FROM scanned_document")
        )
        assert found.scalars().all() == [RESTRICTED_STREAM] * 2
    assert len(scans.pages_of_visit(desk.database, hall.accusation_clerk, visit_id)) == 1
    stranger = desk.account(Role.SECTION)
    with pytest.raises(DeskError, match="没有找到"):
        scans.pages_of_visit(desk.database, stranger, visit_id)
    with pytest.raises(DeskError, match="没有找到"):
        scans.attach_page(desk.database, desk.files, stranger, visit_id, PAGE, title="材料")


def test_who_took_it_down_finishes_it_the_same_day_and_not_later(hall: Hall):
    desk, visit_id = hall.desk, hall.accusation.visit_id
    assert visits.load_visit(desk.database, desk.clerk, visit_id, reason="办理").visit_id
    receipt(hall, desk.clerk, visit_id)
    assert scans.pages_of_visit(desk.database, desk.clerk, visit_id) == ()

    with desk.database.write() as session:
        session.execute(text("UPDATE visit SET created_at = '2026-01-05T01:00:00.000Z'"))

    for look in (
        lambda: visits.load_visit(desk.database, desk.clerk, visit_id, reason="办理"),
        lambda: receipt(hall, desk.clerk, visit_id),
        lambda: scans.pages_of_visit(desk.database, desk.clerk, visit_id),
        lambda: printing.documents_of_visit(desk.database, desk.clerk, visit_id),
    ):
        with pytest.raises(DeskError, match="没有找到"):
            look()


def test_the_register_is_read_from_its_index_alone(hall: Hall):
    """The condition is a comparison in the scan that is made anyway: no join, no sort, no row."""
    with hall.desk.database.read() as session:
        plan = session.execute(
            text(
                "EXPLAIN QUERY PLAN SELECT rowid FROM visit "
                "WHERE voided_at IS NULL AND stream != 2 ORDER BY arrived_at DESC, id DESC"
            )
        ).all()
    assert len(plan) == 1
    assert "USING COVERING INDEX ix_visit_register" in plan[0].detail


READERS = {"visit", "matter", "document", "person"}
WRITE_ONLY = {
    "registration": "writes what the clerk typed",
    "confidentiality": "is the rule",
    "accused": "is part of the rule",
    "document_kinds": "tells kinds apart and reads no row",
    "matter_cases": "loads matters for `steps.open_case`, which asks the rule, and for standings",
    "correction_rows": "writes into a visit that was opened by the rule",
    "session_calendar": "names the matters of sessions that the rule lets be seen",
    "evidence": "looks for a file in a matter that was opened by the rule",
    "session_participants": "writes into a session that was opened by the rule",
    "session_paper_data": "drafts papers of a session that was opened by the rule",
    "session_papers": "issues papers of a session that was opened by the rule",
    "leader_paper_data": "drafts papers of a booking that was opened by the rule",
    "leader_papers": "issues papers of a booking that was opened by the rule",
    "leader_reception": "writes an instruction on a booking that was opened by the rule",
    "recording_disposal": "issues the certificate of a recording that was opened by the rule",
    "page_reading": "keeps the text of pages in a batch that was opened by the rule",
    "erasure_rows": "removes the visit of an order that was opened by the rule",
    "paper_kinds": "completes a paper of a matter that was opened by the rule",
    "route_advice": "notes advice on a matter that was opened by the rule",
    "matter_papers": "issues papers of a matter that was opened by the rule",
    "matter_home": "gives a condition to lists that carry the rule; visits move within a stream",
    "matter_words": "gives a condition to lists that carry the rule",
    "paper_rows": "writes papers of a matter that was opened by the rule",
    "matter_links": "writes into a visit that was opened by the rule",
    "live_sessions": "reads what belongs to a session that was opened by the rule",
    "standings": "folds matters again for the index; what it reads goes to no screen",
    "stale_papers": "marks papers of a visit that was opened by the rule",
}


def test_every_service_that_reads_visits_asks_the_rule():
    careless = []
    for path in sorted(Path(services.__path__[0]).glob("*.py")):
        imports = [
            node.module or ""
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ImportFrom)
        ]
        reads = {name.removeprefix("reception_desk.models.") for name in imports} & READERS
        asks = "reception_desk.services.confidentiality" in imports
        if reads and not asks and path.stem not in WRITE_ONLY:
            careless.append(path.stem)
    assert careless == []
