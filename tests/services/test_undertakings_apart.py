"""包案, 三跨三分离, 来信 and 意见 at two windows: what each wrote comes to both, none is lost."""

from datetime import timedelta

from reception_desk.records.actor import Actor
from reception_desk.records.joint_matters import JointInput, MatterTrait
from reception_desk.records.undertakings import UndertakingEvent, UndertakingEventInput
from reception_desk.rules.permissions import Role
from reception_desk.services.advice import advice_of_matter, log_advice
from reception_desk.services.joint_matters import joint_matter, name_joint_units
from reception_desk.services.letters import letters, note_reading
from reception_desk.services.undertakings import (
    open_undertakings,
    record_undertaking_event,
    undertakings_of_matter,
)
from tests.advisers import a_lawyer, an_advice
from tests.leaders import two_leaders
from tests.letters import a_letter, a_reading
from tests.offices import today
from tests.services.test_steps import registered, unit_id
from tests.undertakings import undertaken
from tests.windows import Window, meet


def sections(windows: tuple[Window, Window]) -> list[Actor]:
    return [window.office.account(Role.SECTION) for window in windows]


def test_of_two_endings_made_apart_one_counts_and_both_are_shown(windows):
    one, two = windows
    _, secretary, _ = two_leaders(one.office)
    matter_id = registered(one.office)
    key = undertaken(one.office, matter_id, secretary)
    meet(one, two)
    here, there = sections(windows)
    lifted = UndertakingEventInput(UndertakingEvent.LIFTED, "当事人已另行起诉")
    later = UndertakingEventInput(
        UndertakingEvent.EXTENDED, "测绘未完", today() + timedelta(days=90)
    )
    record_undertaking_event(one.database, here, key, lifted)
    record_undertaking_event(two.database, there, key, later)
    meet(one, two)
    (mine,) = undertakings_of_matter(one.database, here, matter_id)
    (theirs,) = undertakings_of_matter(two.database, there, matter_id)
    assert mine.standing == theirs.standing
    assert {event.event for event in mine.standing.events} == {"lifted", "extended"}
    assert not mine.standing.is_open
    assert open_undertakings(two.database, there) == ()


def test_two_leads_named_apart_leave_one_and_lose_no_unit(windows):
    one, two = windows
    matter_id = registered(one.office)
    meet(one, two)
    traits = (MatterTrait.CROSSES_REGIONS,)
    units = [unit_id(one.office, code) for code in ("T100", "T101")]
    for window, actor, unit in zip(windows, sections(windows), units, strict=True):
        name_joint_units(window.database, actor, matter_id, JointInput(traits, unit))
    meet(one, two)
    here = joint_matter(one.database, one.clerk, matter_id)
    assert here == joint_matter(two.database, two.clerk, matter_id)
    assert here.traits == traits
    assert here.lead is not None
    assert {here.lead.unit_id, *(one.unit_id for one in here.supports)} == set(units)


def test_a_letter_read_at_one_window_is_read_at_the_other(windows):
    one, two = windows
    _, secretary, _ = two_leaders(one.office)
    made = a_letter(one.office, secretary)
    meet(one, two)
    (section,) = sections(windows)[1:]
    note_reading(two.database, section, made.letter_id, a_reading(two.office, secretary))
    meet(one, two)
    (line,) = letters(one.database, one.clerk)
    assert (line.reader, line.reply_due) == ("何某", today() + timedelta(days=2))


def test_an_advice_comes_to_the_other_window_with_who_gave_it(windows):
    one, two = windows
    matter_id, lawyer = registered(one.office), a_lawyer(one.office)
    log_advice(one.database, one.clerk, matter_id, an_advice(lawyer))
    meet(one, two)
    found = advice_of_matter(two.database, two.clerk, matter_id)
    assert [advice.adviser.name for advice in found or ()] == ["孔某"]
