"""领导阅批来信 on a real file: a clock, a reading that is owed, litigation forwarded."""

from datetime import timedelta

import pytest

from reception_desk.errors import DeskError, InvalidInputError, NotPermittedError
from reception_desk.records.document import DocumentKind
from reception_desk.records.letters import LetterInput
from reception_desk.records.promises import PromiseSource, ReportInput, ReportKind
from reception_desk.records.steps import StepInput
from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.duties import Duty
from reception_desk.rules.duty_ledger import Reckoning, last_entry
from reception_desk.rules.permissions import Role
from reception_desk.rules.route_tree import LETTER, VISIT
from reception_desk.rules.routes import advise
from reception_desk.rules.states import State
from reception_desk.rules.transition import PROPOSED, Event
from reception_desk.services.closing_list import closing_list
from reception_desk.services.letters import (
    count_waiting_letters,
    letters,
    note_reading,
    register_letter,
)
from reception_desk.services.matter_file import open_matter
from reception_desk.services.owed_items import owed_items
from reception_desk.services.papers import issue_paper
from reception_desk.services.promises import promises_of_matter, report_promise
from reception_desk.services.registration import ACCUSATION
from reception_desk.services.route_advice import note_advice
from reception_desk.services.steps import matter_now, take_step
from reception_desk.services.visits import load_visit
from tests.leaders import two_leaders
from tests.letters import a_letter, a_reading
from tests.offices import SampleOffice, person, today, visit
from tests.services.test_steps import registered, unit_id

TODAY = today()
BY = Reckoning(shipped_calendar())
COURT = {"kind": "claim", "earlier": "first", "subject": "justice", "justice": "court"}


def test_a_letter_begins_a_matter_whose_clock_runs_from_the_day_it_came(desk: SampleOffice):
    made = a_letter(desk)
    record = load_visit(desk.database, desk.clerk, made.visit_id, reason="核对")
    assert (record.form, record.channel) == ("100", "letter")
    now = matter_now(desk.database, desk.clerk, made.matter_id, BY)
    assert now.standing.state is State.REGISTERED
    entry = last_entry(now.standing.duties, Duty.D2)
    assert entry is not None
    assert entry.start == TODAY - timedelta(days=1)
    file = open_matter(desk.database, desk.clerk, made.matter_id, BY, reason="办理")
    assert [one.number for one in file.visits] == [made.number]


def test_it_joins_a_matter_on_record(desk: SampleOffice):
    matter_id = registered(desk)
    made = a_letter(desk, matter_id=matter_id)
    assert made.matter_id == matter_id


def test_nobody_who_writes_owes_a_notice_at_the_window(desk: SampleOffice):
    made = register_letter(
        desk.database, desk.clerk,
        LetterInput(visit(person(), head_count=9, privacy_notice=None), TODAY),
    )  # fmt: skip
    gaps = closing_list(desk.database, desk.clerk).get(made.visit_id, ())
    said = "".join(gap.sentence for gap in gaps)
    assert "告知" not in said
    assert "代表" not in said


def test_it_waits_is_read_and_what_is_instructed_is_owed_until_answered(desk: SampleOffice):
    section, secretary, magistrate = two_leaders(desk)
    made = a_letter(desk, secretary)
    other = a_letter(desk)
    assert count_waiting_letters(desk.database, section) == 2
    note_reading(desk.database, section, made.letter_id, a_reading(desk, magistrate))
    note_reading(
        desk.database, section, other.letter_id,
        a_reading(desk, secretary, text=" ", owner_unit_id="", owner_name="", due_on=None),
    )  # fmt: skip
    assert count_waiting_letters(desk.database, section) == 0
    found = {one.letter_id: one for one in letters(desk.database, section)}
    line = found[made.letter_id]
    assert (line.leader, line.reader, line.read_on) == ("何某", "吕某", TODAY)
    assert line.reply_due == TODAY + timedelta(days=2)
    assert (found[other.letter_id].reply_due, found[other.letter_id].read_on) == (None, TODAY)
    (promise,) = promises_of_matter(desk.database, section, made.matter_id)
    assert promise.promise.source == PromiseSource.LETTER
    assert [one.key for one in owed_items(desk.database, section, TODAY, BY)] == [
        promise.promise.promise_id
    ]
    kind = DocumentKind.REGISTRATION_FORM
    form = issue_paper(desk.database, desk.files, desk.clerk, made.visit_id, kind)
    closing = ReportInput(ReportKind.CLOSED, "已书面答复", form.sha256)
    report_promise(desk.database, section, promise.promise.promise_id, closing)
    assert next(
        one for one in letters(desk.database, section) if one.letter_id == made.letter_id
    ).is_answered


def test_what_is_not_whole_is_not_written(desk: SampleOffice):
    section, secretary, _ = two_leaders(desk)
    later = TODAY + timedelta(days=2)
    for asked in (
        LetterInput(visit(person()), None),
        LetterInput(visit(person()), later),
        LetterInput(visit(person()), TODAY, posted_on=later),
        LetterInput(visit(person()), TODAY, leader_id="unheard"),
    ):
        with pytest.raises(InvalidInputError):
            register_letter(desk.database, desk.clerk, asked)
    assert letters(desk.database, section) == ()
    made = a_letter(desk)
    for lacking in (
        {"read_on": None}, {"read_on": later}, {"owner_unit_id": ""}, {"owner_name": ""},
        {"due_on": None},
    ):  # fmt: skip
        with pytest.raises(InvalidInputError):
            note_reading(
                desk.database, section, made.letter_id, a_reading(desk, secretary, **lacking)
            )
    with pytest.raises(NotPermittedError):
        note_reading(
            desk.database, desk.account(Role.UNIT), made.letter_id, a_reading(desk, secretary)
        )
    assert count_waiting_letters(desk.database, section) == 1


def test_a_letter_about_litigation_is_forwarded_and_a_visit_guided(desk: SampleOffice):
    """AC-21: 条例 Art. 22(2)."""
    letter, came = a_letter(desk).matter_id, registered(desk)
    section = desk.account(Role.SECTION)
    for matter_id, form in ((letter, LETTER), (came, VISIT)):
        advice = advise({"form": form} | COURT)
        note_advice(desk.database, section, matter_id, advice, BY)
    guided = StepInput(Event.GUIDED, reason="诉讼权利救济")
    with pytest.raises(InvalidInputError, match="转送同级政法部门"):
        take_step(desk.database, section, letter, guided, BY)
    take_step(desk.database, section, came, guided, BY)
    assert matter_now(desk.database, section, came, BY).standing.state is State.GUIDED
    forwarded = StepInput(
        PROPOSED, result=Event.TRANSFERRED, unit_id=unit_id(desk, "T100"), reason="转送政法部门"
    )
    take_step(desk.database, section, letter, forwarded, BY)
    now = matter_now(desk.database, section, letter, BY)
    assert now.standing.proposal is not None
    assert now.standing.refused == ()


def test_a_letter_that_accuses_is_kept_apart(desk: SampleOffice):
    _, secretary, _ = two_leaders(desk)
    made = a_letter(desk, matter_class=ACCUSATION)
    stranger = desk.account(Role.SECTION)
    assert letters(desk.database, stranger) == ()
    assert count_waiting_letters(desk.database, stranger) == 0
    with pytest.raises(DeskError, match="没有找到"):
        note_reading(desk.database, stranger, made.letter_id, a_reading(desk, secretary))
    keeper = desk.account(Role.ACCUSATION_CLERK)
    assert len(letters(desk.database, keeper, waits_only=True)) == 1
