"""The notice of a month: who receives when, as it stands now, and that it was put up."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from reception_desk.errors import InvalidInputError, NotPermittedError
from reception_desk.records.actor import Actor
from reception_desk.records.leader_days import DayEvent
from reception_desk.rules.leader_day_standing import DayState
from reception_desk.rules.leader_days import Rhythm
from reception_desk.services.leader_days import DayChange, reception_days, record_change
from reception_desk.services.leader_notice import notice_data, notice_pdf, publish_month
from reception_desk.services.leader_plan import add_rule, keep_plan, propose_plan
from tests.leaders import FIRST, LAST, rule, two_leaders
from tests.offices import SampleOffice

DECEMBER = date(2026, 12, 1)


def planned(desk: SampleOffice) -> tuple[Actor, str]:
    planner, secretary, magistrate = two_leaders(desk)
    add_rule(desk.database, planner, rule(Rhythm.WEEKLY, secretary, magistrate, weekday=1))
    keep_plan(desk.database, planner, propose_plan(desk.database, planner, FIRST, LAST).days)
    return planner, magistrate


def test_the_notice_names_day_time_leader_and_field(desk: SampleOffice):
    planner, _ = planned(desk)
    data = notice_data(desk.database, planner, DECEMBER)

    assert data["month"] == "2026年12月"
    assert len(data["slots"]) == 5
    assert data["slots"][0]["date"] == "12月1日\n星期二"
    assert data["slots"][0]["time"] == "8:30—11:30"
    assert {slot["name"] for slot in data["slots"]} == {"何某", "吕某"}
    pages = PdfReader(BytesIO(notice_pdf(desk.database, planner, DECEMBER))).pages
    words = "".join("".join(page.extract_text().split()) for page in pages)
    assert "领导接访日程公示" in words
    assert "政府全面工作" in words


def test_on_a3_the_notice_is_the_same_and_larger(desk: SampleOffice):
    planner, _ = planned(desk)
    sizes, words = [], []
    for paper in ("A4", "A3"):
        (page,) = PdfReader(
            BytesIO(notice_pdf(desk.database, planner, DECEMBER, paper=paper))
        ).pages
        sizes.append((round(page.mediabox.width), round(page.mediabox.height)))
        words.append("".join(page.extract_text().split()))

    assert sizes == [(595, 842), (842, 1191)]
    assert words[0] == words[1]


def test_a_stand_in_is_named_and_a_cancelled_day_is_not(desk: SampleOffice):
    planner, magistrate = planned(desk)
    days = reception_days(desk.database, DECEMBER, LAST)
    of_secretary = [one for one in days if one.leader.leader_id != magistrate]
    first, second = (one.standing.facts.day_id for one in of_secretary[:2])
    stand_in = DayChange(DayEvent.SUBSTITUTED, "出差", magistrate)
    record_change(desk.database, planner, first, stand_in)
    record_change(desk.database, planner, second, DayChange(DayEvent.CANCELLED, "防汛"))

    slots = notice_data(desk.database, planner, DECEMBER)["slots"]
    assert [slot["name"] for slot in slots].count("吕某") == len(days) - 2
    assert len(slots) == len(days) - 1


def test_a_month_is_published_once_and_a_changed_day_again(desk: SampleOffice):
    planner, magistrate = planned(desk)

    assert publish_month(desk.database, planner, DECEMBER) == 5
    assert publish_month(desk.database, planner, DECEMBER) == 0
    days = reception_days(desk.database, DECEMBER, LAST)
    assert {one.standing.state for one in days} == {DayState.PUBLISHED}
    day = next(one for one in days if one.leader.leader_id != magistrate)
    stand_in = DayChange(DayEvent.SUBSTITUTED, "出差", magistrate)
    record_change(desk.database, planner, day.standing.facts.day_id, stand_in)
    assert publish_month(desk.database, planner, DECEMBER) == 1


def test_a_month_without_days_and_the_window_are_refused(desk: SampleOffice):
    planner, *_ = two_leaders(desk)

    with pytest.raises(InvalidInputError, match="还没有安排"):
        notice_pdf(desk.database, planner, DECEMBER)
    with pytest.raises(NotPermittedError):
        notice_pdf(desk.database, desk.clerk, DECEMBER)
