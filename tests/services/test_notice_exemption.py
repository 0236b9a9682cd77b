"""Name or address unclear: no written notice is owed, and the papers say so (条例 Art. 23(2))."""

from dataclasses import replace

import pytest

from reception_desk.documents.receipt import receipt
from reception_desk.records.document import DocumentKind
from reception_desk.records.papers import Office
from reception_desk.records.visit import PersonInput
from reception_desk.rules.calendar import WorkCalendar
from reception_desk.rules.completeness import NO_WRITTEN_NOTICE
from reception_desk.rules.holiday_roll import HolidayRoll
from reception_desk.services.calendar import work_calendar
from reception_desk.services.papers import first_answer, form_data, issue_paper, receipt_data
from reception_desk.services.registration import register_visit
from tests.documents.reading import pypdf_text, without_space
from tests.offices import SampleOffice, person, visit

OFFICE = Office(hall="大厅")
SENTENCE = "姓名或住址不清，依第二十三条第二款不作书面告知"


@pytest.mark.parametrize(
    ("persons", "values"),
    [
        ((), {"is_anonymous": True}),
        ((person(address="某村"),), {"is_unclear": True}),
        ((person(address=None),), {}),
    ],
)
def test_exempt_papers_name_the_article_and_no_date(
    desk: SampleOffice, persons: tuple[PersonInput, ...], values: dict[str, bool]
):
    record = register_visit(desk.database, desk.clerk, visit(*persons, **values))
    calendar: WorkCalendar = work_calendar(desk.database)
    answer = first_answer(record, calendar, HolidayRoll.CIVIL_CODE)

    slip = receipt_data(record, OFFICE, answer)
    form = form_data(record, OFFICE, answer, "")

    assert NO_WRITTEN_NOTICE == SENTENCE
    assert (slip.answer_by, slip.answer_note) == (None, SENTENCE)
    assert form.time_limit == SENTENCE
    for paper in ("slip80", "slip58", "A5"):
        assert without_space(SENTENCE) in without_space(pypdf_text(receipt(slip, paper)))


def test_others_are_told_the_date(desk: SampleOffice):
    record = register_visit(desk.database, desk.clerk, visit(person()))
    answer = first_answer(record, work_calendar(desk.database), HolidayRoll.CIVIL_CODE)

    slip = receipt_data(record, OFFICE, answer)

    assert slip.answer_by == answer.legal
    assert "前书面告知" in form_data(record, OFFICE, answer, "").time_limit


def test_the_anonymous_are_called_so_on_paper(desk: SampleOffice):
    record = register_visit(desk.database, desk.clerk, visit(is_anonymous=True))
    answer = first_answer(record, work_calendar(desk.database), HolidayRoll.CIVIL_CODE)

    assert receipt_data(record, OFFICE, answer).name == "匿名"
    assert form_data(record, OFFICE, answer, "").person.name == "匿名"
    for kind in (DocumentKind.REGISTRATION_FORM, DocumentKind.RECEIPT):
        issue_paper(desk.database, desk.files, desk.clerk, record.visit_id, kind, paper="A5")
    plain = replace(record, is_anonymous=False)
    assert receipt_data(plain, OFFICE, answer).name == ""
