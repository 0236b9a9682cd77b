"""A span of one day as a person types it: `9:00-11:30`, `0900-1130`, `9点到11点半` is none."""

import re
import unicodedata
from datetime import time

from reception_desk.errors import InvalidInputError

_SPAN = re.compile(r"(\d{1,2}):?(\d{2})\s*[-–—~至到]\s*(\d{1,2}):?(\d{2})", re.ASCII)


def parse_span(text: str) -> tuple[time, time]:
    """Return begin and end; raises `InvalidInputError` for what is no span, or ends first."""
    found = _SPAN.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found:
        hours = [int(part) for part in found.groups()]
        try:
            first, last = time(hours[0], hours[1]), time(hours[2], hours[3])
        except ValueError:
            pass
        else:
            if first < last:
                return first, last
    raise InvalidInputError(f"“{text}”不是可用的时段。", advice="请写成 09:00-11:30 的样子。")
