"""An accusation is not there for whom it names, whatever role they hold (条例 Art. 30(3))."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from reception_desk.errors import DeskError
from reception_desk.models.document import FiledPaper, PageText, ScannedPage
from reception_desk.models.matter import Step, VisitMatter
from reception_desk.models.organisation import Unit
from reception_desk.models.promise import Promise
from reception_desk.models.video_session import SessionEvent, SessionParticipant, VideoSession
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentKind
from reception_desk.records.matters import MatterFilter
from reception_desk.records.promises import PromiseInput
from reception_desk.records.video_sessions import SessionInput, SessionLevel
from reception_desk.records.visit import VisitRecord
from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.permissions import Role
from reception_desk.rules.units import RESTRICTED_STREAM
from reception_desk.services import (
    matters,
    papers,
    persons,
    printing,
    scans,
    search,
    visits,
)
from reception_desk.services.accused import concerns
from reception_desk.services.due_board import due_board
from reception_desk.services.matter_list import count_matters, list_matters
from reception_desk.services.promises import make_promise, open_promises
from reception_desk.services.registration import ACCUSATION, register_visit
from reception_desk.services.session_calendar import open_sessions
from reception_desk.services.standings import bring_up
from reception_desk.services.steps import matter_now
from reception_desk.services.video_sessions import apply_for_session, session_now
from tests.offices import MORNING, WOMAN, SampleOffice, person, register_ids, visit
from tests.services.test_confidentiality import PAGE
from tests.services.test_steps import unit_id

BY = Reckoning(shipped_calendar())


@dataclass(frozen=True)
class Hall:
    """An accusation against 花园镇 that another clerk took down, with a paper and a scan."""

    desk: SampleOffice
    accusation: VisitRecord
    plain: VisitRecord
    keeper: Actor
    both: Actor
    session_id: str

    def of(self, unit: str, *, name: str = "测试员") -> Actor:
        """The keeper of accusations and of matters, as one of this unit and by this name."""
        return replace(self.both, unit_id=unit_id(self.desk, unit), name=name)


@pytest.fixture(scope="module")
def closed_hall(set_up_office: SampleOffice, tmp_path_factory: pytest.TempPathFactory) -> Hall:
    """Set up once and copied for each test."""
    made = _set_up(set_up_office.copied_to(tmp_path_factory.mktemp("hall")))
    made.desk.database.close()
    return made


@pytest.fixture
def hall(closed_hall: Hall, tmp_path: Path) -> Iterator[Hall]:
    copy = replace(closed_hall, desk=closed_hall.desk.copied_to(tmp_path))
    yield copy
    copy.desk.database.close()


def _set_up(desk: SampleOffice) -> Hall:
    plain = register_visit(desk.database, desk.clerk, visit(person("张伟"), arrived_at=MORNING))
    found = accuse(desk, "花园镇副镇长刘得利")
    scans.attach_page(desk.database, desk.files, desk.clerk, found.visit_id, PAGE, title="材料")
    papers.issue_paper(
        desk.database, desk.files, desk.clerk, found.visit_id, DocumentKind.RECEIPT, paper="A5"
    )
    bring_up(desk.database, desk.clerk, BY)
    both = desk.account(Role.SECTION, Role.ACCUSATION_CLERK)
    other = desk.account(Role.SECTION, Role.ACCUSATION_CLERK)
    session_id = talk_about(desk, other, found.matter_id or "")
    return Hall(desk, found, plain, desk.account(Role.ACCUSATION_CLERK), both, session_id)


def talk_about(desk: SampleOffice, actor: Actor, matter_id: str) -> str:
    """Apply for a video session about the accusation, and promise something."""
    asked = SessionInput(matter_id, SessionLevel.COUNTY_CITY)
    session_id = apply_for_session(desk.database, actor, asked)
    owed = PromiseInput("七日内答复", unit_id(desk, "XFJ"), "李科", date(2099, 1, 1))
    make_promise(desk.database, actor, matter_id, owed)
    return session_id


def accuse(desk: SampleOffice, respondent: str, **more: object) -> VisitRecord:
    return register_visit(
        desk.database,
        desk.clerk,
        visit(
            person("王芳", document_number=WOMAN, phone="13900000000"),
            arrived_at=MORNING + timedelta(minutes=5),
            matter_class=ACCUSATION,
            claim="反映收受他人钱款。",
            respondent=respondent,
            **more,
        ),
    )


def sights(hall: Hall, actor: Actor) -> dict[str, bool]:
    """Look for the accusation everywhere a keeper can, by where it was looked for."""
    database, visit_id = hall.desk.database, hall.accusation.visit_id
    matter_id, accuser = hall.accusation.matter_id or "", hall.accusation.persons[0].person_id

    def opens(look: Callable[[], object]) -> bool:
        try:
            return bool(look())
        except DeskError:
            return False

    every = MatterFilter()
    day = visits.visits_of_day(database, actor, MORNING)
    board = due_board(database, actor, date(2099, 1, 1))
    recent = printing.recent_documents(database, actor)
    return {
        "register": visit_id in register_ids(database, actor),
        "day": visit_id in [row.visit_id for row in day],
        "count of the day": visits.count_of_day(database, actor, MORNING).visits == 2,
        "matters": matter_id in [row.matter_id for row in list_matters(database, actor, every)],
        "count of matters": count_matters(database, actor, every) == 2,
        "board": matter_id in [line.matter_id for line in board.lines],
        "words": bool(search.search(database, actor, "收受他人钱款").visits),
        "number": bool(search.search(database, actor, hall.accusation.provisional_number).visits),
        "name": bool(search.search(database, actor, "王芳").persons),
        "card": bool(search.find_by_document(database, actor, WOMAN)),
        "papers": visit_id in [paper.visit_id for paper in recent],
        "visit": opens(lambda: visits.load_visit(database, actor, visit_id, reason="办理")),
        "matter": opens(lambda: matter_now(database, actor, matter_id, BY).case),
        "person": opens(lambda: persons.load_person(database, actor, accuser, reason="联系")),
        "scans": opens(lambda: scans.pages_of_visit(database, actor, visit_id)),
        "its papers": opens(lambda: printing.documents_of_visit(database, actor, visit_id)),
        "sessions": bool(open_sessions(database, actor)),
        "session": opens(lambda: session_now(database, actor, hall.session_id).case),
        "promises": bool(open_promises(database, actor)),
        "of person": opens(lambda: matters.matters_of(database, actor, accuser, reason="办理")),
    }


def test_a_keeper_of_another_unit_sees_it_everywhere(hall: Hall):
    found = sights(hall, hall.of("XFJ04"))
    assert [place for place, is_seen in found.items() if not is_seen] == []


def test_a_keeper_of_the_accused_unit_sees_it_nowhere(hall: Hall):
    found = sights(hall, hall.of("T100"))
    assert [place for place, is_seen in found.items() if is_seen] == []


def test_the_person_it_names_sees_it_nowhere_whatever_their_unit(hall: Hall):
    found = sights(hall, hall.of("XFJ", name="刘得利"))
    assert [place for place, is_seen in found.items() if is_seen] == []


def test_of_the_others_nothing_is_lost(hall: Hall):
    town = hall.of("T100")
    assert register_ids(hall.desk.database, town) == [hall.plain.visit_id]
    rows = list_matters(hall.desk.database, town, MatterFilter())
    assert [row.matter_id for row in rows] == [hall.plain.matter_id]


def test_who_keeps_accusations_alone_sees_them_alone(hall: Hall):
    assert register_ids(hall.desk.database, hall.keeper) == [hall.accusation.visit_id]
    town = replace(hall.keeper, unit_id=unit_id(hall.desk, "T100"))
    assert register_ids(hall.desk.database, town) == []


@pytest.mark.parametrize(
    ("respondent", "unit", "is_seen"),
    [
        ("孝昌县信访局某科长", "XFJ", False),
        ("信访局某科长", "XFJ03", False),
        ("孝昌县信访局办信接访股某人", "XFJ03", False),
        ("孝昌县信访局办信接访股某人", "XFJ04", False),
        ("周巷镇办公室主任", "XFJ01", True),
        ("某企业经理", "XFJ", True),
        ("", "XFJ", True),
    ],
)
def test_a_unit_with_its_sections_is_meant(hall: Hall, respondent: str, unit: str, is_seen: bool):
    found = accuse(hall.desk, respondent)
    seen = register_ids(hall.desk.database, hall.of(unit))
    assert (found.visit_id in seen) is is_seen


def test_every_visit_of_such_a_matter_is_hidden(hall: Hall):
    again = accuse(hall.desk, "", matter_id=hall.accusation.matter_id)
    assert again.visit_id in register_ids(hall.desk.database, hall.keeper)
    assert register_ids(hall.desk.database, hall.of("T100")) == [hall.plain.visit_id]


def test_a_petitioner_of_two_accusations_stays_with_the_other(hall: Hall):
    accuser = replace(
        person("王芳", document_number=WOMAN), person_id=hall.accusation.persons[0].person_id
    )
    other = register_visit(
        hall.desk.database, hall.desk.clerk,
        visit(accuser, arrived_at=MORNING, matter_class=ACCUSATION, respondent="周巷镇某干部"),
    )  # fmt: skip
    town = hall.of("T100")
    assert other.visit_id in register_ids(hall.desk.database, town)
    assert hall.accusation.visit_id not in register_ids(hall.desk.database, town)
    assert persons.load_person(hall.desk.database, town, accuser.person_id or "", reason="联系")


def test_a_respondent_named_later_hides_it_from_then_on(hall: Hall):
    found = accuse(hall.desk, "")
    keeper = hall.of("XFJ04")
    assert found.visit_id in register_ids(hall.desk.database, keeper)
    with hall.desk.database.write() as session:
        session.execute(
            text("UPDATE visit SET respondent = '信访局网络信访股' WHERE id = :id"),
            {"id": found.visit_id},
        )
    assert found.visit_id not in register_ids(hall.desk.database, keeper)


@pytest.mark.parametrize(
    "row",
    [
        ScannedPage,
        FiledPaper,
        PageText,
        Step,
        VisitMatter,
        Promise,
        SessionEvent,
        SessionParticipant,
        VideoSession,
    ],
)
def test_every_kind_of_row_knows_whom_it_is_about(hall: Hall, row: type):
    with hall.desk.database.read() as session:
        about = select(row.id).where(concerns(hall.of("T100"), row))
        ours = select(row.id).where(row.stream == RESTRICTED_STREAM)
        assert set(session.scalars(about)) == set(session.scalars(ours))


def test_a_row_that_says_nothing_of_it_is_not_guessed_at(hall: Hall):
    with pytest.raises(TypeError, match="nobody says"):
        concerns(hall.both, Unit)


def test_who_took_it_down_today_finishes_it_although_their_unit_is_named(hall: Hall):
    found = accuse(hall.desk, "信访局某科长")
    assert visits.load_visit(hall.desk.database, hall.desk.clerk, found.visit_id, reason="补充")
