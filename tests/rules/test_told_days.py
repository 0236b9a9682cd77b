"""What papers told, beside what the calendar says now."""

from datetime import date

from reception_desk.records.document import DocumentKind
from reception_desk.rules.calendar import CalendarDay, DayStatus, WorkCalendar, shipped_calendar
from reception_desk.rules.duties import Duty
from reception_desk.rules.duty_ledger import Reckoning
from reception_desk.rules.told_days import OutdatedDay, ToldPaper, outdated_days
from reception_desk.rules.transition import Event
from tests.rules.cases import SECTION, Case

TOLD = ToldPaper(DocumentKind.ACCEPTANCE_NOTICE, "受理告知书", {"due_on": "2026-11-27"})


def with_rest_day(day: date) -> Reckoning:
    row = CalendarDay(day, False, "县办通知", DayStatus.OFFICE, "防汛")
    return Reckoning(WorkCalendar.from_rows([*shipped_calendar().days.values(), row]))


def test_a_day_that_still_holds_needs_no_word():
    case = Case().accepted(date(2026, 9, 28))
    assert outdated_days([TOLD], case.standing.duties, case.by) == ()


def test_a_day_that_moved_is_told_with_both():
    case = Case().accepted(date(2026, 9, 28))
    moved = outdated_days([TOLD], case.standing.duties, with_rest_day(date(2026, 11, 27)))
    assert moved == (OutdatedDay("受理告知书", Duty.D6, date(2026, 11, 27), date(2026, 11, 30)),)


def test_a_later_paper_of_the_same_duty_is_the_one_that_counts():
    case = Case().accepted(date(2026, 9, 28))
    case.take(Event.EXTENDED, date(2026, 11, 20), SECTION, days=30, reason="需鉴定")
    notice = ToldPaper(
        DocumentKind.EXTENSION_NOTICE, "延期告知书", {"extended_until": "2026-12-28"}
    )
    assert outdated_days([TOLD], case.standing.duties, case.by)[0].now == date(2026, 12, 28)
    assert outdated_days([TOLD, notice], case.standing.duties, case.by) == ()


def test_a_duty_that_is_done_concerns_nobody_any_more():
    case = Case().accepted(date(2026, 9, 28))
    case.take(Event.OPINION_GIVEN, date(2026, 10, 9), SECTION, result="1", basis="法第一条")
    assert outdated_days([TOLD], case.standing.duties, with_rest_day(date(2026, 11, 27))) == ()
