"""三跨三分离: one unit leads, others support (条例 Art. 24: several organs agree, one is named)."""

from collections.abc import Iterable

from reception_desk.records.joint_matters import JointInput, UnitPart, UnitRow


def refuse_joint(asked: JointInput) -> str:
    """Return the sentence that refuses it, "" where it may stand."""
    if asked.support_unit_ids and not asked.lead_unit_id:
        return "有协办单位的，要明确一个主办单位。"
    if asked.lead_unit_id and asked.lead_unit_id in asked.support_unit_ids:
        return "主办单位不能同时是协办单位。"
    if asked.lead_unit_id and not asked.traits:
        return "请选明是哪种“三跨三分离”。"
    return ""


def parts_of(rows: Iterable[UnitRow]) -> tuple[str, tuple[str, ...]]:
    """Return who leads and who supports, in whatever order the rows are given.

    Two desks may name a lead apart: the later row leads and the earlier unit supports, so that
    none that was named is lost.
    """
    lead, supports = "", dict[str, None]()
    for row in sorted(rows, key=lambda one: one.row_id):
        if row.part == UnitPart.LEAD:
            if lead:
                supports[lead] = None
            lead = row.unit_id
        else:
            supports[row.unit_id] = None
    return lead, tuple(unit_id for unit_id in supports if unit_id != lead)
