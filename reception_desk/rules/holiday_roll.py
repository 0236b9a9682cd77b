"""The office's choice of what a rest day does to the end of a period."""

from enum import StrEnum, auto

from reception_desk.errors import InvalidInputError


class HolidayRoll(StrEnum):
    """What happens to a period whose last day is a rest day; the setting `holiday_roll`."""

    CIVIL_CODE = auto()
    """It ends on the first working day after."""
    STRICT = auto()
    """The nominal day stands; only the petitioner's own periods still roll."""


def parse_policy(text: str) -> HolidayRoll:
    """Read the setting `holiday_roll`; raise `InvalidInputError` for an unknown one."""
    try:
        return HolidayRoll(text)
    except ValueError:
        raise InvalidInputError(
            f"没有名为“{text}”的节假日口径。",
            advice="可用的是 civil_code（顺延）和 strict（不顺延）。",
        ) from None
