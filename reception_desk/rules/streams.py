"""What a unit's desk may see: its streams (domain.md §1.9).

Every desk sees what the county shares. A unit sees its own rows. The petition bureau sees the
rows of every unit: it transfers, supervises and counts for the county (条例 Art. 10). 检举控告 is
a stream of its own that nobody sees by rank: a desk is marked for it (条例 Art. 30).
"""

from reception_desk.errors import InvalidInputError
from reception_desk.rules.units import (
    BUREAU_STREAM,
    RESTRICTED_STREAM,
    SHARED_STREAM,
    UnitRow,
    load_units,
)


def streams_of(
    unit_code: str, *, is_restricted: bool = False, units: tuple[UnitRow, ...] | None = None
) -> tuple[int, ...]:
    """Return the streams of a desk of this unit, in order.

    `is_restricted` marks a desk for accusations. Raises `InvalidInputError` for a unit that is
    not on the list.
    """
    known = {unit.code: unit for unit in units or load_units()}
    if unit_code not in known:
        raise InvalidInputError(
            f"没有编码为“{unit_code}”的单位。", advice="编码见 resources/units.csv。"
        )
    own = known[unit_code].stream
    seen = {SHARED_STREAM, own}
    if own == BUREAU_STREAM:
        seen |= {unit.stream for unit in known.values()}
    if is_restricted:
        seen.add(RESTRICTED_STREAM)
    return tuple(sorted(seen))
