"""值班律师、调解员 on a real file: the roster, the board of the hall, an advice kept apart."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from reception_desk.errors import DeskError, InvalidInputError, NotPermittedError
from reception_desk.records.advisers import AdviserKind
from reception_desk.records.steps import StepInput
from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.permissions import Role
from reception_desk.rules.transition import Event
from reception_desk.services.advice import advice_of_matter, advice_pdf, log_advice
from reception_desk.services.advisers import add_shifts, advisers, shifts, withdraw_shift
from reception_desk.services.hall_board import board_now
from reception_desk.services.registration import ACCUSATION
from reception_desk.services.steps import take_step
from tests.advisers import a_lawyer, a_shift, an_advice
from tests.offices import SampleOffice, today
from tests.services.test_steps import registered, unit_id

TODAY = today()
BY = Reckoning(shipped_calendar())


def test_a_roster_is_made_and_named_on_the_board(desk: SampleOffice):
    section = desk.account(Role.SECTION)
    weekly = a_shift(until=TODAY + timedelta(days=15))
    assert add_shifts(desk.database, section, weekly) == 3
    (lawyer,) = advisers(desk.database)
    mediator = a_shift(name="程某", firm="县人民调解委员会", kind=AdviserKind.MEDIATOR)
    add_shifts(desk.database, section, mediator)
    add_shifts(desk.database, section, a_shift(day=TODAY + timedelta(days=1)))
    assert len(advisers(desk.database)) == 2
    found = shifts(desk.database, TODAY, TODAY + timedelta(days=20))
    assert [one.day for one in found if one.adviser == lawyer] == [
        TODAY + timedelta(days=days) for days in (0, 1, 7, 14)
    ]
    notices = board_now(desk.database, desk.clerk.desk).texts.notices
    assert any(one.startswith("今日值班律师：孔某") for one in notices[:2])
    assert any(one.startswith("今日值班调解员：程某（县人民调解委员会）") for one in notices)

    withdraw_shift(desk.database, section, found[0].shift_id, reason="出庭")
    left = shifts(desk.database, TODAY, TODAY)
    assert len(left) == 1


def test_what_is_not_whole_is_not_planned(desk: SampleOffice):
    section = desk.account(Role.SECTION)
    for lacking in ({"name": ""}, {"place": " "}, {"adviser_id": "unheard"}, {"day": None}):
        with pytest.raises(InvalidInputError):
            add_shifts(desk.database, section, a_shift(**lacking))
    with pytest.raises(NotPermittedError):
        add_shifts(desk.database, desk.clerk, a_shift())
    with pytest.raises(InvalidInputError):
        withdraw_shift(desk.database, section, "none", reason="出庭")
    assert shifts(desk.database, TODAY, TODAY) == ()


def test_an_advice_is_kept_and_printed_for_the_petitioner(desk: SampleOffice):
    matter_id, lawyer = registered(desk), a_lawyer(desk)
    log_advice(desk.database, desk.clerk, matter_id, an_advice(lawyer))
    found = advice_of_matter(desk.database, desk.clerk, matter_id)
    assert found is not None
    (advice,) = found
    assert (advice.adviser.name, advice.referral) == ("孔某", "03")
    pages = PdfReader(BytesIO(advice_pdf(desk.database, desk.clerk, advice))).pages
    said = "".join(page.extract_text() for page in pages).replace("\n", "")
    assert "孔某" in said
    assert "劳动人事争议仲裁" in said
    for lacking in ({"topic": " "}, {"text": ""}, {"given_on": None}, {"referral": "x"}):
        with pytest.raises(InvalidInputError):
            log_advice(desk.database, desk.clerk, matter_id, an_advice(lawyer, **lacking))
    with pytest.raises(InvalidInputError):
        log_advice(desk.database, desk.clerk, matter_id, an_advice("unheard"))


def test_neither_who_is_complained_of_nor_who_handles_it_sees_the_advice(desk: SampleOffice):
    lawyer, section = a_lawyer(desk), desk.account(Role.SECTION)
    against = registered(desk, respondent=f"{desk.clerk.desk.unit_name}办事拖延")
    log_free = registered(desk)
    assert advice_of_matter(desk.database, section, against) is None
    with pytest.raises(DeskError, match="没有找到"):
        log_advice(desk.database, desk.clerk, against, an_advice(lawyer))
    log_advice(desk.database, desk.clerk, log_free, an_advice(lawyer))
    assert len(advice_of_matter(desk.database, section, log_free) or ()) == 1
    assert advice_of_matter(desk.database, desk.account(Role.UNIT), log_free) is None

    town = unit_id(desk, "T100")
    in_town = replace(section, unit_id=town)
    assert len(advice_of_matter(desk.database, in_town, log_free) or ()) == 1
    assign = StepInput(Event.ASSIGNED, unit_id=town, due_on=TODAY + timedelta(days=30))
    take_step(desk.database, desk.account(Role.BUREAU_LEADER), log_free, assign, BY)
    assert advice_of_matter(desk.database, in_town, log_free) is None
    assert len(advice_of_matter(desk.database, section, log_free) or ()) == 1


def test_an_accusation_s_advice_is_its_clerk_s_alone(desk: SampleOffice):
    lawyer, keeper = a_lawyer(desk), desk.account(Role.ACCUSATION_CLERK)
    matter_id = registered(desk, matter_class=ACCUSATION)
    log_advice(desk.database, keeper, matter_id, an_advice(lawyer))
    assert len(advice_of_matter(desk.database, keeper, matter_id) or ()) == 1
    assert advice_of_matter(desk.database, desk.account(Role.SECTION), matter_id) is None
