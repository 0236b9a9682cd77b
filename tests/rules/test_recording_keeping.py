"""How a recording is kept: the period, the hold, sealed parts, and two persons to dispose of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.records.recordings import (
    KeepingEvent,
    KeepingRecord,
    ManifestSummary,
    RecordingRecord,
    RetentionClass,
)
from reception_desk.rules.permissions import Role
from reception_desk.rules.recording_keeping import (
    Keeping,
    SealedPart,
    keep_until,
    keeping,
    may_be_disposed,
    open_parts,
    overlapping,
    why_not,
)

BEGAN = datetime(2026, 11, 23, 7, tzinfo=UTC)
LATER = date(2029, 1, 8)
SUMMARY = ManifestSummary(
    "a", "0" * 64, 5, 300, 1000, 0, has_picture=True, began_at=BEGAN, ended_at=BEGAN
)
RECORDING = RecordingRecord("r", "s", SUMMARY, BEGAN, date(2026, 11, 23))
SECTION, LEADER = frozenset({Role.SECTION.value}), frozenset({Role.BUREAU_LEADER.value})


def act(key: str, event: str, **said: object) -> KeepingRecord:
    leaders = {"disposal_approved", "disposal_declined", "unsealed"}
    given_ = KeepingRecord(
        act_id=key,
        event=event,
        day=LATER,
        occurred_at=BEGAN,
        author_id="leader" if event in leaders else "keeper",
        roles=LEADER if event in leaders else SECTION,
        reason="期满",
    )
    return replace(given_, **said)


def kept(*acts: KeepingRecord, **said: object) -> Keeping:
    return keeping(replace(RECORDING, acts=acts, **said))


ASKED = act("01", KeepingEvent.DISPOSAL_ASKED)
APPROVED = act("02", KeepingEvent.DISPOSAL_APPROVED, answers_id="01", after_id="01")
DISPOSED = act("03", KeepingEvent.DISPOSED, document_id="d", after_id="02")
ACTS = st.lists(
    st.builds(
        lambda key, event, after, answers, author: act(
            key, event, after_id=after, answers_id=answers, author_id=author, document_id="d",
            retention="two_years", from_second=1, to_second=9,
        ),
        st.sampled_from([f"{number:02d}" for number in range(6)]),
        st.sampled_from([*KeepingEvent, "of_a_later_release"]),
        st.none() | st.sampled_from([f"{number:02d}" for number in range(6)]),
        st.none() | st.sampled_from([f"{number:02d}" for number in range(6)]),
        st.sampled_from(["keeper", "leader", None]),
    ),
    unique_by=lambda one: one.act_id,
)  # fmt: skip


@given(ACTS, st.randoms(use_true_random=False))
def test_the_acts_of_two_desks_come_to_the_same_in_any_order(acts, chance):
    shuffled = list(acts)
    chance.shuffle(shuffled)
    assert kept(*shuffled) == kept(*acts)


@given(ACTS)
def test_nothing_is_disposed_of_by_one_person_or_under_a_hold(acts):
    now = kept(*acts)
    if now.approved is not None:
        assert now.asked is not None
        assert now.approved.author_id not in {None, now.asked.author_id}
    if now.disposed is not None:
        assert now.approved is not None
        assert now.hold is None


def test_two_persons_and_a_certificate():
    assert kept(ASKED, APPROVED, DISPOSED).disposed is not None
    alone = replace(APPROVED, author_id="keeper")
    assert "自己提出" in kept(ASKED, alone).refused[0][1]
    assert "证明" in kept(ASKED, APPROVED, replace(DISPOSED, document_id=None)).refused[0][1]
    assert "没有批准" in kept(ASKED, DISPOSED).refused[0][1]


def test_not_before_the_period_has_ended():
    early = replace(ASKED, day=date(2028, 11, 23))
    assert "2028年11月23日" in kept(early).refused[0][1]
    assert kept(replace(ASKED, day=date(2028, 11, 24))).asked is not None
    for_ever = act("00", KeepingEvent.RETAINED, retention=RetentionClass.PERMANENT.value)
    assert "永久" in kept(for_ever, replace(ASKED, after_id="00")).refused[0][1]


def test_an_order_to_erase_ends_the_period_and_still_takes_two():
    ended = act("00", KeepingEvent.RETAINED, retention=RetentionClass.NO_LONGER.value)
    asked = replace(ASKED, after_id="00", day=date(2026, 11, 23))
    assert kept(ended, asked).asked is not None
    assert "自己提出" in kept(ended, asked, replace(APPROVED, author_id="keeper")).refused[0][1]


def test_a_hold_stops_it_at_every_step():
    hold = act("00", KeepingEvent.HELD, reason="诉讼")
    assert "暂停" in kept(hold, replace(ASKED, after_id="00")).refused[0][1]
    late = act("025", KeepingEvent.HELD, after_id="02", reason="诉讼")
    now = kept(ASKED, APPROVED, late)
    assert "暂停" in may_be_disposed(now, RECORDING, LATER)
    released = act("026", KeepingEvent.RELEASED, after_id="025", reason="诉讼结束")
    assert may_be_disposed(kept(ASKED, APPROVED, late, released), RECORDING, LATER) == ""


def test_after_it_is_gone_nothing_follows():
    after = act("04", KeepingEvent.HELD, after_id="03")
    assert "已经销毁" in kept(ASKED, APPROVED, DISPOSED, after).refused[0][1]


def test_a_declined_disposal_may_be_asked_again():
    declined = act("02", KeepingEvent.DISPOSAL_DECLINED, answers_id="01", after_id="01")
    again = act("03", KeepingEvent.DISPOSAL_ASKED, after_id="02")
    assert kept(ASKED, declined).asked is None
    assert kept(ASKED, declined, again).asked == again


def test_a_sealed_part_is_opened_by_the_leader_only():
    sealed = act("01", KeepingEvent.SEALED, from_second=10, to_second=20, reason="涉及隐私")
    now = kept(sealed)
    assert overlapping(now, 0, 11)
    assert not overlapping(now, 0, 10)
    assert not overlapping(now, 20, 30)
    opened = act("02", KeepingEvent.UNSEALED, answers_id="01", after_id="01")
    assert kept(sealed, opened).sealed == ()
    assert "批准" in why_not(now, replace(opened, roles=SECTION), RECORDING)


@pytest.mark.parametrize(("first", "last"), [(None, 5), (5, 5), (-1, 5), (0, 301)])
def test_a_part_lies_within_the_recording(first: int | None, last: int):
    sealed = act("01", KeepingEvent.SEALED, from_second=first, to_second=last)
    assert "起止时间" in why_not(Keeping(), sealed, RECORDING)


@pytest.mark.parametrize("event", KeepingEvent)
def test_every_act_has_its_reason_and_its_role(event: KeepingEvent):
    assert "理由" in why_not(Keeping(), act("01", event, reason=""), RECORDING)
    nobody = act("01", event, roles=frozenset({Role.GUIDE.value}))
    assert "权限" in why_not(Keeping(), nobody, RECORDING)
    assert event.label


def test_the_last_day_of_keeping():
    leap = replace(RECORDING, ended_on=date(2028, 2, 29))
    assert keep_until(leap, RetentionClass.TWO_YEARS) == date(2030, 3, 1)
    assert keep_until(RECORDING, RetentionClass.NO_LONGER) is None
    assert keep_until(RECORDING, RetentionClass.PERMANENT) is None


@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(1, 100)), max_size=5), st.integers(1, 300)
)
def test_every_second_is_open_or_sealed(spans: list[tuple[int, int]], seconds: int):
    sealed = tuple(SealedPart("a", first, first + length, "") for first, length in spans)
    parts = open_parts(Keeping(sealed=sealed), seconds)
    assert list(parts) == sorted(parts)
    for second in range(seconds):
        is_sealed = bool(overlapping(Keeping(sealed=sealed), second, second + 1))
        holders = [part for part in parts if part[0] <= second < part[1]]
        assert len(holders) == (0 if is_sealed else 1)
    assert all(first < last <= seconds for first, last in parts)


def test_a_pause_can_be_sealed_to_its_end():
    ended = BEGAN + timedelta(seconds=400, milliseconds=200)
    summary = replace(SUMMARY, ended_at=ended)
    assert (SUMMARY.span_seconds, summary.span_seconds) == (300, 401)
