"""What may be asked of a deadline, and what the law refuses."""

from dataclasses import dataclass
from datetime import date

from reception_desk.errors import InvalidInputError
from reception_desk.rules.calendar import WorkCalendar
from reception_desk.rules.duties import Count, Duty, DutyRule
from reception_desk.rules.holiday_roll import HolidayRoll

MAX_EXTENSION_DAYS = 30
MAX_SET_DAYS = 3650
_FIRST_YEAR, _LAST_YEAR = 1949, 2199


@dataclass(frozen=True, slots=True)
class DeadlineRequest:
    """A duty with its event and what the office adds; see `deadlines.due` for the fields."""

    rule: DutyRule
    start: date
    calendar: WorkCalendar
    policy: HolidayRoll
    extend_days: int = 0
    hearing_days: int = 0
    set_days: int | None = None
    target: date | None = None

    @property
    def length(self) -> int:
        """Days counted before an extension, hearing days included."""
        days = self.set_days if self.set_days is not None else self.rule.length
        return (days or 0) + self.hearing_days


def check_extension(duty: Duty, days: int, *, is_extended_already: bool = False) -> None:
    """Raise `InvalidInputError` unless the extension is lawful: D6, once, 1–30 days (Art. 34)."""
    if duty is not Duty.D6:
        raise InvalidInputError(
            f"{duty.value}不能延长：只有D6（办结期限）可以延长（《信访工作条例》第三十四条）。"
        )
    if is_extended_already:
        raise InvalidInputError("办结期限只能延长一次（《信访工作条例》第三十四条）。")
    if days < 1:
        raise InvalidInputError("延长天数至少为1日（《信访工作条例》第三十四条）。")
    if days > MAX_EXTENSION_DAYS:
        raise InvalidInputError(
            f"延长期限不得超过30日，不能延长{days}日（《信访工作条例》第三十四条）。"
        )


def check(request: DeadlineRequest) -> None:
    """Raise `InvalidInputError` naming the article when the law does not allow the request."""
    duty, count = request.rule.duty, request.rule.count
    if count is Count.EXTENSION:
        raise InvalidInputError(
            "D7（延长办理）不单独计算：它从D6第60日届满之日接着数，"
            "请按D6计算并给出延长天数（《信访工作条例》第三十四条）。"
        )
    if not _FIRST_YEAR <= request.start.year <= _LAST_YEAR:
        raise InvalidInputError(
            f"起算日{request.start.isoformat()}不在可计算的年份内。", advice="请核对年份。"
        )
    if request.extend_days:
        check_extension(duty, request.extend_days)
    _check_hearing(duty, request.hearing_days)
    _check_setting(request)


def _check_hearing(duty: Duty, days: int) -> None:
    if days and duty is not Duty.D12:
        raise InvalidInputError(
            f"{duty.value}不扣除听证时间：只有D12（复核期限）扣除"
            "（《信访工作条例》第三十六条第二款）。"
        )
    if not 0 <= days <= MAX_SET_DAYS:
        raise InvalidInputError(
            "听证天数应为0或者合理的正整数（《信访工作条例》第三十六条第二款）。"
        )


def _check_setting(request: DeadlineRequest) -> None:
    rule, days, target = request.rule, request.set_days, request.target
    if rule.count is Count.SET_BY_OFFICE:
        if (days is None) == (target is None):
            raise InvalidInputError(
                f"{rule.article}没有给{rule.duty.value}（{rule.title}）规定天数。",
                advice="请给出指定的日期或者天数（二者之一）。",
            )
        if target is not None and not request.start <= target <= _last_day():
            raise InvalidInputError("指定的日期早于起算日或者年份有误。", advice="请核对日期。")
    elif target is not None or (days is not None and rule.count is not Count.DAYS_BEFORE):
        raise InvalidInputError(f"{rule.duty.value}的期限由{rule.article}规定，不能另行指定。")
    if days is not None and not 1 <= days <= MAX_SET_DAYS:
        raise InvalidInputError(f"天数应在1至{MAX_SET_DAYS}之间。")


def _last_day() -> date:
    return date(_LAST_YEAR, 12, 31)
