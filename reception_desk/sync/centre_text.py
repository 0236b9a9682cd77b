"""Text that PostgreSQL cannot hold: U+0000 travels as U+FDD0 U+0030.

U+FDD0 is a noncharacter, set aside for such inner use (Unicode §23.7); where the text itself
holds one it is doubled, so the way back is exact.
"""

import json
import re
from typing import Any

_ESCAPE = "\ufdd0"
_ESCAPED = re.compile(f"{_ESCAPE}(.)", re.DOTALL)


def to_centre(text: str) -> str:
    return text.replace(_ESCAPE, _ESCAPE * 2).replace("\0", f"{_ESCAPE}0")


def is_escaped(text: str) -> bool:
    """Say whether some of the text was changed to travel."""
    return _ESCAPE in text


def from_centre(text: str) -> str:
    return _ESCAPED.sub(lambda found: "\0" if found[1] == "0" else found[1], text)


def json_to_centre(body: str) -> str:
    """Do the same for every string inside a JSON text; nearly always there is nothing to do."""
    if "\\u0000" not in body and _ESCAPE not in body:
        return body
    return json.dumps(_each_string(json.loads(body)), ensure_ascii=False, separators=(",", ":"))


def _each_string(value: Any) -> Any:
    if isinstance(value, str):
        return to_centre(value)
    if isinstance(value, list):
        return [_each_string(item) for item in value]
    if isinstance(value, dict):
        return {name: _each_string(item) for name, item in value.items()}
    return value
