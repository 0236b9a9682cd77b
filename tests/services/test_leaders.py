"""The list of leaders: named as on the notice, corrected, taken off with a reason."""

import pytest

from reception_desk.errors import InvalidInputError, NotPermittedError
from reception_desk.services.leaders import (
    LeaderInput,
    add_leader,
    change_leader,
    leaders,
    withdraw_leader,
)
from tests.leaders import two_leaders
from tests.offices import SampleOffice


def test_leaders_stand_in_their_order_and_once(desk: SampleOffice):
    planner, _, magistrate = two_leaders(desk)

    assert [(one.post, one.name) for one in leaders(desk.database)] == [
        ("县委书记", "何某"),
        ("县长", "吕某"),
    ]
    with pytest.raises(InvalidInputError, match="已经有"):
        add_leader(desk.database, planner, LeaderInput("吕某", " 县长 "))
    change_leader(desk.database, planner, magistrate, LeaderInput("吕某", "代县长", "财政"))
    assert leaders(desk.database)[1].post == "代县长"


def test_a_leader_is_taken_off_with_a_reason(desk: SampleOffice):
    planner, secretary, _ = two_leaders(desk)

    with pytest.raises(InvalidInputError, match="理由"):
        withdraw_leader(desk.database, planner, secretary, reason=" ")
    withdraw_leader(desk.database, planner, secretary, reason="调离")
    assert [one.name for one in leaders(desk.database)] == ["吕某"]
    with pytest.raises(InvalidInputError, match="没有这位"):
        change_leader(desk.database, planner, secretary, LeaderInput("何某", "书记"))


@pytest.mark.parametrize("given", [LeaderInput("", "县长"), LeaderInput("何某", " ")])
def test_a_leader_has_name_and_post(desk: SampleOffice, given: LeaderInput):
    planner, *_ = two_leaders(desk)

    with pytest.raises(InvalidInputError, match="姓名和职务"):
        add_leader(desk.database, planner, given)


def test_the_window_does_not_keep_the_list(desk: SampleOffice):
    with pytest.raises(NotPermittedError):
        add_leader(desk.database, desk.clerk, LeaderInput("何某", "县长"))
