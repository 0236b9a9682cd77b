"""When a matter that comes again is not taken a second time, and which paper says so."""

from datetime import date

from reception_desk.records.document import DocumentKind
from reception_desk.records.similar_matters import Standstill
from reception_desk.rules.chinese_dates import day_text
from reception_desk.rules.deadlines import Deadline

_REGULATION = "《信访工作条例》"


def in_hand(unit_name: str, deadline: Deadline, day: date) -> Standstill:
    """Return what a matter that a unit has accepted means for a visit on `day`.

    Within its period the visit is linked and no second clock begins (Art. 19(3)); after it the
    unit is supervised instead (Art. 40).
    """
    unit = unit_name or "责任单位"
    begun, last = day_text(deadline.start), day_text(deadline.legal)
    if deadline.is_late(day):
        return Standstill(
            f"{unit}于{begun}受理，{last}届满仍未答复：应当督办，不要求来访人重新提出。",
            f"{_REGULATION}第四十条",
            DocumentKind.SUPERVISION_LETTER,
            deadline.legal,
        )
    return Standstill(
        f"{unit}于{begun}受理，正在办理，{last}前答复：不重复受理，告知进展。",
        f"{_REGULATION}第十九条第三款",
        DocumentKind.NON_ACCEPTANCE_NOTICE,
        deadline.legal,
    )


def after_recheck(rechecked_on: date) -> Standstill:
    """Return what a recheck opinion means: the same facts are not taken again (Art. 36(3))."""
    return Standstill(
        f"{day_text(rechecked_on)}已有复核意见：同一事实和理由不再受理；有新的事实、理由的，另行登记。",
        f"{_REGULATION}第三十六条第三款",
        DocumentKind.NO_FURTHER_ACCEPTANCE_NOTICE,
    )
