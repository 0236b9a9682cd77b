"""The list of matters, its filters, and one matter whole."""

from datetime import timedelta

import pytest

from reception_desk.errors import DeskError, InvalidInputError
from reception_desk.records.document import DocumentKind
from reception_desk.records.matters import MatterFilter
from reception_desk.records.steps import StepInput
from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.permissions import Role
from reception_desk.rules.states import State
from reception_desk.rules.transition import PROPOSED, Event
from reception_desk.services.matter_file import open_matter
from reception_desk.services.matter_list import (
    count_matters,
    forget_filter,
    list_matters,
    save_filter,
    saved_filters,
)  # fmt: skip
from reception_desk.services.papers import issue_paper
from reception_desk.services.registration import ACCUSATION, register_visit
from reception_desk.services.standings import bring_up
from reception_desk.services.steps import take_step
from tests.offices import MORNING, SampleOffice, person, visit
from tests.services.test_steps import registered, unit_id


@pytest.fixture
def by() -> Reckoning:
    return Reckoning(shipped_calendar())


@pytest.fixture
def hall(desk: SampleOffice, by: Reckoning) -> SampleOffice:
    """Three matters: one answered, one waiting for approval, one registered a day earlier."""
    ids = [
        registered(desk, claim=claim, arrived_at=MORNING - timedelta(days=days))
        for claim, days in (("要求修路", 0), ("要求修桥", 0), ("要求通水", 1))
    ]
    take_step(desk.database, desk.clerk, ids[0], StepInput(Event.ANSWERED, reason="已列计划"), by)
    section = desk.account(Role.SECTION)
    proposal = StepInput(PROPOSED, result=Event.TRANSFERRED, unit_id=unit_id(desk, "T100"))
    take_step(desk.database, section, ids[1], proposal, by)
    bring_up(desk.database, desk.clerk, by)
    return desk


def titles(desk: SampleOffice, chosen: MatterFilter) -> list[str]:
    return [row.title for row in list_matters(desk.database, desk.clerk, chosen)]


def test_what_falls_due_first_stands_on_top_and_what_is_done_below(hall):
    assert titles(hall, MatterFilter()) == ["要求通水", "要求修桥", "要求修路"]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (MatterFilter(is_live=True), ["要求通水", "要求修桥"]),
        (MatterFilter(is_ended=True), ["要求修路"]),
        (MatterFilter(states=frozenset({State.ANSWERED})), ["要求修路"]),
        (MatterFilter(awaits_approval=True), ["要求修桥"]),
        (MatterFilter(is_supervised=True), []),
        (MatterFilter(has_refused=True), []),
        (MatterFilter(text="修"), ["要求修桥", "要求修路"]),
        (MatterFilter(text="t-1-20261122"), ["要求通水"]),
        (MatterFilter(text="%"), []),
    ],
)
def test_filters_narrow_the_list_and_the_count(hall, chosen, expected):
    assert titles(hall, chosen) == expected
    assert count_matters(hall.database, hall.clerk, chosen) == len(expected)


def test_more_than_is_shown_is_counted_and_not_read(hall):
    assert len(list_matters(hall.database, hall.clerk, MatterFilter(), most=2)) == 2


def test_an_accusation_is_in_nobody_else_s_list(hall, by):
    register_visit(hall.database, hall.clerk, visit(person(), matter_class=ACCUSATION))
    bring_up(hall.database, hall.clerk, by)
    assert count_matters(hall.database, hall.clerk, MatterFilter()) == 3
    keeper = hall.account(Role.ACCUSATION_CLERK)
    assert count_matters(hall.database, keeper, MatterFilter()) == 1


def test_own_filters_are_kept_by_name_and_forgotten(hall):
    chosen = MatterFilter(states=frozenset({State.ACCEPTED, State.SERVED}), text="路")
    save_filter(hall.database, hall.clerk, " 修路 ", chosen)
    assert saved_filters(hall.database, hall.clerk)[-1].filter == chosen
    other = hall.account(Role.SECTION)
    assert all(kept.is_shipped for kept in saved_filters(hall.database, other))
    forget_filter(hall.database, hall.clerk, "修路")
    assert all(kept.is_shipped for kept in saved_filters(hall.database, hall.clerk))


@pytest.mark.parametrize("name", ["", "  ", "长" * 21, "在办"])
def test_a_filter_needs_a_name_of_its_own(hall, name):
    with pytest.raises(InvalidInputError):
        save_filter(hall.database, hall.clerk, name, MatterFilter())


def test_a_matter_opens_whole_and_the_look_is_audited(hall, by):
    (row,) = list_matters(hall.database, hall.clerk, MatterFilter(text="修桥"))
    file = open_matter(hall.database, hall.clerk, row.matter_id, by, reason="办理")
    assert (file.head.title, file.head.number) == ("要求修桥", row.number)
    assert [visit.names for visit in file.visits] == [("张伟",)]
    assert file.now.standing.proposal is not None
    assert file.papers == ()
    record = issue_paper(
        hall.database, hall.files, hall.clerk, file.visits[0].visit_id, DocumentKind.RECEIPT,
        paper="slip80",
    )  # fmt: skip
    (paper,) = open_matter(hall.database, hall.clerk, row.matter_id, by, reason="办理").papers
    assert (paper.title, paper.sha256) == (record.title, record.sha256)
    assert Event.TRANSFERRED in {offer.transition.event for offer in file.now.offers}
    with pytest.raises(DeskError, match="没有找到"):
        open_matter(hall.database, hall.clerk, "no-such-matter", by, reason="办理")
