"""The timeline: what happened, who, when it was written down, and what does not count."""

from datetime import date

from reception_desk.rules.transition import PROPOSED, Event
from reception_desk.ui.pages.matters.step_words import event_label, timeline
from reception_desk.ui.tokens import Colour
from tests.rules.cases import CLERK, LEADER, SECTION, TOWN, Case

DAY = date(2026, 11, 23)


def test_the_newest_stands_on_top_with_its_unit_and_reason():
    case = Case()
    case.take(Event.REGISTERED, DAY, CLERK)
    case.take(PROPOSED, DAY, SECTION, result=Event.TRANSFERRED.value, unit_id=TOWN, reason="属镇里")
    case.take(Event.TRANSFERRED, DAY, LEADER, unit_id=TOWN)
    entries = timeline(tuple(case.steps), case.standing)
    assert [entry.title for entry in entries] == ["转送", "拟转送", "登记"]
    assert entries[0].when == "2026-11-23"
    assert "理由：属镇里" in entries[1].detail


def test_a_step_that_does_not_count_says_why_in_words():
    case = Case()
    case.take(Event.REGISTERED, DAY, CLERK)
    why = case.take(Event.CLOSED, DAY, SECTION)
    entry = timeline(tuple(case.steps), case.standing)[0]
    assert entry.title == "未生效：办结"
    assert entry.detail.startswith(why)
    assert entry.role is Colour.ERROR


def test_what_a_step_says_beside_its_kind_is_named():
    case = Case()
    case.take(Event.REGISTERED, DAY, CLERK)
    case.take(Event.TRANSFERRED, DAY, LEADER, unit_id=TOWN)
    case.take(Event.UNIT_RECEIVED, DAY, SECTION)
    case.take(Event.ACCEPTED, DAY, SECTION)
    case.take(Event.OPINION_GIVEN, DAY, SECTION, result="3", basis="《农村供水条例》第三十条")
    case.take(Event.SERVED, DAY, SECTION, way="1", mail_number="XA123", is_agreed=True)
    served, opinion = timeline(tuple(case.steps), case.standing)[:2]
    assert "送达：邮寄送达，邮件号 XA123" in served.detail
    assert "本人意见：书面同意处理意见" in served.detail
    assert "结果：不支持" in opinion.detail
    assert "依据：《农村供水条例》第三十条" in opinion.detail


def test_events_beside_the_table_and_of_later_releases_are_named():
    assert event_label("visited_again") == "再次来访"
    assert event_label("sent_to_mars") == "sent_to_mars"
