"""On which grounds two visits may concern one matter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception_desk.rules.similarity import (
    COMPARED,
    MOST_TERMS,
    Facts,
    Ground,
    order_key,
    reasons,
    search_terms,
    shared_words,
    words_of,
)

RENT = "要求支付拖欠的土地流转费。村委会自2024年起没有发放。"
RENT_AGAIN = "反映村委会拖欠土地流转费，请求解决"
HOUSE = "反映邻居违章建房影响采光，请求调查处理"

claims = st.text(alphabet="要求支付拖欠土地流转费村委会发放违章建房采光，。\n 的ab1", max_size=60)
keys = st.frozensets(st.sampled_from("甲乙丙"))
facts = st.builds(
    Facts,
    keys,
    keys,
    st.sampled_from(["", "010200"]),
    st.sampled_from(["", "420921100"]),
    st.sampled_from(["", "示例公司"]),
    st.builds(words_of, claims),
)


def grounds(new: Facts, known: Facts) -> list[Ground]:
    return [reason.ground for reason in reasons(new, known)]


def test_the_same_signer_or_representative_is_a_ground():
    new, known = Facts(frozenset("甲乙")), Facts(frozenset("乙丙"))

    assert grounds(new, known) == [Ground.SAME_PETITIONER]
    assert grounds(new, Facts(frozenset("丙"))) == []


@pytest.mark.parametrize("is_agent_now", [True, False])
def test_whoever_was_represented_is_told_as_that(is_agent_now: bool):
    person = frozenset("甲")
    by_agent, in_person = Facts(person, person), Facts(person)
    pair = (by_agent, in_person) if is_agent_now else (in_person, by_agent)

    assert grounds(*pair) == [Ground.SAME_REPRESENTED]


def test_place_class_and_respondent_must_all_be_the_same():
    new = Facts(category="010200", place_code="420921100", respondent="示例 公司")
    same = Facts(category="010200", place_code="420921100", respondent="示例公司")

    assert grounds(new, same) == [Ground.SAME_SUBJECT]
    assert grounds(new, Facts(category="010200", place_code="420921100")) == []
    assert grounds(Facts(), Facts()) == []


def test_the_shared_words_are_named():
    assert shared_words(words_of(RENT), words_of(RENT_AGAIN)) == ("土地流转费", "村委会")
    (reason,) = reasons(Facts(words=words_of(RENT)), Facts(words=words_of(RENT_AGAIN)))
    assert reason.sentence == "诉求都说到“土地流转费”“村委会”。"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (RENT, HOUSE),
        ("要求解决问题，请求尽快处理", "请求有关部门尽快处理，要求解决问题"),  # stock phrases only
        ("要求支付拖欠的工资", "反映企业拖欠工资"),  # two words say too little
        ("", ""),
    ],
)
def test_claims_about_other_things_share_nothing(one: str, other: str):
    assert shared_words(words_of(one), words_of(other)) == ()


def test_the_stronger_ground_comes_first():
    person = frozenset("甲")
    strong = reasons(Facts(person, words=words_of(RENT)), Facts(person, words=words_of(RENT)))
    weak = reasons(Facts(words=words_of(RENT)), Facts(person, words=words_of(RENT)))

    assert [reason.ground for reason in strong] == [Ground.SAME_PETITIONER, Ground.SHARED_WORDS]
    assert order_key(strong) < order_key(weak) < order_key(())


def test_only_the_beginning_of_a_long_claim_is_compared():
    assert sum(map(len, words_of("土地流转费" * 10_000).runs)) <= COMPARED
    assert len(search_terms("".join(map(chr, range(0x4E00, 0x5E00))))) == MOST_TERMS


def test_numbers_and_dates_part_the_words():
    assert words_of("自2024年起拖欠12345元租金").runs == ("拖欠", "租金")


@given(facts, facts)
def test_grounds_hold_both_ways(one: Facts, other: Facts):
    assert grounds(one, other) == grounds(other, one)


@given(claims, claims)
def test_every_word_named_stands_in_both_claims(one: str, other: str):
    for word in shared_words(words_of(one), words_of(other)):
        assert len(word) > 1
        assert word in one
        assert word in other


@given(claims)
def test_every_term_stands_in_its_claim(claim: str):
    assert all(term in claim and len(term) == 3 for term in search_terms(claim))
