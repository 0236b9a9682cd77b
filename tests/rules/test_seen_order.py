"""Facts of several desks in one order: after what their authors had seen, the same everywhere."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from reception_desk.rules.seen_order import in_seen_order


@dataclass(frozen=True)
class Fact:
    key: str
    after: str | None


KEYS = [f"{number:02d}" for number in range(12)]
FACTS = st.lists(
    st.builds(Fact, st.sampled_from(KEYS), st.none() | st.sampled_from(KEYS)),
    unique_by=lambda fact: fact.key,
)


def ordered(facts: list[Fact]) -> list[str]:
    found = in_seen_order(facts, lambda fact: fact.key, lambda fact: fact.after)
    return [fact.key for fact in found]


@given(FACTS, st.randoms(use_true_random=False))
def test_the_order_is_the_same_however_the_facts_came_in(facts, chance):
    shuffled = list(facts)
    chance.shuffle(shuffled)
    assert ordered(shuffled) == ordered(facts)


@given(st.lists(st.integers(0, 20), min_size=1, max_size=12))
def test_none_comes_before_what_its_author_had_seen(seen):
    facts = [
        Fact(f"{99 - place:02d}", f"{99 - before:02d}" if before < place else None)
        for place, before in enumerate(seen)
    ]
    places = {key: place for place, key in enumerate(ordered(facts))}
    for fact in facts:
        if fact.after is not None:
            assert places[fact.after] < places[fact.key]
