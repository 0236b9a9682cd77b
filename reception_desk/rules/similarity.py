"""同人、同事: on which grounds a matter on record may be the one of this visit (domain.md §1.3).

The same person is a petitioner, signer or representative with the same document, or somebody who
was represented; the same matter is one about the same thing, told by its class, place and
respondent, or by the words of its claim. Each ground is a sentence; none is a measure of a person,
and nothing is linked without the clerk.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum, auto

MOST_SHOWN = 5
MOST_TERMS = 12
COMPARED = 600
"""Characters of a claim that are compared; what is asked stands at its beginning."""
_FEWEST_COMMON = 4
_MOST_NAMED = 2
_STOCK = (
    "要求 请求 希望 反映 申请 咨询 投诉 解决 处理 调查 督促 核实 查处 尽快 依法 给予 予以 "
    "问题 情况 事项 有关 相关 部门 单位 政府 领导 我们 我家 本人 他们 一直 没有 至今 多次 已经 "
    "答复 落实 合理 信访 来访 上述 因为 所以 "
    "的 了 和 与 及 在 是 被 由 把 对 从 自 将 向 为 年 月 日 元 起"
)
_BETWEEN = re.compile(rf"[\W\d_]+|{'|'.join(_STOCK.split())}")


class Ground(StrEnum):
    """Why a matter may be the same one, the strongest first."""

    SAME_PETITIONER = auto()
    SAME_REPRESENTED = auto()
    SAME_SUBJECT = auto()
    SHARED_WORDS = auto()


_STRENGTH = tuple(Ground)


@dataclass(frozen=True, slots=True)
class Reason:
    """One ground, as a sentence."""

    ground: Ground
    sentence: str


@dataclass(frozen=True, slots=True)
class Words:
    """What a claim says, stock phrases left out: its runs, and their pairs of characters."""

    runs: tuple[str, ...] = ()
    pairs: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Facts:
    """What two visits are compared by.

    `petitioners` are keys of persons and document numbers; `represented` those of them for whom
    an agent came.
    """

    petitioners: frozenset[str] = field(default_factory=frozenset)
    represented: frozenset[str] = field(default_factory=frozenset)
    category: str = ""
    place_code: str = ""
    respondent: str = ""
    words: Words = field(default_factory=Words)


def reasons(new: Facts, known: Facts) -> tuple[Reason, ...]:
    """Return the grounds on which the two may be one matter, the strongest first."""
    found: list[Reason] = []
    same = new.petitioners & known.petitioners
    spoken_for = same & (new.represented | known.represented)
    if same - spoken_for:
        found.append(Reason(Ground.SAME_PETITIONER, "信访人（代表）相同。"))
    if spoken_for:
        found.append(Reason(Ground.SAME_REPRESENTED, "被代理的信访人相同。"))
    if _is_same_subject(new, known):
        found.append(Reason(Ground.SAME_SUBJECT, "内容分类、问题属地和被反映方相同。"))
    if words := shared_words(new.words, known.words):
        named = "".join(f"“{word}”" for word in words)
        found.append(Reason(Ground.SHARED_WORDS, f"诉求都说到{named}。"))
    return tuple(found)


def is_same_person(found: Iterable[Reason]) -> bool:
    """Whether one of the grounds is that the same person brought the matter (domain.md §1.3)."""
    same = {Ground.SAME_PETITIONER, Ground.SAME_REPRESENTED}
    return any(reason.ground in same for reason in found)


def order_key(found: Iterable[Reason]) -> tuple[bool, ...]:
    """Return what sorts the stronger grounds first when sorted in ascending order."""
    held = {reason.ground for reason in found}
    return tuple(ground not in held for ground in _STRENGTH)


def shared_words(one: Words, other: Words) -> tuple[str, ...]:
    """Return up to two of the longest runs that both claims have, () when they differ.

    At least four pairs of characters, and half of those of the shorter claim, stand in both.
    """
    common = one.pairs & other.pairs
    fewer = min(len(one.pairs), len(other.pairs))
    if len(common) < _FEWEST_COMMON or 2 * len(common) < fewer:
        return ()
    theirs = "\n".join(other.runs)
    found = dict.fromkeys(word for run in one.runs for word in _parts(run, theirs))
    return tuple(sorted(found, key=len, reverse=True)[:_MOST_NAMED])


def words_of(claim: str) -> Words:
    """Return what a claim is compared by: what stands between stock phrases and numbers."""
    runs = tuple(run for run in _BETWEEN.split(claim[:COMPARED]) if len(run) > 1)
    pairs = (run[place : place + 2] for run in runs for place in range(len(run) - 1))
    return Words(runs, frozenset(pairs))


def search_terms(claim: str) -> tuple[str, ...]:
    """Return the three-character words by which claims like this one are found, the first ones."""
    runs = words_of(claim).runs
    found = (run[place : place + 3] for run in runs for place in range(len(run) - 2))
    return tuple(dict.fromkeys(found))[:MOST_TERMS]


def _is_same_subject(new: Facts, known: Facts) -> bool:
    mine = (new.category, new.place_code, _plain(new.respondent))
    return all(mine) and mine == (known.category, known.place_code, _plain(known.respondent))


def _plain(respondent: str) -> str:
    return re.sub(r"\W", "", respondent)


def _parts(run: str, others: str) -> Iterator[str]:
    """Yield the longest parts of `run` that stand within one of the other runs, one a line."""
    begin = 0
    while begin < len(run) - 1:
        end = begin + 1
        while end < len(run) and run[begin : end + 1] in others:
            end += 1
        if end - begin > 1:
            yield run[begin:end]
        begin = end if end - begin > 1 else begin + 1
