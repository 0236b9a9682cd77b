"""卷宗: the order of a matter's papers and how they are dealt to volumes (domain.md §3.4 (23))."""

from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import TypeVar

from reception_desk.records.document import DocumentKind as Paper

MOST_PAGES = 200
"""Of one volume, its cover and index not counted."""


class Part(IntEnum):
    """办结汇总 → 处理材料 → 交办、来访材料 → 其他; within a part by their day."""

    RESULT = 0
    HANDLING = 1
    RECEIVED = 2
    OTHER = 3


_RESULT = frozenset(
    {
        Paper.HANDLING_OPINION, Paper.COMPLETION_REPORT, Paper.REVIEW_OPINION,
        Paper.RECHECK_OPINION, Paper.NON_ACCEPTANCE_NOTICE, Paper.NO_FURTHER_ACCEPTANCE_NOTICE,
        Paper.LEGAL_ROUTE_NOTICE, Paper.MEDIATION_AGREEMENT, Paper.SETTLEMENT_AGREEMENT,
    }
)  # fmt: skip
_RECEIVED = frozenset(
    {
        Paper.TRANSFER_LETTER, Paper.ASSIGNMENT_LETTER, Paper.DESTINATION_NOTICE,
        Paper.REGISTRATION_FORM, Paper.RECEIPT, Paper.MATERIALS_LIST, Paper.POWER_OF_ATTORNEY,
        Paper.REPRESENTATIVE_ELECTION,
    }
)  # fmt: skip
_OTHER = frozenset({Paper.EVALUATION_FORM, Paper.VISITOR_NOTICE, Paper.PRIVACY_NOTICE})

T = TypeVar("T")


def part_of(kind: Paper) -> Part:
    """Return where an issued paper stands in the file."""
    if kind in _RESULT:
        return Part.RESULT
    if kind in _RECEIVED:
        return Part.RECEIVED
    return Part.OTHER if kind in _OTHER else Part.HANDLING


def volumes(papers: Iterable[tuple[T, int]], most: int = MOST_PAGES) -> tuple[tuple[T, ...], ...]:
    """Deal papers with their pages to volumes of at most `most` pages, in their order.

    A paper is never divided: one longer than a volume has a volume of its own.
    """
    dealt: list[list[T]] = []
    room = 0
    for paper, pages in papers:
        if not dealt or (pages > room and dealt[-1]):
            dealt.append([])
            room = most
        dealt[-1].append(paper)
        room -= pages
    return tuple(map(tuple, dealt))


def volume_number(place: int, of: Sequence[object]) -> str:
    """Return 第一卷 共2卷, empty where there is one only."""
    return f"第{place}卷　共{len(of)}卷" if len(of) > 1 else ""
