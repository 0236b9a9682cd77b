"""How dates and answers are worded on papers."""

from datetime import date, datetime

NOT_GIVEN = "未提供"


def day(value: date) -> str:
    """Return 2026年1月5日, without leading zeros (GB/T 9704-2012 7.3.5.5)."""
    return f"{value.year}年{value.month}月{value.day}日"


def moment(value: datetime) -> str:
    """Return 2026年1月5日 09:05 in the zone of `value`."""
    return f"{day(value)} {value:%H:%M}"


def choice(*options: tuple[str, bool]) -> str:
    """Return options as boxes, those chosen ticked: ☑初访 ☐重访."""
    return "　".join(f"{'☑' if chosen else '☐'}{name}" for name, chosen in options)


def numbered(items: tuple[str, ...]) -> str:
    """Return one item a line, numbered when there are several."""
    if len(items) == 1:
        return items[0]
    return "\n".join(f"{number}. {item}" for number, item in enumerate(items, start=1))


def grouped(code: str) -> str:
    """Return a query code in groups of four, easier to read out."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))
