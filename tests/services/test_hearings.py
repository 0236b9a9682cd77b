"""听证 on a real file: arranged, on the board, its notice drafted; past once it is held."""

from datetime import date, time, timedelta

import pytest

from reception_desk.errors import DeskError, InvalidInputError, NotPermittedError
from reception_desk.records.document import DocumentKind
from reception_desk.records.hearings import HearingEvent, HearingInput
from reception_desk.records.steps import StepDetails, StepInput
from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.permissions import Role
from reception_desk.rules.service_of_papers import Service, ServiceWay
from reception_desk.rules.states import State
from reception_desk.rules.transition import Event
from reception_desk.services.hearings import hearing_of_matter, hearings_to_come, plan_hearing
from reception_desk.services.matter_papers import (
    PaperDesk,
    PaperOrder,
    draft_data,
    issue_matter_paper,
)
from reception_desk.services.owed_items import OwedKind, owed_items
from reception_desk.services.paper_making import PaperSource
from reception_desk.services.registration import ACCUSATION
from reception_desk.services.service_records import record_service
from reception_desk.services.standings import bring_up
from reception_desk.services.steps import matter_now, take_step
from tests.offices import SampleOffice, today
from tests.services.test_steps import registered, unit_id

TODAY = today()
BY = Reckoning(shipped_calendar())


def accepted(desk: SampleOffice) -> str:
    """Return a matter that a town accepted today."""
    matter_id = registered(desk)
    assign = StepInput(
        Event.ASSIGNED, unit_id=unit_id(desk, "T100"), due_on=TODAY + timedelta(days=50)
    )
    take_step(desk.database, desk.account(Role.BUREAU_LEADER), matter_id, assign, BY)
    for event in (Event.UNIT_RECEIVED, Event.ACCEPTED):
        take_step(desk.database, desk.account(Role.SECTION), matter_id, StepInput(event), BY)
    assert matter_now(desk.database, desk.clerk, matter_id, BY).standing.state is State.ACCEPTED
    bring_up(desk.database, desk.clerk, BY)
    return matter_id


def arranged(held_on: date | None = None, **more: object) -> HearingInput:
    values = {
        "held_on": held_on or TODAY + timedelta(days=20),
        "starts_at": time(9, 0),
        "place": "二楼听证室",
        "chair": "周某",
    } | more
    return HearingInput(HearingEvent.ARRANGED, **values)  # pyright: ignore[reportArgumentType]


def test_it_is_on_the_board_first_with_its_notice_until_it_is_held(desk: SampleOffice):
    matter_id, section = accepted(desk), desk.account(Role.SECTION)
    plan_hearing(desk.database, section, matter_id, arranged(), BY)
    (one,) = hearings_to_come(desk.database, desk.clerk, BY)
    assert (one.standing.chair, one.unit) == ("周某", "花园镇")
    last = one.notice_by
    assert last is not None
    assert owed_items(desk.database, section, last - timedelta(days=4), BY) == ()
    (item,) = owed_items(desk.database, section, last - timedelta(days=3), BY)
    assert (item.kind, item.due_on) == (OwedKind.HEARING, last)
    assert "送达听证通知" in item.what
    assert owed_items(desk.database, section, last, BY, unit_id=unit_id(desk, "T101")) == ()

    moved = HearingInput(
        HearingEvent.MOVED, TODAY + timedelta(days=30), time(14, 30), "三楼", "吴某", "当事人请求"
    )
    plan_hearing(desk.database, section, matter_id, moved, BY)
    now = hearing_of_matter(desk.database, desk.clerk, matter_id, BY)
    assert now is not None
    assert (now.standing.place, len(now.standing.events)) == ("三楼", 2)
    held = StepInput(
        Event.HEARING_OPENED, details=StepDetails(noticed_on=TODAY - timedelta(days=9))
    )
    take_step(desk.database, section, matter_id, held, BY)
    assert hearing_of_matter(desk.database, desk.clerk, matter_id, BY) is None
    assert hearings_to_come(desk.database, desk.clerk, BY) == ()


def test_its_notice_is_drafted_from_it(desk: SampleOffice):
    matter_id, section = accepted(desk), desk.account(Role.SECTION)
    plan_hearing(desk.database, section, matter_id, arranged(), BY)
    making = PaperDesk(PaperSource(desk.database, desk.files), BY)
    known = draft_data(making, section, matter_id, DocumentKind.HEARING_NOTICE)
    assert (known["place"], known["chair"]) == ("二楼听证室", "周某")
    assert str(known["held_at"]).startswith(str(TODAY + timedelta(days=20)))

    told = {"is_public": "yes", "panel": ["吴某", "郑某"], "recorder": "陈某"}
    told["reply_by"] = (TODAY + timedelta(days=10)).isoformat()
    order = PaperOrder(matter_id, DocumentKind.HEARING_NOTICE, {**known, **told})
    paper = issue_matter_paper(making, section, order)
    assert not is_noticed(desk, matter_id)
    served = Service(ServiceWay.DIRECT, TODAY, received_by="张伟")
    record_service(desk.database, section, paper.document_id, served, BY)
    assert is_noticed(desk, matter_id)
    (item,) = owed_items(desk.database, section, TODAY + timedelta(days=19), BY)
    assert item.what.startswith("举行听证")

    later = HearingInput(
        HearingEvent.MOVED, TODAY + timedelta(days=40), time(9), "三楼", "吴某", "当事人请求"
    )
    plan_hearing(desk.database, section, matter_id, later, BY)
    assert not is_noticed(desk, matter_id)  # who was told of the other day has to be told again


def is_noticed(desk: SampleOffice, matter_id: str) -> bool:
    found = hearing_of_matter(desk.database, desk.clerk, matter_id, BY)
    return found is not None and found.is_noticed


def test_what_is_not_whole_too_soon_or_not_in_hand_is_not_arranged(desk: SampleOffice):
    matter_id, section = accepted(desk), desk.account(Role.SECTION)
    for asked, word in (
        (arranged(place=" "), "地点"),
        (arranged(TODAY + timedelta(days=3)), "送达"),
        (HearingInput(HearingEvent.CANCELLED, reason="撤回"), "还没有安排"),
    ):
        with pytest.raises(InvalidInputError, match=word):
            plan_hearing(desk.database, section, matter_id, asked, BY)
    with pytest.raises(InvalidInputError, match="不能听证"):
        plan_hearing(desk.database, section, registered(desk), arranged(), BY)
    with pytest.raises(NotPermittedError):
        plan_hearing(desk.database, desk.clerk, matter_id, arranged(), BY)
    assert hearing_of_matter(desk.database, desk.clerk, matter_id, BY) is None


def test_that_of_an_accusation_is_not_there_for_the_others(desk: SampleOffice):
    matter_id = registered(desk, matter_class=ACCUSATION)
    section = desk.account(Role.SECTION)
    with pytest.raises(DeskError, match="没有找到"):
        plan_hearing(desk.database, section, matter_id, arranged(), BY)
    assert hearing_of_matter(desk.database, section, matter_id, BY) is None
