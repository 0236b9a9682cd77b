"""Where a matter stands: acceptance cases of the domain, and what is never accepted."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from reception_desk.records.steps import MatterFacts
from reception_desk.rules.duties import Duty
from reception_desk.rules.duty_ledger import open_entry
from reception_desk.rules.guards import URGENT_RECIPIENTS
from reception_desk.rules.standing import fold
from reception_desk.rules.states import State
from reception_desk.rules.transition import PROPOSAL_REFUSED, PROPOSED, RECUSED, Event
from tests.rules.cases import (
    ACCUSED,
    BUREAU,
    CLERK,
    DISCIPLINE,
    KEEPER,
    LEADER,
    SECTION,
    TOWN,
    TOWN_CLERK,
    TOWN_HEAD,
    Case,
    said,
)  # fmt: skip


def test_ac_01_the_office_has_fifteen_days_and_keeps_them_by_transferring():
    case = Case().registered(date(2026, 9, 24))
    assert case.days(Duty.D2) == (date(2026, 10, 9),) * 3
    assert case.take(Event.TRANSFERRED, date(2026, 9, 28), LEADER, unit_id=TOWN) == ""
    assert case.standing.state is State.TRANSFERRED
    assert case.standing.unit_id == TOWN
    assert case.last(Duty.D2).met_on == date(2026, 9, 28)


def test_ac_06_a_unit_that_signs_owes_its_notice():
    case = Case().with_unit(date(2026, 9, 22))
    assert case.days(Duty.D4) == (date(2026, 10, 7), date(2026, 10, 8), date(2026, 9, 30))


def test_ac_07_an_objection_after_five_working_days_is_refused():
    case = Case().with_unit(date(2026, 9, 24))
    late = case.take(Event.OBJECTED, date(2026, 10, 10), TOWN_CLERK, reason="不属本单位")
    assert "5个工作日已过，最迟为2026年10月9日" in late
    assert "第二十三条第三款" in late
    assert case.standing.state is State.UNIT_RECEIVED
    assert case.take(Event.OBJECTED, date(2026, 10, 9), TOWN_CLERK, reason="不属本单位") == ""
    assert case.standing.state is State.OBJECTED


def test_an_objection_allowed_brings_the_first_period_back_and_no_new_one():
    case = Case().with_unit(date(2026, 9, 24))
    case.take(Event.OBJECTED, date(2026, 9, 28), TOWN_CLERK, reason="不属本单位")
    assert case.take(Event.OBJECTION_ALLOWED, date(2026, 9, 29), SECTION, reason="属实") == ""
    assert case.standing.state is State.REGISTERED
    assert case.standing.unit_id is None
    assert case.running(Duty.D2).start == date(2026, 9, 24)
    assert open_entry(case.standing.duties, Duty.D4) is None


def test_an_objection_refused_leaves_the_unit_its_notice_and_no_second_objection():
    case = Case().with_unit(date(2026, 9, 24))
    case.take(Event.OBJECTED, date(2026, 9, 28), TOWN_CLERK, reason="不属本单位")
    assert case.take(Event.OBJECTION_REFUSED, date(2026, 9, 29), LEADER, reason="属其职权") == ""
    assert case.running(Duty.D4).start == date(2026, 9, 24)
    again = case.take(Event.OBJECTED, date(2026, 9, 30), TOWN_CLERK, reason="仍不属")
    assert "已经提出过异议" in again


def test_ac_10_sixty_days_and_thirty_more_once():
    case = Case().accepted(date(2026, 9, 28))
    assert case.days(Duty.D6)[1] == date(2026, 11, 27)
    proposed = case.take(
        PROPOSED, date(2026, 11, 20), TOWN_CLERK, result=Event.EXTENDED, days=30, reason="需鉴定"
    )
    assert proposed == ""
    alone = case.take(Event.EXTENDED, date(2026, 11, 20), TOWN_CLERK, days=30, reason="需鉴定")
    assert "不能由同一人完成" in alone
    assert case.take(Event.EXTENDED, date(2026, 11, 23), TOWN_HEAD, days=30, reason="需鉴定") == ""
    assert case.days(Duty.D6)[:2] == (date(2026, 12, 27), date(2026, 12, 28))
    assert case.standing.state is State.EXTENDED


@pytest.mark.parametrize(
    ("day", "days", "sentence"),
    [
        (date(2026, 11, 30), 30, "届满以后不能再延长，最迟为2026年11月27日"),
        (date(2026, 11, 20), 31, "不得超过30日"),
        (date(2026, 11, 20), 0, "至少为1日"),
    ],
)
def test_an_extension_out_of_bounds_is_refused(day, days, sentence):
    case = Case().accepted(date(2026, 9, 28))
    assert sentence in case.take(Event.EXTENDED, day, SECTION, days=days, reason="复杂")
    assert case.standing.state is State.ACCEPTED


def test_ac_11_review_on_the_last_day_and_one_day_late():
    case = Case().served(date(2026, 9, 1))
    assert case.days(Duty.D9)[1] == date(2026, 10, 8)
    late = case.take(Event.REVIEW_REQUESTED, date(2026, 10, 9), CLERK, is_written=True)
    assert "请求复查的30日已过，最迟为2026年10月8日" in late
    assert case.take(Event.REVIEW_REQUESTED, date(2026, 10, 8), CLERK, is_written=True) == ""
    assert case.standing.state is State.REVIEW


def test_ac_12_and_ac_13_review_and_recheck_run_on_their_own_days():
    case = Case().served(date(2026, 9, 1))
    case.take(Event.REVIEW_REQUESTED, date(2026, 10, 8), CLERK, is_written=True)
    assert case.days(Duty.D10) == (date(2026, 11, 7), date(2026, 11, 9), date(2026, 11, 6))
    case.take(Event.REVIEW_DECIDED, date(2026, 11, 6), SECTION, result="1", reason="事实清楚")
    assert case.take(Event.REVIEW_SERVED, date(2026, 11, 6), SECTION, way="0") == ""
    assert case.days(Duty.D11)[:2] == (date(2026, 12, 6), date(2026, 12, 7))
    late = case.take(Event.RECHECK_REQUESTED, date(2026, 12, 8), CLERK, is_written=True)
    assert "请求复核的30日已过" in late
    assert case.take(Event.RECHECK_REQUESTED, date(2026, 12, 7), CLERK, is_written=True) == ""


def test_hearing_days_are_left_out_of_a_recheck_only():
    first = Case().accepted(date(2026, 9, 28))
    before = first.days(Duty.D6)
    first.take(Event.HEARING_OPENED, date(2026, 10, 20), TOWN_CLERK, noticed_on=date(2026, 10, 9))
    first.take(Event.HEARING_CLOSED, date(2026, 10, 22), TOWN_CLERK)
    assert first.standing.state is State.ACCEPTED
    assert first.days(Duty.D6) == before

    case = Case().served(date(2026, 9, 1))
    case.take(Event.REVIEW_REQUESTED, date(2026, 9, 10), CLERK, is_written=True)
    case.take(Event.REVIEW_DECIDED, date(2026, 9, 20), SECTION, result="1", reason="清楚")
    case.take(Event.REVIEW_SERVED, date(2026, 9, 21), SECTION, way="0")
    case.take(Event.RECHECK_REQUESTED, date(2026, 10, 8), CLERK, is_written=True)
    case.take(Event.HEARING_OPENED, date(2026, 10, 20), SECTION, noticed_on=date(2026, 10, 9))
    case.take(Event.HEARING_CLOSED, date(2026, 10, 22), SECTION)
    assert case.standing.state is State.RECHECK
    assert case.days(Duty.D12)[0] == date(2026, 10, 8) + timedelta(days=33)


def test_a_hearing_noticed_too_late_is_refused():
    case = Case().accepted(date(2026, 9, 28))
    day = date(2026, 10, 20)
    why = case.take(Event.HEARING_OPENED, day, TOWN_CLERK, noticed_on=date(2026, 10, 14))
    assert "最迟为2026年10月13日" in why


def test_ac_16_a_repeat_petition_is_not_handled_simply():
    case = Case(MatterFacts(is_first_petition=False)).accepted(date(2026, 9, 28))
    assert "初次信访" in case.take(Event.SIMPLIFIED, date(2026, 9, 28), TOWN_CLERK)


def test_a_simple_matter_has_ten_working_days_and_keeps_its_sixty():
    case = Case().accepted(date(2026, 11, 23))
    assert case.take(Event.SIMPLIFIED, date(2026, 11, 24), TOWN_CLERK) == ""
    assert case.days(Duty.D14)[0] == date(2026, 12, 8)
    assert case.take(Event.MADE_ORDINARY, date(2026, 12, 1), TOWN_CLERK, reason="复杂") == ""
    assert open_entry(case.standing.duties, Duty.D14) is None
    assert case.running(Duty.D6).start == date(2026, 11, 23)


def test_three_days_after_receipt_it_is_too_late_for_the_simple_way():
    case = Case().accepted(date(2026, 11, 23))
    assert "3个工作日已过" in case.take(Event.SIMPLIFIED, date(2026, 11, 27), TOWN_CLERK)


def test_ac_19_a_matter_a_town_is_handling_is_linked_without_a_clock():
    case = Case().registered(date(2026, 11, 23))
    why = case.take(Event.LINKED, date(2026, 11, 23), CLERK, reason="花园镇正在办理")
    assert "关联的事项" in why
    linked = {"linked_matter_id": "town-matter", "reason": "花园镇正在办理"}
    assert case.take(Event.LINKED, date(2026, 11, 23), CLERK, **linked) == ""
    assert case.standing.state is State.LINKED
    assert case.standing.linked_matter_id == "town-matter"
    assert not case.standing.open_duties
    assert case.take(Event.UNLINKED, date(2026, 11, 24), CLERK, reason="并错") == ""
    assert case.running(Duty.D2).start == date(2026, 11, 23)
    assert case.standing.linked_matter_id is None


def test_ac_22_an_accusation_goes_to_the_discipline_inspection_alone():
    case = Case(ACCUSED).registered(date(2026, 11, 23))
    day = date(2026, 11, 24)
    assert "只转送纪检监察机关" in case.take(Event.TRANSFERRED, day, LEADER, unit_id=TOWN)
    assert "只能转送纪检监察" in case.take(Event.ACCUSATION_FORWARDED, day, KEEPER, unit_id=TOWN)
    keeper = case.take(Event.ACCUSATION_FORWARDED, day, SECTION, unit_id=DISCIPLINE)
    assert "检举控告经办人员" in keeper
    assert case.take(Event.ACCUSATION_FORWARDED, day, KEEPER, unit_id=DISCIPLINE) == ""
    assert case.standing.state is State.DISCIPLINE
    assert not case.standing.open_duties


def test_a_keeper_of_the_accused_unit_does_not_handle_its_accusation():
    facts = replace(ACCUSED, accused_units=frozenset({BUREAU}))
    case = Case(facts).registered(date(2026, 11, 23))
    assert case.standing.state is State.REGISTERED, "a registration is refused to nobody"
    day = date(2026, 11, 24)
    why = case.take(Event.ACCUSATION_FORWARDED, day, KEEPER, unit_id=DISCIPLINE)
    assert "被检举控告的单位的人员不能办理" in why


def test_what_is_no_accusation_is_not_forwarded_as_one():
    case = Case().registered(date(2026, 11, 23))
    why = case.take(Event.ACCUSATION_FORWARDED, date(2026, 11, 23), KEEPER, unit_id=DISCIPLINE)
    assert "只有检举控告" in why


def test_ac_24_whoever_is_related_takes_no_part():
    case = Case().registered(date(2026, 11, 23))
    assert case.take(RECUSED, date(2026, 11, 23), CLERK, reason="表亲") == ""
    why = case.take(Event.ANSWERED, date(2026, 11, 23), CLERK, reason="已答复")
    assert "第二十八条第三款" in why
    assert case.take(Event.ANSWERED, date(2026, 11, 23), SECTION, reason="已答复") == ""


def test_ac_25_an_urgent_report_reaches_everybody_or_does_not_count():
    case = Case().registered(date(2026, 11, 23))
    day = date(2026, 11, 23)
    some = ("county", "department", "city")
    why = case.take(Event.ESCALATED, day, LEADER, reason="欠薪聚集", recipients=some)
    assert "信访工作联席会议办公室、国家信访局" in why
    everybody = tuple(URGENT_RECIPIENTS)
    escalated = {"reason": "欠薪聚集", "recipients": everybody, "known_on": day}
    assert case.take(Event.ESCALATED, day, LEADER, **escalated) == ""
    assert case.last(Duty.D17).met_on == day
    assert case.take(Event.TRANSFERRED, day, LEADER, unit_id=TOWN) == ""


def test_a_section_proposes_and_a_leader_decides():
    case = Case().registered(date(2026, 11, 23))
    day = date(2026, 11, 24)
    assert "审批去向" in case.take(Event.TRANSFERRED, day, SECTION, unit_id=TOWN)
    assert case.take(PROPOSED, day, SECTION, result=Event.TRANSFERRED, unit_id=TOWN) == ""
    proposal = case.standing.proposal
    assert proposal is not None
    back = case.take(PROPOSAL_REFUSED, day, SECTION, answers_id=proposal.step_id)
    assert "审批去向" in back
    assert case.take(PROPOSAL_REFUSED, day, LEADER, answers_id=proposal.step_id) == ""
    assert case.standing.proposal is None
    assert case.take(PROPOSED, day, SECTION, result=Event.TRANSFERRED, unit_id=TOWN) == ""
    assert case.take(Event.TRANSFERRED, day, LEADER, unit_id=TOWN) == ""
    assert case.standing.proposal is None


def test_another_unit_does_not_act_for_the_one_responsible():
    case = Case().registered(date(2026, 11, 23))
    case.take(Event.TRANSFERRED, date(2026, 11, 23), LEADER, unit_id="unit-elsewhere")
    why = case.take(Event.UNIT_RECEIVED, date(2026, 11, 24), TOWN_CLERK)
    assert "承办本事项的单位" in why
    assert case.take(Event.UNIT_RECEIVED, date(2026, 11, 24), SECTION) == ""


def test_an_assigned_matter_is_closed_only_with_its_report():
    case = Case().registered(date(2026, 9, 1))
    form = said(Event.ASSIGNED, date(2026, 9, 1))
    case.take(Event.ASSIGNED, date(2026, 9, 1), LEADER, **form)
    for event in (Event.UNIT_RECEIVED, Event.ACCEPTED, Event.OPINION_GIVEN, Event.SERVED):
        day = date(2026, 9, 2)
        assert case.take(event, day, SECTION, **said(event, day)) == ""
    after = date(2026, 10, 10)
    assert "办结报告" in case.take(Event.CLOSED, after, SECTION)
    assert case.take(Event.COMPLETION_REPORTED, after, SECTION) == ""
    assert case.take(Event.CLOSED, after, SECTION) == ""


def test_nothing_is_closed_over_a_running_right_unless_the_person_agrees():
    case = Case().served(date(2026, 9, 1))
    assert "期限到2026年10月8日" in case.take(Event.CLOSED, date(2026, 9, 10), SECTION)
    agreed = Case().accepted(date(2026, 9, 1))
    form = said(Event.OPINION_GIVEN, date(2026, 9, 1))
    agreed.take(Event.OPINION_GIVEN, date(2026, 9, 1), TOWN_CLERK, **form)
    agreed.take(Event.SERVED, date(2026, 9, 1), TOWN_CLERK, way="0", is_agreed=True)
    assert agreed.take(Event.CLOSED, date(2026, 9, 2), SECTION) == ""
    assert "届满前不能归档" in agreed.take(Event.ARCHIVED, date(2026, 9, 3), SECTION)
    # The right is not lost by agreeing.
    assert agreed.take(Event.REVIEW_REQUESTED, date(2026, 9, 4), CLERK, is_written=True) == ""


def test_days_to_come_and_days_before_the_last_step_are_refused():
    case = Case().with_unit(date(2026, 9, 24))
    tomorrow = case.step(Event.ACCEPTED, date(2026, 9, 26), TOWN_CLERK)
    standing = fold(case.facts, [*case.steps, _recorded(tomorrow, date(2026, 9, 25))], case.by)
    assert standing.refused[0].why == "日期不能晚于今天。"
    assert "早于上一步" in case.take(Event.ACCEPTED, date(2026, 9, 23), TOWN_CLERK)


def test_two_steps_made_apart_leave_the_earlier_one_and_show_the_other():
    case = Case().registered(date(2026, 9, 24))
    one = case.step(Event.TRANSFERRED, date(2026, 9, 25), LEADER, unit_id=TOWN)
    other = _numbered(case.step(Event.GUIDED, date(2026, 9, 25), SECTION, reason="涉诉"), "0009")
    there = fold(case.facts, [*case.steps, one, other], case.by)
    back = fold(case.facts, [other, one, *reversed(case.steps)], case.by)
    assert there == back
    assert there.state is State.TRANSFERRED
    assert there.refused[0].step_id == "0009"


def test_a_later_step_follows_what_its_author_had_seen_whatever_the_clocks_said():
    case = Case().registered(date(2026, 9, 24))
    case.take(Event.TRANSFERRED, date(2026, 9, 25), LEADER, unit_id=TOWN)
    slow = _numbered(case.step(Event.UNIT_RECEIVED, date(2026, 9, 25), TOWN_CLERK), "0000")
    assert fold(case.facts, [*case.steps, slow], case.by).state is State.UNIT_RECEIVED


def test_what_a_later_version_calls_a_step_is_left_alone():
    case = Case().registered(date(2026, 9, 24))
    assert case.take("a_step_of_next_year", date(2026, 9, 24), CLERK) == ""
    assert case.standing.state is State.REGISTERED


def _recorded(step, day):
    return replace(step, recorded_on=day)


def _numbered(step, number):
    return replace(step, step_id=number)
