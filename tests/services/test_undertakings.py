"""领导包案 on a real file: taken on, carried on, ended; kept apart where it must be."""

from datetime import timedelta

import pytest

from reception_desk.errors import DeskError, InvalidInputError, NotPermittedError
from reception_desk.records.undertakings import (
    UndertakingEvent,
    UndertakingEventInput,
    UndertakingInput,
)
from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.permissions import Role
from reception_desk.services.owed_items import OwedKind, owed_items
from reception_desk.services.registration import ACCUSATION
from reception_desk.services.undertakings import (
    open_undertakings,
    record_undertaking_event,
    undertake,
    undertaking_evidence,
    undertakings_of_matter,
)
from tests.leaders import two_leaders
from tests.offices import SampleOffice, today
from tests.services.test_promises import paper, promise
from tests.services.test_steps import registered, unit_id
from tests.undertakings import undertaken

TODAY = today()
BY = Reckoning(shipped_calendar())


def event(kind: UndertakingEvent, text: str = "情况属实", **more: object) -> UndertakingEventInput:
    return UndertakingEventInput(kind, text, **more)  # pyright: ignore[reportArgumentType]


def test_it_is_taken_on_carried_on_and_settled_with_evidence(desk: SampleOffice):
    section, secretary, magistrate = two_leaders(desk)
    matter_id = registered(desk)
    key = undertaken(desk, matter_id, secretary)
    (found,) = undertakings_of_matter(desk.database, desk.clerk, matter_id)
    assert (found.leader, found.standing.facts.team) == ("何某", ("程某", "施某"))
    with pytest.raises(InvalidInputError, match="已经有领导包案"):
        undertaken(desk, matter_id, magistrate)

    later = TODAY + timedelta(days=90)
    for asked in (
        event(UndertakingEvent.REPORTED, "已走访三户"),
        event(UndertakingEvent.HANDED_OVER, "工作调整", leader_id=magistrate),
        event(UndertakingEvent.EXTENDED, "测绘未完", due_on=later),
    ):
        record_undertaking_event(desk.database, section, key, asked)
    (now,) = open_undertakings(desk.database, desk.clerk, leader_id=magistrate)
    assert (now.leader, now.standing.due_on) == ("吕某", later)
    assert open_undertakings(desk.database, desk.clerk, leader_id=secretary) == ()

    sha256 = paper(desk)
    assert [one.sha256 for one in undertaking_evidence(desk.database, section, key)] == [sha256]
    settled = event(UndertakingEvent.SETTLED, "已补偿到户", evidence_sha256=sha256)
    record_undertaking_event(desk.database, section, key, settled)
    assert open_undertakings(desk.database, desk.clerk) == ()
    (ended,) = undertakings_of_matter(desk.database, desk.clerk, matter_id)
    assert [one.event for one in ended.standing.events] == [
        "reported", "handed_over", "extended", "settled"
    ]  # fmt: skip
    undertaken(desk, matter_id, magistrate)  # it flared up again: a new one, the old one stays
    assert len(undertakings_of_matter(desk.database, desk.clerk, matter_id)) == 2


def test_what_is_not_whole_is_not_written(desk: SampleOffice):
    section, secretary, _ = two_leaders(desk)
    matter_id = registered(desk)
    for lacking in (
        {"leader_id": ""}, {"leader_id": "unheard"}, {"unit_id": ""}, {"unit_id": "unheard"},
        {"plan": " "}, {"due_on": None}, {"due_on": TODAY - timedelta(days=2)},
    ):  # fmt: skip
        with pytest.raises(InvalidInputError):
            undertaken(desk, matter_id, **({"leader_id": secretary} | lacking))  # pyright: ignore[reportArgumentType]
    key = undertaken(desk, matter_id, secretary)
    for asked, word in (
        (event(UndertakingEvent.SETTLED, evidence_sha256="0" * 64), "先归档"),
        (event(UndertakingEvent.HANDED_OVER, leader_id="unheard"), "没有这位领导"),
        (event(UndertakingEvent.LIFTED, " "), "理由"),
    ):
        with pytest.raises(InvalidInputError, match=word):
            record_undertaking_event(desk.database, section, key, asked)
    with pytest.raises(DeskError, match="没有找到"):
        record_undertaking_event(desk.database, section, "none", event(UndertakingEvent.LIFTED))


def test_a_clerk_reports_and_ends_nothing(desk: SampleOffice):
    _, secretary, _ = two_leaders(desk)
    key = undertaken(desk, registered(desk), secretary)
    record_undertaking_event(desk.database, desk.clerk, key, event(UndertakingEvent.REPORTED))
    with pytest.raises(NotPermittedError):
        record_undertaking_event(desk.database, desk.clerk, key, event(UndertakingEvent.LIFTED))


def test_it_stands_on_the_board_beside_the_promises(desk: SampleOffice):
    section, secretary, _ = two_leaders(desk)
    matter_id = registered(desk)
    key = undertaken(desk, matter_id, secretary, due_on=TODAY + timedelta(days=3))
    promised = promise(desk, matter_id, due_on=TODAY + timedelta(days=1))
    promise(desk, matter_id, due_on=TODAY + timedelta(days=9))
    found = owed_items(desk.database, section, TODAY, BY)
    assert [(one.kind, one.key) for one in found] == [
        (OwedKind.PROMISE, promised), (OwedKind.UNDERTAKING, key)
    ]  # fmt: skip
    assert found[1].by_whom.startswith("何某 ")
    town, other = unit_id(desk, "T100"), unit_id(desk, "T101")
    assert len(owed_items(desk.database, section, TODAY, BY, unit_id=town)) == 2
    assert owed_items(desk.database, section, TODAY, BY, unit_id=other) == ()
    record_undertaking_event(desk.database, section, key, event(UndertakingEvent.LIFTED))
    assert len(owed_items(desk.database, section, TODAY, BY)) == 1


def test_that_of_an_accusation_is_kept_apart(desk: SampleOffice):
    _, secretary, _ = two_leaders(desk)
    matter_id = registered(desk, matter_class=ACCUSATION)
    with pytest.raises(DeskError, match="没有找到"):
        undertaken(desk, matter_id, secretary)
    both = desk.account(Role.SECTION, Role.ACCUSATION_CLERK)
    asked = UndertakingInput(
        secretary, unit_id(desk, "T100"), "依规办理", TODAY + timedelta(days=2)
    )
    key = undertake(desk.database, both, matter_id, asked)
    stranger = desk.account(Role.SECTION)
    assert undertakings_of_matter(desk.database, stranger, matter_id) == ()
    assert open_undertakings(desk.database, stranger) == ()
    assert owed_items(desk.database, stranger, TODAY, BY) == ()
    with pytest.raises(DeskError, match="没有找到"):
        record_undertaking_event(desk.database, stranger, key, event(UndertakingEvent.REPORTED))
    assert len(open_undertakings(desk.database, both)) == 1
