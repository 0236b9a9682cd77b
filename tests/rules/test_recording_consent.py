"""Consent: the strictest newest answer of everybody in the room decides."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reception_desk.records.recordings import AnswerRecord, ConsentAnswer
from reception_desk.rules.recording_consent import (
    Demand,
    Permitted,
    demanded,
    newest,
    permitted,
    unanswered,
)

START = datetime(2026, 11, 23, 7, tzinfo=UTC)
PEOPLE = ("张", "王", "余")
ANSWERS = st.lists(
    st.builds(
        lambda who, answer, minute, key: AnswerRecord(
            key, who, answer, "v1", START + timedelta(minutes=minute)
        ),
        st.sampled_from(PEOPLE),
        st.sampled_from(ConsentAnswer),
        st.integers(0, 4),
        st.uuids().map(str),
    ),
    unique_by=lambda answer: answer.answer_id,
)
ASKED = st.lists(st.sampled_from(PEOPLE), unique=True)


def said(*answers: ConsentAnswer, who: str = "张") -> list[AnswerRecord]:
    return [
        AnswerRecord(f"{who}{place}", who, answer, "v1", START + timedelta(minutes=place))
        for place, answer in enumerate(answers)
    ]


@given(ASKED, ANSWERS, st.randoms(use_true_random=False))
def test_the_answers_of_two_desks_allow_the_same_in_any_order(asked, answers, chance):
    shuffled = list(answers)
    chance.shuffle(shuffled)
    assert permitted(asked, shuffled) is permitted(asked, answers)
    assert newest(shuffled) == newest(answers)


@given(ASKED, ANSWERS)
def test_nothing_is_recorded_unless_everybody_allowed_it(asked, answers):
    latest = newest(answers)
    allowed = permitted(asked, answers)
    agreed = {ConsentAnswer.AGREES, ConsentAnswer.SOUND_ONLY}
    everybody = bool(asked) and all(who in latest and latest[who].answer in agreed for who in asked)
    assert (allowed is not Permitted.NOTHING) == everybody
    if allowed is Permitted.PICTURE_AND_SOUND:
        assert all(latest[who].answer is ConsentAnswer.AGREES for who in asked)


@given(ASKED, ANSWERS, st.sampled_from(PEOPLE))
def test_who_withdraws_stops_it(asked, answers, who):
    later = AnswerRecord("z", who, ConsentAnswer.WITHDRAWN, "v1", START + timedelta(hours=1))
    assert permitted([*asked, who], [*answers, later]) is Permitted.NOTHING


@given(ASKED, ANSWERS)
def test_who_is_unanswered_stands_against_it(asked, answers):
    if unanswered(asked, answers):
        assert permitted(asked, answers) is Permitted.NOTHING


def test_nobody_asked_means_nothing():
    assert permitted([], said(ConsentAnswer.AGREES)) is Permitted.NOTHING


def test_one_who_allows_sound_only_decides_for_the_room():
    answers = said(ConsentAnswer.AGREES) + said(ConsentAnswer.SOUND_ONLY, who="王")
    assert permitted(["张", "王"], answers) is Permitted.SOUND
    assert permitted(["张"], answers) is Permitted.PICTURE_AND_SOUND


def test_of_two_answers_at_one_moment_the_stricter_holds():
    at_once = [
        AnswerRecord(key, "张", answer, "v1", START)
        for key, answer in (("b", ConsentAnswer.AGREES), ("a", ConsentAnswer.DECLINES))
    ]
    assert permitted(["张"], at_once) is Permitted.NOTHING


def test_who_agrees_again_is_asked_and_recorded_again():
    answers = said(ConsentAnswer.AGREES, ConsentAnswer.WITHDRAWN, ConsentAnswer.AGREES)
    assert permitted(["张"], answers) is Permitted.PICTURE_AND_SOUND
    assert permitted(["张"], answers[:2]) is Permitted.NOTHING


@given(ASKED, ANSWERS, st.booleans())
def test_a_recording_goes_on_only_where_it_might_begin(asked, answers, has_picture):
    """What may run is what may be started: the guard and the permission never differ."""
    demand, because = demanded(asked, answers, has_picture=has_picture)
    needed = {Permitted.PICTURE_AND_SOUND} | (set() if has_picture else {Permitted.SOUND})
    assert (demand is Demand.GO_ON) == (permitted(asked, answers) in needed)
    assert set(because) <= set(asked)


def test_who_agreed_to_less_ends_it_and_who_was_not_asked_lets_it_rest():
    agrees = said(ConsentAnswer.AGREES)
    waiting = demanded(("张", "王"), agrees, has_picture=True)
    assert waiting == (Demand.PAUSE, ("王",))
    assert demanded((), agrees, has_picture=True) == (Demand.PAUSE, ())
    for answer in (ConsentAnswer.DECLINES, ConsentAnswer.SOUND_ONLY):
        answers = [*agrees, *said(answer, who="王")]
        assert demanded(("张", "王"), answers, has_picture=True) == (Demand.STOP, ("王",))
    withdrawn = said(ConsentAnswer.AGREES, ConsentAnswer.WITHDRAWN)
    assert demanded(("张",), withdrawn, has_picture=False) == (Demand.STOP, ("张",))
