"""The order of facts that several desks wrote: none comes before one that its author had seen.

Clocks of desks differ and lines are down for days, so time alone orders nothing. A fact names the
last one its author had seen; facts that nobody had seen of each other are ordered by their keys.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

Fact = TypeVar("Fact")


def in_seen_order(
    facts: Iterable[Fact], key: Callable[[Fact], str], after: Callable[[Fact], str | None]
) -> list[Fact]:
    """Return the facts in order; the same facts give the same list however they are given.

    `key` is a fact's own key, `after` that of the last one its author had seen.
    """
    known = {key(fact): fact for fact in facts}
    depths: dict[str, int] = {}
    for fact_key in sorted(known):
        path = []
        at: str | None = fact_key
        while at in known and at not in depths and at not in path:
            path.append(at)
            at = after(known[at])
        depth = depths.get(at, -1) if at else -1
        for place, seen in enumerate(reversed(path), 1):
            depths[seen] = depth + place
    return sorted(known.values(), key=lambda fact: (depths[key(fact)], key(fact)))
