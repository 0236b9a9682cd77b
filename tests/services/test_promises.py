"""承诺 on a real file: shown until kept, closed with evidence, kept apart where it must be."""

from datetime import date, timedelta

import pytest

from reception_desk.errors import DeskError, InvalidInputError, NotPermittedError
from reception_desk.records.document import DocumentKind
from reception_desk.records.promises import (
    PromiseInput,
    PromiseSource,
    ReportInput,
    ReportKind,
)
from reception_desk.records.session_log import NoteInput, NoteKind
from reception_desk.rules.corrections import Change, Subject
from reception_desk.rules.permissions import Role
from reception_desk.services.corrections import correct_visit
from reception_desk.services.matters import matters_of
from reception_desk.services.papers import issue_paper
from reception_desk.services.promises import (
    make_promise,
    open_promises,
    promises_of_matter,
    promises_of_source,
    report_promise,
)
from reception_desk.services.registration import ACCUSATION, register_visit
from reception_desk.services.session_calendar import sessions_of_matter
from reception_desk.services.session_log import write_note
from reception_desk.services.visits import visits_of_day
from tests.offices import MORNING, SampleOffice, person, today, visit
from tests.services.test_steps import registered, unit_id
from tests.sessions import a_session

TODAY = today()


def promise(desk: SampleOffice, matter_id: str, **more: object) -> str:
    values = {
        "what": "重新测量并书面答复",
        "owner_unit_id": unit_id(desk, "T100"),
        "owner_name": "施某",
        "due_on": TODAY + timedelta(days=20),
    } | more
    asked = PromiseInput(**values)  # pyright: ignore[reportArgumentType]
    return make_promise(desk.database, desk.clerk, matter_id, asked)


def paper(desk: SampleOffice) -> str:
    (row,) = visits_of_day(desk.database, desk.clerk, MORNING)
    kind = DocumentKind.REGISTRATION_FORM
    return issue_paper(desk.database, desk.files, desk.clerk, row.visit_id, kind).sha256


def test_it_is_shown_with_the_matter_and_on_the_board_until_kept(desk: SampleOffice):
    matter_id = registered(desk)
    key = promise(desk, matter_id, co_owner_ids=(unit_id(desk, "T101"),))
    (found,) = promises_of_matter(desk.database, desk.clerk, matter_id)
    assert found.promise.owner_unit
    assert len(found.promise.co_owners) == 1
    assert not found.is_late(TODAY)
    assert found.is_late(TODAY + timedelta(days=21))
    assert [one.promise.promise_id for one in open_promises(desk.database, desk.clerk)] == [key]

    section = desk.account(Role.SECTION)
    report_promise(desk.database, desk.clerk, key, ReportInput(ReportKind.REPORTED, "已约测绘"))
    closing = ReportInput(ReportKind.CLOSED, "已补偿并答复", paper(desk))
    report_promise(desk.database, section, key, closing)
    assert open_promises(desk.database, desk.clerk) == ()
    (kept,) = promises_of_matter(desk.database, desk.clerk, matter_id)
    assert not kept.standing.is_open
    assert [one.kind for one in kept.standing.reports] == ["reported", "closed"]

    report_promise(desk.database, section, key, ReportInput(ReportKind.REOPENED, "面积有误"))
    assert len(open_promises(desk.database, desk.clerk)) == 1


def test_it_is_closed_with_something_on_record_only(desk: SampleOffice):
    matter_id = registered(desk)
    key, section = promise(desk, matter_id), desk.account(Role.SECTION)
    for evidence, word in ((None, "佐证"), ("0" * 64, "先归档")):
        closing = ReportInput(ReportKind.CLOSED, "已补偿", evidence)
        with pytest.raises(InvalidInputError, match=word):
            report_promise(desk.database, section, key, closing)
    with pytest.raises(NotPermittedError):
        report_promise(
            desk.database, desk.clerk, key, ReportInput(ReportKind.CLOSED, "已办", paper(desk))
        )


def test_without_owner_or_day_nothing_is_written(desk: SampleOffice):
    matter_id = registered(desk)
    for lacking in (
        {"owner_name": ""},
        {"owner_unit_id": ""},
        {"owner_unit_id": "unheard"},
        {"due_on": None},
        {"due_on": TODAY - timedelta(days=2)},
        {"what": " "},
    ):
        with pytest.raises(InvalidInputError):
            promise(desk, matter_id, **lacking)
    assert promises_of_matter(desk.database, desk.clerk, matter_id) == ()


def test_a_leader_day_uses_the_same(desk: SampleOffice):
    matter_id = registered(desk)
    promise(desk, matter_id, source=PromiseSource.LEADER_DAY, source_id="day")
    (found,) = promises_of_source(desk.database, desk.clerk, "day")
    assert found.promise.source == PromiseSource.LEADER_DAY
    assert promises_of_source(desk.database, desk.clerk, "other") == ()


def test_the_board_is_read_by_unit_and_day(desk: SampleOffice):
    matter_id = registered(desk)
    far = promise(desk, matter_id, due_on=date(2099, 1, 1), owner_unit_id=unit_id(desk, "T101"))
    near = promise(desk, matter_id)

    def keys(**asked: object) -> list[str]:
        found = open_promises(desk.database, desk.clerk, **asked)  # pyright: ignore[reportArgumentType]
        return [one.promise.promise_id for one in found]

    assert keys() == [near, far]
    assert keys(unit_id=unit_id(desk, "T101")) == [far]
    assert keys(until=TODAY + timedelta(days=30)) == [near]


def test_the_next_visit_of_the_matter_is_told_of_it(desk: SampleOffice):
    made = register_visit(desk.database, desk.clerk, visit(person()))
    key = promise(desk, str(made.matter_id))
    who = made.persons[0].person_id
    (hint,) = matters_of(desk.database, desk.clerk, who, reason="关联")
    assert hint.promise_due == TODAY + timedelta(days=20)
    closing = ReportInput(ReportKind.CLOSED, "已补偿", paper(desk))
    report_promise(desk.database, desk.account(Role.SECTION), key, closing)
    (hint,) = matters_of(desk.database, desk.clerk, who, reason="关联")
    assert hint.promise_due is None


def test_an_accusation_s_promise_is_kept_apart(desk: SampleOffice):
    matter_id = registered(desk, matter_class=ACCUSATION)
    key = promise(desk, matter_id)
    stranger = desk.account(Role.SECTION)
    assert promises_of_matter(desk.database, stranger, matter_id) == ()
    assert open_promises(desk.database, stranger) == ()
    report = ReportInput(ReportKind.REPORTED, "已办")
    with pytest.raises(DeskError, match="没有找到"):
        report_promise(desk.database, stranger, key, report)
    keeper = desk.account(Role.ACCUSATION_CLERK)
    assert len(open_promises(desk.database, keeper)) == 1


def test_a_promise_goes_with_its_visit_to_another_matter(desk: SampleOffice):
    """A visit was joined to the wrong matter: what was promised in its session is not lost."""
    sample = a_session(desk)
    sample.begun()
    asked = PromiseInput("重新测量", unit_id(desk, "T100"), "施某", TODAY + timedelta(days=20))
    note = NoteInput(NoteKind.PROMISE, "重新测量")
    write_note(desk.database, desk.clerk, sample.session_id, note, asked)
    other = registered(desk)
    moved = Change(Subject.MATTER, "matter_id", sample.matter_id, other)
    correct_visit(desk.database, desk.clerk, sample.visit_id, [moved], reason="同一事项")
    (found,) = promises_of_matter(desk.database, desk.clerk, other)
    assert found.promise.matter_id == other
    assert promises_of_matter(desk.database, desk.clerk, sample.matter_id) == ()
    (line,) = sessions_of_matter(desk.database, desk.clerk, other)
    assert line.matter_id == other
    assert sample.now().case.matter_id == other
