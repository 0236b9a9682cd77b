"""Two windows change one field; a person at either says which value stands."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from reception_desk.errors import DeskError, NotPermittedError
from reception_desk.models.audit import AuditEntry
from reception_desk.models.conflict import ConflictSettlement, SyncConflict
from reception_desk.models.document import Document
from reception_desk.models.person import Person
from reception_desk.models.visit import Visit
from reception_desk.records.conflicts import Cell, ConflictRecord
from reception_desk.records.document import DocumentKind
from reception_desk.records.identifiers import new_id
from reception_desk.records.visit import VisitRecord
from reception_desk.rules.permissions import Role
from reception_desk.rules.units import RESTRICTED_STREAM
from reception_desk.services import search
from reception_desk.services.conflicts import (
    NOTHING,
    open_conflict,
    open_conflicts,
    settle_conflict,
)
from reception_desk.services.papers import issue_paper
from reception_desk.services.registration import register_visit
from reception_desk.sync.conflict_pull import apply_conflicts
from tests.offices import person, visit
from tests.windows import Window, meet

Pair = tuple[Window, Window]


def edit(window: Window, model: type[Any], row_id: str, **values: Any) -> None:
    with window.database.write() as session:
        session.execute(update(model).where(model.id == row_id).values(**values))


def value(window: Window, model: type[Any], row_id: str, column: str) -> Any:
    with window.database.read() as session:
        return session.scalar(select(getattr(model, column)).where(model.id == row_id))


def registered(windows: Pair, **values: Any) -> VisitRecord:
    one, _ = windows
    record = register_visit(one.database, one.clerk, visit(person("李䶮"), **values))
    meet(*windows)
    return record


def clash(
    windows: Pair, model: type[Any], row_id: str, *, in_ms: int = 0, **values: tuple[Any, Any]
) -> None:
    """Let both windows change fields before either hears of the other, window 2 a second later."""
    for place, window in enumerate(windows):
        window.desk.execute(
            "UPDATE sync_state SET skew = skew + :ahead", ahead=in_ms + 1000 * place
        )
        edit(window, model, row_id, **{name: both[place] for name, both in values.items()})
    meet(*windows)


def opened(window: Window) -> ConflictRecord:
    [conflict] = open_conflicts(window.database, window.clerk)
    return open_conflict(window.database, window.clerk, conflict.cell)


def test_both_windows_see_both_values_who_when_and_from_where(windows: Pair):
    record = registered(windows)
    clash(windows, Visit, record.visit_id, respondent=("花园镇政府", "花园村委会"))

    for window in windows:
        [line] = open_conflicts(window.database, window.clerk)
        assert line.field == "被反映方"
        number = value(window, Visit, record.visit_id, "number")
        assert str(line.record) == f"来访登记 {number}"
        assert line.record.visit_id == record.visit_id
        conflict = open_conflict(window.database, window.clerk, line.cell)
        later, earlier = conflict.candidates
        assert (later.words, earlier.words) == ("花园村委会", "花园镇政府")
        assert later.is_current
        assert not earlier.is_current
        assert {later.desk, earlier.desk} == {"信访局1号窗口", "信访局2号窗口"}
        assert later.by == earlier.by == "周敏"
        assert later.at is not None
        assert earlier.at is not None
        assert later.at > earlier.at
        assert conflict.before == NOTHING


def test_the_choice_is_an_ordinary_change_and_every_desk_sees_it_settled(windows: Pair):
    one, two = windows
    record = registered(windows)
    clash(windows, Visit, record.visit_id, respondent=("花园镇政府", "花园村委会"))
    conflict = opened(one)

    settle_conflict(one.database, one.clerk, conflict.cell, conflict.candidates[1].value)
    meet(*windows)

    for window in windows:
        assert open_conflicts(window.database, window.clerk) == ()
        assert value(window, Visit, record.visit_id, "respondent") == "花园镇政府"
    with two.database.read() as session:
        settled = session.scalars(select(ConflictSettlement)).one()
    assert (settled.verdict, settled.created_by) == ("held", one.clerk.account_id)


def test_what_follows_from_the_field_follows_the_choice(windows: Pair):
    one, two = windows
    record = registered(windows)
    paper = issue_paper(
        two.database, two.office.files, two.clerk, record.visit_id, DocumentKind.RECEIPT, paper="A5"
    )
    clash(
        windows,
        Visit,
        record.visit_id,
        claim=("请求支付拖欠的工资。共三个月。", "请求公开村务账目。"),
    )
    conflict = opened(one)
    assert conflict.field == "诉求"

    earlier = conflict.candidates[1]
    settle_conflict(one.database, one.clerk, conflict.cell, earlier.value)
    meet(*windows)

    assert value(two, Visit, record.visit_id, "summary") == "请求支付拖欠的工资"
    assert value(two, Document, paper.document_id, "is_stale") is True
    found = search.search(two.database, two.clerk, "拖欠的工资")
    assert [hit.visit_id for hit in found.visits] == [record.visit_id]


def test_two_desks_that_choose_the_same_at_once_are_done(windows: Pair):
    record = registered(windows)
    clash(windows, Visit, record.visit_id, respondent=("甲", "乙"))
    for window in windows:
        conflict = opened(window)
        settle_conflict(window.database, window.clerk, conflict.cell, conflict.candidates[1].value)
    meet(*windows)

    for window in windows:
        assert open_conflicts(window.database, window.clerk) == ()
        assert value(window, Visit, record.visit_id, "respondent") == "甲"


def test_two_desks_that_choose_differently_at_once_are_asked_once_more(windows: Pair):
    one, two = windows
    record = registered(windows)
    clash(windows, Visit, record.visit_id, respondent=("甲", "乙"))
    clash(windows, Visit, record.visit_id, in_ms=5000, respondent=("丙", "丁"))
    for window, words in ((one, "甲"), (two, "乙")):
        conflict = opened(window)
        [chosen] = [one for one in conflict.candidates if one.words == words]
        settle_conflict(window.database, window.clerk, conflict.cell, chosen.value)
    meet(*windows)

    conflict = opened(two)
    assert {candidate.words for candidate in conflict.candidates} == {"甲", "乙"}
    settle_conflict(two.database, two.clerk, conflict.cell, conflict.candidates[1].value)
    meet(*windows)

    assert value(one, Visit, record.visit_id, "respondent") == conflict.candidates[1].words
    assert open_conflicts(one.database, one.clerk) == ()


def test_several_clashes_of_one_field_are_one_question(windows: Pair):
    one, _ = windows
    record = registered(windows)
    clash(windows, Visit, record.visit_id, respondent=("甲", "乙"))
    clash(windows, Visit, record.visit_id, in_ms=5000, respondent=("丙", "丁"))

    conflict = opened(one)

    assert [candidate.words for candidate in conflict.candidates] == ["丁", "丙", "乙", "甲"]
    settle_conflict(one.database, one.clerk, conflict.cell, conflict.candidates[3].value)
    assert open_conflicts(one.database, one.clerk) == ()


def test_a_value_set_since_the_clash_is_among_the_choices(windows: Pair):
    one, _ = windows
    record = registered(windows)
    clash(windows, Visit, record.visit_id, head_count=(3, 4))
    edit(one, Visit, record.visit_id, head_count=5)

    conflict = opened(one)

    first, *others = conflict.candidates
    assert (first.words, first.is_current, first.at) == ("5", True, None)
    assert [candidate.words for candidate in others] == ["4", "3"]
    settle_conflict(one.database, one.clerk, conflict.cell, first.value)
    assert value(one, Visit, record.visit_id, "head_count") == 5


def test_what_nobody_needs_to_judge_is_not_asked(windows: Pair):
    one, _ = windows
    record = registered(windows)
    clash(windows, Visit, record.visit_id, summary=("甲", "乙"))

    assert open_conflicts(one.database, one.clerk) == ()
    with one.database.read() as session:
        assert session.scalars(select(SyncConflict.column_name)).all() == ["summary"]


def test_codes_and_dates_are_said_in_words(windows: Pair):
    one, _ = windows
    record = registered(windows)
    person_id = record.persons[0].person_id
    clash(windows, Visit, record.visit_id, outcome=("01", "03"))
    words = {candidate.words for candidate in opened(one).candidates}
    assert words == {"当场解答", "转送"}
    conflict = opened(one)
    settle_conflict(one.database, one.clerk, conflict.cell, conflict.candidates[0].value)

    clash(windows, Person, person_id, birth_date=(date(1990, 1, 1), date(1990, 1, 2)))
    assert {candidate.words for candidate in opened(one).candidates} == {"1990-01-01", "1990-01-02"}
    assert opened(one).record.title == "李*"


def test_settled_elsewhere_meanwhile_is_told_and_changes_nothing(windows: Pair):
    one, two = windows
    record = registered(windows)
    clash(windows, Visit, record.visit_id, respondent=("甲", "乙"))
    mine, theirs = opened(one), opened(two)
    settle_conflict(one.database, one.clerk, mine.cell, mine.candidates[1].value)
    meet(*windows)

    with pytest.raises(DeskError, match="已经处理过"):
        settle_conflict(two.database, two.clerk, theirs.cell, theirs.candidates[0].value)
    assert value(two, Visit, record.visit_id, "respondent") == "甲"


def test_a_value_that_was_never_there_cannot_be_chosen(windows: Pair):
    one, _ = windows
    record = registered(windows)
    clash(windows, Visit, record.visit_id, respondent=("甲", "乙"))

    with pytest.raises(DeskError, match="没有改动"):
        settle_conflict(one.database, one.clerk, opened(one).cell, '"丙"')


def test_looking_and_settling_are_audited_without_values(windows: Pair):
    one, _ = windows
    record = registered(windows)
    clash(windows, Person, record.persons[0].person_id, phone=("13900000001", "13900000002"))
    conflict = opened(one)
    settle_conflict(one.database, one.clerk, conflict.cell, conflict.candidates[0].value)

    with one.database.read() as session:
        entries = session.scalars(
            select(AuditEntry).where(AuditEntry.action.endswith("_conflict"))
        ).all()
    assert [(entry.action, entry.detail) for entry in entries] == [
        ("view_conflict", "phone"),
        ("settle_conflict", "phone"),
    ]


def test_the_administrator_sees_that_there_are_conflicts_but_does_not_judge(windows: Pair):
    one, _ = windows
    record = registered(windows)
    clash(windows, Visit, record.visit_id, respondent=("甲", "乙"))
    [line] = open_conflicts(one.database, one.office.administrator)

    with pytest.raises(NotPermittedError):
        open_conflict(one.database, one.office.administrator, line.cell)


def test_accusations_are_shown_to_those_who_may_see_them(windows: Pair):
    one, _ = windows
    record = registered(windows, matter_class="2")
    assert value(one, Visit, record.visit_id, "stream") == RESTRICTED_STREAM
    clash(windows, Visit, record.visit_id, respondent=("甲", "乙"))

    assert open_conflicts(one.database, one.clerk) == ()
    roles = one.clerk.roles | {Role.ACCUSATION_CLERK.value}
    assert len(open_conflicts(one.database, replace(one.clerk, roles=roles))) == 1


def test_a_number_given_twice_is_told_and_only_acknowledged(windows: Pair):
    """The record keeps its number, which stands on paper; the other row's key is no choice."""
    one, _ = windows
    record = registered(windows)
    number = value(one, Visit, record.visit_id, "number")
    with one.database.apply() as connection:
        cells = (None, "another row", number, "", "信访局1号窗口", None, None, 0, 0, 1)
        apply_conflicts(
            connection,
            [(new_id(), one.clerk.desk.stream, "visit", record.visit_id, "number", *cells)],
        )

    conflict = opened(one)

    assert conflict.field == "来访编号重复"
    assert [(c.words, c.is_current) for c in conflict.candidates] == [(number, True)]
    settle_conflict(one.database, one.clerk, conflict.cell, conflict.candidates[0].value)
    assert open_conflicts(one.database, one.clerk) == ()


def test_a_cell_without_a_clash_cannot_be_opened(windows: Pair):
    one, _ = windows
    record = registered(windows)

    with pytest.raises(DeskError, match="已经处理过"):
        open_conflict(one.database, one.clerk, Cell("visit", record.visit_id, "claim"))
