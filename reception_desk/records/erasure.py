"""依法删除: an order as the screen shows it. It holds no word of what is to be erased."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto


class ErasureState(StrEnum):
    """Where an order stands."""

    WAITING = auto()
    CONFIRMED = auto()
    DECLINED = auto()

    @property
    def label(self) -> str:
        """Chinese name."""
        return {"waiting": "待批准", "confirmed": "已删除", "declined": "不批准"}[self.value]


@dataclass(frozen=True, slots=True)
class ErasureOrder:
    """`number` names the visit as long as it is there; `basis` is an `EraseBasis`.

    `decided_by` is empty while it waits. `is_own`: who looks has asked for it, and may not
    decide it.
    """

    order_id: str
    visit_id: str
    number: str
    basis: str
    reason: str
    requested_by: str
    requested_at: datetime
    state: ErasureState
    decided_by: str
    is_own: bool
