"""`desk clock DUTY DATE`: reckon one deadline and show how."""

import argparse
import json
import sys
from datetime import date
from typing import Any, TextIO

from reception_desk.errors import InvalidInputError
from reception_desk.rules.calendar import shipped_calendar
from reception_desk.rules.chinese_dates import long_day_text, parse_day
from reception_desk.rules.deadlines import Deadline, due
from reception_desk.rules.duties import DUTIES, Duty, parse_duty
from reception_desk.rules.holiday_roll import HolidayRoll, parse_policy


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments; values stay text so that a wrong one gets a Chinese sentence."""
    parser.add_argument("duty", metavar="DUTY", help="期限编号，D1 至 D18")
    parser.add_argument("date", metavar="DATE", help="起算事件的日期，例如 2026-09-24")
    parser.add_argument(
        "--policy", default=HolidayRoll.CIVIL_CODE.value, help="civil_code（默认）或 strict"
    )
    parser.add_argument("--extend", metavar="N", help="D6 延长的天数（1 至 30）")
    parser.add_argument("--hearing-days", metavar="N", help="D12 扣除的听证天数")
    parser.add_argument("--days", metavar="N", help="法律未定天数时由本机关指定的天数")
    parser.add_argument("--target", metavar="DATE", help="法律未定天数时由本机关指定的日期")
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def run(arguments: argparse.Namespace, out: TextIO | None = None, err: TextIO | None = None) -> int:
    """Print the deadline; return 0, or 2 with one sentence on `err` when the law refuses."""
    out, err = out or sys.stdout, err or sys.stderr
    try:
        deadline = _reckon(arguments)
    except InvalidInputError as error:
        print(error, file=err)
        return 2
    if arguments.json:
        print(json.dumps(deadline_json(deadline), ensure_ascii=False, indent=2), file=out)
    else:
        print("\n".join(deadline_lines(deadline)), file=out)
    return 0


def deadline_json(deadline: Deadline) -> dict[str, Any]:
    """Return the answer as plain values; days as `2026-10-09`."""
    return {
        "duty": deadline.duty.value,
        "start": deadline.start.isoformat(),
        "nominal": deadline.nominal.isoformat(),
        "legal": deadline.legal.isoformat(),
        "internal": deadline.internal.isoformat(),
        "provisional": deadline.provisional,
        "derivation": list(deadline.derivation),
        "policy": deadline.policy.value,
        "calendar_version": deadline.calendar_version,
    }


def deadline_lines(deadline: Deadline) -> list[str]:
    """Return the answer as lines for a person."""
    rule = DUTIES[deadline.duty]
    mark = "（暂定）" if deadline.provisional else ""
    return [
        f"{deadline.duty.value} {rule.title}（{rule.bearer}）",
        f"届满日　 {long_day_text(deadline.nominal)}",
        f"法定期限 {long_day_text(deadline.legal)}{mark}",
        f"内部目标 {long_day_text(deadline.internal)}",
        *(f"  {number}. {line}" for number, line in enumerate(deadline.derivation, start=1)),
    ]


def _reckon(arguments: argparse.Namespace) -> Deadline:
    duty = parse_duty(arguments.duty)
    start = parse_day(arguments.date)
    if duty is Duty.D7:
        raise InvalidInputError(
            f"D7（延长办理）由D6计算，请使用：desk clock D6 {start.isoformat()} --extend 天数。"
        )
    extend_days = _whole_number(arguments.extend, "延长天数")
    if extend_days == 0:
        raise InvalidInputError("延长天数至少为1日（《信访工作条例》第三十四条）。")
    return due(
        duty,
        start,
        shipped_calendar(),
        parse_policy(arguments.policy),
        extend_days=extend_days or 0,
        hearing_days=_whole_number(arguments.hearing_days, "听证天数") or 0,
        set_days=_whole_number(arguments.days, "天数"),
        target=_optional_day(arguments.target),
    )


def _optional_day(text: str | None) -> date | None:
    return None if text is None else parse_day(text)


def _whole_number(text: str | None, name: str) -> int | None:
    """Read a whole number of at most five digits; None stays None."""
    if text is None:
        return None
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 5):
        raise InvalidInputError(f"{name}“{text}”不是整数。")
    return int(text)
