"""The two offices' paper from Excel: read, compared with the list, kept once."""

from datetime import date
from pathlib import Path

import pytest

from reception_desk.errors import DeskError, InvalidInputError, NotPermittedError
from reception_desk.rules.leader_days import Rhythm
from reception_desk.rules.permissions import Role
from reception_desk.services.leader_paper import PaperKept, keep_paper, open_paper, save_template
from reception_desk.services.leader_plan import plan_rules, propose_plan, withdraw_rule
from reception_desk.services.leaders import leaders, withdraw_leader
from tests.leaders import two_leaders
from tests.offices import SampleOffice
from tests.sheets import write_book

HEAD = ("领导姓名", "职务", "分管工作", "接访安排", "接访时间", "接访地点")
SECRETARY = ("何某", "县委书记", "全面工作", "每月15日", "8:30-11:30", "接访室")
MAGISTRATE = ("吕某", "县长", "", "每周一", "8:30-11:30", "接访室")


def paper(folder: Path, *rows: tuple[object, ...]) -> Path:
    return write_book(folder / "安排.xlsx", HEAD, *rows)


def test_the_template_itself_can_be_imported_laid_out_and_is_kept_once(
    desk: SampleOffice, tmp_path: Path
):
    planner = desk.account(Role.SECTION)
    save_template(tmp_path / "模板.xlsx")
    reading = open_paper(desk.database, planner, tmp_path / "模板.xlsx", 2026)

    assert reading.faults == ()
    assert leaders(desk.database) == ()
    assert keep_paper(desk.database, planner, reading) == PaperKept(6, 6, 0)
    assert [one.name for one in leaders(desk.database)][:2] == ["何某", "吕某"]
    rosters = [one for one in plan_rules(desk.database) if len(one.leader_ids) > 1]
    assert [one.rhythm for one in rosters] == [Rhythm.EVERY_WORKING_DAY]
    proposal = propose_plan(desk.database, planner, date(2026, 1, 1), date(2026, 12, 31))
    assert len(proposal.days) > 300
    assert keep_paper(desk.database, planner, reading) == PaperKept(0, 0, 6)
    assert len(plan_rules(desk.database)) == 6


def test_nothing_is_kept_while_a_line_is_wrong_unless_the_person_accepts_the_others(
    desk: SampleOffice, tmp_path: Path
):
    planner = desk.account(Role.SECTION)
    wrong = (*MAGISTRATE[:3], "不定期", *MAGISTRATE[4:])
    reading = open_paper(desk.database, planner, paper(tmp_path, SECRETARY, wrong), 2027)

    assert [str(one)[:4] for one in reading.faults] == ["第3行："]
    with pytest.raises(InvalidInputError, match="有 1 行读不出来"):
        keep_paper(desk.database, planner, reading)
    assert (leaders(desk.database), plan_rules(desk.database)) == ((), ())
    kept = keep_paper(desk.database, planner, reading, despite_faults=True)
    assert kept == PaperKept(1, 1, 0)


def test_leaders_on_the_list_are_taken_from_it_and_another_post_is_told(
    desk: SampleOffice, tmp_path: Path
):
    planner, secretary, _ = two_leaders(desk)
    promoted = ("吕某", "县委副书记", *MAGISTRATE[2:])
    reading = open_paper(desk.database, planner, paper(tmp_path, SECRETARY, promoted), 2027)

    assert "吕某在名单里的职务是“县长”" in str(reading.faults[0])
    keep_paper(desk.database, planner, reading, despite_faults=True)
    assert len(leaders(desk.database)) == 2
    assert [one.leader_ids for one in plan_rules(desk.database)] == [(secretary,)]


def test_what_was_withdrawn_is_new_when_the_paper_has_it_again(desk: SampleOffice, tmp_path: Path):
    planner = desk.account(Role.SECTION)
    reading = open_paper(desk.database, planner, paper(tmp_path, SECRETARY), 2027)
    keep_paper(desk.database, planner, reading)
    (rule,), (leader,) = plan_rules(desk.database), leaders(desk.database)
    withdraw_rule(desk.database, planner, rule.rule_id, reason="调整")
    withdraw_leader(desk.database, planner, leader.leader_id, reason="调离")

    assert keep_paper(desk.database, planner, reading) == PaperKept(1, 1, 0)
    (again,) = leaders(desk.database)
    assert again.leader_id != leader.leader_id


def test_who_does_not_plan_may_not_and_a_place_that_cannot_be_written_is_told(
    desk: SampleOffice, tmp_path: Path
):
    with pytest.raises(NotPermittedError):
        open_paper(desk.database, desk.clerk, paper(tmp_path, SECRETARY), 2027)
    with pytest.raises(DeskError, match="不能写入"):
        save_template(tmp_path / "没有" / "模板.xlsx")


def test_a_date_of_the_mid_autumn_festival_is_moved_or_dropped(desk: SampleOffice, tmp_path: Path):
    """2026-09-25 is a day of rest (domain.md AC-03); the Sunday before it is worked (AC-04)."""
    planner = desk.account(Role.SECTION)
    moved = (*SECRETARY[:3], "9月25日", *SECRETARY[4:])
    dropped = (*MAGISTRATE[:3], "9月25日", *MAGISTRATE[4:])
    path = write_book(
        tmp_path / "安排.xlsx", (*HEAD, "遇休息日"), (*moved, "顺延"), (*dropped, "取消"),
        ("施某", "副县长", "", "2026-09-20", "8:30-11:30", "二楼", "取消"),
    )  # fmt: skip
    keep_paper(desk.database, planner, open_paper(desk.database, planner, path, 2026))
    proposal = propose_plan(desk.database, planner, date(2026, 9, 1), date(2026, 9, 30))

    assert [(one.day, one.moved_from) for one in proposal.days] == [
        (date(2026, 9, 20), None), (date(2026, 9, 28), date(2026, 9, 25)),
    ]  # fmt: skip
    assert proposal.conflicts == ()


def test_the_days_of_a_year_without_a_notice_are_provisional(desk: SampleOffice, tmp_path: Path):
    """No holidays of 2027 are announced yet (domain.md E-28)."""
    planner = desk.account(Role.SECTION)
    path = paper(tmp_path, SECRETARY, (*MAGISTRATE[:3], "2027-03-15", *MAGISTRATE[4:]))
    keep_paper(desk.database, planner, open_paper(desk.database, planner, path, 2027))
    proposal = propose_plan(desk.database, planner, date(2027, 1, 1), date(2027, 12, 31))

    assert len(proposal.days) == 13
    assert all(one.is_provisional for one in proposal.days)
