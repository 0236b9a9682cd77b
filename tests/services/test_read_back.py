"""宣读确认: put on record as the petitioner's answer, for the words that were shown only."""

from datetime import datetime

import pytest

from reception_desk.errors import DeskError, NotPermittedError
from reception_desk.rules.corrections import Change, Subject
from reception_desk.rules.read_back import read_back
from reception_desk.services import visits
from reception_desk.services.corrections import correct_visit, corrections_of
from reception_desk.services.read_back import CONFIRMED_AGAIN, confirm_read_back
from reception_desk.services.registration import register_visit
from tests.offices import SampleOffice, person, visit


def test_a_confirmation_is_a_step_of_its_own(desk: SampleOffice):
    record = register_visit(desk.database, desk.clerk, visit(person()))

    done = confirm_read_back(desk.database, desk.clerk, record.visit_id, read_back(record).digest)

    assert isinstance(done.visit.read_back_at, datetime)
    (event,) = corrections_of(desk.database, desk.clerk, record.visit_id)
    assert event.is_completion
    assert event.fields == "宣读确认"


def test_a_second_one_is_kept_beside_the_first(desk: SampleOffice):
    record = register_visit(desk.database, desk.clerk, visit(person()))
    digest = read_back(record).digest

    for _ in range(2):
        confirm_read_back(desk.database, desk.clerk, record.visit_id, digest)

    _, second = corrections_of(desk.database, desk.clerk, record.visit_id)
    assert second.reason == CONFIRMED_AGAIN


def test_words_changed_meanwhile_are_not_confirmed(desk: SampleOffice):
    record = register_visit(desk.database, desk.clerk, visit(person()))
    shown = read_back(record).digest
    change = Change(Subject.VISIT, "claim", record.claim, "请求道歉。")
    correct_visit(desk.database, desk.clerk, record.visit_id, (change,), reason="听写有误")

    with pytest.raises(DeskError, match="刚刚更改过"):
        confirm_read_back(desk.database, desk.clerk, record.visit_id, shown)

    after = visits.load_visit(desk.database, desk.clerk, record.visit_id, reason="核对")
    assert after.read_back_at is None


def test_who_may_not_edit_a_visit_confirms_none(desk: SampleOffice):
    record = register_visit(desk.database, desk.clerk, visit(person()))

    with pytest.raises(NotPermittedError):
        confirm_read_back(
            desk.database, desk.administrator, record.visit_id, read_back(record).digest
        )
