"""法定途径助手 on a matter: a step that changes nothing, read by the triage and its papers."""

from dataclasses import replace

import pytest

from reception_desk.errors import DeskError, InvalidInputError, NotPermittedError
from reception_desk.records.document import DocumentKind
from reception_desk.records.route import RouteAdvice
from reception_desk.records.steps import StepInput
from reception_desk.rules.permissions import Role
from reception_desk.rules.routes import advice_note, advise, as_answers, last_advice
from reception_desk.rules.states import State
from reception_desk.rules.transition import ADVISED, RECUSED, Event
from reception_desk.services.matter_papers import PaperDesk, draft_data
from reception_desk.services.paper_making import PaperSource
from reception_desk.services.registration import ACCUSATION
from reception_desk.services.route_advice import note_advice
from reception_desk.services.steps import matter_now, take_step
from tests.offices import SampleOffice
from tests.services.test_matter_papers import BY
from tests.services.test_steps import registered, unit_id

WAGES = advise(
    {"form": "visit", "kind": "claim", "earlier": "first", "subject": "arbitration",
     "arbitration": "labour"}
)  # fmt: skip
TOWN = advise(
    {"form": "visit", "kind": "claim", "earlier": "first", "subject": "none", "handling": "unit"}
)


@pytest.fixture
def section(desk: SampleOffice):
    return desk.account(Role.SECTION)


@pytest.fixture
def making(desk: SampleOffice) -> PaperDesk:
    return PaperDesk(PaperSource(desk.database, desk.files), BY)


def kept(desk: SampleOffice, actor, matter_id: str) -> RouteAdvice | None:
    return last_advice(matter_now(desk.database, actor, matter_id, BY).case.steps)


def test_the_answers_are_kept_as_a_step_that_changes_nothing(desk, section):
    matter_id = registered(desk)
    before = matter_now(desk.database, section, matter_id, BY)
    note_advice(desk.database, section, matter_id, WAGES, BY)
    after = matter_now(desk.database, section, matter_id, BY)
    assert after.standing == replace(before.standing, advised=WAGES.way)
    assert after.offers == before.offers
    step = after.case.steps[-1]
    assert (step.event, step.result, step.reason) == (ADVISED, WAGES.way, advice_note(WAGES))
    assert kept(desk, section, matter_id) == WAGES


def test_the_newest_answers_count(desk, section):
    matter_id = registered(desk)
    for advice in (WAGES, TOWN):
        note_advice(desk.database, section, matter_id, advice, BY)
    assert kept(desk, section, matter_id) == TOWN


def test_the_answers_at_the_registration_are_read_by_the_triage(desk, section):
    matter_id = registered(desk, route=as_answers(TOWN), outcome_note=advice_note(TOWN))
    assert kept(desk, section, matter_id) == TOWN
    assert matter_now(desk.database, section, matter_id, BY).standing.state is State.REGISTERED


def test_answers_of_another_release_lead_nowhere(desk, section):
    assert kept(desk, section, registered(desk, route=("form=pigeon",))) is None
    assert kept(desk, section, registered(desk)) is None


def test_who_takes_no_part_in_the_route_notes_nothing(desk, section):
    matter_id = registered(desk)
    with pytest.raises(NotPermittedError, match="不参与"):
        note_advice(desk.database, desk.account(Role.UNIT), matter_id, WAGES, BY)
    take_step(desk.database, section, matter_id, StepInput(RECUSED, reason="近亲属"), BY)
    with pytest.raises(InvalidInputError, match="已经回避"):
        note_advice(desk.database, section, matter_id, WAGES, BY)


def test_an_accusation_is_its_keepers_alone(desk, section):
    matter_id = registered(desk, matter_class=ACCUSATION)
    with pytest.raises(DeskError, match="没有找到"):
        note_advice(desk.database, section, matter_id, WAGES, BY)
    keeper = desk.account(Role.ACCUSATION_CLERK)
    bribes = advise({"form": "visit", "kind": "accusation", "accused": "county"})
    note_advice(desk.database, keeper, matter_id, bribes, BY)
    assert kept(desk, keeper, matter_id) == bribes


def test_the_destination_notice_says_why(desk, making, section):
    matter_id = registered(desk)
    note_advice(desk.database, section, matter_id, TOWN, BY)
    leader = desk.account(Role.BUREAU_LEADER)
    step = StepInput(Event.TRANSFERRED, unit_id=unit_id(desk, "T100"))
    kind = DocumentKind.DESTINATION_NOTICE
    assert "note" not in draft_data(making, leader, matter_id, kind)
    note = draft_data(making, leader, matter_id, kind, step)["note"]
    assert note == "".join(TOWN.reasons[1:])
    assert "按属地管理、分级负责转送" in note


def test_advice_that_was_not_followed_is_no_reason(desk, making, section):
    matter_id = registered(desk)
    note_advice(desk.database, section, matter_id, WAGES, BY)
    step = StepInput(Event.TRANSFERRED, unit_id=unit_id(desk, "T100"))
    leader = desk.account(Role.BUREAU_LEADER)
    draft = draft_data(making, leader, matter_id, DocumentKind.DESTINATION_NOTICE, step)
    assert "note" not in draft


def test_the_notice_of_the_legal_route_names_forum_and_limit(desk, making, section):
    matter_id = registered(desk)
    note_advice(desk.database, section, matter_id, WAGES, BY)
    draft = draft_data(making, section, matter_id, DocumentKind.LEGAL_ROUTE_NOTICE)
    assert (draft["route"], draft["basis"]) == ("劳动人事争议仲裁", "第三十一条第二项")
    assert WAGES.forum is not None
    assert draft["forum"] == WAGES.forum.name
    assert "一年" in draft["time_limit"]
