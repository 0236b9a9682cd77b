"""检举控告 may go to the discipline inspection only (条例 Art. 22(2), 30; AC-22)."""

from sqlalchemy.orm import Session

from reception_desk.errors import InvalidInputError
from reception_desk.models.organisation import Unit
from reception_desk.rules.routes import may_receive
from reception_desk.rules.units import UnitKind


def require_receiver(session: Session, matter_class: str | None, unit_id: str | None) -> None:
    """Raise `InvalidInputError` where the unit may not receive a matter of this class.

    No unit yet is never refused: a registration may leave it open.
    """
    unit = session.get(Unit, unit_id) if unit_id else None
    if unit is not None and not may_receive(matter_class, UnitKind(unit.kind)):
        raise InvalidInputError(
            "检举控告只能转送纪检监察机关，不能交给其他单位（《信访工作条例》第三十条）。",
            saved="您填写的内容都在，还没有保存。",
            advice="请把去向单位改为纪检监察机关，或者先留空。",
        )
