"""凭查询码查询: what the petitioner is told of their own matter, and how often one may try.

Told are the state and the days that the rule of handling online lets the petitioner see
(《信访事项网上办理工作规程（试行）》; domain.md §1.5; 条例 Art. 18(2), 21(2)): no names,
no units, no words of the matter, since others may look over a shoulder. A code is asked for
together with something that does not stand beside it on every paper
(`docs/decisions/022-evaluations.md`).
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from reception_desk.records.steps import StepRecord
from reception_desk.rules.standing import Standing, in_order
from reception_desk.rules.transition import Event

CODE_DIGITS = 10
SECRET_SIGNS = 4
_FEWEST_DIGITS = 7
"""A telephone number has at least so many."""

MOST_OF_A_CODE, CODE_SPAN = 5, timedelta(hours=24)
MOST_HERE, HERE_SPAN = 20, timedelta(hours=1)
"""Wrong tries after which a code, and the machine, rest until the first of them is so long ago.

Ten thousand endings at five a day: one in two thousand tries of somebody who found a paper.
"""

_TOLD: Mapping[Event, str] = MappingProxyType(
    {
        Event.REGISTERED: "登记",
        Event.LINKED: "并入在办事项",
        Event.ANSWERED: "当场答复",
        Event.GUIDED: "告知法定途径",
        Event.DECLINED: "不予受理告知",
        Event.DECLINED_FURTHER: "不再受理告知",
        Event.TRANSFERRED: "转送有权处理的机关、单位",
        Event.ASSIGNED: "交办有权处理的机关、单位",
        Event.UNIT_RECEIVED: "有权处理的机关、单位收到",
        Event.ACCEPTED: "受理告知",
        Event.UNIT_DECLINED: "不予受理告知",
        Event.UNIT_GUIDED: "告知法定途径",
        Event.EXTENDED: "延期告知",
        Event.SETTLED: "达成调解（和解）",
        Event.OPINION_GIVEN: "出具处理意见",
        Event.SERVED: "送达处理意见",
        Event.REVIEW_REQUESTED: "申请复查",
        Event.REVIEW_REVOKED: "复查：责令重新办理",
        Event.REVIEW_DECIDED: "出具复查意见",
        Event.REVIEW_SERVED: "送达复查意见",
        Event.RECHECK_REQUESTED: "申请复核",
        Event.RECHECK_DECIDED: "出具复核意见",
        Event.CLOSED: "办结",
        Event.WITHDRAWN: "撤回",
    }
)


@dataclass(frozen=True, slots=True)
class ToldDay:
    """What happened to the matter on a day, in words that name nobody."""

    day: date
    words: str


def told_days(standing: Standing, steps: Iterable[StepRecord]) -> tuple[ToldDay, ...]:
    """Return the days of a matter that its petitioner is told, in their order."""
    refused = {one.step_id for one in standing.refused}
    return tuple(
        ToldDay(step.day, _TOLD[Event(step.event)])
        for step in in_order(steps)
        if step.step_id not in refused and step.event in _TOLD
    )


def typed_code(typed: str) -> str:
    """Return the figures of a query code as it was typed, also with gaps."""
    return re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", typed))


def typed_secret(typed: str) -> str:
    """Return the second secret as it is compared: figures and the X that ends some numbers."""
    return re.sub(r"[^0-9X]", "", unicodedata.normalize("NFKC", typed).upper())


def secrets_of(
    parts: Iterable[tuple[str | None, str | None]], visit_id: str, query_code: str
) -> tuple[str, ...]:
    """Return what may stand beside a code, one of which is enough.

    `parts` are (telephone, document number) of those who petition. Where nobody left either, it
    is the word that only the receipt carries.
    """
    found: list[str] = []
    for phone, document in parts:
        figures = typed_code(phone or "")
        if len(figures) >= _FEWEST_DIGITS:
            found.append(figures[-SECRET_SIGNS:])
        signs = typed_secret(document or "")
        if len(signs) >= SECRET_SIGNS:
            found.append(signs[-SECRET_SIGNS:])
    return tuple(dict.fromkeys(found)) or (receipt_word(visit_id, query_code),)


def needs_receipt_word(parts: Iterable[tuple[str | None, str | None]]) -> bool:
    """Say whether the receipt has to carry the word, for want of anything else."""
    return secrets_of(parts, "", "") == (receipt_word("", ""),)


def receipt_word(visit_id: str, query_code: str) -> str:
    """Return four figures for the receipt alone: no other paper, and no list, shows the key."""
    digest = hashlib.sha256(f"receipt:{visit_id}:{query_code}".encode()).digest()
    return f"{int.from_bytes(digest[:8]) % 10**SECRET_SIGNS:0{SECRET_SIGNS}d}"


def rest_after(
    failures: Iterable[datetime], moment: datetime, most: int, span: timedelta
) -> timedelta:
    """Return how long to rest now, zero where another try is free.

    A clock that was set back never makes it longer than `span`.
    """
    known = sorted(min(failed, moment) for failed in failures)
    recent = [failed for failed in known if failed > moment - span]
    if len(recent) < most:
        return timedelta()
    return recent[-most] + span - moment
