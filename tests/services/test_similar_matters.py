"""Matters that may be the one of a visit: offered with their reasons, logged, never linked here."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from reception_desk.errors import NotPermittedError
from reception_desk.models.audit import AuditEntry
from reception_desk.models.database import now
from reception_desk.models.matter import VisitMatter
from reception_desk.records.actor import Actor
from reception_desk.records.document import DocumentKind
from reception_desk.records.similar_matters import SimilarMatter, Sought
from reception_desk.records.steps import StepDetails, StepInput
from reception_desk.records.visit import PersonRole, VisitInput, VisitRecord
from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.corrections import changes_between
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.permissions import Role
from reception_desk.rules.similarity import MOST_SHOWN
from reception_desk.rules.transition import PROPOSED, Event
from reception_desk.services.corrections import correct_visit
from reception_desk.services.office import unit_id
from reception_desk.services.registration import ACCUSATION, register_visit
from reception_desk.services.similar_matters import similar_matters
from reception_desk.services.steps import take_step
from tests.offices import MAN, MORNING, WOMAN, SampleOffice, person, visit

RENT = "要求支付拖欠的土地流转费。村委会自2024年起没有发放。"
HOUSE = "反映邻居违章建房影响采光，请求调查处理"
WATER = "请求解决农村安全饮水管网改造"


def take(desk: SampleOffice, given: VisitInput, minutes: int = 0) -> VisitRecord:
    moved = given.arrived_at + timedelta(minutes=minutes)
    return register_visit(
        desk.database, desk.clerk, VisitInput(**{**_values(given), "arrived_at": moved})
    )


def _values(given: VisitInput) -> dict[str, object]:
    return {name: getattr(given, name) for name in VisitInput.__dataclass_fields__}


def look(desk: SampleOffice, actor: Actor | None = None, **sought: object) -> list[SimilarMatter]:
    asked = Sought(**sought)  # pyright: ignore[reportArgumentType]
    return list(similar_matters(desk.database, actor or desk.clerk, asked, reason="登记来访"))


def test_the_same_document_is_found_under_another_row_of_the_person(desk: SampleOffice):
    first = take(desk, visit(person("张伟"), claim=HOUSE))
    take(desk, visit(person("王芳", document_number=WOMAN), claim=WATER), 5)
    (found,) = look(desk, document_numbers=(MAN.lower(),), claim="还没有写")

    assert found.hint.matter_id == first.matter_id
    assert found.reasons == ("信访人（代表）相同。",)
    assert found.standstill is None


def test_a_representative_is_a_petitioner_and_a_companion_is_none(desk: SampleOffice):
    spoke = take(
        desk,
        visit(
            person("王芳", document_number=None),
            person("张伟", role=PersonRole.REPRESENTATIVE),
            claim=HOUSE,
        ),
    )
    take(
        desk,
        visit(
            person("李示例", document_number=None),
            person("张伟", role=PersonRole.COMPANION),
            claim=WATER,
        ),
        5,
    )

    assert [found.hint.matter_id for found in look(desk, document_numbers=(MAN,))] == [
        spoke.matter_id
    ]


def test_whoever_was_represented_is_told_as_that(desk: SampleOffice):
    came = visit(
        person("张伟"), person("王芳", document_number=WOMAN, role=PersonRole.AGENT), claim=HOUSE
    )
    take(desk, came)

    assert look(desk, document_numbers=(MAN,))[0].reasons == ("被代理的信访人相同。",)
    assert look(desk, document_numbers=(WOMAN,)) == []


def test_the_same_words_and_the_same_subject_are_found_without_any_person(desk: SampleOffice):
    subject: dict[str, Any] = {
        "category": "010200",
        "place_code": "420921100",
        "respondent": "示例公司",
    }
    words = take(desk, visit(person("张伟"), claim=RENT))
    about = take(desk, visit(person("王芳", document_number=WOMAN), claim=WATER, **subject), 5)
    found = look(desk, claim="反映村委会拖欠土地流转费", **subject)

    assert [(one.hint.matter_id, one.reasons) for one in found] == [
        (about.matter_id, ("内容分类、问题属地和被反映方相同。",)),
        (words.matter_id, ("诉求都说到“土地流转费”“村委会”。",)),
    ]


def test_at_most_five_are_shown_the_stronger_and_then_the_later_first(desk: SampleOffice):
    others = [
        take(desk, visit(person("王芳", document_number=WOMAN), claim=RENT), number)
        for number in range(7)
    ]
    own = take(desk, visit(person("张伟"), claim=RENT, arrived_at=MORNING - timedelta(days=9)))
    found = look(desk, document_numbers=(MAN,), claim=RENT)

    assert len(found) == MOST_SHOWN
    assert found[0].hint.matter_id == own.matter_id
    assert found[1].hint.matter_id == others[-1].matter_id
    assert found[0].reasons == ("信访人（代表）相同。", "诉求都说到“土地流转费”“支付拖欠”。")


def test_a_visit_that_is_corrected_is_not_compared_with_itself(desk: SampleOffice):
    taken = take(desk, visit(person("张伟"), claim=RENT))

    assert look(desk, document_numbers=(MAN,), claim=RENT, visit_id=taken.visit_id) == []


def test_a_visit_that_left_its_matter_no_longer_speaks_for_it(desk: SampleOffice):
    first = take(desk, visit(person("张伟"), claim=HOUSE))
    second = take(desk, visit(person("王芳", document_number=WOMAN), claim=WATER), 5)
    before = visit(person("张伟"), claim=HOUSE)
    moved = VisitInput(**{**_values(before), "matter_id": second.matter_id})
    own = VisitInput(**{**_values(before), "matter_id": first.matter_id})
    correct_visit(
        desk.database,
        desk.clerk,
        first.visit_id,
        changes_between(own, moved),
        reason="属于同一事项",
    )
    (found,) = look(desk, document_numbers=(MAN,))

    assert found.hint.matter_id == second.matter_id


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.SECTION, Role.ACCUSATION_CLERK])
def test_accusations_are_found_by_the_role_made_for_them_only(desk: SampleOffice, role: Role):
    plain = take(desk, visit(person("张伟"), claim=RENT))
    accusation = take(desk, visit(person("张伟"), claim=RENT, matter_class=ACCUSATION), 5)
    found = look(desk, desk.account(role), document_numbers=(MAN,), claim=RENT)
    seen = accusation if role is Role.ACCUSATION_CLERK else plain

    assert [one.hint.matter_id for one in found] == [seen.matter_id]
    assert found[0].hint.visits == 1


@pytest.mark.parametrize("role", [Role.GUIDE, Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_sees_no_matter_sees_none_here(desk: SampleOffice, role: Role):
    with pytest.raises(NotPermittedError):
        look(desk, desk.account(role), document_numbers=(MAN,))


def test_each_look_is_audited_with_what_was_shown(desk: SampleOffice):
    first = take(desk, visit(person("张伟"), claim=RENT))
    look(desk, document_numbers=(MAN,))
    look(desk, document_numbers=(WOMAN,))
    with desk.database.read() as session:
        entries = session.scalars(
            select(AuditEntry)
            .where(AuditEntry.action == "view_similar_matters")
            .order_by(AuditEntry.position)
        ).all()
        links = session.scalars(select(VisitMatter)).all()

    assert [entry.detail for entry in entries] == [first.matter_id, "没有相似的事项"]
    assert {entry.reason for entry in entries} == {"登记来访"}
    assert len(links) == 1


@pytest.mark.parametrize("claim", ['"" OR *', "'; DROP TABLE visit; --", "NEAR(土地 流转)", "\x00"])
def test_hostile_words_are_only_words(desk: SampleOffice, claim: str):
    take(desk, visit(person("张伟"), claim=f"{claim}拖欠土地流转费不发放"))

    assert len(look(desk, claim=f"{claim}拖欠土地流转费不发放")) == 1


def with_unit(desk: SampleOffice, *events: StepInput) -> VisitRecord:
    """Register a matter and lead it to 花园镇, then take the events."""
    record = take(desk, visit(person("张伟"), claim=RENT, arrived_at=now()))
    section, leader = desk.account(Role.SECTION), desk.account(Role.BUREAU_LEADER)
    town, by = unit_id("T100"), Reckoning(shipped_calendar())
    assert record.matter_id
    proposal = StepInput(event=PROPOSED, result=Event.TRANSFERRED, unit_id=town)
    take_step(desk.database, section, record.matter_id, proposal, by)
    sent = StepInput(Event.TRANSFERRED, unit_id=town)
    take_step(desk.database, leader, record.matter_id, sent, by)
    for event in events:
        take_step(desk.database, section, record.matter_id, event, by)
    return record


def test_ac_19_a_matter_that_a_unit_has_accepted_names_the_paper(desk: SampleOffice):
    with_unit(desk, StepInput(Event.UNIT_RECEIVED), StepInput(Event.ACCEPTED))
    (found,) = look(desk, document_numbers=(MAN,), claim=RENT)

    assert found.standstill is not None
    assert found.standstill.paper is DocumentKind.NON_ACCEPTANCE_NOTICE
    assert found.standstill.sentence.startswith("花园镇于")


def test_ac_19_is_about_whoever_brings_it_again_not_about_a_neighbour(desk: SampleOffice):
    with_unit(desk, StepInput(Event.UNIT_RECEIVED), StepInput(Event.ACCEPTED))
    (found,) = look(desk, document_numbers=(WOMAN,), claim=RENT)

    assert found.standstill is None


def test_a_matter_that_no_unit_has_received_may_be_joined_like_any(desk: SampleOffice):
    with_unit(desk)

    assert look(desk, document_numbers=(MAN,), claim=RENT)[0].standstill is None


def test_after_the_recheck_the_notice_that_it_is_not_taken_again(desk: SampleOffice):
    served = StepDetails(way="0", is_written=True)
    with_unit(
        desk,
        StepInput(Event.UNIT_RECEIVED),
        StepInput(Event.ACCEPTED),
        StepInput(Event.OPINION_GIVEN, result="1", basis="《农村土地承包法》第三十七条"),
        StepInput(Event.SERVED, details=served),
        StepInput(Event.REVIEW_REQUESTED, details=served),
        StepInput(
            Event.REVIEW_DECIDED, result="1", reason="事实清楚", basis="《信访工作条例》第三十五条"
        ),
        StepInput(Event.REVIEW_SERVED, details=served),
        StepInput(Event.RECHECK_REQUESTED, details=served),
        StepInput(
            Event.RECHECK_DECIDED, result="1", reason="事实清楚", basis="《信访工作条例》第三十六条"
        ),
    )
    (found,) = look(desk, document_numbers=(MAN,), claim=RENT)

    assert found.standstill is not None
    assert found.standstill.paper is DocumentKind.NO_FURTHER_ACCEPTANCE_NOTICE
    assert "第三十六条第三款" in found.standstill.article
