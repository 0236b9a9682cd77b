"""How many came, and how many may speak for them (条例 Art. 20(3))."""

from dataclasses import dataclass

from reception_desk.errors import InvalidInputError

MAX_REPRESENTATIVES = 5
GROUP_VISIT = 5
MAX_HEAD_COUNT = 99_999


@dataclass(frozen=True, slots=True)
class HeadCountBand:
    """A range of persons for statistics; `last` is None where the range is open."""

    name: str
    first: int
    last: int | None

    def includes(self, head_count: int) -> bool:
        """Tell whether the count falls into the range, both ends included."""
        return self.first <= head_count and (self.last is None or head_count <= self.last)


VISIT_BANDS = (
    HeadCountBand("1-5人", 1, 5),
    HeadCountBand("6-20人", 6, 20),
    HeadCountBand("21-50人", 21, 50),
    HeadCountBand("50人以上", 51, None),
)
GROUP_BANDS = (
    HeadCountBand("5-10人", 5, 10),
    HeadCountBand("11-20人", 11, 20),
    HeadCountBand("21-50人", 21, 50),
    HeadCountBand("51-100人", 51, 100),
    HeadCountBand("100人以上", 101, None),
)


def is_group_visit(head_count: int) -> bool:
    """Tell whether the visit is a 集体访 (five persons or more)."""
    return head_count >= GROUP_VISIT


def check_head_count(head_count: int) -> None:
    """Raise `InvalidInputError` unless at least one person came and the figure is plausible."""
    if head_count < 1:
        raise InvalidInputError("来访人数至少为1人。", advice="请填写实际来访人数。")
    if head_count > MAX_HEAD_COUNT:
        raise InvalidInputError(
            f"来访人数不能超过{MAX_HEAD_COUNT}人。", advice="请填写实际来访人数。"
        )


def check_representatives(count: int) -> None:
    """Raise `InvalidInputError` for more than five representatives (条例 Art. 20(3))."""
    if count > MAX_REPRESENTATIVES:
        raise InvalidInputError(
            "代表不得超过5人。",
            advice="依据《信访工作条例》第二十条第三款，请由来访人推选不超过5名代表；"
            "来访人数仍按实际人数登记。",
        )


def head_count_advice(head_count: int, *, named: int, representatives: int) -> tuple[str, ...]:
    """Return what the clerk should look at again; none of it stops the registration."""
    advice: list[str] = []
    if named > head_count:
        advice.append(f"已登记{named}人，多于来访人数{head_count}人，请核对来访人数。")
    if is_group_visit(head_count) and representatives == 0:
        advice.append("来访5人以上，请来访人推选不超过5名代表（《信访工作条例》第二十条第三款）。")
    return tuple(advice)


def band_of(head_count: int, bands: tuple[HeadCountBand, ...] = VISIT_BANDS) -> HeadCountBand:
    """Return the range of a count; raises `InvalidInputError` when it is below the first one."""
    for band in bands:
        if band.includes(head_count):
            return band
    raise InvalidInputError(f"{head_count}人不在人数档内，最少为{bands[0].first}人。")
