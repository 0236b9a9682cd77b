"""编号: the request of a registration, and series edited by the office."""

from datetime import date

import pytest
from sqlalchemy import select

from reception_desk.errors import InvalidInputError, NotPermittedError
from reception_desk.models.numbering import NumberRequest, NumberSeriesRow
from reception_desk.models.visit import Visit
from reception_desk.rules.numbering import REGISTRATION
from reception_desk.rules.units import RESTRICTED_STREAM, SHARED_STREAM
from reception_desk.services import numbers
from reception_desk.services.authorship import by
from reception_desk.services.registration import ACCUSATION, register_visit
from tests.offices import SampleOffice, person, visit


def requests(desk: SampleOffice) -> list[NumberRequest]:
    with desk.database.read() as session:
        return list(session.scalars(select(NumberRequest).order_by(NumberRequest.id)))


def test_a_registration_asks_for_its_number_once(desk: SampleOffice):
    record = register_visit(desk.database, desk.clerk, visit(person()))

    [request] = requests(desk)
    assert request.template == "420921-LF-20261123-{n:4}"
    assert (request.subject, request.subject_id) == ("visit", record.visit_id)
    assert record.number is None
    assert record.shown_number == record.provisional_number


def test_the_request_of_an_accusation_stays_in_its_stream(desk: SampleOffice):
    register_visit(desk.database, desk.clerk, visit(person(), matter_class=ACCUSATION))

    assert [request.stream for request in requests(desk)] == [RESTRICTED_STREAM]


def test_a_changed_series_counts_from_then_on_and_reaches_every_desk(desk: SampleOffice):
    first = numbers.list_series(desk.database)[0]
    numbers.change_series(desk.database, desk.administrator, REGISTRATION, " 孝〔{year}〕{n}号 ")
    numbers.change_series(desk.database, desk.administrator, REGISTRATION, "孝信〔{year}〕{n}号")
    register_visit(desk.database, desk.clerk, visit(person()))

    assert [request.template for request in requests(desk)] == ["孝信〔2026〕{n}号"]
    assert numbers.list_series(desk.database)[0].name == first.name
    with desk.database.read() as session:
        [row] = session.scalars(select(NumberSeriesRow))
        assert row.stream == SHARED_STREAM


def test_a_series_that_cannot_be_counted_by_is_not_kept(desk: SampleOffice):
    with pytest.raises(InvalidInputError, match="流水号"):
        numbers.change_series(desk.database, desk.administrator, REGISTRATION, "孝信访〔{year}〕号")
    with pytest.raises(NotPermittedError):
        numbers.change_series(desk.database, desk.clerk, REGISTRATION, "孝〔{year}〕{n}号")

    assert numbers.list_series(desk.database)[0].pattern == "{division}-LF-{day}-{n:4}"


def test_a_unit_without_division_is_counted_apart(desk: SampleOffice):
    record = register_visit(desk.database, desk.clerk, visit(person()))
    with desk.database.write() as session:
        numbers.request_number(
            session,
            by(desk.clerk),
            series=REGISTRATION,
            subject="visit",
            subject_id=record.visit_id,
            unit_id="no unit",
            day=date(2026, 11, 24),
        )
        assert session.scalar(select(Visit.number)) is None

    assert requests(desk)[-1].template == "000000-LF-20261124-{n:4}"
